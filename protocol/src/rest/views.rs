//! Finding threads: filters, saved views, labels, and what agents do beside a thread.

use conversation::desk::Snooze;
use conversation::filter::Filter;
use conversation::ids::{AgentId, ClientMessageId, LabelId, TeamId, ThreadId, ViewId};
use conversation::routing::priority::Priority;
use conversation::view::Shelf;
use serde::{Deserialize, Serialize};

use crate::frame::{Blocked, Row};

/// `POST /api/inboxes/{inbox}/threads/find`; answers [`FoundRows`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FindThreads {
    /// Which threads.
    pub filter: Filter,
    /// Where; the inbox if absent.
    #[serde(default)]
    pub shelf: Shelf,
    /// `next` of an earlier answer: older rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(alias = "cursor")]
    pub before: Option<String>,
    /// At most so many, 1 to 200; 200 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What was found.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundRows {
    /// Last changed first. Of words that are in very many messages the newest are looked at, and with them their threads;
    /// where those end, `further` says that there is more behind them.
    pub rows: Vec<Row>,
    /// Pass as `cursor` to get older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Only the newest messages with these words were looked at so far; `next` looks further back. Also where `rows` is empty.
    #[serde(default, skip_serializing_if = "crate::frame::is_false")]
    pub further: bool,
    /// More words begin so than are looked for, which are the first 256 by the alphabet: more letters find more.
    #[serde(default, skip_serializing_if = "crate::frame::is_false")]
    pub beginning: bool,
}

/// Answers `GET /api/inboxes/{inbox}/views`: what a sidebar shows.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Views {
    /// How many threads are in the views that every inbox has.
    pub counts: BuiltIn,
    /// The saved ones that the one who asks may use, by name.
    pub views: Vec<View>,
}

/// Threads in the views that every inbox has: open ones where nothing else is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "BuiltInCounts"))]
pub struct BuiltIn {
    /// All of the inbox's (S115).
    pub all: u64,
    /// Assigned to the one who asks (S116).
    pub mine: u64,
    /// Without an assignee (S117).
    pub unassigned: u64,
    /// In a bot's hands (S120).
    pub bots: u64,
    /// From the website's widget (S119).
    pub chat: u64,
    /// Snoozed (P49).
    pub snoozed: u64,
    /// Of blocked senders, and spam (S148).
    pub filtered: u64,
    /// Deleted, of any status; each can be brought back for thirty days.
    pub archived: u64,
}

/// A saved view (P48).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SavedView"))]
pub struct View {
    /// Which.
    pub id: ViewId,
    /// Its name.
    pub name: String,
    /// Whose it is; without it everybody's who works in the inbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
    /// What it shows.
    pub filter: Filter,
    /// How many threads it shows; 1,000 stands for more.
    #[serde(default)]
    pub count: u64,
}

/// `POST /api/inboxes/{inbox}/views`, and `PUT` one: all of it; answers [`View`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveView {
    /// Its name.
    pub name: String,
    /// Whether everybody who works in the inbox may use and change it, or only the one who saves it.
    #[serde(default)]
    pub shared: bool,
    /// What it shows.
    pub filter: Filter,
}

/// Answers `GET /api/labels` and every change of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Labels {
    /// All of the account's, in their order.
    pub labels: Vec<Label>,
}

/// A label (P48).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Label {
    /// Which.
    pub id: LabelId,
    /// Its name.
    pub name: String,
    /// Its colour.
    pub colour: Colour,
    /// Whether the site's own pages may put it on a visitor's conversation and take it off (P11). Whoever is on such a page
    /// could do so by themselves.
    #[serde(default)]
    pub from_pages: bool,
}

/// `PUT /api/labels/{label}/pages`: whether pages may set a label (P11); answers [`Labels`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AllowLabel {
    /// Whether they may.
    pub from_pages: bool,
}

/// `POST /api/labels`, and `PUT` one; answers [`Labels`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveLabel {
    /// Its name; a new label's id is made from it.
    pub name: String,
    /// Its colour.
    pub colour: Colour,
}

/// A colour by its name: what it looks like in the light and in the dark is the console's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LabelColour"))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "colours say what they are")]
pub enum Colour {
    Grey,
    Red,
    Orange,
    Yellow,
    Green,
    Teal,
    Blue,
    Purple,
    Pink,
}

/// `POST /api/threads/{inbox}/{thread}/labels`: what a thread is to have, and what not.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeLabels {
    /// Labels of the account.
    #[serde(default)]
    pub add: Vec<LabelId>,
    /// Labels, also such that are no more.
    #[serde(default)]
    pub remove: Vec<LabelId>,
}

/// `POST /api/threads/{inbox}/{thread}/comments`: says something to colleagues only (P47).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// Made before the first attempt, the same in every retry.
    pub client_message_id: ClientMessageId,
    /// What, at most 10,000 code points.
    pub text: String,
    /// Members of the inbox who are to see it, at most 20.
    #[serde(default)]
    pub mentions: Vec<AgentId>,
}

/// `POST /api/threads/{inbox}/{thread}/block`: blocks the visitor.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BlockSender {
    /// Why: for colleagues, one line, cut after 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Answers `GET /api/inboxes/{inbox}/blocks` (E63).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Blocks {
    /// The latest first.
    pub blocks: Vec<Block>,
}

/// Somebody who is blocked. `POST …/unblock` on their thread lets them in again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Block {
    /// The thread of theirs that changed last.
    pub thread: ThreadId,
    /// What a visitor without a name is told apart by.
    pub visitor: String,
    /// Their name, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Their address, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Who did it, when and why.
    pub blocked: Blocked,
    /// How many threads they have here.
    pub threads: u64,
}

/// `POST /api/inboxes/{inbox}/threads/act`: the same with many threads (P48).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActOnMany {
    /// At most 100.
    pub threads: Vec<ThreadId>,
    /// What.
    pub act: ManyAct,
}

/// `POST /api/threads/{inbox}/{thread}/priority`: how urgent it is (P40).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPriority {
    /// How.
    pub priority: Priority,
}

/// What can be done with many threads at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ManyAct {
    /// Closes them.
    Close,
    /// Opens them again.
    Reopen,
    /// Gives them to an agent, or to nobody.
    Assign(Option<AgentId>),
    /// Gives them to a team (H73).
    AssignTeam(TeamId),
    /// Puts labels on them, and takes others off.
    Labels(ChangeLabels),
    /// Says how urgent they are (P40).
    Priority(Priority),
    /// Deletes them; they can be brought back for thirty days.
    Delete,
    /// Brings deleted ones back.
    Restore,
    /// Puts them out of sight for a while (P49).
    Snooze(Snooze),
    /// Brings them back before their time.
    Wake,
    /// Says whether they are spam, each for itself (S153).
    Spam(bool),
    /// Blocks their visitors (S148).
    Block(BlockSender),
    /// Lets them in again (S152).
    Unblock,
}

/// Answers it: what became of each.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActedOnMany {
    /// With these it was done.
    pub done: Vec<ThreadId>,
    /// With these it was not, and why: an error code each.
    pub refused: Vec<Refused>,
}

/// Something was not done with a thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RefusedThread"))]
pub struct Refused {
    /// Which.
    pub thread: ThreadId,
    /// A [`crate::code::Code`], as written.
    pub code: String,
    /// The part of a macro that is at fault: a [`conversation::macros::Part`], as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}
