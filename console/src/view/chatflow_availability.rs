//! When the team of a chatflow is available, and what visitors see then and otherwise (S55-S66, P38, P39, H66).

use leptos::prelude::*;

use super::chatflow_parts::when;
use super::forecast::forecast;
use super::form::{Choice, Words, block, choices, pick};
use super::hours::{Desk, hours};
use super::html::all;
use crate::browser::zones;
use crate::console::console;
use crate::state::availability::{AwayKind, ClosedKind, Kind};
use crate::state::chatflow_draft::Draft;
use crate::state::chatflow_findings::Place;
use crate::state::minutes::{REPLY_CHOICES, in_words};
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
                all((closed(), away))
            },
        ),
        when(|draft| draft.mode == Kind::Status, || away(Text::AwayTitle)),
        when(|draft| draft.mode != Kind::Always, forecast),
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
