//! What a kept log says: which tests ran, from which file, and how they ended.
//!
//! Reads the words of libtest, of libtest-mimic and of wasm-bindgen-test, which agree on `test NAME ... ok`, and the
//! lines Cargo writes between test binaries. Knows nothing of what the tests mean.

use std::fmt;

/// The beginning of the line that says in which package's folder the following command runs tests.
pub(crate) const FOLDER_MARK: &str = "=== tests of ";

/// How many tests ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// They hold.
    pub(crate) passed: usize,
    /// They do not; or a step without tests failed, which counts as one.
    pub(crate) failed: usize,
    /// They did not run.
    pub(crate) skipped: usize,
}

impl Counts {
    /// Adds another step's.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// One test that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ran {
    /// Folder of its package, from the root of the checkout; empty for the root.
    pub(crate) folder: String,
    /// The file its binary was built from, from that folder: `src/lib.rs`, `tests/table.rs`.
    pub(crate) root: String,
    /// As printed: modules joined by `::`, or the name of a table's case.
    pub(crate) name: String,
    /// It passed.
    pub(crate) passed: bool,
}

/// Sums the result lines of all test binaries in a log.
pub(crate) fn counts(log: &str) -> Counts {
    let mut sum = Counts::default();
    for line in log.lines().filter_map(|line| line.trim_start().strip_prefix("test result: ")) {
        let (_, numbers) = line.split_once(". ").unwrap_or_default();
        for part in numbers.split(';') {
            let mut words = part.split_whitespace();
            let number = words.next().and_then(|word| word.parse::<usize>().ok()).unwrap_or(0);
            match words.next() {
                Some("passed") => sum.passed += number,
                Some("failed") => sum.failed += number,
                Some("ignored") => sum.skipped += number,
                _ => {}
            }
        }
    }
    sum
}

/// Every test named in a log.
pub(crate) fn ran(log: &str) -> Vec<Ran> {
    let (mut folder, mut root) = (String::new(), String::new());
    let mut tests = Vec::new();
    for line in log.lines() {
        if let Some(rest) = line.strip_prefix(FOLDER_MARK) {
            folder = rest.trim().to_owned();
            root.clear();
        } else if let Some(rest) = line.trim_start().strip_prefix("Running ") {
            // `Running unittests src/lib.rs (target/…)`, `Running tests/table.rs (target/…)`; a browser's harness has
            // a line of its own that begins like that.
            let named = rest.split(" (").next().unwrap_or_default().trim_start_matches("unittests ");
            if named.ends_with(".rs") {
                root = named.to_owned();
            }
        } else if line.trim_start().starts_with("Doc-tests ") {
            root.clear();
        } else if let Some((name, passed)) = test_line(line) {
            tests.push(Ran { folder: folder.clone(), root: root.clone(), name: name.to_owned(), passed });
        }
    }
    tests
}

/// Name and success from `test NAME ... ok`.
fn test_line(line: &str) -> Option<(&str, bool)> {
    let (name, outcome) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    let passed = match outcome.split_whitespace().next()? {
        "ok" => true,
        "FAILED" | "FAIL" | "failed" => false,
        _ => return None,
    };
    let name = name.trim_end();
    Some((name.strip_suffix(" - should panic").unwrap_or(name), passed))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
=== tests of targeting
   Compiling targeting v0.1.0
     Running unittests src/lib.rs (target/debug/deps/targeting-0a1b)

running 3 tests
test page_url::tests::splits ... ok
test page_url::tests::refuses - should panic ... ok
test page_url::tests::rests ... ignored

test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

     Running tests/table.rs (target/debug/deps/table-0a1b)
Running headless tests in Chrome on `http://127.0.0.1:39365/`
test a wildcard ... in the middle ... ok
test is the home page ... FAILED
test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
   Doc-tests targeting
test src/lib.rs - decide (line 12) ... ok
test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out
";

    #[test]
    fn counts_are_summed_over_binaries() {
        assert_eq!(counts(LOG), Counts { passed: 4, failed: 1, skipped: 1 });
        assert_eq!(counts("nothing to see"), Counts::default());
        assert_eq!(counts(LOG).to_string(), "4 passed, 1 failed, 1 skipped");
    }

    #[test]
    fn tests_keep_the_file_they_came_from() {
        let seen: Vec<(String, String, bool)> =
            ran(LOG).into_iter().map(|test| (test.root, test.name, test.passed)).collect();
        let expected = [
            ("src/lib.rs", "page_url::tests::splits", true),
            ("src/lib.rs", "page_url::tests::refuses", true),
            ("tests/table.rs", "a wildcard ... in the middle", true),
            ("tests/table.rs", "is the home page", false),
            ("", "src/lib.rs - decide (line 12)", true),
        ];
        let expected = expected.map(|(root, name, passed)| (root.to_owned(), name.to_owned(), passed));
        assert_eq!(seen, expected);
        assert!(ran(LOG).iter().all(|test| test.folder == "targeting"));
    }
}
