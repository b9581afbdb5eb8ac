//! A thread's history in one order: what both sides said, what colleagues said beside it, who had it, and how it stood.
//!
//! Entries have the places of the log, comments stand behind the place at which they were made. A page is a piece of that
//! order, of either direction; it is read by one window of the log, which [`window`] names and [`page`] cuts.

use protocol::frame::{Annotation, Author, Body, Entry, Note, Row};
use protocol::rest::Log;
use protocol::rest::v3::{
    Attachment, AttachmentKind, Client, ClientType, Direction, FileUsage, Message, MessageKind,
    MessageStatus, Participant, Status, StatusType, Truncation,
};

use super::{CHAT, actor, iso, number_of, visitor};

/// A place in a history: an entry's in the log, and a comment's number behind it, or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// In the log.
    pub seq: u64,
    /// Behind it.
    pub n: u64,
}

impl Place {
    /// Before the first.
    pub const FIRST: Self = Self { seq: 0, n: 0 };
    /// After the last.
    pub const LAST: Self = Self { seq: u64::MAX, n: u64::MAX };

    /// As it travels in an address.
    #[must_use]
    pub fn to_text(self) -> String {
        format!("{}.{}", self.seq, self.n)
    }

    /// Reads it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (seq, n) = text.split_once('.')?;
        Some(Self { seq: seq.parse().ok()?, n: n.parse().ok()? })
    }
}

/// In which order a history is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The oldest first.
    Oldest,
    /// The newest first.
    Newest,
}

/// What of a log has to be read for a page from a place on: after which place, and how many entries.
#[must_use]
pub fn window(from: Place, order: Order, limit: u32, last_seq: u64) -> (u64, u32) {
    let seq = from.seq.min(last_seq);
    match order {
        Order::Oldest => (seq, limit),
        Order::Newest => {
            let after = seq.saturating_sub(u64::from(limit));
            (after, u32::try_from(seq - after).unwrap_or(limit).max(1))
        }
    }
}

/// A page of a thread's history from a place on, read by that window; and from where the next one is, if there is one.
#[must_use]
pub fn page(row: &Row, log: &Log, from: Place, order: Order, limit: u32) -> (Vec<Message>, Option<Place>) {
    let (after, _) = window(from, order, limit, log.thread.last_seq);
    let last = log.thread.last_seq;
    let read = log.entries.last().map_or(after, |entry| entry.seq);
    let mut all: Vec<(Place, Message)> = log
        .entries
        .iter()
        .filter_map(|entry| Some((Place { seq: entry.seq, n: 0 }, entry_of(row, log, entry)?)))
        .chain(
            log.annotations
                .iter()
                .filter_map(|note| Some((Place { seq: note.after_seq, n: note.n }, comment_of(row, note)?))),
        )
        .collect();
    all.sort_by_key(|(place, _)| *place);
    let floor = Place { seq: after, n: 0 };
    match order {
        Order::Oldest => all.retain(|(place, _)| *place > from && place.seq <= read),
        Order::Newest => {
            all.retain(|(place, _)| *place > floor && *place < from);
            all.reverse();
        }
    }
    let more = all.len() > limit as usize;
    all.truncate(limit as usize);
    let next = match (more, order) {
        (true, _) => all.last().map(|(place, _)| *place),
        // Comments behind the last place that was read were told.
        (false, Order::Oldest) => (read < last).then_some(Place { seq: read, n: u64::MAX }),
        (false, Order::Newest) => (after > 0).then_some(Place { seq: after, n: 1 }),
    };
    (all.into_iter().map(|(_, message)| message).collect(), next)
}

