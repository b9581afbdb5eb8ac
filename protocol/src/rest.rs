//! Bodies of the REST routes under `/api`. They refuse fields that nobody knows.
//!
//! Knows the shapes; the routes are listed in the edge's `lib.rs`.

pub mod people;
pub mod policy;
pub mod routing;

use conversation::access::Role;
use conversation::consent::{Choice, Mode};
use conversation::desk::Team;
use conversation::ids::{AccountId, AgentId, ChatflowId, ContactId, InboxId, TeamId, ThreadId};
use serde::{Deserialize, Serialize};

use crate::account::Chatflow;
use crate::frame::{Agent, Annotation, Entry, Row, ThreadState};

pub mod apps;
pub mod audit;
pub mod erasures;
pub mod files;
pub mod identification;
pub mod inboxes;
pub mod internal;
pub mod invitations;
pub mod macros;
pub mod messages;
pub mod passkeys;
pub mod preferences;
pub mod preview;
pub mod profile;
pub mod ratings;
pub mod receipts;
pub mod records;
pub mod reports;
pub mod saved_replies;
mod settings;
pub mod skills;
pub mod subscriptions;
pub mod tokens;
pub mod transcripts;
pub mod v3;
pub mod versions;
pub mod views;
pub mod webhooks;

use subscriptions::Subscription;

pub use internal::{Drained, Rebuilt, Seeded};
pub use settings::{ChangeSettings, NamedInbox, NamedList, Settings};

/// `POST /api/sign-in`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The person's address.
    pub email: String,
    /// At most 1,024 bytes.
    pub password: String,
}

/// `POST /api/setup`: the first admin of a fresh installation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxInfo {
    /// Which.
    pub id: InboxId,
    /// Its name.
    pub name: String,
    /// Who may be assigned.
    pub members: Vec<Agent>,
    /// The teams that may be: those of which somebody works here, by name (H73).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<Team>,
}

/// Answers `GET /api/inboxes/{inbox}/threads`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// All of the inbox's (S115).
    pub all: u64,
    /// Assigned to the one who asks (S116).
    pub mine: u64,
    /// Without an assignee (S117).
    pub unassigned: u64,
    /// In a bot's hands (S120).
    #[serde(default)]
    pub bots: u64,
}

/// Answers `GET /api/threads/{inbox}/{thread}/messages`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ThreadLog"))]
pub struct Log {
    /// The thread as it stands.
    pub thread: ThreadState,
    /// Entries after the asked place, oldest first, at most the asked number.
    pub entries: Vec<Entry>,
    /// What agents put beside these, the newest 200 of it; for agents only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Annotation>,
}

/// `POST /api/threads/{inbox}/{thread}/assign`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// To whom; null for nobody.
    #[serde(default)]
    pub agent: Option<AgentId>,
    /// To which team instead (H73).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
}

/// A body without fields, for acts that need none.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Answers the acts on a thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Acted {
    /// The thread as it stands.
    pub thread: ThreadState,
}

/// Answers `GET /api/chatflows`, in priority order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chatflows {
    /// All of the account's.
    pub chatflows: Vec<ChatflowInfo>,
}

/// A chatflow in the list (S10).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// When its switch is turned by itself, and why that was not done (N9).
    #[serde(default, skip_serializing_if = "versions::Schedule::is_empty")]
    pub schedule: versions::Schedule,
}

/// `PUT /api/chatflows/{id}/enabled`; answers [`ChatflowInfo`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Enabled {
    /// The switch.
    pub enabled: bool,
}

/// Answers `GET /api/chatflows/{id}`, and every change of one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChatflowDetail {
    /// The whole chatflow, as in the account file.
    pub chatflow: Chatflow,
    /// Grows with every change; comes back with the next one.
    pub revision: u64,
    /// The version of the consent text in force, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_version: Option<u32>,
    /// What is to be said about it.
    pub findings: Vec<Finding>,
}

