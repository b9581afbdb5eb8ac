//! When and how the chosen chatflow appears: at once, after a while, on scrolling, on leaving; as a window, as a message
//! or only as a launcher; and how often (P27, P30, H56).
//!
//! [`step`] is told what happens in front of the page and says what to do and what to wait for. It knows no clock (the
//! time is an argument), no page and no storage: what may outlive the page is a [`History`], and [`may_persist`] says
//! when. Which chatflow was chosen is `decide`'s.
//!
//! In the browser the same is carried out by `widget/loader/display.js`, fetched only where a chatflow has such rules; a
//! test in a browser holds the two to the same answers.

mod history;
mod numbers;

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

pub use history::{History, Opening, Past};
pub use numbers::NUMBERS;

/// Longest wait before something opens, in seconds.
pub const SECONDS: u16 = 3_600;
/// Furthest way to scroll before something opens, in percent: the end of the page.
pub const PERCENT: u16 = 100;

/// When and how a chatflow appears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Display {
    /// On large screens.
    pub large: Screen,
    /// On small ones, which are phones and low windows.
    pub small: Screen,
    /// How often it opens by itself.
    pub frequency: Frequency,
}

/// What happens on screens of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DisplayScreen"))]
pub struct Screen {
    /// What opens by itself.
    pub open: Open,
    /// When.
    pub when: When,
}

/// What opens by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DisplayOpen"))]
#[repr(u8)]
pub enum Open {
    /// The chat. Its launcher is there from the start.
    Window,
    /// The welcome message beside the launcher, which is there from the start.
    Welcome,
    /// Nothing but the launcher, which appears then.
    #[default]
    Launcher,
    /// Nothing ever, not even a launcher.
    Hidden,
}

/// When it opens: as soon as any of these comes true; with none of them, as soon as the page is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DisplayWhen"))]
pub struct When {
    /// So many seconds after the page was entered: 1 to 3,600.
    #[cfg_attr(feature = "json", serde(skip_serializing_if = "Option::is_none"))]
    pub seconds: Option<u16>,
    /// When so many percent of the way to the page's end are scrolled: 1 to 100. A page without such a way is at its
    /// end.
    #[cfg_attr(feature = "json", serde(skip_serializing_if = "Option::is_none"))]
    pub scroll: Option<u16>,
    /// When the pointer leaves the page at its upper edge. On a screen without a pointer that never happens: there it
    /// opens nothing, and keeps no launcher away.
    pub exit_intent: bool,
}

/// How often it opens by itself. The launcher alone is no opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DisplayFrequency"))]
pub struct Frequency {
    /// At most so often.
    pub cap: Cap,
    /// Never again once the visitor waved it away.
    pub stop_after_dismissal: bool,
    /// Never again once the visitor wrote.
    pub stop_after_reply: bool,
}

impl Default for Frequency {
    fn default() -> Self {
        Self { cap: Cap::default(), stop_after_dismissal: true, stop_after_reply: true }
    }
}

/// How often at most. Of visitors who have not acted, nothing is kept from one page load to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DisplayCap"))]
#[repr(u8)]
pub enum Cap {
    /// Whenever a page is entered, by loading it or by moving inside it.
    Always,
    /// Once each time a page is loaded.
    #[default]
    PageLoad,
    /// Once a visit. A visit ends with half an hour without a page.
    Session,
    /// Once a day on the visitor's calendar.
    Day,
    /// Once.
    Visitor,
}

/// What is so of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Here {
    /// Whether the screen is small.
    pub small: bool,
    /// Whether there is a pointer that can leave the page.
    pub hovers: bool,
    /// Which visit it is, from 1. Before the visitor acts it is always the first.
    pub visit: u32,
    /// How far the visitor's clock is ahead of UTC, in minutes.
    pub offset_minutes: i32,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A page was entered that gets this chatflow: loaded, or moved to.
    Entered,
    /// Time passed, or the page was scrolled, or the pointer left.
    Looked {
        /// How far it is scrolled, in percent.
        scrolled: u16,
        /// Whether the pointer left at the upper edge.
        leaving: bool,
    },
    /// The visitor opened the chat.
    Opened,
    /// The visitor closed what was open, or waved the message away.
    Dismissed,
    /// The visitor wrote.
    Replied,
}

