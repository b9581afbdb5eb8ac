//! Socket frames: one JSON object each, tagged `t`.
//!
//! Visitors talk to their `Threads` object and agents to their `Inbox` in the same words. Within a version frames
//! only grow: unknown fields are ignored, an unknown tag is [`ClientFrame::Unknown`] or [`ServerFrame::Unknown`]
//! (old widgets in cached pages meet new servers, and the other way round). A change here is a change of the
//! protocol: `testdata/frames.jsonl` pins every frame's bytes.
//!
//! The liveness pair is not here: a client sends exactly [`PING`] and the platform answers exactly [`PONG`],
//! without waking the object.

use conversation::form::{Answer, Given};
use conversation::ids::{AgentId, ChatflowId, ClientMessageId, FileId, ThreadId, VisitorId};
use conversation::thread::Status;

use crate::code::Code;

#[macro_use]
mod tagged;

mod agent;
mod agreed;
mod attachment;
#[cfg(feature = "serde")]
mod author;
mod desk;
mod domain;
mod marks;
#[cfg(feature = "serde")]
mod parse;
mod revision;
mod row;

pub use agent::Agent;
pub use agreed::{CommunicationGiven, ConsentGiven};
pub use attachment::Attachment;
pub use desk::{Annotation, Blocked, Desk, Note};
pub use marks::{Mark, Marks};
#[cfg(feature = "serde")]
pub use parse::FrameError;
pub use row::{Row, RowBot};
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// What a client sends to learn whether the link still works.
pub const PING: &str = r#"{"t":"ping"}"#;
/// What the platform answers.
pub const PONG: &str = r#"{"t":"pong"}"#;

/// From a widget or a console.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(tag = "t", rename_all = "snake_case"))]
pub enum ClientFrame {
    /// First frame of every socket. Answered by [`ServerFrame::Welcome`].
    Hello {
        /// The protocol's version.
        v: u32,
        /// The visitor's token; an agent's cookie did that already.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        token: Option<String>,
        /// The client counts frames and says so with [`ClientFrame::Have`]; the edge then sends no more than a window
        /// ahead of it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_false"))]
        flow: bool,
    },
    /// Says something. Answered by [`ServerFrame::Ack`] once it is committed, or by an error with `ref`.
    Post {
        /// Made before the first attempt, the same in every retry.
        client_message_id: ClientMessageId,
        /// The thread; a visitor without one starts it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        thread: Option<ThreadId>,
        /// Needed to start a thread.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        chatflow: Option<ChatflowId>,
        /// What is said, at most 10,000 code points; may be empty beside attachments.
        text: String,
        /// The files it carries, at most five: brought before, by the same sender, and in no other message.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        attachments: Vec<FileId>,
        /// The page the visitor is on; stored without query and fragment, with the thread's start only.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        page: Option<String>,
        /// The consent text the visitor agreed to or was shown, where the chatflow has one (S89).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        consent: Option<ConsentGiven>,
        /// What was filled into the chatflow's form, in any order: with a message that begins a thread (P3).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        form: Vec<Given>,
        /// The box that the visitor ticked to be written to, where they did (S85).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        communication: Option<CommunicationGiven>,
        /// The place of the message of this thread that it answers (P26).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        reply_to: Option<u64>,
    },
    /// The visitor typed their e-mail address. Answered by [`ServerFrame::Captured`], or by an error with `ref`.
    Email {
        /// Made before the first attempt; only names the question in the answer.
        client_message_id: ClientMessageId,
        /// The thread in which they were asked.
        thread: ThreadId,
        /// As typed.
        email: String,
    },
    /// Asks for everything after a place. Answered by entries and then [`ServerFrame::CaughtUp`].
    Resume {
        /// The thread.
        thread: ThreadId,
        /// The last place the client has, 0 for none.
        after_seq: u64,
    },
    /// Tells how far the client has shown a thread. Not answered.
    Received {
        /// The thread.
        thread: ThreadId,
        /// The last place shown; all before it are shown too.
        seq: u64,
    },
    /// Tells how far a person has seen a thread, on a page that is visible. Not answered.
    Read {
        /// The thread.
        thread: ThreadId,
        /// The last place seen; all before it are seen, and shown, too.
        seq: u64,
    },
    /// Somebody is typing; at most every three seconds. Not answered, never stored.
    Typing {
        /// The thread.
        thread: ThreadId,
    },
    /// The visitor ends the thread. Answered by its entry and [`ServerFrame::State`], which everybody sees; where it is
    /// closed already, by nothing.
    End {
        /// The thread.
        thread: ThreadId,
    },
    /// Agents only: the thread that is on a page which is visible, or none (P51). Said when it changes; not answered.
    Viewing {
        /// The thread.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        thread: Option<ThreadId>,
    },
    /// So many frames of the edge, all but [`ServerFrame::Pong`], have arrived on this socket. Not answered.
    Have {
        /// How many, from the socket's first.
        n: u64,
    },
    /// A ping that was not spelled as the platform expects it. Answered by [`ServerFrame::Pong`].
    Ping,
    /// From a newer client.
    #[cfg_attr(feature = "serde", serde(other))]
    #[cfg_attr(feature = "schema", schemars(skip))]
    Unknown,
}

