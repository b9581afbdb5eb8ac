//! Who works in the inbox, comes and goes, and that nobody waits while one of them has room.
//!
//! The account is not what this is about: it is a list, and it tells the inbox of every change until the inbox has heard.

use conversation::desk::Team;
use conversation::ids::{AgentId, TeamId};
use conversation::routing::{Contact, People, Rule, route};
use conversation::thread::Status;
use edge::colleagues::{Known, facts};
use edge::objects::call::colleagues::TellColleagues;
use edge::store::inbox::{assignments, colleagues};
use protocol::frame::{Agent, Body};

use super::{Happening, World};
use crate::chance::Chance;
use crate::edge_side::platform::{Answer, CallId, Question};

/// What the inbox could not be told is told again after so many ms.
const RETRY_MS: u64 = 2_000;

/// The one team there is.
pub(super) fn team() -> Team {
    Team { id: TeamId::parse("kilns").expect("a well-formed id"), name: "Kilns".to_owned() }
}

/// Who works here, as the account has it.
pub(crate) struct Crew {
    /// The chatflow's rule.
    pub(super) rule: Rule,
    known: Vec<Known>,
    revision: u64,
    /// What the inbox has said that it heard.
    heard: u64,
    /// Tellings under way, and of which revision.
    tellings: std::collections::BTreeMap<CallId, u64>,
}

impl Crew {
    /// Of these agents; in every third life nobody is routed to.
    pub(super) fn of(agents: &[Agent], chance: &mut Chance) -> Self {
        let is_routed = !chance.one_in(3);
        let named: Vec<AgentId> = agents.iter().map(|agent| agent.id.clone()).collect();
        let known = agents.iter().map(|agent| Known {
            agent: agent.clone(),
            has_seat: true,
            is_member: true,
            teams: chance.one_in(2).then(|| team().id).into_iter().collect(),
            skills: Vec::new(),
            is_away: chance.one_in(2),
            reassign_replies: false,
            away_since: None,
            away_by: None,
            shared: None,
            capacity: chance.one_in(2).then_some(chance.between(1, 3) as u16),
            hours: None,
        });
        let known = known.collect();
        let rule = if is_routed {
            Rule::People(People { agents: named, ..People::default() })
        } else {
            Rule::NOBODY
        };
        Self { rule, known, revision: 1, heard: 0, tellings: std::collections::BTreeMap::new() }
    }

    /// As the inbox is told of it.
    pub(super) fn told(&self) -> TellColleagues {
        TellColleagues { revision: self.revision, colleagues: self.known.clone(), listens: None, shards: 0 }
    }
}

impl World {
    /// Somebody comes or goes, or takes more or less from now on.
    pub(super) fn somebody_changes(&mut self, agent: &AgentId) {
        let (now, chance) = (self.now, &mut self.chance);
        let Some(known) = self.crew.known.iter_mut().find(|known| known.agent.id == *agent) else { return };
        if chance.one_in(4) {
            known.capacity = chance.one_in(2).then_some(chance.between(1, 3) as u16);
        } else {
            known.is_away = !known.is_away;
            known.reassign_replies = known.is_away && chance.one_in(3);
            known.away_since = known.is_away.then_some(now);
        }
        let (is_away, capacity) = (known.is_away, known.capacity);
        self.crew.revision += 1;
        self.note(|_| format!("{agent} is away: {is_away}, takes {capacity:?}"));
        self.later(0, Happening::TellsColleagues);
    }

    /// The account tells the inbox what it has not heard.
    pub(super) fn tells_colleagues(&mut self) -> bool {
        if self.crew.heard >= self.crew.revision {
            return false;
        }
        let id = self.next_request;
        self.next_request += 1;
        let told = self.crew.told();
        self.crew.tellings.insert(id, told.revision);
        let inbox = self.objects.len() - 1;
        self.asks(inbox, id, Question::Colleagues(told));
        true
    }

    /// Whether that was an answer to a telling.
    pub(super) fn heard_telling(&mut self, id: CallId, answer: &Result<Answer, edge::error::Error>) -> bool {
        let Some(revision) = self.crew.tellings.remove(&id) else { return false };
        match answer {
            Ok(_) => self.crew.heard = self.crew.heard.max(revision),
            Err(_) => self.later(RETRY_MS, Happening::TellsColleagues),
        }
        true
    }

    /// Who waits although somebody who may have it has room (E46, E47); and whatever else is not done yet.
    pub(super) fn who_waits(&self) -> Option<String> {
        let inbox = &self.objects.last()?.platform;
        let sql = &inbox.disk;
        let working = colleagues::all(sql).ok()?;
        let heard = colleagues::revision(sql).ok()?;
        if heard.is_some_and(|heard| heard < self.crew.revision) && self.crew.heard > 0 {
            return Some(format!("the inbox heard of its colleagues as of {heard:?}"));
        }
        if assignments::next_due(sql).ok()?.is_some() {
            return Some("something is on its way to a shard".to_owned());
        }
        // By what the inbox knows, of what it keeps.
        let known = facts(&working, inbox.now.get(), &edge::zones::zone);
        for queued in assignments::queue(sql, inbox.now.get()).ok()? {
            if let Some(to) = queued.by.route(&known).to {
                return Some(format!("{} waits while {to} has room", queued.thread));
            }
        }
        self.who_waits_seen_from_outside()
    }

    /// The same by what the shards and the account have, of threads that nobody ever had.
    fn who_waits_seen_from_outside(&self) -> Option<String> {
        let inbox = &self.objects.last()?.platform;
        let mut nobodys = Vec::new();
        let mut open: std::collections::BTreeMap<AgentId, u16> = std::collections::BTreeMap::new();
        for (thread, log) in &self.ledger.logs {
            let shard = &self.objects.get(usize::from(thread.shard()))?.platform;
            let kept = edge::store::threads::thread(&shard.disk, thread).ok().flatten()?;
            let row = edge::shard::row::of(&shard.disk, &kept, inbox.name.clone()).ok()?;
            // What a team has is in the queue: it waits for that team.
            if row.status != Status::Open || row.filtered || row.desk.team.is_some() {
                continue;
            }
            match row.assignee {
                Some(agent) => *open.entry(agent.id).or_default() += 1,
                None if log.iter().all(|entry| !matches!(entry.body, Body::Assigned { .. })) => {
                    nobodys.push(thread);
                }
                None => {}
            }
        }
        let crew = self.crew.known.iter().map(|known| conversation::routing::Colleague {
            agent: known.agent.id.clone(),
            has_seat: known.has_seat,
            is_member: known.is_member,
            teams: Vec::new(),
            skills: Vec::new(),
            is_away: known.is_away,
            is_at_work: true,
            capacity: known.capacity,
            open: open.get(&known.agent.id).copied().unwrap_or_default(),
            until_known: None,
            idle_since: 0,
        });
        let crew: Vec<_> = crew.collect();
        let to = route(&self.crew.rule, Contact::default(), &crew).to?;
        nobodys.first().map(|thread| format!("nobody ever had {thread}, and {to} has room"))
    }
}
