//! How an account file says when visitors are asked for an address (S48).

use conversation::capture::When;
use serde::{Deserialize, Serialize};

/// When and how visitors are asked for their e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "when", rename_all = "snake_case", deny_unknown_fields)]
pub enum EmailCapture {
    /// As soon as the visitor wrote something.
    RightAway {
        /// What they read (S49).
        message: String,
    },
    /// When nobody answered for a while.
    Unanswered {
        /// For so long: 1 to 1,440.
        minutes: u16,
        /// What they read (S49).
        message: String,
    },
}

impl EmailCapture {
    /// The moment.
    #[must_use]
    pub fn when(&self) -> When {
        match self {
            Self::RightAway { .. } => When::RightAway,
            Self::Unanswered { minutes, .. } => When::Unanswered { minutes: *minutes },
        }
    }

    /// The words.
    #[must_use]
    pub fn message(&self) -> &str {
        match self {
            Self::RightAway { message } | Self::Unanswered { message, .. } => message,
        }
    }
}
