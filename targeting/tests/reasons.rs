//! What is told beside a decision: the trace of every rule, the notes of compiling, the facts of a book.

use targeting::{
    AudienceClause, InertReason, Note, OwnedBook, PageUrl, RuleList, RuleTrace, Verdict, Visitor, compile,
    explain,
    json::{Audience, Chatflow, Operator, Rule, Who},
};

fn including(id: &str, rules: &[Rule]) -> Chatflow {
    Chatflow { include: rules.to_vec(), ..Chatflow::new(id) }
}

fn book(chatflows: &[Chatflow]) -> OwnedBook {
    OwnedBook::read(compile(chatflows).bytes).expect("a compiled book can be read")
}

#[track_caller]
fn rule_trace(rule: Rule, url: &str) -> RuleTrace {
    let book = book(&[including("it", &[rule])]);
    let trace = explain(&book.book(), &PageUrl::parse(url), &Visitor::ANONYMOUS);
    trace.chatflows[0].include[0].clone()
}

#[track_caller]
fn check_slices(op: Operator, value: &str, url: &str, text: &str, compared: &str) {
    let trace = rule_trace(Rule::new(op, value), url);
    assert_eq!((trace.text.as_str(), trace.compared.as_str()), (text, compared), "{value} on {url}");
}

#[test]
fn the_trace_shows_the_normal_rule_and_the_slice_it_is_compared_with() {
    use Operator::*;
    let page = "https://user@WWW.example.com:443/%c3%bcber/?a=1#x";
    check_slices(
        Is,
        "http://www.example.com/über",
        page,
        "www.example.com/%C3%BCber",
        "www.example.com/%C3%BCber/",
    );
    check_slices(Is, "/über?a=2", page, "/%C3%BCber?a=2", "/%C3%BCber/?a=1");
    check_slices(Is, "/über#y", page, "/%C3%BCber#y", "/%C3%BCber/#x");
    check_slices(
        Is,
        "www.example.com/über/*",
        page,
        "www.example.com/%C3%BCber/*",
        "www.example.com/%C3%BCber/",
    );
    check_slices(StartsWith, "https://WWW.exa", page, "www.exa", "www.example.com/%C3%BCber/?a=1");
    check_slices(StartsWith, "/ü#", page, "/%C3%BC#", "/%C3%BCber/?a=1#x");
    check_slices(Contains, " ber ", page, "ber", "https://www.example.com/%C3%BCber/?a=1");
    check_slices(Contains, "#x", page, "#x", "https://www.example.com/%C3%BCber/?a=1#x");
    check_slices(
        MatchesWildcard,
        "*.Example.com/*#x",
        page,
        "*.example.com/*#x",
        "www.example.com/%C3%BCber/#x",
    );
    check_slices(Contains, "mün", "https://xn--mnchen-3ya.de/", "m%C3%BCn", "https://m%C3%BCnchen.de/");
    check_slices(All, "", page, "", "");
    let query = rule_trace(Rule::query("a", Some("2")), page);
    assert_eq!((query.text.as_str(), query.compared.as_str(), query.matched), ("a=2", "?a=1", false));
}

#[test]
fn the_trace_flags_inert_and_not_applicable_rules() {
    let inert = rule_trace(Rule::new(Operator::IsNot, "ftp://x/"), "https://www.example.com/");
    assert_eq!(
        (inert.inert, inert.matched, inert.op.as_str()),
        (Some(InertReason::ForeignScheme), false, "is_not")
    );
    assert_eq!(inert.text, "ftp://x/", "as written");
    let unknown =
        rule_trace(Rule::new(Operator::Unknown("sounds_like".into()), "x"), "https://www.example.com/");
    assert_eq!((unknown.inert, unknown.text.as_str()), (Some(InertReason::UnknownOperator), "sounds_like"));
    let unusable = rule_trace(Rule::new(Operator::IsNot, "/a"), "about:blank");
    assert!(unusable.not_applicable && !unusable.matched);
    assert!(!rule_trace(Rule::new(Operator::All, ""), "about:blank").not_applicable);
}

#[test]
fn the_trace_flags_tautologies() {
    // S28, E11
    let flags = |rules: &[Rule]| -> Vec<bool> {
        let book = book(&[Chatflow { exclude: rules.to_vec(), ..including("it", rules) }]);
        let trace = explain(&book.book(), &PageUrl::parse("https://www.example.com/"), &Visitor::ANONYMOUS);
        assert!(
            !trace.chatflows[0].exclude.iter().any(|rule| rule.tautology),
            "exclusions are no tautologies"
        );
        trace.chatflows[0].include.iter().map(|rule| rule.tautology).collect()
    };
    let (is, is_not) = (Rule::new(Operator::Is, "/a"), Rule::new(Operator::IsNot, "/b"));
    let inert = Rule::new(Operator::Is, "");
    assert_eq!(flags(&[is_not.clone(), is_not.clone()]), [true, true]);
    assert_eq!(flags(&[is.clone(), is_not.clone()]), [false, true]);
    assert_eq!(flags(std::slice::from_ref(&is_not)), [false]);
    assert_eq!(flags(&[is_not, inert]), [false, false]);
    assert_eq!(flags(&[is.clone(), is]), [false, false]);
}

