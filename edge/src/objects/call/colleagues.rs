//! What is asked about who is there, and who gets what.

use conversation::ids::{AgentId, InboxId, TeamId, ThreadId};
use protocol::frame::Agent;
use protocol::rest::people::{PersonInfo, Presence, PresenceState, Team, TeamContent, Work};
use protocol::rest::routing::{Colleagues, Routing};
use serde::{Deserialize, Serialize};

use super::{Call, TellInbox};
use crate::colleagues::{Known, Working};
use crate::elsewhere::{Load, There};
use crate::policy::Week;

calls! {
    // The account.

    /// Everybody who works there, by name.
    GetPeople "get-people" {} -> Vec<PersonInfo>;
    /// What somebody declared.
    GetPresence "get-presence" {
        /// Who.
        agent: AgentId,
    } -> PresenceState;
    /// Somebody comes or goes.
    PutPresence "put-presence" {
        /// Who.
        agent: AgentId,
        /// What holds from now on.
        presence: Presence,
        /// Who says so.
        by: Agent,
    } -> PresenceState;
    /// How much somebody takes, and when.
    PutWork "put-work" {
        /// Who.
        agent: AgentId,
        /// All of it.
        work: Work,
    } -> PersonInfo;
    /// The teams, by name.
    GetTeams "get-teams" {} -> Vec<Team>;
    /// Makes a team.
    CreateTeam "create-team" {
        /// All of it but its id.
        content: TeamContent,
    } -> Vec<Team>;
    /// Changes a team.
    SaveTeam "save-team" {
        /// Which.
        id: TeamId,
        /// All of it.
        content: TeamContent,
    } -> Vec<Team>;
    /// Removes a team.
    DeleteTeam "delete-team" {
        /// Which.
        id: TeamId,
    } -> Vec<Team>;
    /// Who works in an inbox, for an inbox that does not know.
    ReadColleagues "read-colleagues" {
        /// Which.
        inbox: InboxId,
    } -> TellColleagues;

    /// An inbox tells how many open threads some have there who work in others too; answers how many they have in those.
    TellLoads "tell-loads" {
        /// Which inbox.
        inbox: InboxId,
        /// Grows with every telling of that inbox; one that comes late says nothing.
        number: u64,
        /// Whose changed.
        loads: Vec<Load>,
    } -> Vec<There>;

    // The inbox.

    /// The account tells how many open threads some have in other inboxes, at least once after every change.
    TellElsewhere "tell-elsewhere" {
        /// Of whom.
        there: Vec<There>,
    } -> ();

    /// The account tells who works there, at least once after every change.
    TellColleagues "tell-colleagues" {
        /// Grows with every change; an older or equal one is a repetition.
        revision: u64,
        /// Everybody of the account.
        colleagues: Vec<Known>,
        /// Whether any webhook listens; an account that does not say may have one.
        #[serde(default)]
        listens: Option<bool>,
        /// In how many shards the inbox's threads live, whose visitors are to hear of it; of an older account none are.
        #[serde(default)]
        shards: u16,
    } -> ();
    /// Everybody, with what they have: what a Worker tells visitors by.
    ReadCrew "read-crew" {} -> Vec<Working>;
    /// Everybody, as their colleagues see them.
    ListColleagues "list-colleagues" {} -> Colleagues;
    /// Why a thread went where it went.
    ExplainRouting "explain-routing" {
        /// Which.
        thread: ThreadId,
    } -> Routing;
    /// What came in the last days and who was there: what a Worker tries a rule out with.
    ReadWeek "read-week" {
        /// Since when it came (ms since 1970, UTC).
        since: u64,
    } -> Week;

    // The shard.

    /// Somebody came or went: every visitor with a line here hears that much.
    ShowTeam "show-team" {} -> ();
    /// A rule gives a thread to somebody, or takes it from somebody for nobody yet; at least once. Answers what the inbox
    /// has not heard of the thread, so that it hears it with the answer.
    RouteThread "route" {
        /// Which.
        thread: ThreadId,
        /// Who has it, as far as the rule knows; whoever else has it keeps it.
        from: Option<AgentId>,
        /// Who gets it.
        to: Option<Agent>,
    } -> Option<TellInbox>;
}
