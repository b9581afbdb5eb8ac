//! What visitors are told of the team behind a chatflow.
//!
//! Made by `conversation::availability`, which knows why; here is only what a browser needs, and nobody's name. Knows no
//! clock: whoever shows it looks again at `until`.

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use conversation::availability::{Availability, Shown};
use conversation::ids::ChatflowId;

use crate::boot::CaptureStep;

/// What a visitor is told at an instant: `GET /v1/{account}/availability?chatflow={id}`, and in [`Boot`](crate::boot::Boot)
/// and [`Decision`](crate::boot::Decision) where the chatflow is not always available.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TeamAvailability"))]
pub struct Told {
    /// What is shown.
    pub shown: Team,
    /// The team usually answers within so many minutes; with `available` only (S57, S59, S63).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reply_minutes: Option<u32>,
    /// The owner's words, with `away` only; none for the house's, in the visitor's language (S60).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub text: Option<String>,
    /// When the team is back (ms since 1970, UTC), with `back_at` only; none where no opening is in sight (S66).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub back_at: Option<u64>,
    /// When the clock alone may change this (ms since 1970, UTC): ask again then (E40).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub until: Option<u64>,
}

/// Body of `POST /v1/{account}/availability` (text/plain): what this visitor is told now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TeamRequest"))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TeamRequest {
    /// Of which chatflow.
    pub chatflow: ChatflowId,
    /// The visitor's token, as with the decision: whose contact they are may matter (N32).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub token: Option<String>,
}

/// Answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TeamNow"))]
pub struct Now {
    /// What they are told.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub told: Told,
    /// How they are asked for their address from now on, in place of what the decision said (S48, H66); none: not at all.
    #[cfg_attr(feature = "serde", serde(rename = "e", default, skip_serializing_if = "Option::is_none"))]
    pub capture: Option<CaptureStep>,
}

/// What is shown of the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ShownTeam"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Team {
    /// It answers.
    Available,
    /// It is away: visitors can write all the same.
    Away,
    /// It is away, and says when it is back (S66).
    BackAt,
    /// No launcher (S61, P39).
    Nothing,
}

impl From<&Availability<'_>> for Told {
    fn from(availability: &Availability<'_>) -> Self {
        let nothing = Self {
            shown: Team::Nothing,
            reply_minutes: None,
            text: None,
            back_at: None,
            until: availability.until,
        };
        match availability.shown {
            Shown::Available { reply_minutes } => Self { shown: Team::Available, reply_minutes, ..nothing },
            // Where they are asked for an address, the house says that nobody is free.
            Shown::ByEmail { .. } => Self { shown: Team::Away, ..nothing },
            Shown::Away { text } => Self { shown: Team::Away, text: text.map(Into::into), ..nothing },
            Shown::BackAt(back_at) => Self { shown: Team::BackAt, back_at, ..nothing },
            Shown::Nothing => nothing,
        }
    }
}
