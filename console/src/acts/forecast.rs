//! Looking at what visitors will be told, and when (N10).

use crate::reactive::*;

use crate::api::tree;
use crate::browser::clock;
use crate::browser::timer::Timeout;
use crate::browser::zones::{Wall, own};
use crate::console::{Console, Loading};
use crate::state::availability::Kind;
use crate::state::forecast::{Span, instant, monday_of, spans};
use crate::state::problem::Problem;

/// Weeks of the calendar.
pub(crate) const WEEKS: i64 = 5;
const DAY: i64 = 24 * 60;
const MINUTE_MS: u64 = 60_000;
/// An instant is looked at when nobody has typed for so long.
const REST_MS: u64 = 300;

/// What was looked at, of the chatflow that is being edited.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Looked {
    pub(crate) zone: String,
    /// The first day of the calendar, since 1970.
    pub(crate) first: i64,
    pub(crate) today: i64,
    pub(crate) spans: Vec<Span>,
    pub(crate) loading: Loading,
    /// Minutes since 1970 on the wall that are looked at.
    pub(crate) at: i64,
    /// What holds then.
    pub(crate) seen: Option<Span>,
}

impl Console {
    /// Loads the calendar from this week on, and what holds now.
    pub(crate) fn load_forecast(self) {
        let saved =
            self.editor.with_untracked(|editor| editor.as_ref().map(|editor| editor.saved_availability()));
        let zone = match saved {
            Some((Kind::Hours, zone)) if Wall::of(&zone).is_some() => zone,
            Some(_) => own(),
            None => return,
        };
        let Some(wall) = Wall::of(&zone) else { return };
        let minutes = wall.minutes(clock::now());
        let today = minutes.div_euclid(DAY);
        self.looked.set(Looked { first: monday_of(today), today, zone, at: minutes, ..Looked::default() });
        self.look(true);
    }

    /// Looks at another time on the wall, soon: whoever types a time is not done with its first figure.
    pub(crate) fn look_at(self, minutes: i64) {
        self.looked.update(|looked| looked.at = minutes);
        let soon = Timeout::after(REST_MS, move || self.look(false));
        self.timers.update_value(|timers| timers.looked = Some(soon));
    }

    /// Asks what holds at the instant that is looked at; `all` asks for the calendar as well.
    fn look(self, all: bool) {
        let id = self.editor.with_untracked(|editor| editor.as_ref().map(|editor| editor.id.clone()));
        let (zone, at, first) =
            self.looked.with_untracked(|looked| (looked.zone.clone(), looked.at, looked.first));
        let (Some(id), Some(wall)) = (id, Wall::of(&zone)) else { return };
        let on_wall = |minutes: i64| instant(minutes, |at| wall.minutes(at));
        let then = on_wall(at);
        let (from, until) = (on_wall(first * DAY), on_wall((first + WEEKS * 7) * DAY));
        spawn_local(async move {
            let ask = |from: u64, until: u64| {
                tree("GET", format!("/api/chatflows/{id}/availability?at={from}&until={until}"), None)
            };
            let seen = ask(then, then + MINUTE_MS).await;
            let calendar = if all { Some(ask(from, until).await) } else { None };
            self.looked.update(|looked| {
                // What was looked at since is asked for on its own.
                if looked.at != at || looked.zone != zone {
                    return;
                }
                looked.loading = Loading::Ready;
                match seen {
                    Ok(told) => looked.seen = spans(&told).into_iter().next(),
                    Err(problem) => looked.loading = Loading::Failed(problem),
                }
                match calendar {
                    Some(Ok(told)) => looked.spans = spans(&told),
                    Some(Err(problem)) => looked.loading = Loading::Failed(problem),
                    None => {}
                }
            });
            let over =
                self.looked.with_untracked(|looked| looked.loading == Loading::Failed(Problem::SignedOut));
            if over {
                self.session_ended();
            }
        });
    }
}