/// `POST /api/chatflows`: a new chatflow, switched off, at the end of the order; answers [`ChatflowDetail`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewChatflow {
    /// Its name; its id is made from it.
    pub name: String,
    /// Everything else as in this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<ChatflowId>,
}

/// `PUT /api/chatflows/{id}`: takes effect at once (S87); answers [`ChatflowDetail`]. With the switch on, this is
/// publishing. The chatflow's id and priority are what they were, whatever stands in the body.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveChatflow {
    /// The revision it was made from; another one is `chatflow_changed`.
    pub revision: u64,
    /// The whole chatflow.
    pub chatflow: Chatflow,
}

/// `POST /api/chatflows/check`: what would be said about it; nothing is saved. Answers [`Findings`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckChatflow {
    /// The whole chatflow.
    pub chatflow: Chatflow,
    /// Pages of its site, at most [`COVERED_PAGES`](crate::limits::COVERED_PAGES): rules that match none are told (N5).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<String>,
}

/// Answers it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Findings {
    /// Empty where there is nothing to say.
    pub findings: Vec<Finding>,
}

/// Something about a chatflow that its owner should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Where, as a path: `include[1].value`.
    pub field: String,
    /// A [`crate::code::Code`] that saving or publishing would be refused with, or a warning: `consent_off`, those of
    /// how it appears, and what the lint finds, by [`targeting::LintCode`]'s names (`rule_negative_or`, S28).
    pub code: String,
    /// What it keeps from happening.
    pub stops: Stops,
    /// For people, in English.
    pub message: String,
    /// The address of a page that shows it, where one does: a decision about this page does what the finding says (N5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// What else it is about: the name of another chatflow, or the place of another rule of this one, `include[0]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
}

/// What a finding keeps from happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FindingStops"))]
#[serde(rename_all = "snake_case")]
pub enum Stops {
    /// Nothing: a warning.
    Nothing,
    /// The chatflow can be saved while it is switched off.
    Publishing,
    /// The chatflow cannot be saved.
    Saving,
}

/// `PUT /api/chatflows/order`: who comes first; answers [`Chatflows`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Every chatflow of the account, each once, the first first; anything else is `chatflow_changed`.
    pub chatflows: Vec<ChatflowId>,
}

/// Answers `GET /api/threads/{inbox}/{thread}/details`: who is behind a thread (S134, S141).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Details {
    /// What a visitor without a name is told apart by: `4K2Q`.
    pub visitor: String,
    /// The contact, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactCard>,
    /// Origin and path of the page the thread was started on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// What the visitor agreed to or was shown in this thread, oldest first (S89).
    pub consents: Vec<Receipt>,
    /// What the visitor subscribed to in this thread, oldest first (S85).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subscriptions: Vec<Subscription>,
}

/// A contact, as agents see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactCard {
    /// Who.
    pub id: ContactId,
    /// Their name, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Their address, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the site's own server vouches for them; else the address is what a visitor typed.
    pub verified: bool,
    /// The agent who looks after them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Agent>,
    /// The lists they are on.
    pub lists: Vec<NamedList>,
}

/// What a visitor agreed to or was shown. It never changes, whatever becomes of the text (S89).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// The text's version within its chatflow.
    pub version: u32,
    /// How it asked.
    pub mode: Mode,
    /// What the visitor did.
    pub choice: Choice,
    /// The exact text.
    pub text: String,
    /// The text's SHA-256, in hexadecimal digits (N18).
    #[serde(default)]
    pub hash: String,
    /// The language of the widget around it.
    pub language: String,
    /// When, in ms.
    pub at: u64,
    /// Origin and path of the page they were on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// The body of every failed request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    /// What happened.
    pub error: Problem,
}

/// What happened.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Answers `GET /healthz`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Health {
    /// Always true: who is not well answers with an error.
    pub ok: bool,
    /// Whether there is an account yet.
    pub set_up: bool,
}

/// A thread's address below `/api/threads`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadAddress {
    /// Its inbox.
    pub inbox: InboxId,
    /// The thread.
    pub thread: ThreadId,
}
