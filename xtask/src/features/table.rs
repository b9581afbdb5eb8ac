//! The tables of rows and their tests: `| row | … | test |`.
//!
//! Knows Markdown's table rows as far as we write them: one line each, the tests in code spans. Knows which documents have
//! such a table, how each calls its rows, and how a test's source names one.

use std::collections::BTreeSet;

use crate::check::names;

/// A document with a table.
#[derive(Debug)]
pub(crate) struct Document {
    /// From the root of the checkout.
    pub(crate) file: &'static str,
    /// Columns of the table, the row's id and its tests among them.
    columns: usize,
    /// What is an id.
    is_id: fn(&str) -> bool,
    /// Whether a test's source names a row.
    pub(crate) names: fn(&str, &str) -> bool,
    /// Ids of this letter and the numbers 1 to this have to stand there, each once; those without a test say in words
    /// what they wait for.
    complete_to: Option<(&'static str, u32)>,
}

/// Every document with a table.
pub(crate) const ALL: [Document; 3] = [FEATURES, BAD_INPUTS, FAULTS];

/// What works.
pub(crate) const FEATURES: Document =
    Document { file: "docs/features.md", columns: 3, is_id: is_feature, names, complete_to: None };

/// What is answered to bad input.
pub(crate) const BAD_INPUTS: Document = Document {
    file: "docs/bad-inputs.md",
    columns: 4,
    is_id: |id| id.parse::<u32>().is_ok(),
    names: names_numbered_row,
    complete_to: Some(("", 66)),
};

/// What becomes of messages when things break.
const FAULTS: Document =
    Document { file: "docs/faults.md", columns: 4, is_id: is_fault, names, complete_to: Some(("F", 22)) };

/// One line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its line in the file, from 1.
    pub(crate) line: usize,
    /// As in the specification: a letter and a number (`S17`), or a number.
    pub(crate) id: String,
    /// The code spans of the last column.
    pub(crate) tests: Vec<String>,
    /// It says in words what it waits for.
    pub(crate) waits: bool,
}

