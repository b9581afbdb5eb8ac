//! Account files, read: everything that is wrong with one, each with its place.
//!
//! Knows how a file gets from the disk to a text, and in which order to look at it: bytes, syntax, shape, meaning. The
//! rest of what the edge would refuse, it says when the file is brought in; [`AccountFile::told`] gives that its place.
//!
//! ```text
//! shop.json:12:16: chatflows[0].color is "red;}"; expected #rrggbb, such as #16614e [colour_invalid]
//! file:line:column  what is wrong; what was expected; nearest valid name [code]
//! ```

mod document;
mod meaning;
mod shape;
mod syntax;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use protocol::account::Account;
use serde::Deserialize;
use targeting::json::Chatflow;

use crate::stop::{Result, Stop, Trying as _};
use document::{Node, Problem, position};

/// No account is this large; something that is read without end must not fill memory.
const LARGEST: u64 = 64 << 20;

/// Of more problems than these nobody reads the last.
const MOST_TOLD: usize = 20;

/// What a file is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To be brought in: it has to hold a whole account.
    Account,
    /// To decide with its chatflows: what targeting does not need may be missing.
    Targeting,
}

/// A file in which nothing wrong was found.
#[derive(Debug)]
pub(crate) struct AccountFile {
    shown: String,
    text: String,
    root: Node,
    warnings: Vec<Problem>,
    /// Its chatflows, as targeting sees them.
    pub(crate) chatflows: Vec<Chatflow>,
}

impl AccountFile {
    /// Reads a file.
    ///
    /// # Errors
    /// What the system says, or everything that is wrong with the file, a line each.
    pub(crate) fn read(path: &Path, purpose: Purpose) -> Result<Self> {
        let shown = path.display().to_string();
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
            .trying(|| format!("read {shown}"))
            .map_err(Stop::before_the_start)?;
        if bytes.len() as u64 > LARGEST {
            return Err(Stop::before_the_start(Stop::because(format!(
                "{shown} has more than {LARGEST} bytes and is no account file"
            ))));
        }
        Self::parse(&shown, &bytes, purpose).map_err(|problems| {
            let mut lines = vec![format!("{shown} cannot be used as it is")];
            lines.extend(problems.iter().take(MOST_TOLD).cloned());
            if problems.len() > MOST_TOLD {
                lines.push(format!("and {} more", problems.len() - MOST_TOLD));
            }
            Stop::before_the_start(Stop::because(lines.join("\n")))
        })
    }

    fn parse(shown: &str, bytes: &[u8], purpose: Purpose) -> std::result::Result<Self, Vec<String>> {
        let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
        let text = match std::str::from_utf8(bytes) {
            // UTF-16 without its mark is UTF-8 as far as that goes, with a NUL beside every letter.
            Ok(text) if !text.contains('\0') => text,
            invalid => {
                let up_to = invalid.err().map_or(0, |error| error.valid_up_to());
                let before = String::from_utf8_lossy(bytes.get(..up_to).unwrap_or_default());
                let is_wide = bytes.starts_with(&[0xFF, 0xFE])
                    || bytes.starts_with(&[0xFE, 0xFF])
                    || bytes.iter().take(64).any(|byte| *byte == 0);
                let likely = if is_wide { "; it looks like UTF-16" } else { "" };
                let what = format!("file is not UTF-8; expected it to be saved as UTF-8{likely}");
                return Err(vec![line(shown, &before, &Problem::new(up_to, what))]);
            }
        };
        let lines =
            |problems: &[Problem]| problems.iter().map(|it| line(shown, text, it)).collect::<Vec<_>>();
        let root = syntax::parse(text).map_err(|problem| lines(&[problem]))?;
        let whole = purpose == Purpose::Account;
        let problems = shape::check(text, &root, whole);
        if !problems.is_empty() {
            return Err(lines(&problems));
        }
        let meaning::Found { problems, warnings } = meaning::check(text, &root, whole);
        if !problems.is_empty() {
            return Err(lines(&problems));
        }
        // What is left are the rules that only the types themselves know.
        let chatflows = match purpose {
            Purpose::Account => {
                serde_json::from_str(text).map_err(unread(text)).and_then(|account: Account| {
                    let what = |place: &protocol::account::Inconsistent| {
                        Problem::new(root.place(&place.at), format!("{place} [{}]", place.code.as_str()))
                    };
                    account.check().map_err(|place| what(&place))?;
                    Ok(account.chatflows.into_iter().map(|chatflow| chatflow.targeting).collect())
                })
            }
            Purpose::Targeting => {
                serde_json::from_str(text).map_err(unread(text)).map(|Targeted { chatflows }| chatflows)
            }
        };
        let chatflows = chatflows.map_err(|problem| lines(&[problem]))?;
        Ok(Self { shown: shown.to_owned(), text: text.to_owned(), root, warnings, chatflows })
    }

    /// The text, as UTF-8 without a mark.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The account's id.
    pub(crate) fn account(&self) -> &str {
        self.root.get("account").and_then(Node::text).unwrap_or_default()
    }

    /// What is worth a word, a line each.
    pub(crate) fn warnings(&self) -> Vec<String> {
        self.warnings.iter().map(|warning| line(&self.shown, &self.text, warning)).collect()
    }

    /// What the edge says of a field of this file, with the place.
    pub(crate) fn told(&self, field: &str, message: &str, code: &str) -> String {
        let problem = Problem::new(self.root.place(field), format!("{message} [{code}]"));
        line(&self.shown, &self.text, &problem)
    }
}

/// Of a file that targeting reads.
#[derive(Deserialize)]
struct Targeted {
    chatflows: Vec<Chatflow>,
}

fn line(shown: &str, text: &str, problem: &Problem) -> String {
    let (line, column) = position(text, problem.at);
    format!("{shown}:{line}:{column}: {}", problem.what)
}

/// serde's own words, at its own place, which it counts in bytes.
fn unread(text: &str) -> impl Fn(serde_json::Error) -> Problem + '_ {
    move |error| {
        let start: usize =
            text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (0..=start + error.column().saturating_sub(1)).rev().find(|at| text.is_char_boundary(*at));
        let said = error.to_string();
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
        Problem::new(at.unwrap_or_default(), said)
    }
}
