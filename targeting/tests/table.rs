//! Every line of `testdata/*.jsonl` as a test of its own name.
//!
//! Each case takes all the ways a decision can take: compiled, read, decided; explained; through the sub-book of its
//! visitor; by the index that the book gets among many other rules. The rows a case proves (S17, …) stand in its line.

use std::{collections::BTreeMap, fs, path::Path};

use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use targeting::{
    OwnedBook, PageUrl, Trace, Visitor, compile, decide, explain,
    json::{Chatflow, Operator, Rule, VisitorFacts},
    sub_book,
};

/// One line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    why: String,
    #[serde(default, rename = "rows")]
    _rows: Vec<String>,
    chatflows: Vec<Chatflow>,
    url: String,
    #[serde(default)]
    visitor: VisitorFacts,
    show: Option<String>,
    /// What became of some chatflows, by id.
    #[serde(default)]
    verdicts: BTreeMap<String, String>,
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let mut trials = Vec::new();
    for entry in fs::read_dir(&folder).expect("the folder of this crate is readable") {
        let path = entry.expect("the folder of this crate is readable").path();
        if path.extension().is_none_or(|extension| extension != "jsonl") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("the case files are UTF-8");
        for (index, line) in text.lines().enumerate() {
            let case: Case = serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("{}:{}: {error}", path.display(), index + 1));
            trials.push(Trial::test(case.name.clone(), move || check(&case)));
        }
    }
    trials.sort_by(|a, b| a.name().cmp(b.name()));
    if let Some(twice) = trials.windows(2).find(|pair| pair[0].name() == pair[1].name()) {
        panic!("two cases are named {}", twice[0].name());
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn check(case: &Case) -> Result<(), Failed> {
    let owned = OwnedBook::read(compile(&case.chatflows).bytes)?;
    let book = owned.book();
    let page = PageUrl::parse(&case.url);
    let lists: Vec<&str> = case.visitor.lists.iter().map(String::as_str).collect();
    let facts: Vec<(&str, &str)> =
        case.visitor.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let visitor = Visitor { known: case.visitor.known, lists: &lists, facts: Some(&facts) };
    let winner = decide(&book, &page, &visitor)?;
    let trace = explain(&book, &page, &visitor);
    let told = || format!("{}\n{}", case.why, serde_json::to_string_pretty(&trace).unwrap_or_default());

    same("decide", winner.map(|winner| winner.id()), case.show.as_deref(), told)?;
    same("explain", trace.show.as_deref(), case.show.as_deref(), told)?;
    for (id, verdict) in &case.verdicts {
        let chatflow = trace.chatflows.iter().find(|chatflow| &chatflow.id == id);
        let found = chatflow.and_then(|chatflow| serde_json::to_value(&chatflow.verdict).ok());
        let found = found.and_then(|value| value["verdict"].as_str().map(str::to_owned));
        same("verdict", found.as_deref(), Some(verdict), told)?;
    }

    let sub = OwnedBook::read(sub_book(&book, &visitor))?;
    for anybody in [
        visitor,
        Visitor { facts: Some(&facts), ..Visitor::ANONYMOUS },
        Visitor { known: true, lists: &[], facts: Some(&facts) },
    ] {
        let sub_winner = decide(&sub.book(), &page, &anybody)?;
        same("sub_book", sub_winner.map(|winner| winner.id()), case.show.as_deref(), told)?;
        same(
            "sub_book's rule",
            sub_winner.map(|winner| winner.rule),
            winner.map(|winner| winner.rule),
            told,
        )?;
    }
    for list in case
        .chatflows
        .iter()
        .flat_map(|chatflow| chatflow.audience.lists.iter().chain(&chatflow.audience.hide_for_lists))
    {
        let leaks = sub.book().as_bytes().windows(list.len().max(1)).any(|window| window == list.as_bytes());
        same("a list id in the sub-book", leaks && list.len() > 2, false, told)?;
    }

    let indexed = OwnedBook::read(compile(&among_many(&case.chatflows)).bytes)?;
    let by_index = decide(&indexed.book(), &page, &visitor)?;
    same("by the index", by_index.map(|it| (it.id(), it.rule)), winner.map(|it| (it.id(), it.rule)), told)?;

    let browsers = PageUrl::from_browser(page.as_str());
    same("the page read as a browser's", decide(&book, &browsers, &visitor)?, winner, told)?;
    let again: Trace = serde_json::from_str(&serde_json::to_string(&trace)?)?;
    same("the trace as JSON", &again, &trace, told)
}

/// The account with so many rules of no consequence that its book gets an index.
fn among_many(chatflows: &[Chatflow]) -> Vec<Chatflow> {
    let mut account = chatflows.to_vec();
    // A place in the account is a priority, so the case's own chatflows come first and stay as they are.
    account.push(Chatflow {
        priority: Some(i64::MAX),
        include: (0..20).map(|n| Rule::new(Operator::Is, &format!("nowhere-{n}.example/x"))).collect(),
        ..Chatflow::new("of-no-consequence")
    });
    account
}

fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    found: T,
    expected: T,
    told: impl Fn() -> String,
) -> Result<(), Failed> {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{what}: {found:?}, expected {expected:?}\n{}", told()).into())
    }
}
