//! Whether something tells this agent, and by what (S181, S182): the one place where that is decided.
//!
//! Knows rows, comments and what the agent chose, as the edge keeps it. How a browser rings is `browser::alert`'s, and which of
//! several tabs does, `acts::ring`'s.

use conversation::ids::{AgentId, InboxId};
use conversation::thread::Status;
use protocol::frame::{Annotation, Author, Note, Row};
use serde_json::Value;

/// Something that an agent may want to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A visitor starts a conversation.
    Conversation,
    /// A visitor writes in a conversation of mine.
    Mine,
    /// A visitor writes in a conversation that nobody has.
    Unassigned,
    /// A comment names me.
    Mention,
    /// Somebody, or a rule, gives me a conversation.
    Assigned,
    /// Nobody has had a conversation for too long.
    LongWait,
}

impl Event {
    /// All of them, in the order of the settings.
    pub const ALL: [Self; 6] =
        [Self::Conversation, Self::Mine, Self::Unassigned, Self::Assigned, Self::Mention, Self::LongWait];

    /// Its name in what the edge keeps.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::Mention => "mention",
            Self::Assigned => "assigned",
            Self::LongWait => "long_wait",
        }
    }
}

/// By what somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A notification of the system.
    Desktop,
    /// A sound.
    Sound,
    /// The count in the title.
    Title,
}

impl Way {
    /// All of them, in the order of the settings.
    pub const ALL: [Self; 3] = [Self::Desktop, Self::Sound, Self::Title];

    /// Its name in what the edge keeps.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Sound => "sound",
            Self::Title => "title",
        }
    }
}

/// Quiet hours, in minutes of a day: from the first on, up to the second; past midnight where that is earlier.
#[must_use]
pub fn quiet(preferences: &Value) -> Option<(u64, u64)> {
    let quiet = &preferences["quiet"];
    Some((quiet["from"].as_u64()?, quiet["to"].as_u64()?))
}

/// How things stand as something happens.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Where it happens.
    pub inbox: &'a InboxId,
    /// The conversation is on this page, and the page is visible.
    pub looks: bool,
    /// I am away.
    pub away: bool,
    /// The minute of the day, by my clock.
    pub minute: u64,
}

/// What is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ring {
    /// A notification is shown.
    pub desktop: bool,
    /// It sounds.
    pub sound: bool,
    /// It is counted in the title.
    pub title: bool,
}

/// Whether an event tells this agent, and how. Nothing until it is known what they chose.
#[must_use]
pub fn ring(preferences: &Value, event: Event, around: Around<'_>) -> Ring {
    let muted =
        preferences["muted"].as_array().is_some_and(|all| all.iter().any(|id| id == around.inbox.as_str()));
    if around.looks || muted {
        return Ring::default();
    }
    let wanted = |way: Way| preferences[event.key()][way.key()] == true;
    let is_quiet = quiet(preferences).is_some_and(|(from, to)| {
        if from <= to {
            (from..to).contains(&around.minute)
        } else {
            around.minute >= from || around.minute < to
        }
    });
    let stays_quiet = is_quiet || (around.away && preferences["only_available"] == true);
    Ring {
        desktop: !stays_quiet && wanted(Way::Desktop),
        sound: !stays_quiet && wanted(Way::Sound),
        title: wanted(Way::Title),
    }
}

/// A conversation whose first words are older than its last by no more than this has just begun, in ms.
const JUST_BEGUN_MS: u64 = 60_000;

