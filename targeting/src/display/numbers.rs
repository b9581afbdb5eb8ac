//! A [`Display`] as a few numbers, as it travels to browsers with every page view.

use super::{Cap, Display, Frequency, Open, Screen, When};

/// How many.
pub const NUMBERS: usize = 10;

impl Display {
    /// For large screens, then for small ones: what opens (0 window, 1 welcome message, 2 launcher, 3 launcher not
    /// at once, 4 nothing), after how many seconds, at how many percent, 1 for exit intent (0 is none of it); then the cap (0 always, 1 page load,
    /// 2 session, 3 day, 4 visitor); then 1 if a dismissal ends it, 2 if a reply does, 3 for both.
    #[must_use]
    pub fn to_numbers(&self) -> [u16; NUMBERS] {
        let [a, b, c, d] = self.large.to_numbers();
        let [e, f, g, h] = self.small.to_numbers();
        let Frequency { cap, stop_after_dismissal, stop_after_reply } = self.frequency;
        let stops = u16::from(stop_after_dismissal) | u16::from(stop_after_reply) << 1;
        [a, b, c, d, e, f, g, h, cap as u16, stops]
    }

    /// Reads what [`Display::to_numbers`] wrote. A number that this version does not know means what annoys least: the
    /// launcher only, and once.
    #[must_use]
    pub fn from_numbers(numbers: [u16; NUMBERS]) -> Self {
        let [a, b, c, d, e, f, g, h, cap, stops] = numbers;
        Self {
            large: Screen::from_numbers([a, b, c, d]),
            small: Screen::from_numbers([e, f, g, h]),
            frequency: Frequency {
                cap: match cap {
                    0 => Cap::Always,
                    1 => Cap::PageLoad,
                    2 => Cap::Session,
                    3 => Cap::Day,
                    _ => Cap::Visitor,
                },
                stop_after_dismissal: stops & 1 > 0,
                stop_after_reply: stops & 2 > 0,
            },
        }
    }
}

impl Screen {
    fn to_numbers(self) -> [u16; 4] {
        let When { seconds, scroll, exit_intent } = self.when;
        let open = match self.open {
            Open::Window => 0,
            Open::Welcome => 1,
            Open::Launcher => 2 + u16::from(self.when != When::default()),
            Open::Hidden => 4,
        };
        [open, seconds.unwrap_or(0), scroll.unwrap_or(0), exit_intent.into()]
    }

    fn from_numbers([open, seconds, scroll, exit_intent]: [u16; 4]) -> Self {
        let some = |number| (number > 0).then_some(number);
        Self {
            open: match open {
                0 => Open::Window,
                1 => Open::Welcome,
                4 => Open::Hidden,
                _ => Open::Launcher,
            },
            when: When { seconds: some(seconds), scroll: some(scroll), exit_intent: exit_intent > 0 },
        }
    }
}
