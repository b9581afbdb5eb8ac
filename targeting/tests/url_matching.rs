//! The page on URL matching cannot lie: every example of `docs/url-matching.md` is tried.
//!
//! Knows how the page writes an example: a row of a table, the rule or the condition in its second cell, the page or the
//! visitor in its third, "yes" or "no" in the fourth.

use targeting::{
    Chatflow, Condition, ConditionOperator, Operator, OwnedBook, PageUrl, Rule, Visitor, compile, decide,
};

const PAGE: &str = include_str!("../../docs/url-matching.md");

/// What row N12 and the rows it stands on ask to be stated.
const TOPICS: [&str; 22] = [
    "scheme",
    "host case",
    "www",
    "default port",
    "user name",
    "dot segments",
    "trailing slash",
    "case of the rest",
    "percent-encoding",
    "IDN",
    "query",
    "query order",
    "repeated names",
    "plus and space",
    "empty values",
    "fragment",
    "path on any host",
    "final /*",
    "wildcard",
    "negatives",
    "regex",
    "facts",
];

/// One row of a table of examples.
struct Example {
    topic: String,
    what: String,
    on: String,
    expected: bool,
}

fn examples() -> Vec<Example> {
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    rows.filter_map(|row| {
        let cells: Vec<String> =
            row.replace("\\|", "\u{0}").split(" | ").map(|cell| cell.replace('\u{0}', "|")).collect();
        let [topic, what, on, answer] = cells.as_slice() else { return None };
        let expected = match answer.split(|c: char| !c.is_alphabetic()).next()? {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        Some(Example { topic: topic.clone(), what: what.clone(), on: on.clone(), expected })
    })
    .collect()
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The chatflow that a cell writes: a rule, `query` with a name and perhaps a value, or a condition on a fact.
fn chatflow(example: &Example) -> Chatflow {
    let it = Chatflow::new("it");
    let words = quoted(&example.what);
    if example.topic == "facts" {
        let condition = match words.as_slice() {
            [fact, op, value] => Condition::new(fact, ConditionOperator::from((*op).to_owned()), value),
            [fact, op] => {
                let op = ConditionOperator::from((*op).to_owned());
                Condition { fact: (*fact).to_owned(), op, value: None }
            }
            _ => panic!("no condition: {}", example.what),
        };
        return Chatflow { conditions: vec![vec![condition]], ..it };
    }
    let rule = match words.as_slice() {
        ["query", name] => Rule::query(name, None),
        ["query", name, value] => Rule::query(name, Some(value)),
        [op, value] => Rule::new(Operator::from((*op).to_owned()), value),
        _ => panic!("no rule: {}", example.what),
    };
    Chatflow { include: vec![rule], ..it }
}

#[test]
fn every_example_of_the_page_is_true() {
    // N12 E2
    let examples = examples();
    assert!(examples.len() > 90, "{} examples", examples.len());
    for example in &examples {
        let book = OwnedBook::read(compile(&[chatflow(example)]).bytes).unwrap();
        let words = quoted(&example.on);
        let (page, facts): (PageUrl<'_>, Vec<(&str, &str)>) = if example.topic == "facts" {
            let facts = words.iter().map(|fact| fact.split_once('=').expect("name=value")).collect();
            (PageUrl::parse("https://www.example.com/"), facts)
        } else {
            let [address] = words.as_slice() else { panic!("no page: {}", example.on) };
            (PageUrl::parse(address), Vec::new())
        };
        let visitor = Visitor { facts: Some(&facts), ..Visitor::ANONYMOUS };
        let shown = decide(&book.book(), &page, &visitor).unwrap().is_some();
        assert_eq!(shown, example.expected, "{}: {} on {}", example.topic, example.what, example.on);
    }
}

#[test]
fn every_topic_has_an_example_of_each_kind() {
    // N12
    let examples = examples();
    for topic in TOPICS {
        for expected in [true, false] {
            let has = examples.iter().any(|example| example.topic == topic && example.expected == expected);
            assert!(has, "{topic}: no example that is {expected}");
        }
    }
    for example in &examples {
        assert!(TOPICS.contains(&example.topic.as_str()), "{} is no topic", example.topic);
    }
}

/// The page's longest line of prose is short enough to be read, and the tables are whole.
#[test]
fn no_row_of_the_tables_is_overlooked() {
    let written = PAGE.lines().filter(|line| line.ends_with("yes |") || line.ends_with("no |")).count();
    assert_eq!(written, examples().len());
}