#[test]
fn the_trace_names_the_clause_and_the_rule() {
    let for_whom = |id: &str, who, lists: &[&str], hide: &[&str]| Chatflow {
        audience: Audience {
            who,
            lists: lists.iter().map(|&list| list.into()).collect(),
            hide_for_lists: hide.iter().map(|&list| list.into()).collect(),
        },
        ..Chatflow::new(id)
    };
    let chatflows = [
        for_whom("anonymous", Who::Anonymous, &[], &[]),
        for_whom("known", Who::Known, &[], &[]),
        for_whom("lists", Who::Lists, &["vip"], &[]),
        for_whom("no-list", Who::Lists, &[], &[]),
        for_whom("hidden", Who::Everyone, &[], &["churned"]),
        for_whom("newer", Who::Unknown("newer".into()), &[], &[]),
        Chatflow {
            exclude: vec![Rule::new(Operator::Is, "/x"), Rule::new(Operator::Is, "/")],
            ..Chatflow::new("excluded")
        },
        including("elsewhere", &[Rule::new(Operator::Is, "/x")]),
        including("wins", &[Rule::new(Operator::Is, "/x"), Rule::new(Operator::Is, "/")]),
        Chatflow::new("late"),
        Chatflow { enabled: false, ..Chatflow::new("off") },
    ];
    let book = book(&chatflows);
    let verdicts = |visitor: &Visitor<'_>| -> Vec<Verdict> {
        let trace = explain(&book.book(), &PageUrl::parse("https://www.example.com/"), visitor);
        trace.chatflows.into_iter().map(|chatflow| chatflow.verdict).collect()
    };
    let refused = |clause| Verdict::Audience { clause };
    let known = verdicts(&Visitor { known: true, lists: &["churned"], facts: Some(&[]) });
    assert_eq!(known[0], refused(AudienceClause::NeedsAnonymous));
    assert_eq!(known[1], Verdict::Won { rule: None });
    assert_eq!(known[2], refused(AudienceClause::NeedsList));
    assert_eq!(known[3], refused(AudienceClause::NoListChosen));
    assert_eq!(known[4], refused(AudienceClause::HideList));
    assert_eq!(known[5], refused(AudienceClause::UnknownAudience));
    assert_eq!(known[6], Verdict::Excluded { rule: 1 });
    assert_eq!(known[7], Verdict::NoIncludeMatched);
    assert_eq!(known[8], Verdict::Shadowed { by: "known".into(), rule: Some(1) });
    assert_eq!(known[9], Verdict::Shadowed { by: "known".into(), rule: None });
    assert_eq!(known[10], Verdict::Disabled);

    // E12: the trace says that nobody is known here, not that the list is wrong.
    let anonymous = verdicts(&Visitor { known: false, lists: &["vip"], facts: Some(&[]) });
    assert_eq!(anonymous[0], Verdict::Won { rule: None });
    assert_eq!(anonymous[1], refused(AudienceClause::NeedsKnown));
    assert_eq!(anonymous[2], refused(AudienceClause::NeedsKnown));
}

#[test]
fn compiling_notes_inert_rules_and_literal_stars() {
    let chatflows = [
        including("a", &[Rule::new(Operator::All, ""), Rule::new(Operator::Is, "https://")]),
        Chatflow {
            exclude: vec![Rule::new(Operator::Contains, "/a*b/*")],
            ..including("b", &[Rule::query("", None)])
        },
        including("c", &[Rule::new(Operator::Is, "/*"), Rule::new(Operator::MatchesWildcard, "*/a")]),
    ];
    let notes = compile(&chatflows).notes;
    let notes: Vec<_> =
        notes.iter().map(|note| (note.chatflow.as_str(), note.list, note.rule, note.note)).collect();
    assert_eq!(
        notes,
        [
            ("a", RuleList::Include, 1, Note::Inert(InertReason::OnlyScheme)),
            ("b", RuleList::Include, 0, Note::Inert(InertReason::NoName)),
            ("b", RuleList::Exclude, 0, Note::WildcardLiteral),
        ]
    );
}

#[test]
fn a_book_says_whether_fragments_count() {
    let has = |rule: Rule, enabled| {
        book(&[Chatflow { enabled, ..including("it", &[rule]) }]).book().has_fragment_rules()
    };
    assert!(has(Rule::new(Operator::Is, "/a#b"), true));
    assert!(has(Rule::new(Operator::Contains, "#b"), true));
    assert!(has(Rule::new(Operator::StartsWith, "/app#/"), true));
    assert!(has(Rule::new(Operator::MatchesWildcard, "*#b"), true));
    assert!(!has(Rule::new(Operator::Is, "/a#b"), false), "a disabled chatflow decides nothing");
    assert!(!has(Rule::new(Operator::Is, "/a#"), true), "an empty fragment is none");
    assert!(!has(Rule::new(Operator::Contains, "a"), true));
    assert!(!has(Rule::query("a", Some("#")), true));
}

#[test]
fn the_fingerprint_tells_versions_apart() {
    let one = book(&[including("it", &[Rule::new(Operator::Is, "/a")])]);
    let same = book(&[including("it", &[Rule::new(Operator::Is, "/a")])]);
    let other = book(&[including("it", &[Rule::new(Operator::Is, "/b")])]);
    assert_eq!(one.book().fingerprint(), same.book().fingerprint());
    assert_ne!(one.book().fingerprint(), other.book().fingerprint());
}

#[test]
fn a_book_lists_its_chatflows_by_priority() {
    let with = |id, priority| Chatflow { priority, ..Chatflow::new(id) };
    let owned = book(&[with("c", Some(3)), with("a", Some(-1)), with("off", None), with("c2", Some(3))]);
    assert_eq!(owned.book().ids().collect::<Vec<_>>(), ["a", "c", "off", "c2"]);
    assert!(!owned.book().is_empty());
    assert!(book(&[]).book().is_empty());
}