impl Document {
    /// The rows, and what is wrong with the table itself.
    pub(crate) fn parse(&self, text: &str) -> (Vec<Row>, Vec<String>) {
        let (mut rows, mut wrong, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (index, line) in text.lines().enumerate() {
            let Some(inside) = line.trim().strip_prefix('|').and_then(|line| line.strip_suffix('|')) else {
                continue;
            };
            // A bar inside a cell is written with a backslash.
            let inside = inside.replace("\\|", "\u{0}");
            let cells: Vec<&str> = inside.split('|').map(str::trim).collect();
            let id = cells.first().copied().unwrap_or_default();
            if id == "row" || id.starts_with("--") {
                continue;
            }
            let line = index + 1;
            let place = format!("{}:{line}:", self.file);
            let last = cells.last().copied().unwrap_or_default();
            if !(self.is_id)(id) {
                wrong.push(format!("{place} `{id}` is no row of the specification"));
            } else if !seen.insert(id.to_owned()) {
                wrong.push(format!("{place} {id} stands here a second time"));
            } else if cells.len() != self.columns || cells.iter().any(|cell| cell.is_empty()) {
                wrong.push(format!("{place} {id} needs {} columns, none of them empty", self.columns));
            } else {
                let tests: Vec<String> = last.split('`').skip(1).step_by(2).map(str::to_owned).collect();
                let waits = self.complete_to.is_some() && last.starts_with("waits for ") && tests.is_empty();
                rows.push(Row { line, id: id.to_owned(), tests, waits });
            }
        }
        let (letter, last) = self.complete_to.unwrap_or_default();
        for id in (1..=last).map(|number| format!("{letter}{number}")) {
            if !seen.contains(&id) {
                wrong.push(format!("{}: row {id} is missing", self.file));
            }
        }
        (rows, wrong)
    }
}

fn is_feature(text: &str) -> bool {
    let number = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    number.len() < text.len() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_fault(text: &str) -> bool {
    text.starts_with('F') && is_feature(text)
}

/// `row 16` in a comment or a case, `row_16` in a name, `rows 16, 17` as a list.
fn names_numbered_row(source: &str, id: &str) -> bool {
    ["row ", "row_", "rows "].iter().any(|word| {
        source.match_indices(word).any(|(at, _)| {
            let before = source.get(..at).and_then(|text| text.chars().next_back());
            let list = source.get(at + word.len()..).unwrap_or_default();
            let end = list.find(|c: char| !c.is_ascii_digit() && !", ".contains(c)).unwrap_or(list.len());
            let mut ids = list.get(..end).unwrap_or_default().split(", ").map(str::trim);
            !before.is_some_and(char::is_alphanumeric) && ids.any(|it| it == id)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_row() {
        let text = "# Features\n\n| row | what works | test |\n|---|---|---|\n| S3 | a \\| b | `a.rs::b`, `c.rs::d` |\n";
        let (rows, wrong) = FEATURES.parse(text);
        let tests = vec!["a.rs::b".to_owned(), "c.rs::d".to_owned()];
        assert_eq!(rows, [Row { line: 5, id: "S3".to_owned(), tests, waits: false }]);
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn what_is_no_row_is_told() {
        let cases = [
            ("| S | x | `a::b` |", "is no row"),
            ("| 17 | x | `a::b` |", "is no row"),
            ("| S3, S4 | x | `a::b` |", "is no row"),
            ("| S3 | `a::b` |", "3 columns"),
            ("| S3 |  | `a::b` |", "3 columns"),
            ("| S3 | x | `a::b` |\n| S3 | y | `a::c` |", "a second time"),
        ];
        for (text, expected) in cases {
            let (_, wrong) = FEATURES.parse(text);
            assert!(wrong.len() == 1 && wrong[0].contains(expected), "{text}: {wrong:?}");
        }
    }

    #[test]
    fn numbered_rows_are_all_there_and_may_wait() {
        let lines: String = (1..=66).map(|id| format!("| {id} | in | out | waits for e-mail |\n")).collect();
        let (rows, wrong) = BAD_INPUTS.parse(&lines);
        assert!(wrong.is_empty() && rows.len() == 66 && rows.iter().all(|row| row.waits), "{wrong:?}");
        let (rows, wrong) = BAD_INPUTS
            .parse(&lines.replace("| 17 | in | out | waits for e-mail |", "| 17 | in | out | soon |"));
        assert!(wrong.is_empty() && rows.iter().filter(|row| !row.waits).count() == 1);
        let (_, wrong) = FAULTS.parse("| F2 | in | out | waits for e-mail |");
        assert!(wrong.len() == 21 && wrong[0] == "docs/faults.md: row F1 is missing", "{wrong:?}");
        let (_, wrong) = BAD_INPUTS.parse(&lines.replace("| 17 |", "| S17 |"));
        assert_eq!(
            wrong,
            [
                "docs/bad-inputs.md:17: `S17` is no row of the specification",
                "docs/bad-inputs.md: row 17 is missing"
            ]
        );
    }

    #[test]
    fn a_source_names_a_numbered_row() {
        for (source, id, expected) in [
            ("// row 16: addresses", "16", true),
            ("fn row_16_addresses() {", "16", true),
            ("(\"row 16, long\", 1)", "16", true),
            ("// row 16", "1", false),
            ("// row 1, row 16", "1", true),
            ("// arrow 16", "16", false),
            ("// rows 15, 16, 21: all of it", "16", true),
            ("// rows 15, 161", "16", false),
            ("// row 15 has 16 cases", "16", false),
            ("fn rows_1_to_16() {", "16", false),
            ("", "1", false),
        ] {
            assert_eq!(names_numbered_row(source, id), expected, "{source} {id}");
        }
    }
}
