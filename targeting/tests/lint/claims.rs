//! What each finding claims, put to the engine.

use std::collections::BTreeSet;

use targeting::{
    Chatflow, LintCode, LintFinding, LintRemedy, OwnedBook, PageUrl, Rule, Verdict, VisitorFacts, compile,
    decide, explain,
};

/// A page, and who looks at it.
pub(crate) type View = (String, VisitorFacts);

fn book(account: &[Chatflow]) -> OwnedBook {
    OwnedBook::read(compile(account).bytes).expect("a compiled book can be read")
}

fn shown(book: &OwnedBook, url: &str, visitor: &VisitorFacts) -> Option<String> {
    visitor.with(|visitor| {
        let winner = decide(&book.book(), &PageUrl::parse(url), visitor).expect("nothing is missing");
        winner.map(|winner| winner.id().to_owned())
    })
}

/// Whether a rule matches a page, by the engine. Compiled once.
struct Asked(OwnedBook);

impl Asked {
    fn of(rule: &Rule) -> Self {
        Self(book(&[Chatflow { include: vec![rule.clone()], ..Chatflow::new("it") }]))
    }

    fn matches(&self, url: &str) -> bool {
        shown(&self.0, url, &VisitorFacts::default()).is_some()
    }
}

fn rule<'a>(account: &'a [Chatflow], chatflow: &str, place: &str) -> &'a Rule {
    let flow = account.iter().find(|flow| flow.id == chatflow).expect("there is such a chatflow");
    let (list, at) =
        place.strip_suffix(']').and_then(|place| place.split_once('[')).expect("the place of a rule");
    let rules = if list == "include" { &flow.include } else { &flow.exclude };
    &rules[at.parse::<usize>().expect("a number")]
}

