//! What must hold for any bytes whatever: the targets of the fuzzers.
//!
//! Each function panics where something does not hold. Knows nothing of where the bytes come from: `main.rs` replays and
//! changes the corpus on every test run, `targeting/fuzz` searches for hours with coverage to guide it.

use targeting::{
    Chatflow, Operator, OwnedBook, PageUrl, Rule, RuleBook, Verdict, Visitor, check_rule_value, compile,
    decide, explain, json, record, sub_book,
};

use crate::oracle;

/// A stranger of whom nothing else is known either.
const NOBODY: Visitor<'_> = Visitor { known: false, lists: &[], facts: Some(&[]) };

/// Somebody of whom much is known.
const SOMEBODY: Visitor<'_> = Visitor {
    known: true,
    lists: &["vip", "churned"],
    facts: Some(&[("device", "mobile"), ("language", "de-AT"), ("visits", "3")]),
};

/// A name, and what is done with bytes.
type Target = (&'static str, fn(&[u8]));

/// Every target under the name of its corpus.
pub(crate) const ALL: [Target; 3] = [("book", book), ("page", page), ("rule", rule)];

/// Any bytes as a rule book: as they are, and with length and checksum made right, as a forger would.
pub(crate) fn book(data: &[u8]) {
    let refused = RuleBook::read(data).is_err();
    let owned = OwnedBook::read(data.to_vec());
    assert_eq!(refused, owned.is_err(), "borrowed or owned, a book is read or refused");
    let mut bytes = data.to_vec();
    seal(&mut bytes);
    let Ok(owned) = OwnedBook::read(bytes) else { return };
    let book = owned.book();
    let index_at =
        book.as_bytes().get(40..44).and_then(|at| at.try_into().ok()).map_or(0, u32::from_le_bytes);
    let has_index = usize::try_from(index_at).is_ok_and(|at| at < book.as_bytes().len());
    for address in
        ["https://www.example.com/pricing?plan=pro#top", "http://xn--mnchen-3ya.de:8080/a/b", "about:blank"]
    {
        let page = PageUrl::from_browser(address);
        for visitor in [NOBODY, SOMEBODY] {
            let decision = decide(&book, &page, &visitor);
            assert!(record(&book, &page, &visitor, &decision).starts_with("p1."));
            let winner = decision.expect("facts are given, and there is an engine");
            let trace = explain(&book, &page, &visitor);
            match winner {
                // A forged index may propose too much or too little; what is shown is eligible all the same.
                Some(winner) => {
                    let found = trace.chatflows.get(winner.index).expect("a winner is in the book");
                    assert_eq!(found.id, winner.id());
                    let rule = match &found.verdict {
                        Verdict::Won { rule } => Some(*rule),
                        Verdict::Shadowed { rule, .. } if has_index => Some(*rule),
                        _ => None,
                    };
                    // The rule it names may then be a later one than the first that matches.
                    let is_so = rule.is_some_and(|rule| has_index || rule == winner.rule);
                    assert!(is_so, "{:?} by {:?}", found.verdict, winner.rule);
                }
                None => assert!(trace.show.is_none() || has_index, "{trace:?}"),
            }
            let sub = OwnedBook::read(sub_book(&book, &visitor)).expect("a sub-book can be read");
            let there = decide(&sub.book(), &page, &Visitor { facts: visitor.facts, ..Visitor::ANONYMOUS });
            assert_eq!(there.expect("as above").map(|winner| winner.id()), trace.show.as_deref());
        }
    }
    let _ = (book.ids().count(), book.has_fragment_rules(), book.has_conditions(), book.fingerprint());
}

/// Makes length and checksum right.
fn seal(bytes: &mut [u8]) {
    let Ok(length) = u32::try_from(bytes.len()) else { return };
    let Some(written) = bytes.get_mut(16..20) else { return };
    written.copy_from_slice(&length.to_le_bytes());
    let checksum = bytes[..8].iter().chain(&bytes[16..]).fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    bytes[8..16].copy_from_slice(&checksum.to_le_bytes());
}

/// Any text as the address of a page.
pub(crate) fn page(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (parsed, told) = (PageUrl::parse(&text), PageUrl::from_browser(&text));
    for page in [&parsed, &told] {
        let again = PageUrl::from_browser(page.as_str());
        assert_eq!(again.as_str(), page.as_str(), "a normal form is its own");
        assert_eq!(PageUrl::parse(page.as_str()).is_usable(), page.is_usable() && is_address(page.as_str()));
        assert_eq!((again.hash(), again.origin()), (page.hash(), page.origin()));
        assert!(page.as_str().is_ascii() && page.is_usable() != page.as_str().is_empty());
        assert!(page.as_str().starts_with(page.origin()));
    }
    let Ok(url) = url::Url::parse(&text) else {
        assert!(!parsed.is_usable(), "no address, and yet usable");
        return;
    };
    assert_eq!(parsed.is_usable(), matches!(url.scheme(), "http" | "https"), "{url}");
    let browsers = PageUrl::from_browser(url.as_str());
    assert_eq!(browsers.as_str(), parsed.as_str(), "what a browser serialises is read as it is parsed");
    if parsed.is_usable() {
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let origin = format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default());
        assert_eq!(parsed.origin(), origin);
    }
}

