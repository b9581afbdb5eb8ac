//! Giving a thread to an agent, to a team (H73), or to nobody: what the log says of it and what stands beside it, in one
//! transaction.
//!
//! Visitors are told of agents and not of teams: to them a team's thread is one that nobody has yet. So a team stands
//! beside the log.

use conversation::desk::{Command as Beside, Note, Team};
use conversation::ids::ThreadId;
use conversation::thread::{Agent, Author, Command};
use protocol::frame;

use super::{Done, advance, bot, desk};
use crate::error::Error;
use crate::store::Sql;
use crate::store::threads::{self as rows, desks};

/// Whom a thread is given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Nobody.
    Nobody,
    /// An agent; where a team had it, it stays that team's behind them.
    Agent(Agent),
    /// A team: whoever of it is there gets it, or takes it.
    Team(Team),
}

impl From<Option<&frame::Agent>> for Owner {
    fn from(agent: Option<&frame::Agent>) -> Self {
        agent.map_or(Self::Nobody, |agent| Self::Agent(Agent::from(agent)))
    }
}

/// An agent gives a thread to somebody.
///
/// # Errors
/// `not_found`, or a fault.
pub fn assign(sql: &impl Sql, thread: &ThreadId, to: Owner, by: Agent, now: u64) -> Result<Done, Error> {
    sql.atomically(|| {
        let kept = rows::thread(sql, thread)?.ok_or_else(Error::not_found)?;
        let desk = desks::of(sql, thread)?;
        let (agent, notes) = match to {
            Owner::Nobody => (None, desk.decide(Beside::Give(None), kept.state.status, now)?),
            Owner::Agent(agent) => (Some(agent), Vec::new()),
            Owner::Team(team) => {
                // A team is people: whoever of them gets it, the bot is done.
                bot::stop(sql, thread)?;
                let again = kept.state.assignee.is_some().then(|| vec![Note::Given(team.clone())]);
                let given = || desk.decide(Beside::Give(Some(team)), kept.state.status, now);
                (None, again.map_or_else(given, Ok)?)
            }
        };
        let command = Command::Assign { to: agent, by: Some(by.clone()) };
        bot::before(sql, &kept, &command, now)?;
        let mut done = advance(sql, kept, command, None, now)?;
        done.thread = desk::put(sql, done.thread, notes, &Author::Agent(by), None, now)?;
        Ok(done)
    })
}

#[cfg(test)]
mod tests {
    use conversation::ids::{ClientMessageId, TeamId};
    use conversation::text::MessageText;
    use protocol::frame::{Body, Note as Told};

    use super::*;
    use crate::shard::consent::Given;
    use crate::shard::tests::{anna, id, new_thread, said, shard};
    use crate::shard::{Begin, begin, reply};
    use crate::store::native::Memory;
    use crate::store::threads::Kept;

    fn begun(sql: &Memory) -> Kept {
        let thread = new_thread(1, 1, "message-1");
        let begun = Begin {
            thread,
            text: said("Hello"),
            consent: Given::default(),
            owner: None,
            lift: None,
            bot: None,
        };
        begin(sql, begun, 5).unwrap().thread
    }

    fn kilns() -> Team {
        Team { id: TeamId::parse("kilns").unwrap(), name: "Kilns".into() }
    }

    fn gives(sql: &Memory, thread: &Kept, to: Owner) -> Done {
        assign(sql, &thread.id, to, anna(), 9).unwrap()
    }

    fn team_in_row(sql: &Memory, done: &Done) -> Option<String> {
        desk::to_wire(sql, &done.thread).unwrap().team.map(|given| given.team.name)
    }

    fn notes(sql: &Memory, thread: &Kept) -> Vec<Told> {
        desks::after(sql, &thread.id, 0, 100).unwrap().into_iter().map(|note| note.note).collect()
    }

    #[test]
    fn a_team_has_it_beside_the_log_until_one_of_it_replies() {
        // H73 H74 P3: the visitor hears of agents only
        let sql = shard();
        let thread = begun(&sql);
        let given = gives(&sql, &thread, Owner::Team(kilns()));
        assert_eq!((given.entries.len(), given.thread.state.last_seq), (0, thread.state.last_seq));
        assert_eq!(team_in_row(&sql, &given).as_deref(), Some("Kilns"));
        assert_eq!(notes(&sql, &thread), [Told::Given { team: kilns() }]);
        assert_eq!(
            gives(&sql, &thread, Owner::Team(kilns())).thread.revision,
            given.thread.revision,
            "said twice"
        );
        let message: ClientMessageId = id("the-reply");
        let text = MessageText::parse("I am here").unwrap();
        let replied = reply(&sql, anna(), &thread.id, message, text, 11).unwrap();
        assert_eq!(replied.thread.state.assignee, Some(anna()));
        assert_eq!(team_in_row(&sql, &replied), None);
    }

    #[test]
    fn from_an_agent_it_goes_to_a_team_and_from_that_to_nobody() {
        // H73 S127
        let sql = shard();
        let thread = begun(&sql);
        gives(&sql, &thread, Owner::Agent(anna()));
        let given = gives(&sql, &thread, Owner::Team(kilns()));
        assert!(matches!(&given.entries[..], [entry] if entry.body == Body::Assigned { agent: None }));
        // Taken and given back: the team is told of again, though it stood behind her all the while.
        gives(&sql, &thread, Owner::Agent(anna()));
        gives(&sql, &thread, Owner::Team(kilns()));
        let nobodys = gives(&sql, &thread, Owner::Nobody);
        assert_eq!((team_in_row(&sql, &nobodys), nobodys.entries.len()), (None, 0));
        let given = Told::Given { team: kilns() };
        assert_eq!(notes(&sql, &thread), [given.clone(), given, Told::TakenFrom { team: kilns() }]);
    }
}
