//! The sources as text: which files there are, and looking for words in them.
//!
//! Knows Git's list of files and the spelling of words. Knows no rule.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::place;
use crate::stop::{Result, Stop, Trying as _};

/// A file of the checkout that Git knows or would add.
pub(crate) struct Source {
    /// From the root, with `/`.
    pub(crate) path: String,
    /// Its text; empty if it is no text.
    pub(crate) text: String,
}

impl Source {
    /// Whether it ends in one of these, without the dot.
    pub(crate) fn has_extension(&self, extensions: &[&str]) -> bool {
        Path::new(&self.path)
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| extensions.contains(&extension))
    }

    /// Numbered lines for which `wrong` holds, as `path:line: text`.
    pub(crate) fn lines_where(&self, wrong: impl Fn(&str) -> bool) -> Vec<String> {
        self.text
            .lines()
            .enumerate()
            .filter(|(_, line)| wrong(line))
            .map(|(index, line)| format!("{}:{}: {}", self.path, index + 1, line.trim()))
            .collect()
    }
}

/// Every file of the checkout that is not ignored.
pub(crate) fn sources() -> Result<Vec<Source>> {
    let list = output("git", &["ls-files", "--cached", "--others", "--exclude-standard", "-z"])?;
    let mut sources = Vec::new();
    for path in list.split('\0').filter(|path| !path.is_empty()) {
        // A file that somebody has just removed is still on Git's list.
        let Ok(bytes) = fs::read(place::root().join(path)) else { continue };
        sources.push(Source { path: path.to_owned(), text: String::from_utf8(bytes).unwrap_or_default() });
    }
    Ok(sources)
}

/// What a command prints, run in the root.
pub(crate) fn output(program: &str, words: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(words)
        .current_dir(place::root())
        .output()
        .trying(|| format!("run {program}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Stop::because(format!("`{program} {}` failed: {}", words.join(" "), said.trim())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether `word` stands in `text` and is not a part of a longer word.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let continues = |c: char| c.is_alphanumeric() || c == '_';
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(word)) {
        let (start, end) = (from + at, from + at + word.len());
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(end..).and_then(|text| text.chars().next());
        if !before.is_some_and(continues) && !after.is_some_and(continues) {
            return true;
        }
        from = end;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn words_are_whole() {
        let cases = [
            ("// S17", "S17", true),
            ("// S175", "S17", false),
            ("// XS17", "S17", false),
            ("S175 and S17, too", "S17", true),
            ("row_S17", "S17", false),
            ("(S3)", "S3", true),
            ("é S3", "S3", true),
            ("", "S3", false),
        ];
        for (text, word, expected) in cases {
            assert_eq!(has_word(text, word), expected, "{text}");
        }
    }
}