fn blank(row: &Row, kind: MessageKind, place: &str, at: u64, from: &Author) -> Message {
    let number = row.thread.number();
    let by_system = matches!(from, Author::Bot { .. } | Author::System);
    Message {
        kind,
        id: format!("{number}-{place}"),
        conversations_thread_id: number.to_string(),
        created_at: iso(at),
        created_by: actor_of(row, from),
        client: Client { client_type: if by_system { ClientType::System } else { ClientType::Hubspot } },
        senders: Vec::new(),
        recipients: Vec::new(),
        archived: false,
        text: None,
        rich_text: None,
        attachments: Vec::new(),
        truncation_status: None,
        direction: None,
        channel_id: None,
        channel_account_id: None,
        status: None,
        assigned_to: None,
        new_status: None,
    }
}

fn entry_of(row: &Row, log: &Log, entry: &Entry) -> Option<Message> {
    let place = entry.seq.to_string();
    let blank = |kind| blank(row, kind, &place, entry.at, &entry.from);
    Some(match &entry.body {
        Body::Text { text } => {
            let incoming = entry.from == Author::Visitor;
            let read = log.thread.marks.is_some_and(|marks| marks.visitor.read >= entry.seq);
            let (direction, status_type) = match (incoming, read) {
                (true, _) => (Direction::Incoming, StatusType::Received),
                (false, true) => (Direction::Outgoing, StatusType::Read),
                (false, false) => (Direction::Outgoing, StatusType::Sent),
            };
            let the_visitor = Participant { actor_id: visitor(row), name: row.name.clone() };
            Message {
                senders: vec![participant(row, &entry.from)],
                recipients: if incoming { Vec::new() } else { vec![the_visitor] },
                text: Some(text.clone()),
                rich_text: Some(html(text)),
                attachments: entry.attachments.iter().map(attachment).collect(),
                truncation_status: Some(Truncation::NotTruncated),
                direction: Some(direction),
                channel_id: Some(CHAT.to_owned()),
                channel_account_id: Some(number_of(row.chatflow.as_str()).to_string()),
                status: Some(MessageStatus { status_type }),
                ..blank(MessageKind::Message)
            }
        }
        Body::Assigned { agent } => Message {
            assigned_to: agent.as_ref().map(|agent| actor(&agent.id)),
            ..blank(MessageKind::Assignment)
        },
        Body::Closed => {
            Message { new_status: Some(Status::Closed), ..blank(MessageKind::ThreadStatusChange) }
        }
        Body::Reopened => {
            Message { new_status: Some(Status::Open), ..blank(MessageKind::ThreadStatusChange) }
        }
        // What is left of a message that was taken back, and what changed one: the message tells how it stands.
        Body::Edited { .. } | Body::Deleted { .. } | Body::Unknown => return None,
    })
}

fn comment_of(row: &Row, note: &Annotation) -> Option<Message> {
    let Note::Comment { text, .. } = &note.note else { return None };
    Some(Message {
        senders: vec![participant(row, &note.from)],
        text: Some(text.clone()),
        rich_text: Some(html(text)),
        ..blank(row, MessageKind::Comment, &format!("c{}", note.n), note.at, &note.from)
    })
}

fn attachment(file: &protocol::frame::Attachment) -> Attachment {
    Attachment {
        kind: AttachmentKind::File,
        file_id: file.id.to_string(),
        file_usage_type: Some(if file.is_picture() { FileUsage::Image } else { FileUsage::Other }),
        name: Some(file.name.clone()),
    }
}

fn participant(row: &Row, from: &Author) -> Participant {
    let name = match from {
        Author::Visitor => row.name.clone(),
        Author::Agent { name, .. } | Author::Bot { name } => Some(name.clone()),
        Author::System => None,
    };
    Participant { actor_id: actor_of(row, from), name }
}

fn actor_of(row: &Row, from: &Author) -> String {
    match from {
        Author::Visitor => visitor(row),
        Author::Agent { id, .. } => actor(id),
        Author::Bot { .. } => format!("B-{}", number_of(row.chatflow.as_str())),
        Author::System => "S-parlor".to_owned(),
    }
}

/// Plain text as HTML in which every sign is text.
fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests;
