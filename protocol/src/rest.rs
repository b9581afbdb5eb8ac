//! Bodies of the REST routes under `/api`. They refuse fields that nobody knows.
//!
//! Knows the shapes; the routes are listed in the edge's `lib.rs`.

use conversation::access::Role;
use conversation::ids::{AccountId, AgentId, ChatflowId, InboxId, ThreadId};
use serde::{Deserialize, Serialize};

use crate::frame::{Agent, Entry, Row, ThreadState};

/// `POST /api/sign-in`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The person's address.
    pub email: String,
    /// At most 1,024 bytes.
    pub password: String,
}

/// `POST /api/setup`: the first admin of a fresh installation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// From the one-time link.
    pub secret: String,
    /// The new account's id.
    pub account: AccountId,
    /// Its name.
    pub account_name: String,
    /// The admin's display name.
    pub name: String,
    /// The admin's address.
    pub email: String,
    /// 10 to 1,024 bytes.
    pub password: String,
    /// The first origin the widget may run on.
    #[serde(default)]
    pub origin: Option<String>,
}

/// Answers `GET /api/me` and a successful sign-in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Me {
    /// Who.
    pub id: AgentId,
    /// Display name.
    pub name: String,
    /// Their own address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Their account.
    pub account: AccountId,
    /// Its name.
    pub account_name: String,
    /// The inboxes they are members of.
    pub inboxes: Vec<InboxInfo>,
    /// To be sent as `x-csrf` with every change.
    pub csrf: String,
}

/// An inbox as its members see it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InboxInfo {
    /// Which.
    pub id: InboxId,
    /// Its name.
    pub name: String,
    /// Who may be assigned.
    pub members: Vec<Agent>,
}

/// Answers `GET /api/inboxes/{inbox}/threads`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rows {
    /// The rows of the view, last changed first.
    pub rows: Vec<Row>,
    /// Open threads per view, for the sidebar.
    pub counts: Counts,
    /// Pass as `before` to get older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Open threads per view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// S115.
    pub all: u64,
    /// S116.
    pub mine: u64,
    /// S117.
    pub unassigned: u64,
}

/// Answers `GET /api/threads/{inbox}/{thread}/messages`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Log {
    /// The thread as it stands.
    pub thread: ThreadState,
    /// Entries after the asked place, oldest first, at most the asked number.
    pub entries: Vec<Entry>,
}

/// `POST /api/threads/{inbox}/{thread}/assign`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// To whom; null for nobody.
    pub agent: Option<AgentId>,
}

/// A body without fields, for acts that need none.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Answers the acts on a thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Acted {
    /// The thread as it stands.
    pub thread: ThreadState,
}

/// Answers `GET /api/chatflows`, in priority order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chatflows {
    /// All of the account's.
    pub chatflows: Vec<ChatflowInfo>,
}

/// A chatflow in the list (S10).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChatflowInfo {
    /// Which.
    pub id: ChatflowId,
    /// Its name.
    pub name: String,
    /// The switch.
    pub enabled: bool,
    /// Its targeting, as in the account file.
    pub targeting: targeting::json::Chatflow,
    /// The welcome message.
    pub welcome: String,
    /// The inbox its threads arrive in.
    pub inbox: InboxId,
}

/// `PUT /api/chatflows/{id}/enabled`; answers [`ChatflowInfo`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enabled {
    /// The switch.
    pub enabled: bool,
}

/// The body of every failed request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Failure {
    /// What happened.
    pub error: Problem,
}

/// What happened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// A [`crate::code::Code`], as written.
    pub code: String,
    /// For people.
    pub message: String,
    /// The field it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Finds the request in the log.
    pub request_id: String,
}

/// `POST /internal/identify`: the site's own server says who a visitor is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identify {
    /// The account.
    pub account: AccountId,
    /// The contact's address.
    pub email: String,
}

/// Answers it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Identified {
    /// For the snippet's `data-visitor`; 12 hours.
    pub token: String,
}

/// A thread's address below `/api/threads`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadAddress {
    /// Its inbox.
    pub inbox: InboxId,
    /// The thread.
    pub thread: ThreadId,
}
