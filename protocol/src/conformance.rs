//! Cases of the conformance suite, put to the engine of a running edge: `POST /internal/conformance`.
//!
//! The same question in the neutral JSON form that `targeting/testdata` and `cargo xtask decide` have. Knows no answer:
//! that is [`targeting::record`]'s.

use serde::{Deserialize, Serialize};
use targeting::{Chatflow, VisitorFacts};

/// `POST /internal/conformance`: one question after the other, each with an account of its own. Answers [`Records`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Conformance {
    /// Any number; a caller with the secret may send a long body.
    pub cases: Vec<Question>,
}

/// One page view of one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The account, in its order.
    pub chatflows: Vec<Chatflow>,
    /// The page's address, as a person or a program writes it.
    pub url: String,
    /// Who looks at it.
    #[serde(default)]
    pub visitor: VisitorFacts,
}

/// Answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Records {
    /// In the order of the questions: each decision as [`targeting::record`] writes it.
    pub records: Vec<String>,
}