/// That the witness shows the finding, and that none of the views contradicts it.
#[track_caller]
pub(crate) fn hold(account: &[Chatflow], site: &[&str], finding: &LintFinding, views: &[View]) {
    let flow = account.iter().find(|flow| flow.id == finding.chatflow).expect("there is such a chatflow");
    let this = || Asked::of(rule(account, &finding.chatflow, &finding.place));
    let other = || {
        let other = finding.other.as_ref().expect("another one is named");
        Asked::of(rule(account, &other.chatflow, &other.place))
    };
    let engine = book(account);
    let witness = finding.witness.as_ref();
    if let Some(witness) = witness {
        assert_eq!(
            shown(&engine, &witness.url, &witness.visitor),
            witness.shown,
            "{finding:?}\n{account:#?}"
        );
    }
    let on_all_pages = |holds: &dyn Fn(&str) -> bool| {
        let urls: BTreeSet<&String> = views.iter().map(|(url, _)| url).collect();
        for url in urls {
            assert!(holds(url), "{finding:?}\non {url}\n{account:#?}");
        }
    };
    if finding.nobody {
        for (url, visitor) in views {
            let shown = shown(&engine, url, visitor);
            assert_ne!(
                shown.as_deref(),
                Some(&*finding.chatflow),
                "{finding:?}\n{url} {visitor:?}\n{account:#?}"
            );
        }
    }
    match finding.code {
        LintCode::ChatflowUnreachable => {
            assert!(finding.nobody);
            if let (Some(witness), Some(other)) = (witness, &finding.other) {
                assert_eq!(witness.shown.as_ref(), Some(&other.chatflow), "{finding:?}");
            }
        }
        LintCode::RuleOverlap => {
            let witness = witness.expect("an overlap has a witness");
            let other = finding.other.as_ref().expect("and a taker");
            assert!(this().matches(&witness.url));
            assert_eq!(witness.shown.as_ref(), Some(&other.chatflow), "{finding:?}");
            let trace = witness
                .visitor
                .with(|visitor| explain(&engine.book(), &PageUrl::parse(&witness.url), visitor));
            let of_it = trace.chatflows.iter().find(|it| it.id == finding.chatflow).expect("a trace of all");
            assert!(
                matches!(&of_it.verdict, Verdict::Shadowed { by, .. } if *by == other.chatflow),
                "{finding:?}"
            );
        }
        LintCode::RuleDuplicate => {
            let (this, other) = (this(), other());
            on_all_pages(&|url| this.matches(url) == other.matches(url));
            assert!(witness.is_none_or(|it| this.matches(&it.url)), "{finding:?}");
        }
        LintCode::RuleCovered => {
            let (this, other) = (this(), other());
            on_all_pages(&|url| !this.matches(url) || other.matches(url));
            assert!(witness.is_none_or(|it| this.matches(&it.url) && other.matches(&it.url)), "{finding:?}");
        }
        LintCode::ExclusionUnmet => {
            let (this, includes) = (this(), flow.include.iter().map(Asked::of).collect::<Vec<_>>());
            on_all_pages(&|url| !this.matches(url) || !includes.iter().any(|rule| rule.matches(url)));
            assert!(witness.is_none_or(|it| this.matches(&it.url)), "{finding:?}");
        }
        LintCode::IncludeExcluded => {
            let (this, other) = (this(), other());
            on_all_pages(&|url| !this.matches(url) || other.matches(url));
            assert!(witness.is_none_or(|it| this.matches(&it.url)), "{finding:?}");
        }
        LintCode::RuleNegativeOr => {
            if let Some(witness) = witness {
                assert!(!this().matches(&witness.url) || !other().matches(&witness.url), "{finding:?}");
                assert!(flow.include.iter().any(|rule| Asked::of(rule).matches(&witness.url)), "{finding:?}");
            }
        }
        LintCode::RuleInert => {
            let this = this();
            on_all_pages(&|url| !this.matches(url));
        }
        LintCode::RuleWildcardLiteral => {
            if let Some(LintRemedy::Replace { rule }) = &finding.remedy {
                let witness = witness.expect("what is to be replaced is shown");
                let is_missed = Asked::of(rule).matches(&witness.url) && !this().matches(&witness.url);
                assert!(is_missed, "{finding:?}");
            }
        }
        LintCode::RuleNoPage => {
            let this = this();
            assert!(!site.iter().any(|url| this.matches(url)), "{finding:?}");
            assert!(witness.is_none_or(|it| this.matches(&it.url)), "{finding:?}");
        }
        LintCode::RegexPlain => {
            let Some(LintRemedy::Replace { rule }) = &finding.remedy else { panic!("{finding:?}") };
            let (this, plain) = (this(), Asked::of(rule));
            on_all_pages(&|url| this.matches(url) == plain.matches(url));
        }
        LintCode::AudienceMoot => {
            let mut without = account.to_vec();
            for it in without.iter_mut().filter(|it| it.id == finding.chatflow) {
                match finding.place.strip_prefix("audience.lists[") {
                    Some(at) => {
                        it.audience.lists.remove(at.trim_end_matches(']').parse().expect("a number"));
                    }
                    None => it.audience.hide_for_lists.clear(),
                }
            }
            let without = book(&without);
            for (url, visitor) in views {
                assert_eq!(shown(&engine, url, visitor), shown(&without, url, visitor), "{finding:?}");
            }
        }
        LintCode::ConditionNever | LintCode::ConditionsContradictory => {
            let group = finding.place.split(['[', ']']).nth(1).and_then(|at| at.parse::<usize>().ok());
            let group = flow.conditions[group.expect("a group")].clone();
            let only = book(&[Chatflow { conditions: vec![group], ..Chatflow::new("it") }]);
            for (url, visitor) in views {
                assert_eq!(shown(&only, url, visitor), None, "{finding:?} {visitor:?}");
            }
        }
        LintCode::AudienceContradictory => assert!(finding.nobody),
        code => panic!("no claim of {code}"),
    }
}