/// How far this page view got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    since: u64,
    is_over: bool,
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing, until a page is entered again.
    Rest,
    /// Tell [`Event::Looked`] when one of these happens.
    Watch {
        /// When it is this late (ms).
        at: Option<u64>,
        /// When the page is scrolled.
        scroll: bool,
        /// When the pointer leaves.
        leaving: bool,
    },
    /// Open this, never [`Open::Hidden`].
    Open(Open),
}

/// Whether a [`History`] may outlive the page: only if the visitor acted, or the site recorded that they agree.
#[must_use]
pub fn may_persist(acted: bool, site_consent: bool) -> bool {
    acted || site_consent
}

/// One step of a chatflow in front of a page at `now` (ms since 1970): remembers what happened, says what to do.
pub fn step(
    display: &Display,
    here: &Here,
    now: u64,
    turn: &mut Turn,
    past: &mut Past,
    event: Event,
) -> Next {
    let screen = display.on(here.small);
    let opening = Opening { visit: here.visit, day: here.day(now) };
    let (mut scrolled, mut left) = (0, false);
    match event {
        Event::Entered => *turn = Turn { since: now, is_over: false },
        Event::Looked { scrolled: percent, leaving } => (scrolled, left) = (percent, leaving),
        Event::Opened => {
            past.opened(opening);
            turn.is_over = true;
        }
        Event::Dismissed => {
            past.dismissed = true;
            turn.is_over = true;
        }
        Event::Replied => {
            past.replied = true;
            turn.is_over = true;
        }
    }
    let is_launcher = screen.open == Open::Launcher;
    if turn.is_over
        || screen.open == Open::Hidden
        || !(is_launcher || display.frequency.allows(past, opening))
    {
        return Next::Rest;
    }
    let when = screen.when;
    let at = when.seconds.map(|seconds| turn.since + u64::from(seconds) * 1_000);
    let leaving = when.exit_intent && here.hovers;
    let waits = at.is_some() || when.scroll.is_some() || leaving;
    let is_due = if waits {
        at.is_some_and(|at| at <= now)
            || when.scroll.is_some_and(|percent| percent <= scrolled)
            || (leaving && left)
            || (is_launcher && past.launched)
    } else {
        // Nothing to wait for, or nothing that could ever happen here.
        is_launcher || !when.exit_intent
    };
    if is_due {
        turn.is_over = true;
        if is_launcher {
            past.launched = true;
        } else {
            past.opened(opening);
        }
        Next::Open(screen.open)
    } else if waits {
        Next::Watch { at, scroll: when.scroll.is_some(), leaving }
    } else {
        Next::Rest
    }
}

impl Display {
    /// The rules for a small screen, or for a large one.
    #[must_use]
    pub fn on(&self, small: bool) -> &Screen {
        if small { &self.small } else { &self.large }
    }
}

impl Here {
    /// The day on the visitor's calendar, in days since 1970.
    fn day(&self, now: u64) -> u32 {
        let minutes =
            i64::try_from(now / 60_000).unwrap_or(i64::MAX).saturating_add(self.offset_minutes.into());
        u32::try_from(minutes / 1_440).unwrap_or_default()
    }
}

impl Frequency {
    /// Whether it may open once more.
    fn allows(&self, past: &Past, now: Opening) -> bool {
        let ended = (self.stop_after_dismissal && past.dismissed) || (self.stop_after_reply && past.replied);
        let reached = match self.cap {
            Cap::Always => false,
            Cap::PageLoad => past.in_this_load,
            Cap::Session => past.last.is_some_and(|last| last.visit == now.visit),
            Cap::Day => past.last.is_some_and(|last| last.day == now.day),
            Cap::Visitor => past.last.is_some(),
        };
        !ended && !reached
    }
}
