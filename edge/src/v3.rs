//! What Parlor has in the shape of HubSpot's conversations API, version 3 (H89, H90): pure translations, from the public
//! description of that API.
//!
//! Programs written for it take ids for numbers. A thread's is made of its own id; an inbox's and a chatflow's is made of
//! its word, and found again among those that whoever asks may know. Knows no requests and no storage.

pub mod history;

use conversation::ids::{AgentId, ThreadId};
use conversation::schedule::Date;
use conversation::{routing, thread};
use protocol::frame::Row;
use protocol::limits::SEQ_MAX;
use protocol::rest::InboxInfo;
use protocol::rest::v3::{Channel, Inbox, InboxKind, Priority, Status, Thread};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The number of the one channel there is, as the original has it for live chat.
pub const CHAT: &str = "1000";
/// The largest number of a thread, an inbox or a chatflow: 50 bits.
pub const MOST: u64 = (1 << 50) - 1;

/// A thread as a program names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// By its number.
    Number(u64),
    /// By its id.
    Id(ThreadId),
}

impl Key {
    /// Reads a number or an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().ok().filter(|number| *number <= MOST).map(Self::Number);
        }
        ThreadId::parse(text).ok().map(Self::Id)
    }
}

/// The number of an inbox or a chatflow, by its word.
#[must_use]
pub fn number_of(word: &str) -> u64 {
    let digest = Sha256::digest(word.as_bytes());
    digest.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte)) >> 14
}

/// Whether a program means what is called by this word, by the word or by its number.
#[must_use]
pub fn means(named: &str, word: &str) -> bool {
    named == word || named == number_of(word).to_string()
}

/// An instant (ms), as ISO 8601 writes it in UTC.
#[must_use]
pub fn iso(at: u64) -> String {
    let seconds = at / 1_000;
    let day = i64::try_from(seconds / 86_400).ok().and_then(Date::of_day);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    format!("{day}T{hour:02}:{minute:02}:{second:02}.{:03}Z", at % 1_000)
}

/// The instant (ms) of a time as ISO 8601 writes it in UTC, or of a number of ms.
#[must_use]
pub fn ms_of(text: &str) -> Option<u64> {
    if let Ok(ms) = text.parse() {
        return Some(ms).filter(|ms: &u64| *ms <= SEQ_MAX);
    }
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let day: Date = day.parse().ok()?;
    let mut parts = time.split(':').map(|part| {
        let is_two = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_two.then(|| part.parse::<u64>().ok()).flatten()
    });
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let is_time = parts.next().is_none() && hour < 24 && minute < 60 && second < 60;
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !is_time || !is_fraction {
        return None;
    }
    let ms: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    // The day of that date: days and dates have the same order.
    let (mut before, mut after) = (-1_i64, 2_932_897);
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if Date::of_day(middle)? < day { before = middle } else { after = middle }
    }
    Some(after.unsigned_abs() * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1_000 + ms)
}

/// An agent, as an actor.
#[must_use]
pub fn actor(agent: &AgentId) -> String {
    format!("A-{agent}")
}

/// The visitor of a thread, as an actor: the contact they are, or what tells them apart.
#[must_use]
pub fn visitor(row: &Row) -> String {
    let who = row.contact.as_ref().map_or(row.visitor.as_str(), |contact| contact.as_str());
    format!("V-{who}")
}

/// An inbox.
#[must_use]
pub fn inbox(info: &InboxInfo) -> Inbox {
    Inbox {
        id: number_of(info.id.as_str()).to_string(),
        name: info.name.clone(),
        kind: InboxKind::Inbox,
        archived: false,
    }
}

/// The one channel.
#[must_use]
pub fn chat() -> Channel {
    Channel { id: CHAT.to_owned(), name: "LIVE_CHAT".to_owned() }
}

/// A thread, by its row.
#[must_use]
pub fn thread(row: &Row) -> Thread {
    let latest = iso(row.updated_at);
    let by = |visitor: bool| (row.preview_from_visitor == visitor).then(|| latest.clone());
    Thread {
        id: row.thread.number().to_string(),
        created_at: iso(row.opened_at),
        status: status(row.status),
        original_channel_id: CHAT.to_owned(),
        original_channel_account_id: number_of(row.chatflow.as_str()).to_string(),
        latest_message_sent_timestamp: by(false),
        latest_message_received_timestamp: by(true),
        latest_message_timestamp: latest,
        assigned_to: row.assignee.as_ref().map(|agent| actor(&agent.id)),
        spam: row.desk.spam,
        inbox_id: number_of(row.inbox.as_str()).to_string(),
        associated_contact_id: row.contact.as_ref().map(ToString::to_string),
        archived: row.desk.archived_at.is_some(),
        priority: priority(row.desk.priority),
    }
}

/// How urgent a thread is.
#[must_use]
pub fn priority(priority: routing::priority::Priority) -> Priority {
    match priority {
        routing::priority::Priority::Low => Priority::Low,
        routing::priority::Priority::Normal => Priority::Medium,
        routing::priority::Priority::High => Priority::High,
        routing::priority::Priority::Urgent => Priority::Urgent,
    }
}

/// How a thread stands.
#[must_use]
pub fn status(status: thread::Status) -> Status {
    match status {
        thread::Status::Open => Status::Open,
        thread::Status::Closed => Status::Closed,
    }
}

/// Pages of several inboxes as one: the last changed first, at most `limit`; and whether something was left.
#[must_use]
pub fn merged(pages: Vec<Vec<Row>>, limit: usize) -> (Vec<Row>, bool) {
    let mut rows: Vec<Row> = pages.into_iter().flatten().collect();
    rows.sort_by(|a, b| b.updated_at.cmp(&a.updated_at).then_with(|| a.thread.cmp(&b.thread)));
    let left = rows.len() > limit;
    rows.truncate(limit);
    (rows, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbers_and_lead_back() {
        // H89
        let id = ThreadId::from_random(3, [7; 16]);
        assert_eq!(Key::parse(&id.number().to_string()), Some(Key::Number(id.number())));
        assert_eq!(Key::parse(id.as_str()), Some(Key::Id(id)));
        for bad in ["", "-1", "1.5", "main", "1125899906842624", "99999999999999999999"] {
            assert_eq!(Key::parse(bad), None, "{bad}");
        }
        let main = number_of("main");
        assert!(main <= MOST && main != number_of("side"));
        assert!(means("main", "main") && means(&main.to_string(), "main") && !means("main", "side"));
    }

    #[test]
    fn times_are_iso_8601() {
        assert_eq!(iso(1_795_366_800_007), "2026-11-22T17:00:00.007Z");
        for at in [0, 951_782_400_000, 1_795_366_800_007, 253_402_300_799_999] {
            assert_eq!((ms_of(&iso(at)), ms_of(&at.to_string())), (Some(at), Some(at)));
        }
        assert_eq!(ms_of("2026-11-22T17:00:00Z"), Some(1_795_366_800_000));
        for bad in
            ["", "2026-11-22", "2026-02-30T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T1:00:00Z", "x"]
        {
            assert_eq!(ms_of(bad), None, "{bad}");
        }
    }
}
