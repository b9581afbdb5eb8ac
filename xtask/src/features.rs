//! `cargo xtask features`: the tables in docs/ say only what this run proved.
//!
//! Knows that a row needs a test that ran, passed, and names the row in its source. Which documents have a table and what
//! their rows look like is known to `table`, where a test's source lies to `proof`, what ran to the kept logs of
//! `cargo xtask test`.

mod proof;
mod table;

use std::fs;
use std::process::ExitCode;

use crate::features::proof::Proof;
use crate::features::table::{Document, Row};
use crate::place::{self, say};
use crate::stop::{Result, Trying as _};
use crate::test::outcome::{self, Ran};

/// Checks every row against the logs in `target/parlor-test`.
pub(crate) fn run(_words: &[String]) -> ExitCode {
    let mut good = true;
    for document in table::ALL {
        let counts = match check(&document) {
            Ok(found) => {
                for line in &found.unproved {
                    say(format_args!("    {line}"));
                }
                good &= found.unproved.is_empty();
                let waiting =
                    if found.waiting == 0 { String::new() } else { format!(", {} waiting", found.waiting) };
                format!("{} rows proved, {} not{waiting}", found.proved, found.unproved.len())
            }
            Err(stop) => {
                good = false;
                stop.to_string()
            }
        };
        say(format_args!("features: {}: {counts}", document.file));
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Checked {
    proved: usize,
    waiting: usize,
    /// One line for each thing that is not as the table says.
    unproved: Vec<String>,
}

fn check(document: &Document) -> Result<Checked> {
    let file = place::root().join(document.file);
    let text = fs::read_to_string(&file).trying(|| format!("read {}", file.display()))?;
    let (rows, unproved) = document.parse(&text);
    let ran = logged_tests()?;
    let read = |path: &str| fs::read_to_string(place::root().join(path)).ok();
    let mut checked = Checked { proved: 0, waiting: 0, unproved };
    for row in &rows {
        let lacks = lacks(document, row, &ran, &read);
        checked.waiting += usize::from(row.waits);
        checked.proved += usize::from(lacks.is_empty() && !row.waits);
        checked.unproved.extend(lacks);
    }
    Ok(checked)
}

/// What a row lacks; nothing if every test it names proves it, or if it says what it waits for.
fn lacks(document: &Document, row: &Row, ran: &[Ran], read: &impl Fn(&str) -> Option<String>) -> Vec<String> {
    let lacks = |what: String| format!("{}:{}: {} {what}", document.file, row.line, row.id);
    if row.tests.is_empty() {
        return if row.waits { Vec::new() } else { vec![lacks("names no test".to_owned())] };
    }
    row.tests
        .iter()
        .filter_map(|test| {
            let Some(proof) = Proof::parse(test) else {
                return Some(lacks(format!("names `{test}`, which is not `file::test`")));
            };
            let Some(source) = read(&proof.file) else {
                return Some(lacks(format!("names {}, which does not exist", proof.file)));
            };
            match proof.source_in(&source) {
                None => Some(lacks(format!("names `{test}`, which is not in that file"))),
                Some(body) if !(document.names)(&body, &row.id) => {
                    Some(lacks(format!("names `{test}`, whose source does not name it")))
                }
                Some(_) => match proof.outcome(ran) {
                    Some(true) => None,
                    Some(false) => Some(lacks(format!("names `{test}`, which failed"))),
                    None => Some(lacks(format!("names `{test}`, which did not run"))),
                },
            }
        })
        .collect()
}

/// Every test in the kept logs.
fn logged_tests() -> Result<Vec<Ran>> {
    let folder = place::logs();
    let entries = fs::read_dir(&folder).trying(|| format!("read {}", folder.display()))?;
    let mut tests = Vec::new();
    for entry in entries.filter_map(std::result::Result::ok) {
        let bytes = fs::read(entry.path()).trying(|| format!("read {}", entry.path().display()))?;
        tests.extend(outcome::ran(&String::from_utf8_lossy(&bytes)));
    }
    Ok(tests)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::table::{BAD_INPUTS, FEATURES};

    fn row(test: &str) -> Row {
        Row { line: 5, id: "S17".to_owned(), tests: vec![test.to_owned()], waits: false }
    }

    fn ran(name: &str, passed: bool) -> Ran {
        Ran {
            folder: "targeting".to_owned(),
            root: "tests/urls.rs".to_owned(),
            name: name.to_owned(),
            passed,
        }
    }

    fn read(path: &str) -> Option<String> {
        match path {
            "targeting/tests/urls.rs" => {
                Some("#[test]\nfn proves() {\n    // S17\n}\n\n#[test]\nfn other() {\n    // S175\n}\n".to_owned())
            }
            "targeting/testdata/urls.jsonl" => Some(
                "{\"name\":\"the home page\",\"rows\":[\"S17\"]}\n{\"name\":\"the home page, again\",\"rows\":[]}\n"
                    .to_owned(),
            ),
            _ => None,
        }
    }

    #[test]
    fn a_row_is_proved_by_a_test_that_passed_and_names_it() {
        let tests = [ran("proves", true), ran("other", true), ran("the home page", true)];
        for test in ["targeting/tests/urls.rs::proves", "targeting/testdata/urls.jsonl::the home page"] {
            assert_eq!(lacks(&FEATURES, &row(test), &tests, &read), Vec::<String>::new(), "{test}");
        }
    }

    #[test]
    fn a_row_is_not_proved_by_less() {
        let tests = [ran("proves", false), ran("other", true), ran("the home page, again", true)];
        let cases = [
            ("targeting/tests/urls.rs::proves", "which failed"),
            ("targeting/tests/urls.rs::other", "whose source does not name it"),
            ("targeting/tests/urls.rs::absent", "which is not in that file"),
            ("targeting/tests/none.rs::proves", "which does not exist"),
            ("targeting/tests/urls.rs", "which is not `file::test`"),
            ("targeting/testdata/urls.jsonl::the home page", "which did not run"),
            ("targeting/testdata/urls.jsonl::the home page, again", "whose source does not name it"),
        ];
        for (test, expected) in cases {
            let found = lacks(&FEATURES, &row(test), &tests, &read);
            assert!(found.len() == 1 && found[0].contains(expected), "{test}: {found:?}");
        }
        let found = lacks(&FEATURES, &Row { tests: Vec::new(), ..row("") }, &tests, &read);
        assert_eq!(found, ["docs/features.md:5: S17 names no test"]);
        let waiting = Row { tests: Vec::new(), waits: true, ..row("") };
        assert_eq!(lacks(&BAD_INPUTS, &waiting, &tests, &read), Vec::<String>::new());
    }
}
