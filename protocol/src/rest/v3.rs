//! Inboxes, channels, threads and messages in the shape of HubSpot's conversations API, version 3 (H89, H90): for programs
//! that were written for it.
//!
//! Ids are texts of decimal digits wherever programs take them for numbers; which thread or inbox a number is, the edge
//! knows. Times are ISO 8601. What Parlor does not keep is left out rather than made up.

use serde::{Deserialize, Serialize};

/// Where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Paging"))]
pub struct Paging {
    /// The next page.
    pub next: Next,
}

/// A page that follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Next"))]
pub struct Next {
    /// Pass as `after`.
    pub after: String,
}

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident $schema:literal of $item:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = $schema))]
        pub struct $name {
            /// What is on this page.
            pub results: Vec<$item>,
            /// Absent on the last page.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub paging: Option<Paging>,
        }
    )*};
}

pages! {
    /// Answers `GET /conversations/v3/conversations/inboxes`.
    Inboxes "V3Inboxes" of Inbox;
    /// Answers `GET /conversations/v3/conversations/channels`.
    Channels "V3Channels" of Channel;
    /// Answers `GET /conversations/v3/conversations/threads`.
    Threads "V3Threads" of Thread;
    /// Answers `GET /conversations/v3/conversations/threads/{thread}/messages`.
    Messages "V3Messages" of Message;
}

/// An inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Inbox"))]
pub struct Inbox {
    /// Its number.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Always `INBOX`.
    #[serde(rename = "type")]
    pub kind: InboxKind,
    /// Never: what is deleted is gone.
    pub archived: bool,
}

/// What kind of inbox it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3InboxKind"))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InboxKind {
    /// One in which conversations arrive.
    Inbox,
}

/// A channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Channel"))]
pub struct Channel {
    /// Its number.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Open or closed; a snoozed thread is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3ThreadStatus"))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Somebody still has to look at it.
    Open,
    /// Done.
    Closed,
}

/// A thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Thread"))]
#[serde(rename_all = "camelCase")]
pub struct Thread {
    /// Its number: the `conversationId` of the page's JavaScript API.
    pub id: String,
    /// When it began.
    pub created_at: String,
    /// How it stands.
    pub status: Status,
    /// The channel it began in.
    pub original_channel_id: String,
    /// The chatflow it began in, as a number.
    pub original_channel_account_id: String,
    /// When something was last said.
    pub latest_message_timestamp: String,
    /// The same where the team said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_message_sent_timestamp: Option<String>,
    /// The same where the visitor said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_message_received_timestamp: Option<String>,
    /// The agent who has it, as an actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<String>,
    /// Whether it is spam.
    pub spam: bool,
    /// Its inbox's number.
    pub inbox_id: String,
    /// The contact it is with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub associated_contact_id: Option<String>,
    /// Whether it is deleted, and can be brought back.
    pub archived: bool,
    /// How urgent it is (P40). The original has no such field of threads; its words are those of the original's tickets.
    pub priority: Priority,
}

/// How urgent a thread is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Priority"))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Priority {
    /// It can wait.
    Low,
    /// As most are.
    Medium,
    /// Before most.
    High,
    /// Before all others.
    Urgent,
}

/// Asks `PATCH /conversations/v3/conversations/threads/{thread}`. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3ChangeThread"))]
#[serde(deny_unknown_fields)]
pub struct ChangeThread {
    /// Closes it, or opens it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// `true` deletes it, `false` brings it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
}

/// What an entry of a thread's history is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3MessageKind"))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MessageKind {
    /// Something was said.
    Message,
    /// Something was said to colleagues only.
    Comment,
    /// The thread has another assignee, or none.
    Assignment,
    /// It was closed or opened.
    ThreadStatusChange,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Direction"))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Direction {
    /// From the visitor.
    Incoming,
    /// To the visitor.
    Outgoing,
}

/// Where something was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3ClientType"))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClientType {
    /// In the product, by a person. The word is the original's.
    Hubspot,
    /// By a rule or a bot.
    System,
}

/// Where something was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Client"))]
#[serde(rename_all = "camelCase")]
pub struct Client {
    /// By what.
    pub client_type: ClientType,
}

/// Somebody who spoke or was spoken to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Participant"))]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    /// `A-` an agent, `V-` a visitor, `B-` a bot, `S-` the system.
    pub actor_id: String,
    /// What they are called, where they have a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3FileUsage"))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FileUsage {
    /// A picture.
    Image,
    /// Anything else.
    Other,
}

/// That something is a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3AttachmentKind"))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AttachmentKind {
    /// A file.
    File,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Attachment"))]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Always `FILE`.
    #[serde(rename = "type")]
    pub kind: AttachmentKind,
    /// Which.
    pub file_id: String,
    /// What for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_usage_type: Option<FileUsage>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Whether all of a message is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Truncation"))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Truncation {
    /// It is.
    NotTruncated,
}

/// How far a message came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3StatusType"))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StatusType {
    /// It was sent.
    Sent,
    /// The visitor's: it arrived.
    Received,
    /// The visitor has seen it.
    Read,
}

/// How far a message came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3MessageStatus"))]
#[serde(rename_all = "camelCase")]
pub struct MessageStatus {
    /// So far.
    pub status_type: StatusType,
}

/// An entry of a thread's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Message"))]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: MessageKind,
    /// The thread's number and its place there.
    pub id: String,
    /// The thread's number.
    pub conversations_thread_id: String,
    /// When.
    pub created_at: String,
    /// By whom, as an actor.
    pub created_by: String,
    /// Where it was done.
    pub client: Client,
    /// Who says it.
    pub senders: Vec<Participant>,
    /// To whom.
    pub recipients: Vec<Participant>,
    /// Never by itself: threads are deleted, messages are not.
    pub archived: bool,
    /// The words, of a message or a comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The same as HTML, every sign of the words escaped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rich_text: Option<String>,
    /// The files that came with it.
    pub attachments: Vec<Attachment>,
    /// That all of it is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub truncation_status: Option<Truncation>,
    /// Which way a message went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// The channel of a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// The chatflow's number, of a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_account_id: Option<String>,
    /// How far a message came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<MessageStatus>,
    /// Who has the thread from here on; absent for nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<String>,
    /// How the thread stands from here on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_status: Option<Status>,
}

/// Asks `POST /conversations/v3/conversations/threads/{thread}/messages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3NewMessage"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewMessage {
    /// `MESSAGE` to the visitor, `COMMENT` to colleagues.
    #[serde(rename = "type")]
    pub kind: NewKind,
    /// What is said, as plain text.
    pub text: String,
    /// Passed over: text is text here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rich_text: Option<String>,
    /// Whoever the token is of; anybody else is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_actor_id: Option<String>,
    /// Passed over: a thread has one channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// Passed over, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_account_id: Option<String>,
    /// Passed over: who is spoken to is the thread's visitor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Spoken>,
    /// Passed over: chats have no subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Files that were brought before, of a message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// Whoever is spoken to, as programs name them; nobody reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3Spoken"))]
#[serde(rename_all = "camelCase")]
pub struct Spoken {
    /// As an actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<String>,
}

/// What can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "V3NewKind"))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NewKind {
    /// To the visitor.
    Message,
    /// To colleagues only.
    Comment,
}
