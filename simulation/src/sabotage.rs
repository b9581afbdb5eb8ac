//! Servers that break a promise on purpose: a simulation that finds none of them finds nothing.
//!
//! Each is a small, believable mistake in the glue around the decisions; the peers of this product made most of them.

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sabotage {
    /// Answers leave before what they say is on the disk (P1).
    AnswersBeforeTheCommit,
    /// A message that is sent again is another message (P2).
    ForgetsMessageIds,
    /// A replay begins at a time instead of a place (P4).
    ReplaysByTime,
    /// Whoever slept does not know its sockets any more.
    ForgetsSocketsInItsSleep,
    /// What the inbox could not be told is not told again.
    TellsOnce,
    /// The inbox is taken to have heard before it has.
    BelievesItWasHeard,
    /// Whoever knows a thread's id may read it (T13).
    TrustsThreadIds,
    /// Sockets outlive the session they belong to.
    ForgetsToSignOut,
}

impl Sabotage {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::AnswersBeforeTheCommit,
        Self::ForgetsMessageIds,
        Self::ReplaysByTime,
        Self::ForgetsSocketsInItsSleep,
        Self::TellsOnce,
        Self::BelievesItWasHeard,
        Self::TrustsThreadIds,
        Self::ForgetsToSignOut,
    ];

    /// As it is named in a command.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AnswersBeforeTheCommit => "answers-before-the-commit",
            Self::ForgetsMessageIds => "forgets-message-ids",
            Self::ReplaysByTime => "replays-by-time",
            Self::ForgetsSocketsInItsSleep => "forgets-sockets-in-its-sleep",
            Self::TellsOnce => "tells-once",
            Self::BelievesItWasHeard => "believes-it-was-heard",
            Self::TrustsThreadIds => "trusts-thread-ids",
            Self::ForgetsToSignOut => "forgets-to-sign-out",
        }
    }
}
