//! The part of a rule book that one visitor can ever see, for their browser.
//!
//! Knows the audience of the moment it is made. Keeps rules and exclusions as they are, and drops who they are for: no
//! list id leaves the edge, and the browser has nothing to be asked about the visitor.

use alloc::vec::Vec;

use crate::{
    audience::{self, Visitor, Who},
    book::{Part, RuleBook},
    writer::{BookWriter, Head},
};

/// A book of the enabled chatflows that `visitor` is in the audience of.
///
/// For every page, [`decide`](crate::decide) on it finds the same id and rule as on the whole book with this visitor,
/// whatever contact and lists are passed to it then; the facts are the page's.
pub fn sub_book(book: &RuleBook<'_>, visitor: &Visitor<'_>) -> Vec<u8> {
    let mut writer = BookWriter::default();
    for chatflow in book.chatflows() {
        if !chatflow.is_enabled() || audience::refusal(&chatflow, visitor).is_some() {
            continue;
        }
        let head =
            Head { id: chatflow.id(), priority: chatflow.priority(), is_enabled: true, who: Who::Everyone };
        let rows = |part| chatflow.rows(part).collect::<Vec<_>>();
        let [includes, excludes, conditions] = [Part::Includes, Part::Excludes, Part::Conditions].map(rows);
        writer.add(head, [&includes, &excludes, &[], &[], &conditions]);
    }
    writer.finish()
}
