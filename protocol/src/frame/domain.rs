//! What happened in a thread, as it is sent: the domain's words in the wire's.

use conversation::ids::ClientMessageId;
use conversation::thread;

use super::{Agent, Author, Body, Entry};

impl From<&thread::Agent> for Agent {
    fn from(agent: &thread::Agent) -> Self {
        Self { id: agent.id.clone(), name: agent.name.clone() }
    }
}

impl From<&Agent> for thread::Agent {
    fn from(agent: &Agent) -> Self {
        Self { id: agent.id.clone(), name: agent.name.clone() }
    }
}

impl From<&thread::Author> for Author {
    fn from(author: &thread::Author) -> Self {
        match author {
            thread::Author::Visitor => Self::Visitor,
            thread::Author::Agent(agent) => Self::Agent { id: agent.id.clone(), name: agent.name.clone() },
            thread::Author::Bot(name) => Self::Bot { name: name.clone() },
            thread::Author::System => Self::System,
        }
    }
}

impl Entry {
    /// An event of the domain, as it is sent.
    #[must_use]
    pub fn from_event(event: &thread::Event, client_message_id: Option<ClientMessageId>) -> Self {
        let from = Author::from(&event.by);
        let body = match &event.body {
            thread::Body::Text(text) => Body::Text { text: text.clone() },
            thread::Body::Assigned(agent) => Body::Assigned { agent: agent.as_ref().map(Agent::from) },
            thread::Body::Closed => Body::Closed,
            thread::Body::Reopened => Body::Reopened,
            thread::Body::Edited { message, text } => Body::Edited { message: *message, text: text.clone() },
            thread::Body::Deleted { message } => Body::Deleted { message: *message },
        };
        Self {
            seq: event.seq,
            at: event.at,
            from,
            client_message_id,
            body,
            quick_replies: Vec::new(),
            attachments: Vec::new(),
            form: Vec::new(),
            reply_to: None,
            edited: None,
        }
    }
}
