//! The table in docs/features.md: `| row | what works, in a few words | test |`.
//!
//! Knows Markdown's table rows as far as we write them: one line each, the tests in code spans.

use std::collections::BTreeSet;

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its line in the file, from 1.
    pub(crate) line: usize,
    /// A letter and a number, as in the specification: `S17`.
    pub(crate) id: String,
    /// The code spans of the last column.
    pub(crate) tests: Vec<String>,
}

/// The rows, and what is wrong with the table itself.
pub(crate) fn parse(text: &str) -> (Vec<Row>, Vec<String>) {
    let (mut rows, mut wrong, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (index, line) in text.lines().enumerate() {
        let Some(inside) = line.trim().strip_prefix('|').and_then(|line| line.strip_suffix('|')) else {
            continue;
        };
        let cells: Vec<&str> = inside.split('|').map(str::trim).collect();
        let id = cells.first().copied().unwrap_or_default();
        if id == "row" || id.starts_with("--") {
            continue;
        }
        let line = index + 1;
        if !is_id(id) {
            wrong.push(format!("docs/features.md:{line}: `{id}` is no row of the specification"));
        } else if !seen.insert(id) {
            wrong.push(format!("docs/features.md:{line}: {id} stands here a second time"));
        } else if cells.len() != 3 || cells.get(1).is_some_and(|what| what.is_empty()) {
            wrong.push(format!("docs/features.md:{line}: {id} needs three columns, none of them empty"));
        } else {
            let last = cells.last().copied().unwrap_or_default();
            let tests = last.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            rows.push(Row { line, id: id.to_owned(), tests });
        }
    }
    (rows, wrong)
}

fn is_id(text: &str) -> bool {
    let number = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    number.len() < text.len() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_row() {
        let text = "# Features\n\n| row | what works | test |\n|---|---|---|\n| S3 | a widget | `a.rs::b`, `c.rs::d` |\n";
        let (rows, wrong) = parse(text);
        let tests = vec!["a.rs::b".to_owned(), "c.rs::d".to_owned()];
        assert_eq!(rows, [Row { line: 5, id: "S3".to_owned(), tests }]);
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn what_is_no_row_is_told() {
        let cases = [
            ("| S | x | `a::b` |", "is no row"),
            ("| 17 | x | `a::b` |", "is no row"),
            ("| S3, S4 | x | `a::b` |", "is no row"),
            ("| S3 | `a::b` |", "three columns"),
            ("| S3 |  | `a::b` |", "three columns"),
            ("| S3 | x | `a::b` |\n| S3 | y | `a::c` |", "a second time"),
        ];
        for (text, expected) in cases {
            let (_, wrong) = parse(text);
            assert!(wrong.len() == 1 && wrong[0].contains(expected), "{text}: {wrong:?}");
        }
    }
}
