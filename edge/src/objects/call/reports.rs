//! What is asked for a report (P82).

use conversation::ids::{ChatflowId, InboxId};
use conversation::report::{By, Filter, Part};
use conversation::schedule::{Date, Schedule};
use serde::{Deserialize, Serialize};

use super::Call;
use crate::store::inbox::report::Place;

calls! {
    // The account.

    /// What things are called, every inbox, and when chatflows are open.
    ReadReportNames "read-report-names" {} -> Names;

    // The inbox.

    /// A page of what happened.
    ReadReport "read-report" {
        /// What is asked.
        asked: Asked,
        /// Where it goes on; none from the beginning.
        after: Option<Next>,
        /// Conversations, or ratings, of one page.
        limit: u32,
    } -> ReportPage;
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Whose clocks say what a day is.
    pub zone: String,
    /// What it is divided by.
    pub by: Option<By>,
    /// What counts.
    pub filter: Filter,
    /// A first response within so many ms is in time.
    pub reply_within: u64,
    /// An end within so many ms is.
    pub close_within: u64,
    /// When chatflows are open, where only that is to count.
    pub hours: Vec<(ChatflowId, Schedule)>,
}

/// Where a report goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// Behind that conversation.
    Conversations(Place),
    /// With ratings, behind that one.
    Ratings(Option<Place>),
}

/// A page of what happened, counted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReportPage {
    /// The figures.
    pub part: Part,
    /// Where it goes on; none: that was all.
    pub next: Option<Next>,
    /// Threads of the inbox whose logs are still to be read.
    pub unread: u64,
}

/// What things are called, as ids and names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// The inboxes.
    pub inboxes: Vec<(InboxId, String)>,
    /// Who works here, and who did.
    pub agents: Vec<(String, String)>,
    /// The teams.
    pub teams: Vec<(String, String)>,
    /// The chatflows.
    pub chatflows: Vec<(String, String)>,
    /// The labels.
    pub labels: Vec<(String, String)>,
    /// The business hours of those chatflows that have any.
    pub hours: Vec<(ChatflowId, Schedule)>,
}
