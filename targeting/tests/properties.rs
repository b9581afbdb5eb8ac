//! What holds for every rule, page, visitor and damaged book, and an oracle written from the specification alone.

mod oracle;

use proptest::prelude::*;
use targeting::{
    BookError, Missing, OwnedBook, PageUrl, RuleBook, Verdict, Visitor, compile, decide, explain,
    json::{Audience, Chatflow, Condition, ConditionOperator, Operator, Rule, Who},
    sub_book,
};

/// A stranger of whom nothing else is known either.
const NOBODY: Visitor<'_> = Visitor { known: false, lists: &[], facts: Some(&[]) };

const LISTS: [&str; 3] = ["vip", "churned", "press"];

/// One of the words; a word that stands there twice comes twice as often.
fn one_of<const N: usize>(words: [&'static str; N]) -> BoxedStrategy<String> {
    prop::sample::select(words.to_vec()).prop_map(str::to_owned).boxed()
}

/// Addresses close enough to each other, and to the values below, that rules often match.
fn address() -> BoxedStrategy<String> {
    let scheme = one_of(["https://", "https://", "https://", "https://", "http://", "http://", "ftp://"]);
    let host = one_of([
        "www.example.com",
        "www.example.com",
        "www.example.com",
        "WWW.Example.com",
        "example.com",
        "www.example.com:443",
        "www.example.com:8080",
        "me:pw@www.example.com",
        "münchen.de",
        "www.xn--mnchen-3ya.de",
        "[::1]:80",
    ]);
    (scheme, host, path(), tail())
        .prop_map(|(scheme, host, path, tail)| scheme + &host + &path + &tail)
        .boxed()
}

fn path() -> BoxedStrategy<String> {
    let segment = one_of([
        "a", "a", "a", "a", "b", "b", "b", "ab", "A", "..", ".", "", "ü", "%c3%BC", "%61", "%2F", "%2e",
        "a b", "%zz", "%", "*", "'", "%27", "a|b", "%2541",
    ]);
    let segments = prop::collection::vec(segment.prop_map(|segment| format!("/{segment}")), 0..4);
    (segments, one_of(["", "/"])).prop_map(|(segments, slash)| segments.concat() + &slash).boxed()
}

fn tail() -> BoxedStrategy<String> {
    let query = one_of([
        "",
        "",
        "",
        "",
        "?",
        "?a=1",
        "?a=1",
        "?a=1&b=2",
        "?a=x&a=1",
        "?a",
        "?a=+",
        "?%61=%31",
        "?a=%C3%BC",
        "?a=%ff",
        "?b=2;a=1",
    ]);
    let fragment = one_of(["", "", "", "", "#", "#x", "#/a?a=1", "#ü"]);
    (query, fragment).prop_map(|(query, fragment)| query + &fragment).boxed()
}

/// Values of rules: addresses, parts of them, wildcards, and what cannot be understood.
fn value() -> BoxedStrategy<String> {
    let without_scheme =
        |address: String| address.split_once("://").map_or(String::new(), |(_, rest)| rest.to_owned());
    let below = |text: String| text.trim_end_matches('/').to_owned() + "/*";
    let odd = [
        "",
        " ",
        "https://",
        "//",
        "javascript:1",
        "a b",
        "/*",
        "*",
        "#",
        "?",
        "?a=1",
        "localhost:3000",
        "/a/*/b",
        "*.example.com/*",
        "https:/",
        "http:///a",
        "[::",
        "xn--99999999999/",
        "//www.example.com",
        "www.mün",
        "MÜN",
    ];
    prop_oneof![
        4 => address(),
        3 => address().prop_map(without_scheme),
        3 => (path(), tail()).prop_map(|(path, tail)| path + &tail),
        2 => address().prop_map(below),
        2 => path().prop_map(below),
        2 => (address(), 0usize..40).prop_map(|(address, end)| address.chars().take(end).collect()),
        2 => (address(), 0usize..40).prop_map(|(address, start)| address.chars().skip(start).collect()),
        2 => one_of(odd),
        1 => any::<String>(),
    ]
    .boxed()
}

fn operator() -> BoxedStrategy<Operator> {
    let names = one_of([
        "all",
        "is",
        "is_not",
        "contains",
        "not_contains",
        "starts_with",
        "not_starts_with",
        "matches_wildcard",
        "matches_regex",
        "query",
        "newer",
    ]);
    names.prop_map(Operator::from).boxed()
}

fn rule() -> BoxedStrategy<Rule> {
    let name = one_of(["a", "b", "ü", "", "ab"]);
    let parameter = prop::option::of(one_of(["1", "2", "", " ", "ü", "\u{FFFD}"]));
    let pattern =
        one_of(["/a", "^https?://www", "(a|b)$", "[", "a.*b", "#", "/(ab?)+$", "(?i)A", "ü", "\\?a=", " "]);
    (operator(), value(), name, parameter, pattern)
        .prop_map(|(op, value, name, parameter, pattern)| match op {
            Operator::Query => Rule::query(&name, parameter.as_deref()),
            Operator::MatchesRegex => Rule::new(op, &pattern),
            op => Rule::new(op, &value),
        })
        .prop_filter("the oracle knows it", oracle::knows)
        .boxed()
}

fn chatflow() -> BoxedStrategy<Chatflow> {
    let lists = || prop::collection::vec(one_of(LISTS), 0..3);
    let who = one_of(["everyone", "everyone", "everyone", "anonymous", "known", "lists", "lists", "newer"]);
    let audience = (who, lists(), lists()).prop_map(|(who, lists, hide_for_lists)| Audience {
        who: Who::from(who),
        lists,
        hide_for_lists,
    });
    let rules = (prop::collection::vec(rule(), 0..4), prop::collection::vec(rule(), 0..2));
    (prop::option::of(-2i64..6), prop::bool::weighted(0.85), rules, audience, conditions())
        .prop_map(|(priority, enabled, (include, exclude), audience, conditions)| Chatflow {
            priority,
            enabled,
            include,
            exclude,
            audience,
            conditions,
            ..Chatflow::new("")
        })
        .boxed()
}

fn account() -> BoxedStrategy<Vec<Chatflow>> {
    account_of(0, 6)
}

/// With so many rules that its book gets an index.
fn large_account() -> BoxedStrategy<Vec<Chatflow>> {
    account_of(14, 40)
}

fn account_of(least: usize, below: usize) -> BoxedStrategy<Vec<Chatflow>> {
    let chatflows = prop::collection::vec(chatflow(), least..below);
    let named = chatflows.prop_map(|mut chatflows: Vec<Chatflow>| {
        for (index, chatflow) in chatflows.iter_mut().enumerate() {
            chatflow.id = format!("chatflow-{index}");
        }
        chatflows
    });
    named.boxed()
}

/// Somebody in front of a page.
#[derive(Clone, Debug)]
struct Seen {
    known: bool,
    lists: Vec<&'static str>,
    facts: Vec<(&'static str, &'static str)>,
}

impl Seen {
    fn visitor(&self) -> Visitor<'_> {
        Visitor { known: self.known, lists: &self.lists, facts: Some(&self.facts) }
    }
}