impl ClientFrame {
    /// What an error about this frame refers to: a message by its id, everything else by its thread.
    #[must_use]
    pub fn reference(&self) -> Option<String> {
        match self {
            Self::Post { client_message_id, .. } | Self::Email { client_message_id, .. } => {
                Some(client_message_id.to_string())
            }
            Self::Resume { thread, .. }
            | Self::Received { thread, .. }
            | Self::Read { thread, .. }
            | Self::Typing { thread }
            | Self::End { thread } => Some(thread.to_string()),
            Self::Viewing { thread } => thread.as_ref().map(ToString::to_string),
            Self::Hello { .. } | Self::Have { .. } | Self::Ping | Self::Unknown => None,
        }
    }
}

tagged! {
    "t",
    /// From the edge.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum ServerFrame {
        /// Answers `hello`.
        Welcome {
            /// The protocol's version.
            v: u32,
            /// The visitor, on their own socket.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            visitor: Option<VisitorId>,
            /// The agent, on theirs.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            agent: Option<AgentId>,
            /// The visitor's threads, newest first; empty for agents.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
            threads: Vec<ThreadState>,
        },
        /// The message is stored for good.
        Ack {
            /// Which.
            client_message_id: ClientMessageId,
            /// The thread, news to whoever just started it.
            thread: ThreadId,
            /// Its place.
            seq: u64,
            /// When it was stored, in ms.
            at: u64,
        },
        /// The address is kept, as the claim of whoever typed it: `POST …/visitors` gives a token that says so.
        Captured {
            /// Which question.
            client_message_id: ClientMessageId,
        },
        /// One entry of a thread's log, live or replayed.
        Entry {
            /// The thread.
            thread: ThreadId,
            /// The entry.
            entry: Entry,
        },
        /// Ends a replay.
        CaughtUp {
            /// The thread as it stands; its `last_seq` is the place reached.
            thread: ThreadState,
        },
        /// The thread's status or assignee changed.
        State {
            /// The thread as it stands.
            thread: ThreadState,
        },
        /// Agents only: something was put beside a thread, live or replayed. The same number again is the same note again.
        Annotation {
            /// The thread.
            thread: ThreadId,
            /// What.
            annotation: Annotation,
        },
        /// Agents only: an index row is new or changed.
        Row {
            /// The row as it stands; in a box, because every other frame is far smaller.
            row: Box<Row>,
        },
        /// Agents only: a thread left the inbox.
        RowGone {
            /// The thread.
            thread: ThreadId,
        },
        /// The service restarts; the socket will be closed with 1012.
        GoingAway {
            /// Spread the return over this many milliseconds.
            retry_after_ms: u64,
        },
        /// Something was refused.
        Error {
            /// A [`Code`], as written; a newer server may send one this client does not know.
            code: String,
            /// For people; never to be matched on.
            message: String,
            /// The `client_message_id` it is about.
            #[cfg_attr(feature = "serde", serde(rename = "ref", default, skip_serializing_if = "Option::is_none"))]
            reference: Option<String>,
            /// Whether the socket is closed after it.
            #[cfg_attr(feature = "serde", serde(default))]
            fatal: bool,
            /// When to try again, where that helps.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            retry_after_ms: Option<u64>,
            /// Which part of it, where a form was not filled in well: `form.email`.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            field: Option<String>,
        },
        /// Nothing more is pushed until [`ClientFrame::Have`] covers this frame. What is left out is not sent later: the
        /// client asks for it with [`ClientFrame::Resume`].
        Lagging,
        /// Agents only: [`ClientFrame::Have`] has covered [`ServerFrame::Lagging`], and what is new is pushed again. What of the
        /// list was left out can be loaded from here on.
        Abreast,
        /// How far the two sides of a thread have come, after a change.
        Marks {
            /// The thread.
            thread: ThreadId,
            /// How far the visitor has come.
            visitor: Mark,
            /// How far whichever agent came furthest has.
            agents: Mark,
        },
        /// Somebody is typing: to be shown for five seconds, or until their next entry. Best effort.
        Typing {
            /// The thread.
            thread: ThreadId,
            /// Who.
            from: Author,
        },
        /// Agents only: whether the thread's visitor has the chat on a page just now. Best effort.
        Presence {
            /// The thread.
            thread: ThreadId,
            /// Whether they are there.
            here: bool,
        },
        /// Agents only, and only those who view the thread themselves: which colleagues view it just now (P51). Best effort.
        Viewing {
            /// The thread.
            thread: ThreadId,
            /// Who else, by name; nobody any more, where it is empty.
            #[cfg_attr(feature = "serde", serde(default))]
            agents: Vec<Agent>,
        },
        /// Somebody came or went: what visitors are told of the team may be another thing now, and so may what consoles show of
        /// it. Says nothing itself, because what a visitor is told is the edge's to say; whoever shows it asks again. Best
        /// effort.
        Team,
        /// Agents only: nobody has had this thread for longer than anybody should wait (E49).
        LongWait {
            /// The thread.
            thread: ThreadId,
            /// Since when its visitor waits, in ms.
            since: u64,
        },
        /// Answers a ping.
        Pong,
        /// From a newer server.
        #[cfg_attr(feature = "serde", serde(other))]
        #[cfg_attr(feature = "schema", schemars(skip))]
        Unknown,
    }
}

