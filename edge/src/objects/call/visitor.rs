//! What a shard is asked for one of its visitors beside their line.

use conversation::ids::{ChatflowId, LabelId, ThreadId, VisitorId};
use conversation::rating::Scale;
use protocol::visitor::VisitorLog;
use serde::{Deserialize, Serialize};

use super::Call;
use crate::shard::overview::Overview;
use crate::store::threads::traces::Traces;

calls! {
    /// A visitor's own threads, for their list.
    ListOwn "list-own" {
        /// Whose.
        visitor: VisitorId,
    } -> Vec<Overview>;
    /// A visitor parts from their threads, which then are those of somebody whom nobody is.
    PartOwn "part-own" {
        /// Who.
        visitor: VisitorId,
        /// Made just now.
        instead: VisitorId,
    } -> Traces;
    /// The same about what the account knows of them.
    PartVisitor "part-visitor" {
        /// Who.
        visitor: VisitorId,
        /// Made just now.
        instead: VisitorId,
        /// The number of the proof of it.
        #[serde(default)]
        number: Option<String>,
        /// What their threads left.
        #[serde(default)]
        left: Traces,
    } -> Option<String>;
    /// A piece of the log of a visitor's own thread.
    ReadOwnLog "read-own-log" {
        /// Whose.
        visitor: VisitorId,
        /// Which.
        thread: ThreadId,
        /// After this place.
        after_seq: u64,
        /// How many entries.
        limit: u32,
    } -> VisitorLog;
    /// A visitor says a message of theirs in other words, or takes it back.
    ReviseOwn "revise-own" {
        /// Who.
        visitor: VisitorId,
        /// In which thread.
        thread: ThreadId,
        /// The message's place.
        message: u64,
        /// What it is to say; none where it is to go.
        text: Option<String>,
    } -> ();
    /// The page that a visitor is on sets labels of a thread of theirs, which it may (P11).
    LabelOwn "label-own" {
        /// Who.
        visitor: VisitorId,
        /// Which.
        thread: ThreadId,
        /// What it is to have.
        add: Vec<LabelId>,
        /// And what not.
        remove: Vec<LabelId>,
    } -> ();
    /// A visitor rates a thread of theirs that has ended.
    RateOwn "rate-own" {
        /// Who.
        visitor: VisitorId,
        /// Which.
        thread: ThreadId,
        /// What chatflows ask for, those that ask.
        scales: Vec<(ChatflowId, Scale)>,
        /// The score.
        score: Option<u8>,
        /// The words.
        comment: Option<String>,
    } -> ();
}