/// Whether a parser takes it too: `from_browser` trusts browsers, which never write an impossible host.
fn is_address(text: &str) -> bool {
    url::Url::parse(text).is_ok()
}

/// Four texts as a rule and a page: operator, name and address on a line each, and the value.
pub(crate) fn rule(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.splitn(4, '\n');
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let (op, name, address, value) = (part(), part(), part(), part());
    let rule = Rule {
        op: Operator::from(op),
        name: (name != "-").then_some(name),
        value: (value != "-").then_some(value),
    };
    let page = PageUrl::parse(&address);
    let is_inert =
        compile(&[one(&rule)]).notes.iter().any(|note| matches!(note.note, targeting::Note::Inert(_)));
    if check_rule_value(&rule).is_ok() {
        assert!(!is_inert, "what may be saved can match");
    }
    let matches = matches(&rule, &page);
    assert!(!(matches && is_inert), "what is inert matches nothing");
    if oracle::knows(&rule) {
        assert_eq!(matches, oracle::matches(&rule, &address), "the oracle disagrees");
    }
    if let Some(opposite) = opposite(&rule.op) {
        let other = self::matches(&Rule { op: opposite, ..rule.clone() }, &page);
        assert_eq!(matches != other, page.is_usable() && !is_inert, "a negative is the complement");
    }
    let both = Chatflow { exclude: vec![rule.clone()], ..one(&rule) };
    let among = [
        both,
        one(&rule),
        Chatflow {
            include: (0..20).map(|n| Rule::new(Operator::Is, &format!("nowhere-{n}.example/x"))).collect(),
            ..Chatflow::new("of no consequence")
        },
    ];
    let owned = OwnedBook::read(compile(&among).bytes).expect("a compiled book can be read");
    let winner = decide(&owned.book(), &page, &NOBODY).expect("there is an engine");
    assert_eq!(winner.is_some_and(|winner| winner.index == 1), matches, "by the index");
    let trace = explain(&owned.book(), &page, &NOBODY);
    assert_eq!(trace.show.as_deref(), winner.map(|winner| winner.id()), "the reason is the decision's");
}

fn one(rule: &Rule) -> Chatflow {
    Chatflow { include: vec![rule.clone()], ..Chatflow::new("it") }
}

fn matches(rule: &Rule, page: &PageUrl<'_>) -> bool {
    let owned = OwnedBook::read(compile(&[one(rule)]).bytes).expect("a compiled book can be read");
    decide(&owned.book(), page, &NOBODY).expect("there is an engine").is_some()
}

fn opposite(op: &Operator) -> Option<Operator> {
    use json::Operator::{Contains, Is, IsNot, NotContains, NotStartsWith, StartsWith};
    Some(match op {
        Is => IsNot,
        IsNot => Is,
        Contains => NotContains,
        NotContains => Contains,
        StartsWith => NotStartsWith,
        NotStartsWith => StartsWith,
        _ => return None,
    })
}
