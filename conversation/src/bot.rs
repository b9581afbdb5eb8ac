//! A bot: what a chatflow says and asks before people do (P84).
//!
//! A bot is a list of named steps. The first one begins when a visitor's first message has begun a thread; each names
//! the next, and where it names none the one below it in the list follows. [`check`] tells everything that is wrong with
//! a bot, at its place. [`step`] runs one: a pure function of the state and of what happened, which answers what is to be
//! said and done. Whatever happens, somebody is left to answer: a bot that cannot go on hands over.
//!
//! Three things are not said but asked elsewhere, and their answers come back as another input: what is known of the
//! contact and of the team ([`Effect::Look`]), what the owner's own server says ([`Effect::Call`]), and that an answer is
//! kept ([`Effect::Keep`], of which nothing comes back). Each has a number that no other has, so that an answer which
//! comes twice counts once.
//!
//! A person who answers or takes over ends the bot for good (E50): [`Input::Stopped`]. Knows no clock, no wire, no
//! storage and no chance.

mod answer;
mod check;
mod machine;
mod state;
#[cfg(test)]
mod tests;
mod trace;

pub use answer::value as read_value;
pub use check::{Mistake, Why, astray, check};
pub use machine::{step, watched};
pub use state::{At, Called, Effect, Ending, Facts, Input, QUIET_MS, Script, State, Turn, closable_at};
pub use trace::{Cause, Did, Trace};

use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use crate::ids::{PropertyId, StepId};
use crate::list::Criterion;

/// Most steps of a bot.
pub const STEPS: usize = 100;
/// Most quick replies of a question.
pub const REPLIES: usize = 10;
/// Longest quick reply, in code points: it stands on a button.
pub const REPLY_CHARS: usize = 80;
/// Longest text of a step, in code points.
pub const TEXT_CHARS: usize = 2_000;
/// Longest name of a bot, in code points.
pub const NAME_CHARS: usize = 100;
/// Most cases of a branch.
pub const CASES: usize = 20;
/// Most texts that an answer is compared with.
pub const VALUES: usize = 20;
/// How often a property may be asked for again.
pub const TRIES: u8 = 5;
/// Longest address of a webhook, in bytes.
pub const URL_BYTES: usize = 2_048;
/// Bytes of a webhooks' secret.
pub const SECRET_BYTES: core::ops::RangeInclusive<usize> = 16..=200;
/// Most steps of one turn: a bot that takes more without waiting for anybody hands over.
pub const MOVES: usize = 2 * STEPS;
/// Most messages of a bot in one thread; then it hands over.
pub const SAID: u16 = 500;
/// What is kept of an answer for branches, in code points.
pub const ANSWER_CHARS: usize = 200;
/// Most messages of a webhook's answer.
pub const ANSWERS: usize = 5;
/// The property that asks for an e-mail address.
pub const EMAIL: &str = "email";

/// A bot, as its chatflow has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bot {
    /// Its display name; visitors see it.
    pub name: String,
    /// When it is there (H62).
    #[cfg_attr(feature = "serde", serde(default))]
    pub shown: Shown,
    /// What webhooks are signed with: 16 to 200 bytes. Needed where a step calls one; visitors never see it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub secret: Option<String>,
    /// What it does, from the first on.
    pub steps: Vec<Step>,
}

/// When a bot is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "BotShown"))]
pub enum Shown {
    /// Whatever the hours are (S67).
    #[default]
    Always,
    /// When the chatflow's availability shows it: as if there were no bot (H62).
    InHours,
}

impl Bot {
    /// Whether its chatflow is shown whatever the availability of the team is (S67, H62).
    #[must_use]
    pub fn is_always_shown(&self) -> bool {
        self.shown == Shown::Always
    }
}

/// One step of a bot.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "BotStep"))]
pub struct Step {
    /// Its name within the bot.
    pub id: StepId,
    /// What it does.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub does: Does,
}

