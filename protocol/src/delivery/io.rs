//! What goes into the client and what comes out of it.

use conversation::ids::{ChatflowId, ClientMessageId, FileId, ThreadId, VisitorId};

use super::LinkState;
use crate::code::Code;
use crate::frame::{
    Annotation, Author, ClientFrame, ConsentGiven, Entry, Mark, Marks, Row, ServerFrame, ThreadState,
};

/// A message to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Made once, before the first attempt.
    pub client_message_id: ClientMessageId,
    /// Where it goes; `None` starts a thread, or joins the one that an earlier draft of this outbox starts.
    pub thread: Option<ThreadId>,
    /// The chatflow, for a draft without a thread.
    pub chatflow: Option<ChatflowId>,
    /// What is said.
    pub text: String,
    /// The files it carries.
    pub attachments: Vec<FileId>,
    /// The page it is said on.
    pub page: Option<String>,
    /// The consent text the visitor agreed to or was shown with it.
    pub consent: Option<ConsentGiven>,
    /// The place of the message that it answers.
    pub reply_to: Option<u64>,
}

/// How far a message of one's own got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// On its way, or waiting for the network.
    Sending,
    /// Stored for good.
    Sent,
    /// A client of the other side has shown it.
    Delivered,
    /// Somebody of the other side has seen it.
    Read,
    /// Refused. It stays until [`Input::Retry`].
    Failed,
}

impl Progress {
    /// Of a stored message, by its place and how far the other side has come.
    #[must_use]
    pub fn at(seq: u64, others: Mark) -> Self {
        if seq <= others.read {
            Self::Read
        } else if seq <= others.received {
            Self::Delivered
        } else {
            Self::Sent
        }
    }
}

/// What happened around the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Be connected from now on.
    Start,
    /// Be disconnected from now on; the outbox stays.
    Stop,
    /// The socket opened.
    Opened,
    /// The socket closed, or could not be opened.
    Closed {
        /// The close code; 1006 where there was none.
        code: u16,
    },
    /// A frame came.
    Frame(ServerFrame),
    /// The time asked for by [`Action::WakeAt`] has come.
    Wake,
    /// The network is back, the page is visible again: do not wait any longer.
    Hurry,
    /// Somebody wrote, or wants a refused message to go out as it is now.
    Submit(Draft),
    /// Try a failed message again.
    Retry(ClientMessageId),
    /// The visitor typed their e-mail address. Answered by [`News::Captured`] or [`News::NotCaptured`], however
    /// often the link breaks meanwhile.
    Claim {
        /// Made once, names the question.
        client_message_id: ClientMessageId,
        /// The thread in which they were asked.
        thread: ThreadId,
        /// As typed.
        email: String,
    },
    /// Show this thread from here on, having everything up to a place.
    Follow {
        /// The thread.
        thread: ThreadId,
        /// The last place the shell already has.
        after_seq: u64,
    },
    /// Show it no longer.
    Unfollow(ThreadId),
    /// A person has seen a followed thread up to a place: the page is visible, and the thread is on it.
    Read {
        /// The thread.
        thread: ThreadId,
        /// The last place seen.
        seq: u64,
    },
    /// Somebody is typing into this thread. May come with every key.
    Typing(ThreadId),
}

/// What the shell has to do, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Open a socket. The shell reports [`Input::Opened`] or [`Input::Closed`].
    Connect,
    /// Close the socket without waiting for its close event, and forget it.
    Disconnect,
    /// Send a frame.
    Send(ClientFrame),
    /// Send [`crate::frame::PING`], spelled exactly so.
    Ping,
    /// Ring at this time (ms), instead of any time asked for before; [`Input::Wake`].
    WakeAt(u64),
    /// Show something.
    Tell(News),
}

/// What there is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The link's state changed.
    Link(LinkState),
    /// The greeting: who the visitor is and which threads they have.
    Welcome {
        /// The visitor, on their own socket.
        visitor: Option<VisitorId>,
        /// Their threads, newest first.
        threads: Vec<ThreadState>,
    },
    /// The next entry of a followed thread: in order, each once.
    Entry {
        /// The thread.
        thread: ThreadId,
        /// The entry.
        entry: Entry,
    },
    /// A message came in a thread that is not followed; of whom. Nothing of it is kept.
    Elsewhere(Author),
    /// A thread's state, after a replay or a change.
    State(ThreadState),
    /// A message is stored for good.
    Acked {
        /// Which.
        client_message_id: ClientMessageId,
        /// Its thread.
        thread: ThreadId,
        /// Its place.
        seq: u64,
    },
    /// A message was refused. It stays in the outbox until [`Input::Retry`].
    Failed {
        /// Which.
        client_message_id: ClientMessageId,
        /// Why; `None` for a code this client does not know.
        code: Option<Code>,
    },
    /// The visitor's address is kept.
    Captured(ClientMessageId),
    /// The visitor's address was refused.
    NotCaptured {
        /// Which question.
        client_message_id: ClientMessageId,
        /// Why; `None` for a code this client does not know.
        code: Option<Code>,
    },
    /// The client had more than the log holds (a restored backup): drop the thread's entries, they come again.
    StartOver(ThreadId),
    /// How far the two sides of a followed thread have come: see [`Progress::at`].
    Marks {
        /// The thread.
        thread: ThreadId,
        /// How far.
        marks: Marks,
    },
    /// Who is typing in a followed thread; `None` once they stopped.
    Typing {
        /// The thread.
        thread: ThreadId,
        /// Who.
        from: Option<Author>,
    },
    /// Whether the visitor of a thread has the chat on a page, for consoles.
    Presence {
        /// The thread.
        thread: ThreadId,
        /// Whether they are there.
        here: bool,
    },
    /// Somebody came or went: whoever shows the team asks about it again.
    Team,
    /// Nobody has had a thread for too long, for consoles.
    LongWait {
        /// The thread.
        thread: ThreadId,
        /// Since when its visitor waits, in ms.
        since: u64,
    },
    /// The server left things out, because this client did not keep up. Followed threads are asked for anew; rows
    /// have to be loaded again. Told twice: at once, and when nothing is left out any more.
    Lagged,
    /// An index row, for consoles.
    Row(Box<Row>),
    /// A thread left the inbox, for consoles.
    RowGone(ThreadId),
    /// Something was put beside a thread, for consoles. It may come twice, under the same number.
    Annotation {
        /// The thread.
        thread: ThreadId,
        /// What.
        annotation: Annotation,
    },
    /// The server refused something that is not a message.
    Refused {
        /// As written.
        code: String,
        /// For people.
        message: String,
    },
}