/// What a row tells of that came; `before` is what was known of it, `newest` when something was last said in any other
/// (ms, by the edge's clock).
#[must_use]
pub fn of_row(before: Option<&Row>, row: &Row, newest: u64, me: &AgentId) -> Option<Event> {
    if row.filtered || row.is_with_bot() || row.status == Status::Closed {
        return None;
    }
    let is_mine = |row: &Row| row.assignee.as_ref().is_some_and(|agent| agent.id == *me);
    let said = || match &row.assignee {
        _ if !row.preview_from_visitor => None,
        None => Some(Event::Unassigned),
        Some(_) => is_mine(row).then_some(Event::Mine),
    };
    let Some(before) = before else {
        // What was said just now stands above all the others; a row that only changed does not.
        let is_news = row.preview_from_visitor && row.updated_at >= newest;
        let is_new = row.updated_at.saturating_sub(row.opened_at) < JUST_BEGUN_MS;
        return if is_news && is_new { Some(Event::Conversation) } else { said().filter(|_| is_news) };
    };
    if before.revision >= row.revision {
        return None;
    }
    let something_was_said = row.updated_at > before.updated_at;
    // From its bot's hands, it begins for people.
    if before.is_with_bot() {
        return Some(if is_mine(row) { Event::Assigned } else { Event::Conversation });
    }
    if is_mine(row) && !is_mine(before) {
        // Whoever answers is given what they answer: that is their own doing.
        let by_answering = something_was_said && !row.preview_from_visitor;
        return (!by_answering).then_some(Event::Assigned);
    }
    said().filter(|_| something_was_said)
}

