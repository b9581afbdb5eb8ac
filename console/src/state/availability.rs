//! When the team of a chatflow is available, as its form holds it (S55-S66).
//!
//! The form holds more than the mode: the hours of a chatflow that is always available, the words for a time that is
//! hidden. None of it is lost by trying another mode. The reply time is one and the same in all of them.

use conversation::availability::{AtCapacity, Away, Closed, Hours, Mode};

use super::hours::HoursDraft;

/// A mode, without the particulars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Always (S56).
    #[default]
    Always,
    /// While somebody whom routing names is available (S58).
    Status,
    /// During business hours (S62).
    Hours,
}

/// What the widget does while it is open and nobody can take a chat (S60, S61, S64).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwayKind {
    /// It says so.
    Message,
    /// It goes on as if somebody were there.
    Chat,
    /// No launcher.
    Nothing,
}

/// What the widget does while everybody who is there has as many chats as they take (H66).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FullKind {
    /// The same as while nobody is there.
    Away,
    /// It says so.
    Message,
    /// It says that nobody is free, and asks for an e-mail address.
    Email,
    /// No launcher.
    Nothing,
}

/// What the widget does outside business hours (S65).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedKind {
    /// It says so.
    Message,
    /// It says when the team is back (S66).
    ReturnTime,
    /// No launcher (P39).
    Nothing,
}

/// The whole of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The mode.
    pub kind: Kind,
    /// The typical reply time in minutes (S57, S59, S63).
    pub reply_minutes: Option<u32>,
    /// While nobody can take a chat.
    pub away: AwayKind,
    /// What it says then; empty for the house's own words.
    pub away_text: String,
    /// While everybody is busy.
    pub full: FullKind,
    /// What it says then; empty for the house's own words.
    pub full_text: String,
    /// What visitors read where they are asked for their address then.
    pub full_question: String,
    /// Outside business hours.
    pub closed: ClosedKind,
    /// What it says then.
    pub closed_text: String,
    /// The hours; none where there never were any.
    pub hours: HoursDraft,
}

/// The form of a mode.
#[must_use]
pub fn of(mode: &Mode) -> Parts {
    let none = Away::default();
    let (kind, reply_minutes, (away, full), closed, hours) = match mode {
        Mode::Always { reply_minutes } => (Kind::Always, *reply_minutes, (&none, &None), None, None),
        Mode::Status { reply_minutes, away, at_capacity } => {
            (Kind::Status, *reply_minutes, (away, at_capacity), None, None)
        }
        Mode::Hours(hours) => {
            let full = (&hours.away, &hours.at_capacity);
            (Kind::Hours, hours.reply_minutes, full, Some(&hours.closed), Some(&hours.schedule))
        }
    };
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    let (away, away_text) = match away {
        Away::Chat => (AwayKind::Chat, String::new()),
        Away::Message { text } => (AwayKind::Message, words(text)),
        Away::Nothing => (AwayKind::Nothing, String::new()),
    };
    let (full, full_text, full_question) = match full {
        None => (FullKind::Away, String::new(), String::new()),
        Some(AtCapacity::Message { text }) => (FullKind::Message, words(text), String::new()),
        Some(AtCapacity::Email { message }) => (FullKind::Email, String::new(), message.clone()),
        Some(AtCapacity::Nothing) => (FullKind::Nothing, String::new(), String::new()),
    };
    let (closed, closed_text) = match closed {
        // Who begins with hours most likely wants to say when they are back.
        None | Some(Closed::ReturnTime) => (ClosedKind::ReturnTime, String::new()),
        Some(Closed::Message { text }) => (ClosedKind::Message, words(text)),
        Some(Closed::Nothing) => (ClosedKind::Nothing, String::new()),
    };
    let hours = hours.map_or_else(|| HoursDraft::usual(""), HoursDraft::of);
    Parts { kind, reply_minutes, away, away_text, full, full_text, full_question, closed, closed_text, hours }
}

