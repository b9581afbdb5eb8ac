//! When and how a chatflow appears, as the form holds it (P27, P30, H56).
//!
//! A chatflow without display rules goes by two switches of its own; the form shows both in the same words, and rules
//! are written only where they say something else than the switches did.

use protocol::account::{Chatflow, SmallScreens};
use targeting::display::{Display, Open, Screen, When};

/// What happens on screens of one kind, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScreenDraft {
    /// What opens by itself.
    pub open: Open,
    /// After so many seconds; empty: no matter how many.
    pub seconds: String,
    /// At so many percent of the page; empty: wherever it is scrolled.
    pub scroll: String,
    /// When the pointer leaves the page.
    pub exit_intent: bool,
}

impl ScreenDraft {
    /// The form of a screen.
    #[must_use]
    pub fn of(screen: Screen) -> Self {
        let typed = |number: Option<u16>| number.map(|number| number.to_string()).unwrap_or_default();
        let When { seconds, scroll, exit_intent } = screen.when;
        Self { open: screen.open, seconds: typed(seconds), scroll: typed(scroll), exit_intent }
    }

    /// The screen it stands for. What is no number goes as 0, which the edge finds out of range.
    #[must_use]
    pub fn written(&self) -> Screen {
        let number =
            |typed: &str| (!typed.trim().is_empty()).then(|| typed.trim().parse().unwrap_or_default());
        let when = When {
            seconds: number(&self.seconds),
            scroll: number(&self.scroll),
            exit_intent: self.exit_intent,
        };
        // Where nothing ever appears there is nothing to wait for.
        let when = if self.open == Open::Hidden { When::default() } else { when };
        Screen { open: self.open, when }
    }
}

/// The rules of a chatflow: its own, or what its switches say.
#[must_use]
pub fn of(chatflow: &Chatflow) -> Display {
    chatflow.display.unwrap_or_else(|| switches(chatflow))
}

/// What the switches of a chatflow say.
fn switches(chatflow: &Chatflow) -> Display {
    let welcome = |pops: bool| if pops { Open::Welcome } else { Open::Launcher };
    let SmallScreens { launcher, pop_up } = chatflow.small_screens;
    let at_once = |open| Screen { open, when: When::default() };
    Display {
        large: at_once(welcome(chatflow.pop_up)),
        small: at_once(if launcher { welcome(pop_up) } else { Open::Hidden }),
        ..Display::default()
    }
}

/// Writes rules to a chatflow. Where its switches say the same they stay, and there are no rules.
pub fn write(display: Display, chatflow: &mut Chatflow) {
    if chatflow.display.is_some() || display != switches(chatflow) {
        chatflow.display = Some(display);
        chatflow.pop_up = false;
        chatflow.small_screens = SmallScreens::default();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn chatflow(pop_up: bool, launcher: bool, small_pop_up: bool) -> Chatflow {
        let flow = json!({"id": "tea", "name": "Teapot help", "inbox": "main", "pop_up": pop_up,
            "small_screens": {"launcher": launcher, "pop_up": small_pop_up}});
        serde_json::from_value(flow).unwrap()
    }

    #[test]
    fn switches_read_as_rules_and_stay_what_they_were() {
        // S46 S52 S53 S54 P27 H56
        for (pop_up, launcher, small_pop_up, large, small) in [
            (true, true, true, Open::Welcome, Open::Welcome),
            (true, true, false, Open::Welcome, Open::Launcher),
            (false, true, false, Open::Launcher, Open::Launcher),
            (false, false, true, Open::Launcher, Open::Hidden),
        ] {
            let before = chatflow(pop_up, launcher, small_pop_up);
            let read = of(&before);
            assert_eq!((read.large.open, read.small.open), (large, small));
            let mut after = before.clone();
            write(read, &mut after);
            assert_eq!(after, before, "nothing was changed");
        }
    }

    #[test]
    fn rules_take_the_place_of_the_switches() {
        // H56 P30
        let mut flow = chatflow(true, false, true);
        let large =
            ScreenDraft { open: Open::Window, seconds: " 30 ".into(), scroll: "x".into(), exit_intent: true };
        let display = Display { large: large.written(), ..of(&flow) };
        assert_eq!(display.large.when, When { seconds: Some(30), scroll: Some(0), exit_intent: true });
        write(display, &mut flow);
        assert_eq!((flow.display, flow.pop_up), (Some(display), false));
        assert_eq!(flow.small_screens, SmallScreens::default(), "nothing speaks against the rules");
        assert_eq!(ScreenDraft::of(display.large).seconds, "30");
    }

    #[test]
    fn what_is_hidden_waits_for_nothing() {
        let hidden = ScreenDraft { open: Open::Hidden, seconds: "5".into(), ..ScreenDraft::default() };
        assert_eq!(hidden.written(), Screen { open: Open::Hidden, when: When::default() });
    }
}
