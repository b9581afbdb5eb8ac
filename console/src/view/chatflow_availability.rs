//! When the team of a chatflow is available, and what visitors see then and otherwise (S55-S66, P38, P39, H66).

use crate::reactive::*;
use conversation::rating::Scale;

use super::chatflow_parts::when;
use super::forecast::forecast;
use super::form::{Choice, Tick, Words, block, choices, pick, tick_box};
use super::hours::{Desk, hours};
use super::html::all;
use crate::browser::zones;
use crate::console::console;
use crate::state::availability::{AwayKind, ClosedKind, FullKind, Kind};
use crate::state::chatflow_draft::Draft;
use crate::state::chatflow_findings::Place;
use crate::state::minutes::{CLOSING_CHOICES, REPLY_CHOICES, in_words};
use crate::texts::Text;
use crate::watch::watch;

/// The part of the form.
pub(crate) fn availability_part() -> AnyView {
    let modes = vec![
        Choice::new(Text::ModeAlways, |draft| draft.mode == Kind::Always, |draft| draft.mode = Kind::Always),
        Choice::new(Text::ModeStatus, |draft| draft.mode == Kind::Status, |draft| draft.mode = Kind::Status)
            .helped(Text::ModeStatusHelp),
        Choice::new(
            Text::ModeHours,
            |draft| draft.mode == Kind::Hours,
            |draft| {
                draft.mode = Kind::Hours;
                // Who never had hours begins on their own clock.
                if draft.hours.zone.is_empty() {
                    draft.hours.zone = zones::own();
                }
            },
        ),
    ];
    all((
        choices("mode", Text::ModeTitle, modes),
        when(|draft| draft.mode == Kind::Hours, || hours(Desk::Chatflow)),
        reply_time(),
        when(
            |draft| draft.mode == Kind::Hours,
            || {
                let away = away(Text::AwayTitleHours);
                all((closed(), away, full()))
            },
        ),
        when(|draft| draft.mode == Kind::Status, || all((away(Text::AwayTitle), full()))),
        when(|draft| draft.mode != Kind::Always, forecast),
        all((closes_after(), rating(), transcript())),
    ))
}

fn reply_time() -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let now = untrack(|| c.draft(|draft| draft.reply_minutes)).flatten();
    let mut minutes: Vec<u32> = REPLY_CHOICES.into_iter().chain(now).collect();
    minutes.sort_unstable();
    minutes.dedup();
    let none = (String::new(), c.say(Text::ReplyTimeNone).to_owned());
    let all = minutes.into_iter().map(|minutes| (minutes.to_string(), in_words(minutes, language)));
    pick(
        Place::ReplyTime,
        Text::ReplyTime,
        Some(Text::ReplyTimeHelp),
        std::iter::once(none).chain(all).collect(),
        |draft| draft.reply_minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        |draft, minutes| draft.reply_minutes = minutes.parse().ok(),
    )
}

/// Shows something under a choice while it is made, without another frame around it.
fn beside(is_so: fn(&Draft) -> bool, inside: fn() -> AnyView) -> AnyView {
    let c = console();
    let is_so = watch(move || c.draft(is_so).unwrap_or_default());
    let shown = move || is_so.get().then(inside);
    all(shown)
}

/// While nobody can take a chat.
fn away(title: Text) -> AnyView {
    let kinds = vec![
        Choice::new(
            Text::AwayShowsMessage,
            |draft| draft.away == AwayKind::Message,
            |draft| draft.away = AwayKind::Message,
        )
        .helped(Text::AwayShowsMessageHelp),
        Choice::new(
            Text::AwayShowsNothing,
            |draft| draft.away == AwayKind::Nothing,
            |draft| draft.away = AwayKind::Nothing,
        )
        .helped(Text::AwayShowsNothingHelp),
        Choice::new(
            Text::AwayShowsChat,
            |draft| draft.away == AwayKind::Chat,
            |draft| draft.away = AwayKind::Chat,
        ),
    ];
    let words = || {
        let words = Words {
            place: Place::AwayText,
            label: Text::AwayWords,
            help: Some(Text::AwayWordsHelp),
            read: |draft| &draft.away_text,
            write: |draft| &mut draft.away_text,
        };
        block(words, "2")
    };
    all((choices("away", title, kinds), beside(|draft| draft.away == AwayKind::Message, words)))
}

