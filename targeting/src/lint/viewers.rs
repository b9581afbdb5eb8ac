//! Kinds of visitors: those whom a chatflow is for, and whether another one is for all of them.
//!
//! Knows audiences of compiled chatflows. Its answers are one-sided: `true` is certain.

use alloc::{
    string::{String, ToString},
    vec,
    vec::Vec,
};

use crate::{
    audience::Who,
    book::{ChatflowRecord, Part},
    json::VisitorFacts,
};

/// Visitors who are alike: anonymous ones, or contacts on every list of `on` and on none of `off`.
#[derive(Clone)]
pub(super) struct Viewers<'b> {
    known: bool,
    on: Vec<&'b [u8]>,
    off: Vec<&'b [u8]>,
}

impl<'b> Viewers<'b> {
    /// Everybody a chatflow is for is of one of these kinds. None at all: it is for nobody.
    pub(super) fn of(chatflow: &ChatflowRecord<'b>) -> Vec<Self> {
        let hidden: Vec<&'b [u8]> = chatflow.lists(Part::HideLists).collect();
        let anonymous = Self { known: false, on: Vec::new(), off: Vec::new() };
        let known = Self { known: true, on: Vec::new(), off: hidden.clone() };
        match chatflow.who() {
            Who::Everyone => vec![anonymous, known],
            Who::Anonymous => vec![anonymous],
            Who::Known => vec![known],
            Who::Lists => {
                let members = chatflow.lists(Part::Lists).filter(|list| !hidden.contains(list));
                members.map(|list| Self { on: vec![list], ..known.clone() }).collect()
            }
            Who::Unknown => Vec::new(),
        }
    }

    /// Those of them who are on one more list.
    pub(super) fn also_on(&self, list: &'b [u8]) -> Self {
        let mut more = self.clone();
        more.on.push(list);
        more
    }

    /// The lists whose members among these do not see a chatflow that all the others see; `None` where that cannot be
    /// said. No list: it is for all of them.
    pub(super) fn not_among(&self, chatflow: &ChatflowRecord<'b>) -> Option<Vec<&'b [u8]>> {
        let is_for_them = match chatflow.who() {
            Who::Everyone => true,
            Who::Anonymous => !self.known,
            Who::Known => self.known,
            Who::Lists => self.known && chatflow.lists(Part::Lists).any(|list| self.on.contains(&list)),
            Who::Unknown => false,
        };
        let hidden = chatflow.lists(Part::HideLists).filter(|list| self.known && !self.off.contains(list));
        is_for_them.then(|| hidden.collect())
    }

    /// One of them.
    pub(super) fn one(&self) -> VisitorFacts {
        let text = |list: &&[u8]| String::from_utf8_lossy(list).to_string();
        VisitorFacts {
            known: self.known,
            lists: self.on.iter().map(text).collect(),
            ..VisitorFacts::default()
        }
    }
}