fn visitor() -> BoxedStrategy<Seen> {
    let facts = [("device", "mobile"), ("language", "de-AT"), ("attribute.plan", "pro"), ("visits", "3")];
    let facts = prop::sample::subsequence(facts.to_vec(), 0..=4);
    (any::<bool>(), prop::sample::subsequence(LISTS.to_vec(), 0..=3), facts)
        .prop_map(|(known, lists, facts)| Seen { known, lists, facts })
        .boxed()
}

/// Groups of conditions, mostly none.
fn conditions() -> BoxedStrategy<Vec<Vec<Condition>>> {
    let fact = one_of(["device", "language", "attribute.plan", "visits", "referrer", "weather"]);
    let op = one_of([
        "is",
        "is_not",
        "contains",
        "not_contains",
        "starts_with",
        "not_starts_with",
        "at_least",
        "at_most",
        "known",
        "unknown",
        "newer",
    ]);
    let value = prop::option::of(one_of([
        "mobile", "MOBILE", "de", "d", "pro", "Pro", "3", "2.5", "10", "-1", " ", "",
    ]));
    let condition = (fact, op, value).prop_map(|(fact, op, value)| Condition {
        fact,
        op: ConditionOperator::from(op),
        value,
    });
    let groups = prop::collection::vec(prop::collection::vec(condition, 0..3), 1..3);
    prop_oneof![3 => Just(Vec::new()), 1 => groups].boxed()
}

