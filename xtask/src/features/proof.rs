//! A test as the tables in docs/ name it: `file path::test name`.
//!
//! Knows where the source of a test begins and ends, and under which name it runs. The file is either Rust, then the
//! name is a function's, or a table of JSON lines, then the name is a case's.

use std::path::Path;

use serde_json::Value;

use crate::test::outcome::Ran;

/// Where a test stands and how it is called there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proof {
    /// From the root of the checkout.
    pub(crate) file: String,
    name: String,
}

impl Proof {
    /// Splits `file path::test name`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (file, name) = text.split_once("::")?;
        let name = name.trim();
        let known = [".rs", ".jsonl"].iter().any(|end| file.ends_with(end));
        (known && !name.is_empty()).then(|| Self { file: file.trim().to_owned(), name: name.to_owned() })
    }

    /// The test's own lines in the text of its file.
    pub(crate) fn source_in(&self, text: &str) -> Option<String> {
        if self.is_case() { self.case_in(text) } else { self.function_in(text) }
    }

    /// Whether it passed; `None` if it did not run. Of several runs every one must have passed.
    pub(crate) fn outcome(&self, ran: &[Ran]) -> Option<bool> {
        let mut mine = ran.iter().filter(|test| self.is(test)).peekable();
        mine.peek()?;
        Some(mine.all(|test| test.passed))
    }

    fn is_case(&self) -> bool {
        self.file.ends_with(".jsonl")
    }

    /// The last part of the name: `tests::splits` and `splits` mean the same function.
    fn function(&self) -> &str {
        self.name.rsplit("::").next().unwrap_or_default()
    }

    /// From `fn name(` with the comments and attributes right above to the brace that closes it, which the formatter
    /// puts under its first letter.
    fn function_in(&self, text: &str) -> Option<String> {
        let lines: Vec<&str> = text.lines().collect();
        let mark = format!("fn {}(", self.function());
        let at = lines.iter().position(|line| {
            line.find(&mark).is_some_and(|at| {
                let before = line.get(..at).unwrap_or_default().trim();
                before.split_whitespace().all(|word| ["pub", "pub(crate)", "async"].contains(&word))
            })
        })?;
        let indent: String = lines.get(at)?.chars().take_while(|c| c.is_whitespace()).collect();
        let above = lines.get(..at)?.iter().rev().take_while(|line| {
            let line = line.trim_start();
            line.starts_with("//") || line.starts_with("#[")
        });
        let begin = at - above.count();
        let closing = format!("{indent}}}");
        let length = lines.get(at..)?.iter().position(|line| *line == closing || line.ends_with(" {}"))?;
        Some(lines.get(begin..=at + length)?.join("\n"))
    }

    /// The line whose object has the case's name as one of its texts.
    fn case_in(&self, text: &str) -> Option<String> {
        text.lines()
            .find(|line| {
                let value: Value = serde_json::from_str(line).unwrap_or_default();
                let fields = value.as_object().into_iter().flat_map(|object| object.values());
                fields.filter_map(Value::as_str).any(|text| text == self.name)
            })
            .map(str::to_owned)
    }

    fn is(&self, ran: &Ran) -> bool {
        let Ok(inside) = Path::new(&self.file).strip_prefix(&ran.folder) else { return false };
        if ran.root.is_empty() {
            return false;
        }
        if self.is_case() {
            // Harnesses put a table's or a module's name before the case's.
            return ran.name == self.name
                || ran.name.strip_suffix(self.name.as_str()).is_some_and(|before| before.ends_with("::"));
        }
        let root = Path::new(&ran.root);
        let mut modules: Vec<&str> = ran.name.split("::").collect();
        if modules.pop() != Some(self.function()) {
            return false;
        }
        if inside == root {
            return modules.iter().all(|module| ["tests", "test"].contains(module)) || modules.is_empty();
        }
        // A file beside the binary's root, or in the folder of the root's name, holds the module of its path.
        let folders = [root.parent().unwrap_or(Path::new("")).to_path_buf(), root.with_extension("")];
        folders.iter().filter_map(|folder| inside.strip_prefix(folder).ok()).any(|below| {
            let mut own: Vec<String> =
                below.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
            if own.last().is_some_and(|last| last == "mod") {
                own.pop();
            }
            // `parts_tests.rs` is the module `tests` of `parts.rs`.
            if let Some(module) = own.last().and_then(|last| last.strip_suffix("_tests")).map(str::to_owned) {
                own.pop();
                own.push(module);
            }
            let mut modules = modules.iter();
            own.iter().all(|part| modules.next() == Some(&part.as_str()))
                && modules.all(|module| module.contains("test"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(folder: &str, root: &str, name: &str) -> Ran {
        Ran { folder: folder.to_owned(), root: root.to_owned(), name: name.to_owned(), passed: true }
    }

    #[test]
    fn a_test_is_known_by_file_and_name() {
        let cases = [
            ("targeting/src/url.rs::splits", ran("targeting", "src/lib.rs", "url::tests::splits"), true),
            ("targeting/src/url.rs::splits", ran("targeting", "src/lib.rs", "path::tests::splits"), false),
            ("targeting/src/url.rs::splits", ran("protocol", "src/lib.rs", "url::tests::splits"), false),
            (
                "targeting/src/url/part.rs::splits",
                ran("targeting", "src/lib.rs", "url::part::tests::splits"),
                true,
            ),
            (
                "targeting/src/url_tests.rs::splits",
                ran("targeting", "src/lib.rs", "url::tests::splits"),
                true,
            ),
            (
                "targeting/src/url_tests.rs::splits",
                ran("targeting", "src/lib.rs", "path::tests::splits"),
                false,
            ),
            (
                "targeting/tests/lint/nobody.rs::splits",
                ran("targeting", "tests/lint.rs", "nobody::splits"),
                true,
            ),
            (
                "targeting/tests/lint/nobody.rs::splits",
                ran("targeting", "tests/lint.rs", "claims::splits"),
                false,
            ),
            ("targeting/src/url/mod.rs::splits", ran("targeting", "src/lib.rs", "url::tests::splits"), true),
            ("targeting/src/lib.rs::splits", ran("targeting", "src/lib.rs", "tests::splits"), true),
            ("targeting/tests/table.rs::splits", ran("targeting", "tests/table.rs", "splits"), true),
            ("tests/stories/kill.rs::survives", ran("tests", "stories/main.rs", "kill::survives"), true),
            ("tests/stories/kill.rs::survives", ran("tests", "stories/kill.rs", "survives"), true),
            ("tests/stories/kill.rs::survives", ran("tests", "stories/main.rs", "chat::survives"), false),
            ("targeting/testdata/a.jsonl::a b", ran("targeting", "tests/table.rs", "a b"), true),
            ("targeting/testdata/a.jsonl::a b", ran("targeting", "tests/table.rs", "urls::a b"), true),
            ("targeting/testdata/a.jsonl::a b", ran("targeting", "tests/table.rs", "not a b"), false),
        ];
        for (text, test, expected) in cases {
            assert_eq!(
                Proof::parse(text).unwrap().is(&test),
                expected,
                "{text} {}::{}",
                test.root,
                test.name
            );
        }
    }

    #[test]
    fn a_function_ends_at_its_own_brace() {
        let text = "    /// S3\n    #[test]\n    async fn one() {\n        if x {\n        }\n        // S4\n    }\n\n    fn one_more() {\n        // S5\n    }\n";
        let source = Proof::parse("a.rs::one").unwrap().source_in(text).unwrap();
        assert!(source.contains("S3") && source.contains("S4") && !source.contains("S5"), "{source}");
        assert_eq!(Proof::parse("a.rs::two").unwrap().source_in(text), None);
    }

    #[test]
    fn several_runs_must_all_pass() {
        let proof = Proof::parse("a/tests/t.rs::x").unwrap();
        let (good, bad) = (ran("a", "tests/t.rs", "x"), Ran { passed: false, ..ran("a", "tests/t.rs", "x") });
        assert_eq!(proof.outcome(&[]), None);
        assert_eq!(proof.outcome(std::slice::from_ref(&good)), Some(true));
        assert_eq!(proof.outcome(&[good, bad]), Some(false));
    }
}
