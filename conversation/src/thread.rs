//! A thread: one conversation of one visitor or contact in an inbox.
//!
//! [`Thread::decide`] answers a command with the events that would happen, or refuses it; it changes nothing.
//! [`Thread::apply`] makes one event true. A shell stores the events between the two, so that what is
//! acknowledged is exactly what was stored (promise P1).
//!
//! Every event takes the next `seq`, from 1, without gaps (promise P3): both sides see the same order. What only
//! agents may see (comments, blocks) is therefore not an event here. Knows no ids of threads or messages: the
//! shell that stores them makes the repeated one a no-op (promise P2).

mod revision;

use alloc::string::String;
use alloc::vec::Vec;

pub use revision::{Message, REVISE_MS};

use crate::ids::AgentId;
use crate::text::MessageText;

/// Open or closed (S111, S129).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ThreadStatus"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Status {
    /// Somebody still has to look at it.
    Open,
    /// Done, until somebody writes again.
    Closed,
}

/// An agent, as a thread remembers one: the name stays what it was when they acted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Who.
    pub id: AgentId,
    /// Their display name; never an e-mail address (E69).
    pub name: String,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Author {
    /// The visitor the thread belongs to.
    Visitor,
    /// An agent.
    Agent(Agent),
    /// The chatflow's bot, by its display name.
    Bot(String),
    /// A rule: routing, a timer.
    System,
}

/// What somebody wants to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The visitor writes.
    Write {
        /// What they say.
        text: MessageText,
    },
    /// An agent replies. On an unassigned thread that assigns it to them (H74, S105).
    Reply {
        /// Who.
        by: Agent,
        /// What they say.
        text: MessageText,
    },
    /// Gives the thread to an agent, or to nobody (S127).
    Assign {
        /// To whom.
        to: Option<Agent>,
        /// Who decided it; `None` is a routing rule.
        by: Option<Agent>,
    },
    /// A rule gives the thread to somebody, or takes it from somebody for nobody yet. Whoever has it by then keeps it,
    /// and nothing happens to a thread that is closed: so it can be said any number of times.
    Route {
        /// Who has it as far as the rule knows.
        from: Option<AgentId>,
        /// To whom.
        to: Option<Agent>,
    },
    /// Marks the thread closed (S129).
    Close {
        /// Who.
        by: Agent,
    },
    /// The visitor ends it (P18). Said again it changes nothing.
    End,
    /// Nothing has happened for as long as the chatflow lets a chat stand: it closes by itself (H67). Not while its visitor
    /// waits for an answer: then it is the team that is silent.
    TimeOut,
    /// Opens a closed thread again.
    Reopen {
        /// Who.
        by: Agent,
    },
    /// The bot says something.
    BotSays {
        /// Its display name.
        bot: String,
        /// What it says.
        text: MessageText,
    },
    /// The bot hands the thread over to people (E51): from then on it waits for one of them.
    BotHandsOver {
        /// Its display name.
        bot: String,
    },
    /// Somebody says a message of theirs in other words (P26). The same words again change nothing.
    Edit {
        /// Who.
        by: Author,
        /// Which, as it stands.
        message: Message,
        /// What it is to say.
        text: MessageText,
    },
    /// Somebody takes a message of theirs back (P26). Said again it changes nothing.
    Delete {
        /// Who.
        by: Author,
        /// Which, as it stands.
        message: Message,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Something was said.
    Text(String),
    /// The thread has a new assignee, or none.
    Assigned(Option<Agent>),
    /// The thread was closed.
    Closed,
    /// The thread is open again.
    Reopened,
    /// The message at a place says something else from now on (P26).
    Edited {
        /// Its place.
        message: u64,
        /// What it says.
        text: String,
    },
    /// The message at a place is gone (P26): nobody is told any more what it said.
    Deleted {
        /// Its place.
        message: u64,
    },
}

/// One entry of the thread's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place, from 1, without gaps.
    pub seq: u64,
    /// When, in ms since 1970 (UTC). Shown, never used for order.
    pub at: u64,
    /// Who did it.
    pub by: Author,
    /// What happened.
    pub body: Body,
}

/// Why a command was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The thread was closed too long ago to be reopened by writing; a new one has to be started.
    ThreadClosed,
    /// There is no such message of theirs: somebody else said it, or it is gone.
    NotTheirs,
    /// The message was said too long ago to be changed: see [`REVISE_MS`].
    TooLate {
        /// So long ago, in ms.
        since: u64,
    },
}

/// The rules of the inbox that a thread obeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How long after closing, in ms, a visitor's message reopens the thread; 0: never.
    pub reopen_within: u64,
}

/// A thread as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Open or closed.
    pub status: Status,
    /// Who has it.
    pub assignee: Option<Agent>,
    /// The place of the last event; 0 before the first.
    pub last_seq: u64,
    /// When it was closed, while it is.
    pub closed_at: Option<u64>,
    /// Since when the visitor waits for an answer: the oldest unanswered message of an open thread.
    pub waiting_since: Option<u64>,
}

