//! Whether someone will answer now, and what to tell the visitor if not.
//!
//! One function answers for widget, router and console (N32): whom a chat would find is [`routing::reach`], whether
//! it is open is [`Schedule::is_open`], and what follows from the two is decided here, together with the instant at which
//! the clock alone will change the answer, so that nobody has to reload anything (E40).
//!
//! Knows no clock: the time comes in. Knows no texts but the owner's: where they wrote none, each reader gets the house's
//! in their own language.
//!
//! [`routing::reach`]: crate::routing::reach

#[cfg(test)]
mod tests;

use alloc::boxed::Box;
use alloc::string::String;

use crate::routing::Reach;
use crate::schedule::Schedule;
use crate::zone::Zone;

/// How a chatflow decides whether its team is available.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Availability"))]
#[cfg_attr(feature = "serde", serde(tag = "mode", rename_all = "snake_case", deny_unknown_fields))]
pub enum Mode {
    /// The team is always shown as available (S56).
    Always {
        /// The typical reply time in minutes, which every visitor reads in their own language; none shows nothing (S57).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        reply_minutes: Option<u32>,
    },
    /// While somebody whom the routing rule names is available (S58).
    Status {
        /// The typical reply time meanwhile (S59).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        reply_minutes: Option<u32>,
        /// Otherwise (S60, S61).
        #[cfg_attr(feature = "serde", serde(default))]
        away: Away,
        /// While everybody who is there has as many chats as they take (H66); none: as while nobody is there.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        at_capacity: Option<AtCapacity>,
    },
    /// During business hours (S62).
    Hours(Box<Hours>),
}

/// Business hours, and what is shown in them and outside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "BusinessHours"))]
pub struct Hours {
    /// Which.
    pub schedule: Schedule,
    /// The typical reply time meanwhile (S63).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reply_minutes: Option<u32>,
    /// When everybody is away or busy in the middle of them (S64).
    #[cfg_attr(feature = "serde", serde(default))]
    pub away: Away,
    /// When everybody who is there has as many chats as they take (H66); none: as when they are away.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub at_capacity: Option<AtCapacity>,
    /// Outside of them (S65).
    #[cfg_attr(feature = "serde", serde(default))]
    pub closed: Closed,
}

/// What the widget does while it is open and nobody can take a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "WhenAway"))]
#[cfg_attr(feature = "serde", serde(tag = "show", rename_all = "snake_case", deny_unknown_fields))]
pub enum Away {
    /// It goes on as if somebody were there, and shows the reply time.
    Chat,
    /// It says so (S60).
    Message {
        /// In the owner's words; none for the house's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        text: Option<String>,
    },
    /// No launcher (S61).
    Nothing,
}

/// What the widget does while everybody who is there has as many chats as they take (H66).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "WhenAtCapacity"))]
#[cfg_attr(feature = "serde", serde(tag = "show", rename_all = "snake_case", deny_unknown_fields))]
pub enum AtCapacity {
    /// It says so.
    Message {
        /// In the owner's words; none for the house's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        text: Option<String>,
    },
    /// It says that nobody is free, and asks whoever writes for their e-mail address right away.
    Email {
        /// What they read where they are asked.
        message: String,
    },
    /// No launcher.
    Nothing,
}

/// What the widget does outside business hours.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "WhenClosed"))]
#[cfg_attr(feature = "serde", serde(tag = "show", rename_all = "snake_case", deny_unknown_fields))]
pub enum Closed {
    /// It says so.
    Message {
        /// In the owner's words; none for the house's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        text: Option<String>,
    },
    /// It says when the team is back, in the visitor's own zone (S66).
    ReturnTime,
    /// No launcher (P39).
    Nothing,
}

/// What holds at an instant, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Availability<'m> {
    /// What the visitor sees.
    pub shown: Shown<'m>,
    /// Why.
    pub because: Because,
    /// When the clock alone changes the answer (ms since 1970, UTC); whoever shows it looks again then (E40).
    pub until: Option<u64>,
}

