//! Values for tests, said shortly.

use conversation::ids::{AgentId, ChatflowId, ClientMessageId, InboxId, ThreadId};
use conversation::thread::Status;
use protocol::frame::{Agent, Annotation, Author, Body, Entry, Note, Row, ThreadState};

pub(crate) fn thread_id(n: u8) -> ThreadId {
    ThreadId::from_random(0, [n; 16])
}

pub(crate) fn message_id(n: u8) -> ClientMessageId {
    ClientMessageId::from_random([n; 16])
}

pub(crate) fn agent(name: &str) -> Agent {
    Agent { id: AgentId::parse(name).unwrap(), name: name.to_owned() }
}

pub(crate) fn row(n: u8, updated_at: u64) -> Row {
    Row {
        thread: thread_id(n),
        inbox: InboxId::parse("main").unwrap(),
        visitor: format!("4K2{n}"),
        name: None,
        verified: false,
        email: None,
        chatflow: ChatflowId::parse("help").unwrap(),
        chatflow_name: "Help".into(),
        page: None,
        status: Status::Open,
        assignee: None,
        filtered: false,
        contact: None,
        desk: Box::default(),
        preview: "Hello".into(),
        preview_from_visitor: true,
        opened_at: 1,
        updated_at,
        waiting_since: Some(updated_at),
        last_seq: 1,
        revision: 1,
        bot: None,
    }
}

pub(crate) fn state(n: u8, last_seq: u64) -> ThreadState {
    ThreadState {
        id: thread_id(n),
        chatflow: ChatflowId::parse("help").unwrap(),
        status: Status::Open,
        assignee: None,
        last_seq,
        opened_at: 1,
        marks: None,
    }
}

pub(crate) fn entry(seq: u64, at: u64, from: Author, body: Body) -> Entry {
    Entry {
        seq,
        at,
        from,
        client_message_id: None,
        body,
        quick_replies: Vec::new(),
        reply_to: None,
        edited: None,
        attachments: Vec::new(),
        form: Vec::new(),
    }
}

pub(crate) fn text(words: &str) -> Body {
    Body::Text { text: words.to_owned() }
}

pub(crate) fn by(name: &str) -> Author {
    let Agent { id, name } = agent(name);
    Author::Agent { id, name }
}

pub(crate) fn note(n: u64, after_seq: u64, note: Note) -> Annotation {
    Annotation { n, after_seq, at: n, from: by("mira"), client_message_id: None, note }
}