/// What is put beside a conversation tells of a mention, where it names me and is not mine.
#[must_use]
pub fn of_note(note: &Annotation, me: &AgentId) -> Option<Event> {
    let by_me = matches!(&note.from, Author::Agent { id, .. } if id == me);
    match &note.note {
        Note::Comment { mentions, .. } if !by_me && mentions.contains(me) => Some(Event::Mention),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use protocol::frame::RowBot;
    use protocol::rest::preferences::{Preferences, Quiet};

    use super::*;
    use crate::state::sample::{agent, by, note, row};

    fn of(row: Row, who: Option<&str>) -> Row {
        Row { assignee: who.map(agent), ..row }
    }

    #[test]
    fn a_row_tells_of_one_thing_or_of_nothing() {
        // S181
        let was = Row { opened_at: 1, updated_at: 100_000, last_seq: 4, ..row(1, 100_000) };
        let now = Row { updated_at: 200_000, last_seq: 5, revision: 2, ..was.clone() };
        let answered = Row { preview_from_visitor: false, ..now.clone() };
        let changed = Row { updated_at: was.updated_at, last_seq: 4, ..now.clone() };
        let new = Row { opened_at: 199_000, ..now.clone() };
        let bot =
            |in_charge, row: &Row| Row { bot: Some(RowBot { name: "Bot".into(), in_charge }), ..row.clone() };
        let mira = |row: &Row| of(row.clone(), Some("mira"));
        let anna = |row: &Row| of(row.clone(), Some("anna"));
        for (case, before, row, expected) in [
            ("a visitor starts", None, new.clone(), Some(Event::Conversation)),
            ("and it is routed to me at once", None, mira(&new), Some(Event::Conversation)),
            ("a bot starts", None, bot(true, &new), None),
            ("the bot hands it over", Some(bot(true, &was)), bot(false, &now), Some(Event::Conversation)),
            ("to me", Some(bot(true, &was)), mira(&bot(false, &now)), Some(Event::Assigned)),
            ("somebody who is blocked starts", None, Row { filtered: true, ..new.clone() }, None),
            ("a row that nobody knew, with new words", None, mira(&now), Some(Event::Mine)),
            ("a row that nobody knew, only changed", None, mira(&was), None),
            ("words in mine", Some(mira(&was)), mira(&now), Some(Event::Mine)),
            ("words in nobody's", Some(was.clone()), now.clone(), Some(Event::Unassigned)),
            ("words in a colleague's", Some(anna(&was)), anna(&now), None),
            ("our own words", Some(mira(&was)), mira(&answered), None),
            ("a label", Some(mira(&was)), mira(&changed), None),
            ("given to me", Some(anna(&was)), mira(&changed), Some(Event::Assigned)),
            ("mine by answering it", Some(was.clone()), mira(&answered), None),
            ("taken from me", Some(mira(&was)), anna(&changed), None),
            ("closed", Some(mira(&was)), Row { status: Status::Closed, ..mira(&now) }, None),
            ("told twice", Some(mira(&now)), mira(&now), None),
        ] {
            let newest = 150_000;
            assert_eq!(of_row(before.as_ref(), &row, newest, &agent("mira").id), expected, "{case}");
        }
    }

    #[test]
    fn only_a_comment_of_somebody_else_that_names_me_is_a_mention() {
        // S182 P47
        let names = |who: &str| Note::Comment { text: "@".into(), mentions: vec![agent(who).id] };
        for (from, what, expected) in [
            ("anna", names("mira"), Some(Event::Mention)),
            ("anna", names("jonas"), None),
            ("mira", names("mira"), None),
            ("anna", Note::Woke, None),
        ] {
            let note = Annotation { from: by(from), ..note(1, 0, what) };
            assert_eq!(of_note(&note, &agent("mira").id), expected, "{from}");
        }
    }

    #[test]
    fn what_rings_is_what_was_chosen_where_and_when_it_may() {
        // S181 S182
        let begins = serde_json::to_value(Preferences::default()).unwrap();
        let with = |change: fn(&mut Preferences)| {
            let mut all = Preferences::default();
            change(&mut all);
            serde_json::to_value(all).unwrap()
        };
        let (main, other) = (InboxId::parse("main").unwrap(), InboxId::parse("other").unwrap());
        let around = Around { inbox: &main, looks: false, away: false, minute: 600 };
        let night = with(|all| all.quiet = Some(Quiet { from: 1_320, to: 420 }));
        let noon = with(|all| all.quiet = Some(Quiet { from: 600, to: 660 }));
        let muted = with(|all| all.muted = vec![InboxId::parse("main").unwrap()]);
        let available = with(|all| all.only_available = true);
        let silent = with(|all| all.mine.sound = false);
        let at = |minute| Around { minute, ..around };
        // Desktop, sound, title.
        for (case, preferences, event, around, expected) in [
            ("as it begins", &begins, Event::Conversation, around, "dst"),
            ("mine", &begins, Event::Mine, around, "dst"),
            ("nobody's is only counted", &begins, Event::Unassigned, around, "t"),
            ("a long wait makes no sound", &begins, Event::LongWait, around, "dt"),
            ("without sound", &silent, Event::Mine, around, "dt"),
            ("on the screen", &begins, Event::Mine, Around { looks: true, ..around }, ""),
            ("a silent inbox", &muted, Event::Mine, around, ""),
            ("another one", &muted, Event::Mine, Around { inbox: &other, ..around }, "dst"),
            ("away", &begins, Event::Mine, Around { away: true, ..around }, "dst"),
            ("away, and only while available", &available, Event::Mine, Around { away: true, ..around }, "t"),
            ("available", &available, Event::Mine, around, "dst"),
            ("before the quiet hours", &night, Event::Mine, at(1_319), "dst"),
            ("as they begin", &night, Event::Mine, at(1_320), "t"),
            ("past midnight", &night, Event::Mine, at(0), "t"),
            ("their last minute", &night, Event::Mine, at(419), "t"),
            ("as they end", &night, Event::Mine, at(420), "dst"),
            ("at noon", &noon, Event::Mine, at(600), "t"),
            ("after noon", &noon, Event::Mine, at(660), "dst"),
            ("nothing is known yet", &Value::Null, Event::Mine, around, ""),
        ] {
            let Ring { desktop, sound, title } = ring(preferences, event, around);
            let told: String = [(desktop, 'd'), (sound, 's'), (title, 't')]
                .iter()
                .filter(|it| it.0)
                .map(|it| it.1)
                .collect();
            assert_eq!(told, expected, "{case}");
        }
    }

    #[test]
    fn the_edge_keeps_every_event_and_every_way() {
        // S182
        let begins = serde_json::to_value(Preferences::default()).unwrap();
        for event in Event::ALL {
            for way in Way::ALL {
                assert!(begins[event.key()][way.key()].is_boolean(), "{event:?} {way:?}");
            }
        }
    }
}
