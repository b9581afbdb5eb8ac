//! Where a bot stands in a thread, what can happen to it, and what it then wants done.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::{ANSWERS, Bot, TEXT_CHARS};
use crate::ids::{ListId, PropertyId, StepId};
use crate::list::{Property, Value};
use crate::text::MessageText;

/// A bot with what it has to know of the properties it asks for: what a thread keeps from its first message on, so
/// that a change of the chatflow changes no conversation that has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Script {
    /// The bot.
    pub bot: Bot,
    /// Those of the account's properties that it asks for.
    #[cfg_attr(feature = "serde", serde(default))]
    pub properties: Vec<Property>,
}

/// Where a bot stands in a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct State {
    /// At what.
    pub at: At,
    /// What was answered, step by step.
    pub answers: BTreeMap<StepId, String>,
    /// The last thing the visitor said.
    pub last: String,
    /// The number of the latest thing that was asked elsewhere.
    pub errand: u32,
    /// How many messages it has sent.
    pub said: u16,
}

/// What a bot is at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "at", rename_all = "snake_case"))]
pub enum At {
    /// It has not begun.
    #[default]
    Fresh,
    /// It waits for the visitor.
    Waits {
        /// For the answer to this step.
        step: StepId,
        /// How often it has asked again.
        tries: u8,
    },
    /// It waits for what is known of contact and team.
    Looks {
        /// For this step.
        step: StepId,
        /// Under this number.
        errand: u32,
    },
    /// It waits for a webhook's answer.
    Calls {
        /// Of this step.
        step: StepId,
        /// Under this number.
        errand: u32,
    },
    /// It says no more.
    Over {
        /// Why.
        because: Ending,
    },
}

/// Why a bot says no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Ending {
    /// It came to its end, and handed over to nobody.
    Ended,
    /// It handed over to people.
    HandedOver,
    /// A person answered, took the thread or closed it (E50).
    Stopped,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input<'a> {
    /// A visitor's first message has begun the thread.
    Begins {
        /// What it says.
        text: &'a str,
    },
    /// The visitor says something.
    Says {
        /// What.
        text: &'a str,
    },
    /// What is known of contact and team has come: the facts beside it.
    Looked {
        /// For which look.
        errand: u32,
    },
    /// A webhook has answered, or has not.
    Called {
        /// Which call.
        errand: u32,
        /// What; `None` where it failed.
        answer: Option<Called>,
    },
    /// A person answers, takes the thread or closes it.
    Stopped,
}

/// What a webhook answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Called {
    /// What the bot is to say.
    pub say: Vec<String>,
    /// A word for branches.
    pub outcome: Option<String>,
}

impl Called {
    /// Whether a bot can go on with it: up to [`ANSWERS`] messages, each of which can be said.
    #[must_use]
    pub fn fits(&self) -> bool {
        let can_be_said =
            |text: &String| MessageText::parse(text).is_ok() && text.chars().count() <= TEXT_CHARS;
        self.say.len() <= ANSWERS && self.say.iter().all(can_be_said)
    }
}

/// What is known of contact and team at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Facts {
    /// The moment (ms).
    pub now: u64,
    /// Whether somebody would get this thread and could answer now: [`reachable`](crate::routing::reachable).
    pub is_available: bool,
    /// What is known of the contact; nothing of a stranger.
    pub values: BTreeMap<PropertyId, Value>,
    /// The lists they are on, smart ones too.
    pub lists: Vec<ListId>,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "do", rename_all = "snake_case"))]
pub enum Effect {
    /// Say this.
    Say {
        /// What.
        text: String,
        /// With these answers to pick from.
        replies: Vec<String>,
    },
    /// Keep this with the contact, once. Nothing comes back.
    Keep {
        /// Its number.
        errand: u32,
        /// Of which property; an e-mail address, as the visitor's own word, where it is `email`.
        property: PropertyId,
        /// What.
        value: Value,
    },
    /// Find out what is known of contact and team; [`Input::Looked`].
    Look {
        /// Its number.
        errand: u32,
    },
    /// Ask this webhook; [`Input::Called`].
    Call {
        /// Its number.
        errand: u32,
        /// The step that asks.
        step: StepId,
        /// The address.
        url: String,
    },
    /// From now on it is people's.
    HandOver,
}

/// What a step came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The state now.
    pub state: State,
    /// What is to be done.
    pub effects: Vec<Effect>,
}

/// A thread in which a bot has handed over to nobody cannot be closed by hand until so long after the visitor's last
/// message, in ms (S130). The help page says, literally, that it cannot be closed *after* 30 minutes of silence;
/// features.md A.20 takes that for a slip of translation.
pub const QUIET_MS: u64 = 30 * 60_000;

/// From when on (ms) an agent may close the thread, where the visitor wrote last at `heard_at`; `None`: at any time.
#[must_use]
pub fn closable_at(state: &State, heard_at: u64) -> Option<u64> {
    state.is_in_charge().then(|| heard_at.saturating_add(QUIET_MS))
}

impl State {
    /// Whether the thread is in the bot's hands: nobody else has it, and it waits for nobody's answer (S120).
    #[must_use]
    pub const fn is_in_charge(&self) -> bool {
        !matches!(self.at, At::Over { because: Ending::HandedOver | Ending::Stopped })
    }

    /// What it asked elsewhere and waits for, if it does: answers to anything else come too late.
    #[must_use]
    pub const fn awaits(&self) -> Option<u32> {
        match self.at {
            At::Looks { errand, .. } | At::Calls { errand, .. } => Some(errand),
            At::Fresh | At::Waits { .. } | At::Over { .. } => None,
        }
    }
}
