//! What is remembered of how a chatflow appeared, and the part of it that may outlive the page.
//!
//! Knows the form in which it is kept. Who may keep it says [`may_persist`](super::may_persist); where, the shell knows.

use alloc::{string::String, vec::Vec};

/// Of so many chatflows something is kept, the newest of all: a hundred bytes together.
const KEPT: usize = 4;
/// Visits are counted so far in what is kept.
const MOST: u32 = 99_999;

/// When a chatflow last opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// In which visit.
    pub visit: u32,
    /// On which day of the visitor's calendar, since 1970.
    pub day: u32,
}

/// What is remembered of one chatflow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Whether it opened since the page was loaded. Not kept.
    pub in_this_load: bool,
    /// Whether its launcher appeared since: it does not go away again. Not kept.
    pub launched: bool,
    /// When it opened last.
    pub last: Option<Opening>,
    /// Whether the visitor ever closed it or waved it away.
    pub dismissed: bool,
    /// Whether the visitor ever wrote.
    pub replied: bool,
}

impl Past {
    pub(super) fn opened(&mut self, at: Opening) {
        self.in_this_load = true;
        self.last = Some(at);
    }
}

/// What is remembered of all chatflows that appeared in this browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History(Vec<(u32, Past)>);

impl History {
    /// What is remembered of a chatflow, to be changed. It counts as the newest from now on.
    pub fn of(&mut self, chatflow: &str) -> &mut Past {
        let key = key(chatflow);
        let at = self.0.iter().position(|(known, _)| *known == key);
        let entry = at.map_or((key, Past::default()), |at| self.0.remove(at));
        self.0.push(entry);
        let last = self.0.len() - 1;
        &mut self.0[last].1
    }

    /// Reads what [`History::to_text`] wrote; what cannot be read did not happen.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self(text.split(' ').filter_map(entry).collect())
    }

    /// The part that may be kept, as one line of at most 100 bytes: for each of the newest chatflows a hash of its id,
    /// visit and day of the last opening, and 1 for dismissed, 2 for answered. `3735928559.2.20778.1`
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut line = String::new();
        let kept = self.0.iter().filter(|(_, past)| past.last.is_some() || past.dismissed || past.replied);
        let skipped = kept.clone().count().saturating_sub(KEPT);
        for (key, past) in kept.skip(skipped) {
            let last = past.last.unwrap_or(Opening { visit: 0, day: 0 });
            let flags = u32::from(past.dismissed) | u32::from(past.replied) << 1;
            for (gap, number) in
                [(' ', *key), ('.', last.visit.min(MOST)), ('.', last.day.min(MOST)), ('.', flags)]
            {
                if !line.is_empty() {
                    line.push(gap);
                }
                push(&mut line, number);
            }
        }
        line
    }
}

fn entry(word: &str) -> Option<(u32, Past)> {
    let mut numbers = word.split('.').map(|number| number.parse().ok());
    let mut next = || numbers.next().flatten();
    let (key, visit, day, flags): (u32, u32, u32, u32) = (next()?, next()?, next()?, next()?);
    let last = (visit > 0).then_some(Opening { visit, day });
    Some((key, Past { last, dismissed: flags & 1 > 0, replied: flags & 2 > 0, ..Past::default() }))
}

/// A chatflow's id as a number of 32 bits (FNV-1a): two of one account are alike once in millions.
fn key(chatflow: &str) -> u32 {
    chatflow.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Decimal digits, without what `core::fmt` would weigh in a browser.
fn push(line: &mut String, number: u32) {
    if number > 9 {
        push(line, number / 10);
    }
    line.push(char::from(b'0' + (number % 10) as u8));
}
