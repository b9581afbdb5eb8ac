//! Consent to communicate, as a chatflow asks for it (S85, S86).

use conversation::ids::SubscriptionId;
use serde::{Deserialize, Serialize};

use super::{Inconsistent, named, unique};
use crate::code::Code;
use crate::limits::SUBSCRIPTIONS;
use crate::rest::subscriptions::SubscriptionType;

/// What visitors can agree to be written to about, by a box that is theirs to tick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Communication {
    /// What they subscribe to.
    pub subscription: SubscriptionId,
    /// What they agree to, at most 5,000 code points.
    pub text: String,
}

/// Whether the types of an account file have ids of their own, and are not too many.
pub(super) fn check(subscriptions: &[SubscriptionType]) -> Result<(), Inconsistent> {
    unique("subscriptions", subscriptions.iter().map(|one| one.id.as_str()))?;
    let problem = format!("at most {SUBSCRIPTIONS}, got {}", subscriptions.len());
    named(subscriptions.len() <= SUBSCRIPTIONS, Code::TooMany, || "subscriptions".to_owned(), &problem)
}