impl Default for Thread {
    fn default() -> Self {
        Self { status: Status::Open, assignee: None, last_seq: 0, closed_at: None, waiting_since: None }
    }
}

impl Thread {
    /// What would happen at `now` (ms); an empty list where the command changes nothing.
    ///
    /// # Errors
    /// [`Rejection`], with nothing changed.
    pub fn decide(&self, command: Command, policy: Policy, now: u64) -> Result<Vec<Event>, Rejection> {
        let mut log = Log { next: self.last_seq + 1, at: now, events: Vec::new() };
        match command {
            Command::Write { text } => {
                if let Some(closed_at) = self.closed_at {
                    if now.saturating_sub(closed_at) >= policy.reopen_within {
                        return Err(Rejection::ThreadClosed);
                    }
                    log.push(Author::Visitor, Body::Reopened);
                }
                log.push(Author::Visitor, Body::Text(text.into_string()));
            }
            Command::Reply { by, text } => {
                if self.status == Status::Closed {
                    log.push(Author::Agent(by.clone()), Body::Reopened);
                }
                if self.assignee.is_none() {
                    log.push(Author::Agent(by.clone()), Body::Assigned(Some(by.clone())));
                }
                log.push(Author::Agent(by), Body::Text(text.into_string()));
            }
            Command::Assign { to, by } => {
                let who = |agent: &Option<Agent>| agent.as_ref().map(|agent| agent.id.clone());
                if who(&self.assignee) != who(&to) {
                    log.push(by.map_or(Author::System, Author::Agent), Body::Assigned(to));
                }
            }
            Command::Route { from, to } => {
                let has = self.assignee.as_ref().map(|agent| &agent.id);
                let gets = to.as_ref().map(|agent| &agent.id);
                if self.status == Status::Open && has == from.as_ref() && has != gets {
                    log.push(Author::System, Body::Assigned(to));
                }
            }
            Command::Close { by } => {
                if self.status == Status::Open {
                    log.push(Author::Agent(by), Body::Closed);
                }
            }
            Command::End => {
                if self.status == Status::Open {
                    log.push(Author::Visitor, Body::Closed);
                }
            }
            Command::TimeOut => {
                if self.may_time_out() {
                    log.push(Author::System, Body::Closed);
                }
            }
            Command::Reopen { by } => {
                if self.status == Status::Closed {
                    log.push(Author::Agent(by), Body::Reopened);
                }
            }
            Command::BotSays { bot, text } => log.push(Author::Bot(bot), Body::Text(text.into_string())),
            // Nobody had it, and now nobody has it whom it could wait for: so the log says that it is people's turn.
            Command::BotHandsOver { bot } => log.push(Author::Bot(bot), Body::Assigned(None)),
            Command::Edit { by, message, text } => {
                message.admit(self, &by, now)?;
                let text = text.into_string();
                match message.text {
                    None => return Err(Rejection::NotTheirs),
                    Some(says) if says == text => {}
                    Some(_) => log.push(by, Body::Edited { message: message.seq, text }),
                }
            }
            Command::Delete { by, message } => {
                // What is gone is gone, also for whoever hears of it late.
                if message.text.is_some() || message.by != by {
                    message.admit(self, &by, now)?;
                    log.push(by, Body::Deleted { message: message.seq });
                }
            }
        }
        Ok(log.events)
    }

    /// Whether it closes once nothing has happened for long enough (H67).
    #[must_use]
    pub fn may_time_out(&self) -> bool {
        self.status == Status::Open && self.waiting_since.is_none()
    }

    /// Makes one event true. Events come in the order of their `seq`.
    pub fn apply(&mut self, event: &Event) {
        self.last_seq = event.seq;
        match &event.body {
            Body::Text(_) => match event.by {
                Author::Visitor => {
                    self.waiting_since.get_or_insert(event.at);
                }
                // A bot's answer is one, until it hands over.
                Author::Agent(_) | Author::Bot(_) => self.waiting_since = None,
                Author::System => {}
            },
            Body::Assigned(to) => {
                self.assignee.clone_from(to);
                if matches!(event.by, Author::Bot(_)) && self.status == Status::Open {
                    self.waiting_since.get_or_insert(event.at);
                }
            }
            Body::Closed => {
                self.status = Status::Closed;
                self.closed_at = Some(event.at);
                self.waiting_since = None;
            }
            Body::Reopened => {
                self.status = Status::Open;
                self.closed_at = None;
            }
            // Whoever took back what they asked has asked something all the same, and still waits.
            Body::Edited { .. } | Body::Deleted { .. } => {}
        }
    }
}

/// Numbers the events of one decision.
struct Log {
    next: u64,
    at: u64,
    events: Vec<Event>,
}

impl Log {
    fn push(&mut self, by: Author, body: Body) {
        self.events.push(Event { seq: self.next, at: self.at, by, body });
        self.next += 1;
    }
}

#[cfg(test)]
mod tests;
