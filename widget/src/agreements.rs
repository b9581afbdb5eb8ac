//! What this browser's visitor agreed to or was shown before writing: a version of the consent text for each chatflow.
//!
//! Knows ids and numbers, and how they are kept between pages (`shop:3 pricing:1`). What a version says, and whether it
//! is still in force, the edge knows.

use conversation::ids::ChatflowId;

use crate::words::{join, number};

/// More than so many chatflows are not remembered; the oldest agreement is asked for again.
const MOST: usize = 20;

/// The newest version for each chatflow, the newest agreement last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreements(Vec<(ChatflowId, u32)>);

impl Agreements {
    /// Reads what [`Agreements::to_text`] wrote; what cannot be read was not agreed to.
    pub fn read(text: &str) -> Self {
        let mut read = Self::default();
        for word in text.split(' ') {
            let parts = word.split_once(':');
            let parsed =
                parts.and_then(|(id, version)| Some((ChatflowId::parse(id).ok()?, version.parse().ok()?)));
            if let Some((chatflow, version)) = parsed {
                read.add(chatflow, version);
            }
        }
        read
    }

    /// As one line.
    pub fn to_text(&self) -> String {
        let mut line = String::new();
        for (chatflow, version) in &self.0 {
            let gap = if line.is_empty() { "" } else { " " };
            line.push_str(&join(&[gap, chatflow.as_str(), ":", &number(u64::from(*version))]));
        }
        line
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it was this version that was agreed to.
    pub fn has(&self, chatflow: &ChatflowId, version: u32) -> bool {
        self.version(chatflow) == Some(version)
    }

    /// A version is agreed to, whatever was before.
    pub fn add(&mut self, chatflow: ChatflowId, version: u32) {
        self.forget(&chatflow);
        self.0.push((chatflow, version));
        if self.0.len() > MOST {
            self.0.remove(0);
        }
    }

    /// The agreement is worth nothing any more.
    pub fn forget(&mut self, chatflow: &ChatflowId) {
        self.0.retain(|(known, _)| known != chatflow);
    }

    /// Takes over what another tab knows and this one does not; the newer version counts.
    pub fn merge(&mut self, others: Agreements) {
        for (chatflow, version) in others.0 {
            if self.version(&chatflow).is_none_or(|known| known < version) {
                self.add(chatflow, version);
            }
        }
    }

    fn version(&self, chatflow: &ChatflowId) -> Option<u32> {
        self.0.iter().find(|(known, _)| known == chatflow).map(|(_, version)| *version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(Agreements::read(text).to_text(), expected, "{text:?}");
    }

    #[test]
    fn what_is_kept_is_read_back_and_what_makes_no_sense_is_dropped() {
        check("", "");
        check("shop:3", "shop:3");
        check("shop:3 pricing:1", "shop:3 pricing:1");
        check("shop:3 shop:4", "shop:4");
        for nonsense in
            ["shop", ":3", "shop:", "shop:-1", "shop:x", "SHOP:1", "shop:99999999999", "  ", "shop:1:2"]
        {
            check(nonsense, "");
        }
    }

    #[test]
    fn another_version_was_not_agreed_to() {
        // S82
        let shop = ChatflowId::parse("shop").unwrap();
        let mut agreements = Agreements::read("shop:3");
        for (version, expected) in [(2, false), (3, true), (4, false)] {
            assert_eq!(agreements.has(&shop, version), expected, "{version}");
        }
        agreements.forget(&shop);
        assert!(!agreements.has(&shop, 3) && agreements.is_empty());
    }

    #[test]
    fn another_tab_s_newer_agreement_counts_and_an_older_one_does_not() {
        for (ours, theirs, both) in [
            ("", "shop:1", "shop:1"),
            ("shop:2", "shop:1", "shop:2"),
            ("shop:2", "shop:3", "shop:3"),
            ("shop:2", "pricing:1", "shop:2 pricing:1"),
        ] {
            let mut merged = Agreements::read(ours);
            merged.merge(Agreements::read(theirs));
            assert_eq!(merged.to_text(), both, "{ours} and {theirs}");
        }
    }

    #[test]
    fn only_so_many_are_remembered() {
        let many: Vec<String> = (0..30).map(|n| format!("flow-{n}:1")).collect();
        let kept = Agreements::read(&many.join(" ")).to_text();
        assert_eq!(kept.split(' ').count(), MOST);
        assert!(kept.ends_with("flow-29:1"));
    }
}