/// What the visitor sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown<'m> {
    /// A team that answers.
    Available {
        /// Usually within so many minutes.
        reply_minutes: Option<u32>,
    },
    /// A team that is away: they can write all the same.
    Away {
        /// The owner's words, if they wrote any.
        text: Option<&'m str>,
    },
    /// A team that is away, and asks whoever writes for an address to answer to.
    ByEmail {
        /// The owner's words where they are asked.
        message: &'m str,
    },
    /// A team that is back then (ms since 1970, UTC); `None` where no opening is in sight.
    BackAt(Option<u64>),
    /// No launcher.
    Nothing,
}

/// Why it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AvailableBecause"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Because {
    /// The mode says always.
    Always,
    /// A bot answers, whoever is there (S67).
    Bot,
    /// Somebody can take a chat.
    SomebodyIsThere,
    /// Nobody can.
    NobodyIsThere,
    /// Whoever is there has as many chats as they take.
    AtCapacity,
    /// It is outside business hours, whoever is there.
    OutOfHours,
}

/// What is known at an instant.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'z> {
    /// The instant (ms since 1970, UTC).
    pub now: u64,
    /// Whom a chat begun now would find: [`reach`](crate::routing::reach).
    pub reach: Reach,
    /// Whether a bot answers first.
    pub has_bot: bool,
    /// The zone of the mode's schedule.
    pub zone: &'z Zone,
}

impl Default for Mode {
    fn default() -> Self {
        Self::Always { reply_minutes: None }
    }
}

impl Mode {
    /// The typical reply time that it shows while the team is available.
    #[must_use]
    pub fn reply_minutes(&self) -> Option<u32> {
        match self {
            Self::Always { reply_minutes } | Self::Status { reply_minutes, .. } => *reply_minutes,
            Self::Hours(hours) => hours.reply_minutes,
        }
    }

    /// Shows another reply time, and all else as before.
    pub fn set_reply_minutes(&mut self, minutes: Option<u32>) {
        match self {
            Self::Always { reply_minutes } | Self::Status { reply_minutes, .. } => *reply_minutes = minutes,
            Self::Hours(hours) => hours.reply_minutes = minutes,
        }
    }
}

impl Default for Away {
    fn default() -> Self {
        Self::Message { text: None }
    }
}

impl Default for Closed {
    fn default() -> Self {
        Self::Message { text: None }
    }
}

/// Says whether the team is available.
#[must_use]
pub fn availability<'m>(mode: &'m Mode, facts: Facts<'_>) -> Availability<'m> {
    let (hours, reply_minutes, away, at_capacity) = match mode {
        Mode::Always { reply_minutes } => return always(Because::Always, *reply_minutes),
        Mode::Status { reply_minutes, away, at_capacity } => (None, *reply_minutes, away, at_capacity),
        Mode::Hours(hours) => (Some(hours), hours.reply_minutes, &hours.away, &hours.at_capacity),
    };
    if facts.has_bot {
        return always(Because::Bot, reply_minutes);
    }
    let until = hours.and_then(|hours| hours.schedule.changes_after(facts.now, facts.zone));
    if let Some(hours) = hours.filter(|hours| !hours.schedule.is_open(facts.now, facts.zone)) {
        let shown = match &hours.closed {
            Closed::Message { text } => Shown::Away { text: text.as_deref() },
            Closed::ReturnTime => Shown::BackAt(until),
            Closed::Nothing => Shown::Nothing,
        };
        return Availability { shown, because: Because::OutOfHours, until };
    }
    let available = Shown::Available { reply_minutes };
    let because = match facts.reach {
        Reach::Somebody => Because::SomebodyIsThere,
        Reach::Full => Because::AtCapacity,
        Reach::Nobody => Because::NobodyIsThere,
    };
    let shown = match (because, at_capacity) {
        (Because::SomebodyIsThere, _) => available,
        (Because::AtCapacity, Some(AtCapacity::Message { text })) => Shown::Away { text: text.as_deref() },
        (Because::AtCapacity, Some(AtCapacity::Email { message })) => Shown::ByEmail { message },
        (Because::AtCapacity, Some(AtCapacity::Nothing)) => Shown::Nothing,
        _ => match away {
            Away::Chat => available,
            Away::Message { text } => Shown::Away { text: text.as_deref() },
            Away::Nothing => Shown::Nothing,
        },
    };
    Availability { shown, because, until }
}

fn always(because: Because, reply_minutes: Option<u32>) -> Availability<'static> {
    Availability { shown: Shown::Available { reply_minutes }, because, until: None }
}