/// What a step does. Where a next step is absent, the one below follows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "do", rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "BotDoes"))]
pub enum Does {
    /// Says something.
    Message {
        /// What.
        text: String,
        /// Then.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        then: Option<StepId>,
    },
    /// Asks something and waits for the visitor.
    Question {
        /// What.
        text: String,
        /// Answers to pick from; without any, whatever they write is the answer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        replies: Vec<Reply>,
        /// After an answer that is none of these.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        then: Option<StepId>,
    },
    /// Asks for something that is kept with the contact.
    Property {
        /// What is said.
        text: String,
        /// Which: `email`, or one of the account's own of kind text, number, date or enumeration.
        property: PropertyId,
        /// What is said where the answer cannot be it; absent: the question again.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        again: Option<String>,
        /// How often it asks again: 0 to 5.
        #[cfg_attr(feature = "serde", serde(default = "twice"))]
        tries: u8,
        /// A quick reply for those who would rather not say; absent: there is none.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        skip: Option<String>,
        /// After an answer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        then: Option<StepId>,
        /// Where there is none after all tries, or they would rather not say; absent: as after an answer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        otherwise: Option<StepId>,
    },
    /// Goes on in one of several places.
    Branch {
        /// The first that holds leads on.
        cases: Vec<Case>,
        /// Where none holds.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        then: Option<StepId>,
    },
    /// Asks the owner's own server what to say (P84). What it calls the outcome is the answer of this step.
    Webhook {
        /// Its address: `https://`, on a public network.
        url: String,
        /// After an answer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        then: Option<StepId>,
        /// Where it does not answer in time, or not well; absent: as after an answer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        otherwise: Option<StepId>,
    },
    /// Hands over to people: by the routing rule of the chatflow, in business hours or not (S68, S69).
    HandOver {
        /// What is said first.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        text: Option<String>,
        /// Where nobody could answer now; absent: it hands over all the same, and the visitor waits.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        otherwise: Option<StepId>,
    },
    /// Says no more. Whoever writes after that is handed over to people.
    End {},
}

#[cfg(feature = "serde")]
const fn twice() -> u8 {
    2
}

/// An answer to pick.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "BotReply"))]
pub struct Reply {
    /// What stands on the button, and what the visitor then says.
    pub text: String,
    /// Then; absent: as after any other answer.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub then: Option<StepId>,
}

/// A case of a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "BotCase"))]
pub struct Case {
    /// What has to be so.
    pub when: When,
    /// Then; absent: the step below.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub then: Option<StepId>,
}

/// What a branch looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "if", rename_all = "snake_case", deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "BotWhen"))]
pub enum When {
    /// The visitor's answer is one of these, whatever its case.
    Answer {
        /// To which step, a webhook's outcome too; absent: the last thing they said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        step: Option<StepId>,
        /// At least one.
        any_of: Vec<String>,
    },
    /// Somebody would get this thread and could answer now (H62).
    Available {},
    /// The contact is so: a property, or a list they are on.
    Contact {
        /// What has to be so of them.
        criterion: Criterion,
    },
}

impl When {
    /// Whether it can be told without asking elsewhere.
    const fn is_at_hand(&self) -> bool {
        matches!(self, Self::Answer { .. })
    }
}

impl Does {
    /// Every way on from here: the field that leads there, and the step it names, if it names one.
    fn ways(&self) -> Vec<(String, Option<&StepId>)> {
        match self {
            Self::Message { then, .. } => vec![("then".into(), then.as_ref())],
            Self::Question { replies, then, .. } => {
                let picked = replies.iter().enumerate();
                let picked = picked
                    .map(|(i, reply)| (format!("replies[{i}].then"), reply.then.as_ref().or(then.as_ref())));
                picked.chain([("then".into(), then.as_ref())]).collect()
            }
            Self::Branch { cases, then } => {
                let held = cases.iter().enumerate();
                let held = held.map(|(i, case)| (format!("cases[{i}].then"), case.then.as_ref()));
                held.chain([("then".into(), then.as_ref())]).collect()
            }
            Self::Property { then, otherwise, .. } | Self::Webhook { then, otherwise, .. } => {
                // Where nothing else is said, it goes on as after an answer.
                let other = otherwise.as_ref().map(|step| ("otherwise".into(), Some(step)));
                [("then".into(), then.as_ref())].into_iter().chain(other).collect()
            }
            Self::HandOver { otherwise, .. } => {
                otherwise.iter().map(|step| ("otherwise".into(), Some(step))).collect()
            }
            Self::End {} => Vec::new(),
        }
    }

    /// Whether it waits for the visitor, so that no circle through it is endless.
    const fn waits(&self) -> bool {
        matches!(self, Self::Question { .. } | Self::Property { .. })
    }
}