/// While everybody who is there has as many chats as they take (H66).
fn full() -> AnyView {
    let kinds = vec![
        Choice::new(
            Text::FullShowsAway,
            |draft| draft.full == FullKind::Away,
            |draft| draft.full = FullKind::Away,
        ),
        Choice::new(
            Text::AwayShowsMessage,
            |draft| draft.full == FullKind::Message,
            |draft| draft.full = FullKind::Message,
        )
        .helped(Text::AwayShowsMessageHelp),
        Choice::new(
            Text::FullShowsEmail,
            |draft| draft.full == FullKind::Email,
            |draft| {
                draft.full = FullKind::Email;
                if draft.full_question.is_empty() {
                    console().say(Text::FullQuestionDefault).clone_into(&mut draft.full_question);
                }
            },
        )
        .helped(Text::FullShowsEmailHelp),
        Choice::new(
            Text::AwayShowsNothing,
            |draft| draft.full == FullKind::Nothing,
            |draft| draft.full = FullKind::Nothing,
        )
        .helped(Text::AwayShowsNothingHelp),
    ];
    let words = || {
        let words = Words {
            place: Place::FullText,
            label: Text::FullWords,
            help: Some(Text::AwayWordsHelp),
            read: |draft| &draft.full_text,
            write: |draft| &mut draft.full_text,
        };
        block(words, "2")
    };
    let question = || {
        let words = Words {
            place: Place::FullQuestion,
            label: Text::FullQuestion,
            help: None,
            read: |draft| &draft.full_question,
            write: |draft| &mut draft.full_question,
        };
        block(words, "2")
    };
    all((
        choices("full", Text::FullTitle, kinds),
        beside(|draft| draft.full == FullKind::Message, words),
        beside(|draft| draft.full == FullKind::Email, question),
    ))
}

/// After how long without a word a chat closes by itself (H67).
fn closes_after() -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let now = untrack(|| c.draft(|draft| draft.closes_after)).flatten();
    let mut minutes: Vec<u16> = CLOSING_CHOICES.into_iter().chain(now).collect();
    minutes.sort_unstable();
    minutes.dedup();
    let never = (String::new(), c.say(Text::ClosesNever).to_owned());
    let all = minutes.into_iter().map(|minutes| (minutes.to_string(), in_words(minutes.into(), language)));
    pick(
        Place::ClosesAfter,
        Text::ClosesAfter,
        Some(Text::ClosesAfterHelp),
        std::iter::once(never).chain(all).collect(),
        |draft| draft.closes_after.map(|minutes| minutes.to_string()).unwrap_or_default(),
        |draft, minutes| draft.closes_after = minutes.parse().ok(),
    )
}

/// The scales, as the form spells them.
const SCALES: [(Scale, &str, Text); 3] = [
    (Scale::Stars, "stars", Text::RatingStars),
    (Scale::Thumbs, "thumbs", Text::RatingThumbs),
    (Scale::Nps, "nps", Text::RatingNps),
];

/// What visitors are asked when a chat has ended (H68).
fn rating() -> AnyView {
    let c = console();
    let none = (String::new(), c.say(Text::RatingNone).to_owned());
    let scales = SCALES.into_iter().map(|(_, word, text)| (word.to_owned(), c.say(text).to_owned()));
    let scale = pick(
        Place::RatingScale,
        Text::RatingTitle,
        Some(Text::RatingHelp),
        std::iter::once(none).chain(scales).collect(),
        |draft| {
            let word = SCALES.into_iter().find(|(scale, ..)| Some(*scale) == draft.rating);
            word.map_or_else(String::new, |(_, word, _)| word.to_owned())
        },
        |draft, word| {
            draft.rating = SCALES.into_iter().find(|(_, known, _)| *known == word).map(|(scale, ..)| scale);
            if draft.rating.is_some() && draft.rating_question.is_empty() {
                console().say(Text::RatingQuestionDefault).clone_into(&mut draft.rating_question);
            }
        },
    );
    let words = || {
        let words = Words {
            place: Place::RatingQuestion,
            label: Text::RatingQuestion,
            help: None,
            read: |draft| &draft.rating_question,
            write: |draft| &mut draft.rating_question,
        };
        block(words, "2")
    };
    all((scale, beside(|draft| draft.rating.is_some(), words)))
}

/// Whether a transcript is mailed when a chat closes (S155).
fn transcript() -> AnyView {
    tick_box(Tick {
        id: "flow-transcript",
        label: Text::TranscriptSwitch,
        help: Some(Text::TranscriptSwitchHelp),
        read: |draft| draft.transcript,
        write: |draft, on| draft.transcript = on,
        fixed: |_| false,
    })
}

/// Outside business hours.
fn closed() -> AnyView {
    let kinds = vec![
        Choice::new(
            Text::ClosedShowsReturn,
            |draft| draft.closed == ClosedKind::ReturnTime,
            |draft| draft.closed = ClosedKind::ReturnTime,
        )
        .helped(Text::ClosedShowsReturnHelp),
        Choice::new(
            Text::AwayShowsMessage,
            |draft| draft.closed == ClosedKind::Message,
            |draft| draft.closed = ClosedKind::Message,
        )
        .helped(Text::AwayShowsMessageHelp),
        Choice::new(
            Text::AwayShowsNothing,
            |draft| draft.closed == ClosedKind::Nothing,
            |draft| draft.closed = ClosedKind::Nothing,
        )
        .helped(Text::AwayShowsNothingHelp),
    ];
    let words = || {
        let words = Words {
            place: Place::ClosedText,
            label: Text::ClosedWords,
            help: Some(Text::AwayWordsHelp),
            read: |draft| &draft.closed_text,
            write: |draft| &mut draft.closed_text,
        };
        block(words, "2")
    };
    all((
        choices("closed", Text::ClosedTitle, kinds),
        beside(|draft| draft.closed == ClosedKind::Message, words),
    ))
}