impl ServerFrame {
    /// How far the two sides of a thread have come.
    #[must_use]
    pub fn marks(thread: ThreadId, Marks { visitor, agents }: Marks) -> Self {
        Self::Marks { thread, visitor, agents }
    }

    /// A refusal.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        let fatal = code.close().is_some();
        Self::Error {
            code: code.as_str().into(),
            message: message.into(),
            reference: None,
            fatal,
            retry_after_ms: None,
            field: None,
        }
    }
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(crate) fn is_false(value: &bool) -> bool {
    !value
}

/// A thread as clients see it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThreadState {
    /// Which.
    pub id: ThreadId,
    /// The chatflow it was started in.
    pub chatflow: ChatflowId,
    /// Open or closed.
    pub status: Status,
    /// Who has it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub assignee: Option<Agent>,
    /// The place of the last entry.
    pub last_seq: u64,
    /// When it was started, in ms.
    pub opened_at: u64,
    /// How far its two sides have come, where that is told.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub marks: Option<Marks>,
}

/// One entry of a thread's log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// Its place: from 1, without gaps.
    pub seq: u64,
    /// When, in ms. Shown, never used for order.
    pub at: u64,
    /// Who.
    pub from: Author,
    /// The sender's own id of a message.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub client_message_id: Option<ClientMessageId>,
    /// What.
    pub body: Body,
    /// Answers to pick from, where a bot asks: who picks one says it. They count while nothing was said after it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub quick_replies: Vec<String>,
    /// The files that a message carries.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub attachments: Vec<Attachment>,
    /// What was filled into the chatflow's form, with the message that it came with (P3).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub form: Vec<Answer>,
    /// The place of the message that this one answers (P26). Whoever shows it finds author and words in their own log.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reply_to: Option<u64>,
    /// When the message was said in other words, the last time, in ms; what it said before is kept nowhere.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub edited: Option<u64>,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(from = "author::Spelled", into = "author::Spelled"))]
pub enum Author {
    /// The thread's visitor.
    Visitor,
    /// An agent.
    Agent {
        /// Who.
        id: AgentId,
        /// Their display name when they acted.
        name: String,
    },
    /// The chatflow's bot (P84). Clients that do not know bots read it as an agent of that name.
    Bot {
        /// Its display name.
        name: String,
    },
    /// A rule, or a kind this client does not know.
    System,
}

tagged! {
    "kind",
    /// What happened.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "schema", schemars(rename = "EntryBody"))]
    pub enum Body {
        /// Something was said.
        Text {
            /// What.
            text: String,
        },
        /// The thread has a new assignee, or none.
        Assigned {
            /// Who has it now.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            agent: Option<Agent>,
        },
        /// The thread was closed.
        Closed,
        /// The thread is open again.
        Reopened,
        /// The message at a place says something else from now on (P26). Told as it stands: of what was said in other words
        /// twice, both tell the last, and where the message is gone by now, this is a deletion.
        Edited {
            /// The message's place.
            message: u64,
            /// What it says now.
            text: String,
        },
        /// The message at a place is gone (P26). Where that is the entry's own place, this is what is left of the message.
        Deleted {
            /// The message's place.
            message: u64,
        },
        /// From a newer server; shown as nothing, but it has its place.
        #[cfg_attr(feature = "serde", serde(other))]
        #[cfg_attr(feature = "schema", schemars(skip))]
        Unknown,
    }
}

#[cfg(feature = "serde")]
impl ServerFrame {
    /// As it is sent.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Maps with string keys, strings and integers: nothing in here can fail to serialise.
        serde_json::to_string(self).unwrap_or_default()
    }
}
