//! What the console waits for by the clock. Knows no screen and no time: whoever starts a timer says when it is due and what then.

use crate::browser::timer::Timeout;

/// Timers of the console's own, one of each kind.
#[derive(Default)]
pub(crate) struct Timers {
    pub(crate) tick: Option<Timeout>,
    pub(crate) toast: Option<Timeout>,
    pub(crate) refresh: Option<Timeout>,
    pub(crate) views: Option<Timeout>,
    pub(crate) search: Option<Timeout>,
    pub(crate) notes: Option<Timeout>,
    pub(crate) keep: Option<Timeout>,
    pub(crate) check: Option<Timeout>,
    pub(crate) aim: Option<Timeout>,
    pub(crate) details: Option<Timeout>,
    pub(crate) trial: Option<Timeout>,
    pub(crate) looked: Option<Timeout>,
    pub(crate) room: Option<Timeout>,
    pub(crate) ahead: Option<Timeout>,
    /// Until when a reply rests, and what stood in the field as it was sent.
    pub(crate) rest: Option<(Timeout, String)>,
}
