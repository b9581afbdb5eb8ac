//! What is told of the team: when it is shown, when it is asked for again, and when there is no launcher.

use super::super::fixture::{Chat, NOW, agent, memory, show};
use super::super::*;
use crate::front::team::{FRESH_MS, LEAST_MS, SPREAD_MS};
use crate::show::Show;
use protocol::availability::{Now, Team, Told};
use protocol::boot::CaptureStep;

fn told(shown: Team) -> Told {
    Told { shown, reply_minutes: None, text: None, back_at: None, until: None }
}

fn with(told: Told) -> Show {
    Show { team: Some(told), ..show() }
}

/// The edge answers so, to somebody who is not asked for an address.
fn now(told: Told) -> Msg {
    Msg::Told(Some(Now { told, capture: None }))
}

fn asks(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Front(Sign::AskTeam { .. }))).count()
}

#[test]
fn a_team_that_is_always_there_is_never_asked_about() {
    // S56
    let mut chat = Chat::shown(show());
    chat.now += 10 * FRESH_MS;
    assert_eq!(asks(chat.on(Msg::Returned)), 0);
    assert_eq!(asks(chat.on(Msg::LookDue)), 0);
    chat.on(now(told(Team::Nothing)));
    assert_eq!(chat.model.team(), (None, 1));
    assert!(!chat.model.is_hidden());
}

#[test]
fn it_is_asked_again_when_the_clock_changes_something() {
    // E40: now, then, and the wait: never at once again, however the two clocks differ
    for (until, least) in [(NOW + 60_000, NOW + 60_000), (NOW - 5, NOW + LEAST_MS)] {
        let chat = Chat::shown(with(Told { until: Some(until), ..told(Team::Available) }));
        let waits = chat.effects.iter().find_map(|effect| match effect {
            Effect::Front(Sign::LookAt(at)) => Some(*at),
            _ => None,
        });
        assert!(waits.is_some_and(|at| (least..=least + SPREAD_MS as u64).contains(&at)), "{waits:?}");
    }
    let mut chat = Chat::shown(with(Told { until: Some(NOW + 60_000), ..told(Team::Available) }));
    assert_eq!(asks(chat.on(Msg::LookDue)), 1);
    let closed = Told { until: Some(NOW + 120_000), ..told(Team::BackAt) };
    let effects = chat.on(now(closed.clone()));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Front(Sign::LookAt(_)))));
    assert_eq!(chat.model.team().0, Some(&closed));
}

#[test]
fn when_somebody_comes_or_goes_it_is_asked_soon() {
    // S58 E41 N32: everybody hears it the same instant, and nobody asks about a team that is always there
    let news = || Heard::Frame(protocol::frame::ServerFrame::Team);
    let mut chat = Chat::shown(with(told(Team::Away)));
    let soon = chat.now..=chat.now + SPREAD_MS as u64;
    let effects = chat.on(news());
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Front(Sign::LookAt(at)) if soon.contains(at))),
        "{effects:?}"
    );
    let mut always = Chat::shown(show());
    assert!(!always.on(news()).iter().any(|effect| matches!(effect, Effect::Front(Sign::LookAt(_)))));
}

#[test]
fn whoever_comes_back_after_a_while_is_told_anew() {
    // E40 E41
    let mut chat = Chat::shown(with(told(Team::Available)));
    assert_eq!(asks(chat.on(Msg::Returned)), 0, "just told");
    chat.now += FRESH_MS;
    assert_eq!(asks(chat.on(Msg::Returned)), 1);
    assert_eq!(asks(chat.on(Msg::Returned)), 0, "asked already");
    // No answer leaves it as it was.
    chat.on(Msg::Told(None));
    assert_eq!(chat.model.team().0, Some(&told(Team::Available)));
}

#[test]
fn without_anybody_there_is_no_launcher_until_somebody_is() {
    // S61 P39 E43
    let mut chat = Chat::shown(with(told(Team::Nothing)));
    assert!(chat.model.is_hidden() && !chat.model.has_prompt());
    chat.on(Msg::Appeared);
    assert!(!chat.model.is_open(), "nothing opens by itself");
    let effects = chat.on(now(told(Team::Available)));
    assert!(effects.contains(&Effect::Front(Sign::Reveal)));
    assert!(!chat.model.is_hidden() && chat.model.has_prompt());
    // The loader shows the same decision once more; what was told since holds.
    chat.on(Msg::Shown(Some(Box::new(with(told(Team::Nothing))))));
    assert!(!chat.model.is_hidden());
    chat.on(now(told(Team::Nothing)));
    assert!(chat.model.is_hidden());
}

#[test]
fn whoever_is_in_the_middle_of_a_chat_keeps_it() {
    // S71
    let chat = Chat::shown_again(memory(), with(told(Team::Nothing)));
    assert!(!chat.model.is_hidden(), "a chat that runs");
    let mut chat = Chat::shown(with(told(Team::Available)));
    chat.on(Msg::Opened);
    chat.on(now(told(Team::Nothing)));
    assert!(!chat.model.is_hidden(), "an open panel");
    chat.writes("Hello?");
    assert_eq!(chat.model.pending()[0].state, PendingState::Sending);
    chat.on(Msg::Closed);
    assert!(!chat.model.is_hidden(), "a message on its way");
}

#[test]
fn the_log_says_that_nobody_is_there_unless_somebody_just_spoke() {
    // E38
    for (shown, says) in
        [(Team::Available, false), (Team::Away, true), (Team::BackAt, true), (Team::Nothing, false)]
    {
        let chat = Chat::shown(with(told(shown)));
        assert_eq!(chat.model.absence().is_some(), says, "{shown:?}");
    }
    let mut chat = Chat::shown_again(memory(), with(told(Team::Away)));
    chat.greets();
    chat.says(NOW, agent(), "Still here.");
    assert!(chat.model.absence().is_none());
}

#[test]
fn once_everybody_is_busy_whoever_wrote_is_asked_for_an_address_and_no_more_once_somebody_is_free() {
    // H66: on the page that was open all the while
    let words = "Where may we answer?";
    let capture = CaptureStep { after_minutes: 0, message: words.into() };
    let busy = || Msg::Told(Some(Now { told: told(Team::Away), capture: Some(capture.clone()) }));
    let wrote = |before: Vec<Msg>, after: Vec<Msg>| {
        let mut chat = Chat::shown(with(told(Team::Available)));
        chat.on(Msg::Opened);
        for msg in before {
            chat.on(msg);
        }
        let id = chat.writes("Hello?");
        chat.sends_session();
        chat.greets();
        chat.stores(&id, "Hello?");
        chat.catches_up();
        for msg in after {
            chat.on(msg);
        }
        chat.model.ask().map(|ask| ask.message.clone())
    };
    let asks = Some(words.to_owned());
    assert_eq!(wrote(vec![busy()], vec![]), asks);
    assert_eq!(wrote(vec![], vec![busy()]), asks);
    assert_eq!(wrote(vec![busy(), now(told(Team::Available))], vec![]), None);
    assert_eq!(wrote(vec![], vec![]), None);
}
