//! The versions of a chatflow, and switching it at an instant that was said before (N9).

use serde::{Deserialize, Serialize};

use crate::account::Chatflow;
use crate::frame::Agent;

/// How a version came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "VersionHow"))]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It was there before versions were kept.
    Found,
    /// It was made.
    Created,
    /// It was saved.
    Saved,
    /// It was saved and went live, or its switch was turned on.
    Published,
    /// Its switch was turned off.
    SwitchedOff,
    /// An earlier version was put back.
    RolledBack,
    /// Its switch was turned on at an instant that was said before.
    PublishedOnTime,
    /// Or off.
    SwitchedOffOnTime,
}

impl How {
    const ALL: [Self; 8] = [
        Self::Found,
        Self::Created,
        Self::Saved,
        Self::Published,
        Self::SwitchedOff,
        Self::RolledBack,
        Self::PublishedOnTime,
        Self::SwitchedOffOnTime,
    ];

    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Created => "created",
            Self::Saved => "saved",
            Self::Published => "published",
            Self::SwitchedOff => "switched_off",
            Self::RolledBack => "rolled_back",
            Self::PublishedOnTime => "published_on_time",
            Self::SwitchedOffOnTime => "switched_off_on_time",
        }
    }

    /// Reads it back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.as_str() == text)
    }
}

/// A version of a chatflow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ChatflowVersion"))]
pub struct Version {
    /// Its number within the chatflow, from 1.
    pub number: u64,
    /// Since when (ms).
    pub at: u64,
    /// By whom, with the name they had; absent where nobody is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Agent>,
    /// How it came about.
    pub how: How,
    /// The version that was put back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<u64>,
    /// Whether visitors got it.
    pub enabled: bool,
    /// All of it.
    pub chatflow: Chatflow,
}

/// Answers `GET /api/chatflows/{id}/versions`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ChatflowVersions"))]
pub struct Versions {
    /// The newest first: the first is what it is now. At most [`crate::limits::KEPT_VERSIONS`].
    pub versions: Vec<Version>,
}

/// `POST /api/chatflows/{id}/versions/{n}/restore`; answers [`super::ChatflowDetail`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RollBack {
    /// The revision that was looked at.
    pub revision: u64,
}

/// `PUT /api/chatflows/{id}/schedule`: all there is, so that what is left out is cancelled.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PutSchedule {
    /// The zone whose wall clocks are meant, by its name in the tz database.
    pub zone: String,
    /// When it is published, as a wall clock there shows it: `YYYY-MM-DDTHH:MM`.
    #[serde(default)]
    pub on: Option<String>,
    /// When it is switched off.
    #[serde(default)]
    pub off: Option<String>,
}

/// Answers `GET` and `PUT /api/chatflows/{id}/schedule`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ChatflowSchedule"))]
pub struct Schedule {
    /// When it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Planned>,
    /// When it is switched off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub off: Option<Planned>,
}

impl Schedule {
    /// Whether nothing is to come and nothing was refused.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.on.is_none() && self.off.is_none()
    }
}

/// One turn of a switch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Planned {
    /// The instant (ms).
    pub at: u64,
    /// As it was said.
    pub local: String,
    /// On whose wall clocks.
    pub zone: String,
    /// By whom, with the name they had.
    pub by: Agent,
    /// Why it was not done when its time came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
}

/// Why something that was planned was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ScheduleRefused"))]
pub struct Refused {
    /// When (ms).
    pub at: u64,
    /// The code that saving would have been refused with.
    pub code: String,
    /// The same in English.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_is_read_as_it_is_written() {
        for how in How::ALL {
            assert_eq!(How::parse(how.as_str()), Some(how));
            assert_eq!(serde_json::to_value(how).unwrap(), how.as_str());
        }
        assert_eq!(How::parse("dreamt"), None);
    }
}
