//! What the index of a large book decides is what its rules in turn decide, at the edges that chance rarely meets.

use targeting::{Chatflow, Operator, OwnedBook, PageUrl, Rule, Visitor};
use targeting::{compile, decide, decide_in_turn, explain};

/// Enough rules for an index, none of which any page here meets.
fn account() -> Vec<Chatflow> {
    let nowhere = |n| Rule::new(Operator::Is, &format!("www.shop-{n}.example/basket"));
    (0..20).map(|n| Chatflow { include: vec![nowhere(n)], ..Chatflow::new(&format!("flow-{n}")) }).collect()
}

/// A path of every length, which a page has and goes on from, further than any rule goes.
#[test]
fn paths_end_where_the_longest_rule_ends() {
    for length in 1..140 {
        let path = format!("/{}", "a".repeat(length));
        for (value, after, expected) in [
            (format!("{path}/*"), "/b".repeat(80), true),
            (format!("www.x.example{path}/*"), "/b".repeat(80), true),
            (format!("{path}/"), "/b/c".repeat(40), false),
            (path.clone(), String::new(), true),
            (format!("{path}b"), "/b".repeat(80), false),
        ] {
            let mut account = account();
            let include = vec![Rule::new(Operator::Is, &value)];
            account.push(Chatflow { include, ..Chatflow::new("it") });
            let owned = OwnedBook::read(compile(&account).bytes).unwrap();
            let address = format!("https://www.x.example{path}{after}");
            let page = PageUrl::parse(&address);
            let winner = decide(&owned.book(), &page, &Visitor::ANONYMOUS).unwrap().map(|winner| winner.id());
            assert_eq!(winner, expected.then_some("it"), "{value} on {}", page.as_str());
        }
    }
}

/// A host beyond ASCII has two spellings; the beginning of one is not looked for in the other, index or not.
#[test]
fn the_beginning_of_a_host_counts_in_its_own_spelling() {
    for (value, url, expected) in [
        ("aaaabbbb", "https://aaaabbbbü.example/", false),
        ("www.aaaa", "https://www.aaaaü.example/a", false),
        ("aaaa-bbbb", "https://aaaa-bbbbü.example/", false),
        ("www.aaaaü", "https://www.aaaaü.example/a", true),
        ("www.xn--aaaa", "https://www.aaaaü.example/a", true),
    ] {
        let mut account = account();
        account
            .push(Chatflow { include: vec![Rule::new(Operator::StartsWith, value)], ..Chatflow::new("it") });
        let owned = OwnedBook::read(compile(&account).bytes).unwrap();
        let (book, page) = (owned.book(), PageUrl::parse(url));
        let stranger = Visitor { facts: Some(&[]), ..Visitor::ANONYMOUS };
        let winner = decide(&book, &page, &stranger).unwrap().map(|winner| winner.id());
        assert_eq!(winner, expected.then_some("it"), "{value} on {url}");
        assert_eq!(winner, decide_in_turn(&book, &page, &stranger).unwrap().map(|winner| winner.id()));
        assert_eq!(winner, explain(&book, &page, &stranger).show.as_deref());
    }
}
