//! Who looks at which thread just now (P51): told to colleagues who look at the same one, kept nowhere else than on their lines.
//!
//! Knows who looks at what. Does not know lines, and no visitor is ever among those who are told.

use std::collections::HashMap;

use conversation::ids::{AgentId, ThreadId};
use protocol::frame::{Agent, ServerFrame};

/// One line of an agent, and the thread that is on its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looks {
    /// Whose.
    pub agent: Agent,
    /// At what.
    pub at: Option<ThreadId>,
}

/// What those who look at one of these threads are told now: to whom, and what. Everybody hears of everybody else once,
/// by name, however many pages they have open.
#[must_use]
pub fn told(looks: &[Looks], threads: &[ThreadId]) -> Vec<(AgentId, ServerFrame)> {
    let mut told = Vec::new();
    for thread in threads {
        let here: HashMap<&AgentId, &Agent> = looks
            .iter()
            .filter(|one| one.at.as_ref() == Some(thread))
            .map(|one| (&one.agent.id, &one.agent))
            .collect();
        let mut all: Vec<&Agent> = here.into_values().collect();
        all.sort_by(|one, other| (&one.name, one.id.as_str()).cmp(&(&other.name, other.id.as_str())));
        for agent in &all {
            let agents =
                all.iter().filter(|other| other.id != agent.id).map(|other| (*other).clone()).collect();
            told.push((agent.id.clone(), ServerFrame::Viewing { thread: thread.clone(), agents }));
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thread(n: u8) -> ThreadId {
        ThreadId::from_random(0, [n; 16])
    }

    fn looks(who: &str, at: Option<u8>) -> Looks {
        Looks {
            agent: Agent { id: AgentId::parse(who).unwrap(), name: who.to_uppercase() },
            at: at.map(thread),
        }
    }

    /// `anna: 1 = Ben, Cleo`, one line for each who is told.
    fn words(told: &[(AgentId, ServerFrame)]) -> Vec<String> {
        told.iter()
            .map(|(to, frame)| {
                let ServerFrame::Viewing { thread: at, agents } = frame else { panic!("{frame:?}") };
                let n = (1..9).find(|n| thread(*n) == *at).unwrap();
                let names: Vec<&str> = agents.iter().map(|agent| agent.name.as_str()).collect();
                format!("{to}: {n} = {}", names.join(", "))
            })
            .collect()
    }

    #[test]
    fn those_who_look_at_the_same_thread_hear_of_each_other() {
        // P51
        let anna = || looks("anna", Some(1));
        for (case, looks, threads, expected) in [
            ("alone", vec![anna()], vec![1], vec!["anna: 1 = "]),
            (
                "two",
                vec![looks("ben", Some(1)), anna(), looks("cleo", None)],
                vec![1],
                vec!["anna: 1 = BEN", "ben: 1 = ANNA"],
            ),
            (
                "one of them twice",
                vec![anna(), anna(), looks("ben", Some(1))],
                vec![1],
                vec!["anna: 1 = BEN", "ben: 1 = ANNA"],
            ),
            (
                "from one to the other",
                vec![anna(), looks("ben", Some(2)), looks("cleo", Some(2))],
                vec![1, 2],
                vec!["anna: 1 = ", "ben: 2 = CLEO", "cleo: 2 = BEN"],
            ),
            ("nobody there", vec![looks("ben", Some(2))], vec![1], vec![]),
        ] {
            let threads: Vec<ThreadId> = threads.into_iter().map(thread).collect();
            assert_eq!(words(&told(&looks, &threads)), expected, "{case}");
        }
    }
}
