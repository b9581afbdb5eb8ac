//! How far the two sides of a thread have come.

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// How far the two sides of a thread have come. Neither ever goes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Marks {
    /// The visitor.
    pub visitor: Mark,
    /// Whichever agent came furthest.
    pub agents: Mark,
}

impl Marks {
    /// The furthest of both.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self { visitor: self.visitor.max(other.visitor), agents: self.agents.max(other.agents) }
    }
}

/// How far one side has come: all up to these places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mark {
    /// Shown by a client of theirs.
    pub received: u64,
    /// Seen by one of them.
    pub read: u64,
}

impl Mark {
    /// The furthest of both. Who has read has received.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        let read = self.read.max(other.read);
        Self { received: self.received.max(other.received).max(read), read }
    }
}
