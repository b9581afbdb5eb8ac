//! What a widget asks about its visitor's conversations beside the socket: bodies of routes below `/v1/{account}`.
//!
//! All of them are asked rarely and by scripts of their own, so they are plain requests with plain field names, text/plain
//! like the others of the widget, and name the visitor by their token alone.

use conversation::form::{AskedForm, Given, Refused};
use conversation::ids::{ChatflowId, SubscriptionId, ThreadId};
use conversation::rating::Scale;
use conversation::thread::Status;
use serde::{Deserialize, Serialize};

use crate::frame::{Entry, ThreadState};

/// Body of `POST /v1/{account}/threads` (text/plain).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThreadsRequest {
    /// The visitor's token.
    pub token: String,
}

/// The answer: the visitor's conversations, in whichever inbox, the one where something was said last first; at most
/// [`VISITOR_THREADS`](crate::limits::VISITOR_THREADS) of an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitorThreads {
    /// The conversations.
    pub threads: Vec<VisitorThread>,
}

/// One conversation, as its visitor finds it in a list (P17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitorThread {
    /// Which.
    pub id: ThreadId,
    /// The chatflow it was started in.
    pub chatflow: ChatflowId,
    /// That chatflow's heading; none where the chatflow is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The display name of the agent who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Open or closed.
    pub status: Status,
    /// The beginning of what was said last, at most 100 code points, on one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// The display name of who said that; none where it was the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When something was said last, in ms.
    pub at: u64,
    /// How many messages of the team no page of the visitor has been shown.
    pub unread: u32,
    /// What is to be asked about it, where it has ended and nobody has answered for that end (H68).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<AskedRating>,
    /// Path of the socket on the edge's origin that the conversation is spoken over.
    pub socket: String,
}

/// The question about a conversation that has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskedRating {
    /// What is answered on.
    pub scale: Scale,
    /// The owner's words.
    pub question: String,
}

/// Body of `POST …/shards/{n}/rating` (text/plain): the answer, or that there is none. The next one about the same end takes
/// its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RatingRequest {
    /// The visitor's token.
    pub token: String,
    /// The conversation.
    pub thread: ThreadId,
    /// The score: stars 1 to 5, thumbs 0 or 1, nps 0 to 10; absent where the visitor waved the question away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// What they say about it, at most 1,000 code points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Body of `POST …/shards/{n}/revise` (text/plain): the visitor says a message of theirs in other words, or takes it back
/// (P26). The same again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviseRequest {
    /// The visitor's token.
    pub token: String,
    /// The conversation.
    pub thread: ThreadId,
    /// The message's place in it.
    pub message: u64,
    /// What it is to say, at most 10,000 code points; may be empty beside attachments. Absent where it is to go, and its files
    /// with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Body of `POST …/shards/{n}/labels` (text/plain): the page sets labels of the visitor's conversation (P11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LabelsRequest {
    /// The visitor's token.
    pub token: String,
    /// The conversation.
    pub thread: ThreadId,
    /// Names of labels that it is to have, at most 20.
    #[serde(default)]
    pub add: Vec<String>,
    /// Names of labels that it is not to have, at most 20.
    #[serde(default)]
    pub remove: Vec<String>,
}

/// Answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LabelsSet {
    /// Names that no label has which pages may set: nothing became of them.
    pub not_set: Vec<String>,
}

/// Body of `POST …/shards/{n}/log` (text/plain): a piece of a conversation's log, for a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LogRequest {
    /// The visitor's token.
    pub token: String,
    /// The conversation.
    pub thread: ThreadId,
    /// The last place that is known, 0 for none.
    #[serde(default)]
    pub after_seq: u64,
}

/// The answer: what the visitor sees of the log, at most 200 entries. Where `last_seq` of the thread is further, there is more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitorLog {
    /// The thread as it stands.
    pub thread: ThreadState,
    /// Entries after the asked place, oldest first.
    pub entries: Vec<Entry>,
}

/// Body of `POST /v1/{account}/form` (text/plain): what of a chatflow's form is asked of this visitor now, and whether what
/// they filled in would do. Nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FormRequest {
    /// The chatflow.
    pub chatflow: ChatflowId,
    /// The visitor's token, where they have one: what is known of them is not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// What they filled in; left out by whoever only asks for the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Vec<Given>>,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FormNow {
    /// What is asked; none where nothing is: the chatflow has no form, it is for other hours, or everything is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<AskedForm>,
    /// What of that was not filled in well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
}

/// Body of `POST /v1/{account}/subscriptions` (text/plain): what the visitor is subscribed to, and what they are asked before
/// a conversation. Nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubscriptionsRequest {
    /// The chatflow that may ask; left out by whoever only wants to know what there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chatflow: Option<ChatflowId>,
    /// The visitor's token, where they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// Body of `POST /v1/{account}/unsubscribe` (text/plain): the visitor ends a subscription; answers [`SubscriptionsNow`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnsubscribeRequest {
    /// The visitor's token.
    pub token: String,
    /// What they do not want any more.
    pub subscription: SubscriptionId,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SubscriptionsNow {
    /// What is asked; none where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<AskedCommunication>,
    /// What the visitor is subscribed to, by name.
    pub subscriptions: Vec<OwnSubscription>,
}

/// The box that a visitor may tick, and never finds ticked (S85).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskedCommunication {
    /// What they would subscribe to; comes back with the message.
    pub subscription: SubscriptionId,
    /// The text's version within the chatflow; comes back with the message.
    pub version: u32,
    /// What they would agree to.
    pub text: String,
    /// Whether they are subscribed under an older version: then they are asked in a conversation too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

/// What a visitor is subscribed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnSubscription {
    /// Which.
    pub subscription: SubscriptionId,
    /// What it is called.
    pub name: String,
    /// Since when, in ms.
    pub since: u64,
}

/// Answers `POST /v1/{account}/forget`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Forgotten {
    /// The number of the proof (N18); none where nothing was left to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasure: Option<String>,
}
