//! What is measured: Parlor's engine, and what others would use in its place.
//!
//! An engine is made from an account and answers which of its chatflows a view gets. None has an explicit priority, so
//! the place in the account is the priority.

mod ad_block;
mod flows;
mod ours;
mod regex_set;
mod url_pattern;

use targeting::Chatflow;

use crate::workload::{Person, Views};

pub(crate) use ours::{InTurn, Indexed};

/// Something that decides.
pub(crate) trait Engine {
    /// The place of the chatflow that this person gets on this page.
    fn decide(&self, href: &str, person: &Person) -> Option<usize>;

    /// Decides every `stride`th view.
    fn pass(&self, views: &Views, stride: usize) -> usize {
        views.every(stride).map(|(href, person)| self.decide(href, person).unwrap_or(usize::MAX) & 1).sum()
    }
}

/// An engine by name, with what is known about it before it runs.
pub(crate) struct Kind {
    /// The word on the command line.
    pub(crate) word: &'static str,
    /// What the table says.
    pub(crate) title: &'static str,
    /// Whether its answers are chatflows, or only whether anything matches at all.
    pub(crate) decides: bool,
    /// Larger accounts take it minutes.
    pub(crate) most_rules: usize,
    /// Of how many views every how manyth is enough, at 10, 1,000, 10,000 and 100,000 rules.
    pub(crate) strides: [usize; 4],
    /// Makes one.
    pub(crate) make: fn(&[Chatflow]) -> Box<dyn Engine>,
}

/// Those in this process. (Node's are in `node.rs`.)
pub(crate) const KINDS: [Kind; 5] = [
    Kind {
        word: "ours",
        title: "Parlor",
        decides: true,
        most_rules: usize::MAX,
        strides: [1, 1, 1, 1],
        make: |account| Box::new(Indexed::of(account)),
    },
    Kind {
        word: "naive",
        title: "Parlor's rules, in turn",
        decides: true,
        most_rules: usize::MAX,
        strides: [1, 7, 23, 97],
        make: |account| Box::new(InTurn::of(account)),
    },
    Kind {
        word: "regex",
        title: "regex::RegexSet",
        decides: true,
        most_rules: 10_000,
        strides: [3, 7, 997, 997],
        make: |account| Box::new(regex_set::Patterns::of(account)),
    },
    Kind {
        word: "urlpattern",
        title: "urlpattern, in turn",
        decides: true,
        most_rules: 10_000,
        strides: [7, 97, 997, 997],
        make: |account| Box::new(url_pattern::Patterns::of(account)),
    },
    Kind {
        word: "adblock",
        title: "adblock (any match, no audience)",
        decides: false,
        most_rules: usize::MAX,
        strides: [1, 7, 7, 7],
        make: |account| Box::new(ad_block::Filters::of(account)),
    },
];
