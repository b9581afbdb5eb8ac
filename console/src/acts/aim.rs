//! The list stands still while somebody aims at it: with a pointer over it, or walking through it by keys.

use crate::browser::timer::Timeout;
use crate::console::Console;
use crate::state::rows::Rows;

/// A pointer that left may come back, or be on its way to the control that shows what waits; and a finger leaves
/// before its tap becomes a click.
const GRACE_MS: u64 = 400;
/// Whoever walks by keys reads a row before the next step.
const WALK_MS: u64 = 5_000;

impl Console {
    /// A pointer came over the list.
    pub(crate) fn aims(self) {
        self.aiming.set_value(true);
        self.hold_list();
    }

    /// The pointer left.
    pub(crate) fn aims_elsewhere(self) {
        self.aiming.set_value(false);
        self.let_list_go_after(GRACE_MS);
    }

    /// A key moved through the list.
    pub(crate) fn walks(self) {
        self.hold_list();
        if !self.aiming.get_value() {
            self.let_list_go_after(WALK_MS);
        }
    }

    /// Shows the list as it is now: the reader asked for it, or changed it.
    pub(crate) fn settle_list(self) {
        self.rows.maybe_update(Rows::settle);
    }

    /// The list left the page; whatever aimed at it does no longer.
    pub(crate) fn aims_at_nothing(self) {
        self.aiming.set_value(false);
        self.timers.update_value(|timers| timers.aim = None);
        self.rows.maybe_update(Rows::release);
    }

    fn hold_list(self) {
        self.timers.update_value(|timers| timers.aim = None);
        self.rows.maybe_update(|rows| {
            rows.hold();
            false
        });
    }

    fn let_list_go_after(self, ms: u64) {
        let let_go = Timeout::after(ms, move || {
            self.rows.maybe_update(Rows::release);
        });
        self.timers.update_value(|timers| timers.aim = Some(let_go));
    }
}