/// Makes the checksum right, as a forger would.
fn seal(bytes: &mut [u8]) {
    let checksum = bytes[..8].iter().chain(&bytes[16..]).fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    bytes[8..16].copy_from_slice(&checksum.to_le_bytes());
}

fn matches(rule: &Rule, page: &PageUrl<'_>) -> bool {
    let chatflow = Chatflow { include: vec![rule.clone()], ..Chatflow::new("it") };
    let book = OwnedBook::read(compile(&[chatflow]).bytes).expect("a compiled book can be read");
    matches!(decide(&book.book(), page, &NOBODY), Ok(Some(_)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_rule_agrees_with_the_oracle(rule in rule(), url in address()) {
        prop_assert_eq!(matches(&rule, &PageUrl::parse(&url)), oracle::matches(&rule, &url));
    }

    #[test]
    fn decisions_agree_with_the_oracle_and_with_their_reasons(account in account(), url in address(), seen in visitor()) {
        let owned = OwnedBook::read(compile(&account).bytes).unwrap();
        let (book, page) = (owned.book(), PageUrl::parse(&url));
        let visitor = seen.visitor();
        let winner = decide(&book, &page, &visitor).unwrap();
        let id = winner.map(|winner| winner.id());
        prop_assert_eq!(id, oracle::decide(&account, &url, &seen.visitor()));
        let trace = explain(&book, &page, &visitor);
        prop_assert_eq!(id, trace.show.as_deref());

        let sub = OwnedBook::read(sub_book(&book, &visitor)).unwrap();
        let anybody = Visitor { facts: visitor.facts, ..Visitor::ANONYMOUS };
        let sub_winner = decide(&sub.book(), &page, &anybody).unwrap();
        prop_assert_eq!(sub_winner.map(|it| (it.id(), it.rule)), winner.map(|it| (it.id(), it.rule)));
        prop_assert!(sub.book().len() <= book.len());
    }

    /// Whoever lacks facts or an engine either decides like somebody who has them, or says what is missing.
    #[test]
    fn what_is_missing_is_said(account in account(), url in address(), seen in visitor()) {
        let bytes = compile(&account).bytes;
        let owned = OwnedBook::read(bytes.clone()).unwrap();
        let page = PageUrl::parse(&url);
        let decided = decide(&owned.book(), &page, &seen.visitor()).unwrap();
        let without_facts = decide(&owned.book(), &page, &Visitor { facts: None, ..seen.visitor() });
        prop_assert!(without_facts == Ok(decided) || without_facts == Err(Missing::Facts));
        let without_engine = decide(&RuleBook::read(&bytes).unwrap(), &page, &seen.visitor());
        prop_assert!(without_engine == Ok(decided) || without_engine == Err(Missing::Regex));
        let has_conditions = account.iter().any(|it| it.enabled && it.conditions.iter().any(|group| !group.is_empty()));
        prop_assert_eq!(owned.book().has_conditions(), has_conditions);
    }

    #[test]
    fn the_index_changes_nothing(account in large_account(), urls in prop::collection::vec(address(), 1..6), seen in visitor()) {
        let owned = OwnedBook::read(compile(&account).bytes).unwrap();
        let visitor = seen.visitor();
        for url in &urls {
            let page = PageUrl::parse(url);
            let winner = decide(&owned.book(), &page, &visitor).unwrap();
            prop_assert_eq!(winner.map(|winner| winner.id()), oracle::decide(&account, url, &seen.visitor()));
            // The sub-book has no index.
            let sub = OwnedBook::read(sub_book(&owned.book(), &visitor)).unwrap();
            let in_turn = decide(&sub.book(), &page, &visitor).unwrap();
            prop_assert_eq!(winner.map(|it| (it.id(), it.rule)), in_turn.map(|it| (it.id(), it.rule)));
        }
    }

    /// Needles that no four or eight bytes tell apart, on pages made of the same letters.
    #[test]
    fn needles_that_are_alike_change_nothing(
        needles in prop::collection::vec(("[ab*]{0,12}", 0usize..4, any::<bool>()), 20..90),
        path in "[ab]{0,80}",
        tail in one_of(["", "?ab", "#abab", "?a=b#b"]),
        seen in visitor(),
    ) {
        let account: Vec<Chatflow> = (0..)
            .zip(needles)
            .map(|(number, (needle, kind, is_for_known))| {
                let rule = match kind {
                    0 => Rule::new(Operator::Contains, &format!("{needle}/*")),
                    1 => Rule::new(Operator::MatchesWildcard, &format!("*/{needle}*")),
                    _ => Rule::new(Operator::Contains, &needle),
                };
                let who = if is_for_known { Who::Known } else { Who::Everyone };
                let audience = Audience { who, ..Audience::default() };
                Chatflow { include: vec![rule], audience, ..Chatflow::new(&format!("chatflow-{number}")) }
            })
            .collect();
        let url = format!("https://www.example.com/{path}{tail}");
        let owned = OwnedBook::read(compile(&account).bytes).unwrap();
        let page = PageUrl::parse(&url);
        let winner = decide(&owned.book(), &page, &seen.visitor()).unwrap();
        prop_assert_eq!(winner.map(|winner| winner.id()), oracle::decide(&account, &url, &seen.visitor()));
    }

    /// With a right checksum, a wrong index may propose the wrong rules. It still cannot make anything panic, and a
    /// chatflow that is shown is one that may be.
    #[test]
    fn a_forged_index_never_panics(
        account in large_account(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![any::<u8>(), Just(0), Just(1), Just(255)]), 1..9),
        url in address(),
        seen in visitor(),
    ) {
        let mut bytes = compile(&account).bytes;
        let index_at = u32::from_le_bytes(bytes[40..44].try_into().unwrap()) as usize;
        let index = bytes.len() - index_at;
        prop_assume!(index > 0);
        for (at, byte) in changes {
            bytes[index_at + at.index(index)] = byte;
        }
        seal(&mut bytes);
        let Ok(owned) = OwnedBook::read(bytes) else { return Ok(()) };
        let (book, page, visitor) = (owned.book(), PageUrl::parse(&url), seen.visitor());
        if let Some(winner) = decide(&book, &page, &visitor).unwrap() {
            let trace = explain(&book, &page, &visitor);
            // By its place: what was changed may have been a name, which two have then.
            let shown = trace.chatflows.get(winner.index).expect("every chatflow has a trace");
            prop_assert_eq!(&*shown.id, winner.id());
            let may_be_shown = matches!(shown.verdict, Verdict::Won { .. } | Verdict::Shadowed { .. });
            prop_assert!(may_be_shown, "{:?}", shown.verdict);
        }
    }

    #[test]
    fn a_negative_is_the_exact_complement(value in value(), url in address()) {
        let page = PageUrl::parse(&url);
        for (positive, negative) in [
            (Operator::Is, Operator::IsNot),
            (Operator::Contains, Operator::NotContains),
            (Operator::StartsWith, Operator::NotStartsWith),
        ] {
            let rules = [Rule::new(positive, &value), Rule::new(negative, &value)];
            let [yes, no] = rules.each_ref().map(|rule| matches(rule, &page));
            let chatflow = Chatflow { include: rules.to_vec(), ..Chatflow::new("it") };
            let is_inert = !compile(&[chatflow]).notes.iter().all(|note| note.note == targeting::Note::WildcardLiteral);
            prop_assert_eq!(yes != no, page.is_usable() && !is_inert, "{:?}", value);
        }
    }

    #[test]
    fn only_priority_and_then_position_order_chatflows(account in account(), url in address()) {
        // Swapping two chatflows of different written priorities changes nothing.
        let written: Vec<_> = account.iter().cloned().enumerate().map(|(index, chatflow)| Chatflow {
            priority: Some(i64::try_from(index).unwrap()), ..chatflow
        }).collect();
        let mut reversed = written.clone();
        reversed.reverse();
        let [there, back] = [written, reversed].map(|account| OwnedBook::read(compile(&account).bytes).unwrap());
        let page = PageUrl::parse(&url);
        let [there, back] = [&there, &back].map(|book| decide(&book.book(), &page, &NOBODY).unwrap());
        prop_assert_eq!(there, back);
    }

    #[test]
    fn browsers_and_the_parser_agree(url in address()) {
        let Ok(parsed) = url::Url::parse(&url) else { return Ok(()) };
        let (browser, parser) = (PageUrl::from_browser(parsed.as_str()), PageUrl::parse(&url));
        prop_assert_eq!(browser.as_str(), parser.as_str());
        prop_assert_eq!(browser.is_usable(), matches!(parsed.scheme(), "http" | "https"));
        if let Some(host) = parsed.host_str().filter(|_| browser.is_usable()) {
            let port = parsed.port().map(|port| format!(":{port}")).unwrap_or_default();
            prop_assert_eq!(browser.origin(), format!("{}://{host}{port}", parsed.scheme()));
        }
    }

    // What needs no parser is told apart by its looks: by hosts that look like names, numbers and neither, and by paths with
    // dots, escapes and what may not stand in one.
    #[test]
    fn what_is_read_without_a_parser_is_read_like_with_one(
        url in prop_oneof![
            address(),
            "https?://[a-z0-9.-]{0,12}(:[0-9]{0,4})?/[a-c./%2eE\\\\?#@!'*|^\\[\\]{} ü]{0,20}",
            "https?://([a-z0-9]{1,3}\\.){0,3}(0x)?[a-f0-9]{1,3}\\.?/[a.]{0,3}",
        ],
    ) {
        let parsed = url::Url::parse(&url);
        let parsed = PageUrl::from_browser(parsed.as_ref().map_or("", url::Url::as_str));
        let read = PageUrl::parse(&url);
        prop_assert_eq!((read.as_str(), read.origin()), (parsed.as_str(), parsed.origin()));
    }

    #[test]
    fn the_normal_form_of_a_page_is_its_own(url in prop_oneof![address(), any::<String>(), "https?://[a-z%:@/?#\\[\\]0-9 .ü]{0,30}"]) {
        let page = PageUrl::from_browser(&url);
        let again = PageUrl::from_browser(page.as_str());
        prop_assert_eq!(page.as_str(), again.as_str());
        let parsed = PageUrl::parse(&url);
        let again = PageUrl::parse(parsed.as_str());
        prop_assert_eq!(parsed.as_str(), again.as_str());
        prop_assert!(page.as_str().is_ascii());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(RuleBook::read(&bytes).is_err());
    }

    #[test]
    fn a_changed_byte_is_noticed(account in account(), at in any::<prop::sample::Index>(), change in 1u8..) {
        let mut bytes = compile(&account).bytes;
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        let expected = match at {
            0..4 => BookError::NotABook,
            4..6 => BookError::Version { found: u16::from_le_bytes([bytes[4], bytes[5]]) },
            _ => BookError::Damaged,
        };
        prop_assert_eq!(RuleBook::read(&bytes).err(), Some(expected));
    }

    #[test]
    fn a_cut_book_is_noticed(account in account(), at in any::<prop::sample::Index>()) {
        let bytes = compile(&account).bytes;
        prop_assert!(RuleBook::read(&bytes[..at.index(bytes.len())]).is_err());
    }

    /// A forger can make the checksum right. Nothing may panic then, whatever the decision.
    #[test]
    fn a_forged_book_never_panics(
        account in account(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![any::<u8>(), Just(0), Just(1), Just(255)]), 1..6),
        url in address(),
        seen in visitor(),
    ) {
        let mut bytes = compile(&account).bytes;
        for (at, byte) in changes {
            let at = at.index(bytes.len() - 6) + 6;
            bytes[at] = byte;
        }
        seal(&mut bytes);
        let Ok(owned) = OwnedBook::read(bytes) else { return Ok(()) };
        let (book, page, visitor) = (owned.book(), PageUrl::parse(&url), seen.visitor());
        let winner = decide(&book, &page, &visitor).unwrap();
        let trace = explain(&book, &page, &visitor);
        prop_assert_eq!(winner.map(|it| it.id()), trace.show.as_deref());
        let sub = OwnedBook::read(sub_book(&book, &visitor)).unwrap();
        prop_assert_eq!(decide(&sub.book(), &page, &visitor).unwrap().map(|it| it.id()), winner.map(|it| it.id()));
        let _ = (book.ids().count(), book.has_fragment_rules(), book.fingerprint());
    }
}
