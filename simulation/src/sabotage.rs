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
    /// Who does not keep up is left out, and not told (P8).
    LeavesOutInSilence,
    /// Who lagged once is told that nothing was missed (P8).
    ReplaysNothingToWhoLagged,
    /// The newest word of how far somebody has come counts, be it less (P5).
    LetsMarksGoBack,
    /// An agent is seen typing by every visitor.
    ShowsTypingToEverybody,
    /// A session that ended while its socket was on its way lives on in it (T23).
    TrustsTheDoor,
    /// Somebody comes, and nothing that waits is given to them (E47).
    ForgetsWhoCame,
    /// The alarm rings, and nobody looks which chats are to close by themselves (H67).
    LetsChatsStand,
}

impl Sabotage {
    /// Every one.
    pub const ALL: [Self; 15] = [
        Self::AnswersBeforeTheCommit,
        Self::ForgetsMessageIds,
        Self::ReplaysByTime,
        Self::ForgetsSocketsInItsSleep,
        Self::TellsOnce,
        Self::BelievesItWasHeard,
        Self::TrustsThreadIds,
        Self::ForgetsToSignOut,
        Self::LeavesOutInSilence,
        Self::ReplaysNothingToWhoLagged,
        Self::LetsMarksGoBack,
        Self::ShowsTypingToEverybody,
        Self::TrustsTheDoor,
        Self::ForgetsWhoCame,
        Self::LetsChatsStand,
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
            Self::LeavesOutInSilence => "leaves-out-in-silence",
            Self::ReplaysNothingToWhoLagged => "replays-nothing-to-who-lagged",
            Self::LetsMarksGoBack => "lets-marks-go-back",
            Self::ShowsTypingToEverybody => "shows-typing-to-everybody",
            Self::TrustsTheDoor => "trusts-the-door",
            Self::ForgetsWhoCame => "forgets-who-came",
            Self::LetsChatsStand => "lets-chats-stand",
        }
    }
}