/// The mode it stands for.
#[must_use]
pub fn written(parts: &Parts) -> Mode {
    let reply_minutes = parts.reply_minutes;
    let words = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
    let away = match parts.away {
        AwayKind::Chat => Away::Chat,
        AwayKind::Message => Away::Message { text: words(&parts.away_text) },
        AwayKind::Nothing => Away::Nothing,
    };
    let at_capacity = match parts.full {
        FullKind::Away => None,
        FullKind::Message => Some(AtCapacity::Message { text: words(&parts.full_text) }),
        FullKind::Email => Some(AtCapacity::Email { message: parts.full_question.clone() }),
        FullKind::Nothing => Some(AtCapacity::Nothing),
    };
    match parts.kind {
        Kind::Always => Mode::Always { reply_minutes },
        Kind::Status => Mode::Status { reply_minutes, away, at_capacity },
        Kind::Hours => {
            let closed = match parts.closed {
                ClosedKind::Message => Closed::Message { text: words(&parts.closed_text) },
                ClosedKind::ReturnTime => Closed::ReturnTime,
                ClosedKind::Nothing => Closed::Nothing,
            };
            let schedule = parts.hours.schedule();
            Mode::Hours(Box::new(Hours { schedule, reply_minutes, away, at_capacity, closed }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(json: &str) -> Mode {
        serde_json::from_str(json).unwrap()
    }

    const HOURS: &str = r#"{"mode": "hours", "reply_minutes": 30,
        "schedule": {"zone": "Europe/Berlin", "week": {"monday": [{"from": "00:00", "until": "24:00"}]},
            "dates": {"2026-12-25": []}},
        "away": {"show": "nothing"}, "at_capacity": {"show": "email", "message": "To where?"}, "closed": {"show": "message", "text": "We are back on Monday."}}"#;

    #[test]
    fn a_mode_that_nobody_touched_is_written_as_it_was() {
        // S56 S57 S58 S59 S60 S61 S62 S63 S64 S65 H66 E39
        for json in [
            r#"{"mode": "always"}"#,
            r#"{"mode": "always", "reply_minutes": 10}"#,
            r#"{"mode": "status", "reply_minutes": 5, "away": {"show": "chat"}}"#,
            r#"{"mode": "status", "away": {"show": "message"}}"#,
            r#"{"mode": "status", "away": {"show": "message", "text": "Back later."}}"#,
            r#"{"mode": "status", "away": {"show": "nothing"}}"#,
            r#"{"mode": "status", "at_capacity": {"show": "nothing"}}"#,
            r#"{"mode": "status", "at_capacity": {"show": "message", "text": "All busy."}}"#,
            r#"{"mode": "status", "at_capacity": {"show": "email", "message": "To where?"}}"#,
            HOURS,
            r#"{"mode": "hours", "schedule": {"zone": "UTC", "week": {}}, "closed": {"show": "return_time"}}"#,
            r#"{"mode": "hours", "schedule": {"zone": "UTC", "week": {}}, "closed": {"show": "nothing"}}"#,
        ] {
            let before = mode(json);
            assert_eq!(written(&of(&before)), before, "{json}");
        }
    }

    #[test]
    fn trying_another_mode_loses_nothing() {
        // E39
        let before = mode(HOURS);
        let mut parts = of(&before);
        parts.kind = Kind::Always;
        assert_eq!(written(&parts), Mode::Always { reply_minutes: Some(30) });
        parts.kind = Kind::Status;
        let at_capacity = Some(AtCapacity::Email { message: "To where?".into() });
        assert_eq!(
            written(&parts),
            Mode::Status { reply_minutes: Some(30), away: Away::Nothing, at_capacity }
        );
        parts.kind = Kind::Hours;
        parts.closed = ClosedKind::ReturnTime;
        parts.closed = ClosedKind::Message;
        assert_eq!(written(&parts), before);
    }

    #[test]
    fn no_words_are_the_houses_words() {
        // S60
        let mut parts = of(&mode(r#"{"mode": "status", "away": {"show": "message", "text": "x"}}"#));
        parts.away_text = "  ".into();
        let away = Away::Message { text: None };
        assert_eq!(written(&parts), Mode::Status { reply_minutes: None, away, at_capacity: None });
    }
}
