//! Parlor's engine as the edge runs it, and the same rules without the index.

use targeting::{Chatflow, OwnedBook, PageUrl, compile, decide, decide_in_turn};

use super::Engine;
use crate::workload::Person;

/// The rule book of an account.
fn book(account: &[Chatflow]) -> OwnedBook {
    OwnedBook::read(compile(account).bytes).expect("what was compiled can be read")
}

/// As the edge decides.
pub(crate) struct Indexed(pub(crate) OwnedBook);

impl Indexed {
    pub(crate) fn of(account: &[Chatflow]) -> Self {
        Self(book(account))
    }
}

impl Engine for Indexed {
    fn decide(&self, href: &str, person: &Person) -> Option<usize> {
        let page = PageUrl::from_browser(href);
        let winner = decide(&self.0.book(), &page, &person.visitor());
        winner.ok().flatten().map(|winner| winner.index)
    }
}

/// Chatflow by chatflow and rule by rule, until one is eligible.
pub(crate) struct InTurn(OwnedBook);

impl InTurn {
    pub(crate) fn of(account: &[Chatflow]) -> Self {
        Self(book(account))
    }
}

impl Engine for InTurn {
    fn decide(&self, href: &str, person: &Person) -> Option<usize> {
        let page = PageUrl::from_browser(href);
        let winner = decide_in_turn(&self.0.book(), &page, &person.visitor());
        winner.ok().flatten().map(|winner| winner.index)
    }
}
