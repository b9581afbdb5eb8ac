//! One opening of a thread, as its log tells it.
//!
//! A thread that was closed and that its visitor writes into again is another conversation. Who reopens it by hand takes its
//! end back: the conversation goes on. A bot's answer is nobody's: what a bot has waits for no person until it hands over.

use crate::ids::AgentId;

/// What a report knows of a conversation. No word that was said, and nothing of who the visitor is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// The place in the thread's log where it began.
    pub first_seq: u64,
    /// When (ms since 1970, UTC).
    pub opened_at: u64,
    /// Since when its visitor waited for a person first.
    pub asked_at: Option<u64>,
    /// A person's first word after the visitor's: when, and whose.
    pub replied: Option<(u64, AgentId)>,
    /// What its visitor said, in messages.
    pub from_visitor: u32,
    /// What agents said.
    pub from_agents: u32,
    /// Who has it, or had it when it ended.
    pub agent: Option<AgentId>,
    /// Its end: when, and the place in the log.
    pub closed: Option<(u64, u64)>,
    /// Whether a bot speaks in it and did not hand over.
    pub is_with_bot: bool,
}

/// An entry of a thread's log, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'e> {
    /// Its place.
    pub seq: u64,
    /// When.
    pub at: u64,
    /// Who.
    pub by: Who<'e>,
    /// What.
    pub what: What<'e>,
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who<'e> {
    /// The visitor.
    Visitor,
    /// An agent.
    Agent(&'e AgentId),
    /// A bot.
    Bot,
    /// A rule.
    System,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What<'e> {
    /// Something was said.
    Said,
    /// Somebody got the thread, or nobody has it.
    Assigned(Option<&'e AgentId>),
    /// It was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// Nothing that counts here.
    Nothing,
}

impl Conversation {
    /// What follows from a step, given the thread's last conversation so far: the conversation that the step belongs to. None
    /// where it belongs to none.
    #[must_use]
    pub fn after(last: Option<&Self>, step: Step<'_>) -> Option<Self> {
        let begins = match last {
            None => true,
            Some(last) => {
                last.closed.is_some() && step.what == What::Reopened && !matches!(step.by, Who::Agent(_))
            }
        };
        let mut now = if begins {
            Self {
                first_seq: step.seq,
                opened_at: step.at,
                agent: last.and_then(|last| last.agent.clone()),
                ..Self::default()
            }
        } else {
            last.cloned()?
        };
        now.take(step);
        Some(now)
    }

    fn take(&mut self, step: Step<'_>) {
        match (step.what, step.by) {
            (What::Said, Who::Visitor) => {
                self.from_visitor = self.from_visitor.saturating_add(1);
                if !self.is_with_bot {
                    self.asked_at.get_or_insert(step.at);
                }
            }
            (What::Said, Who::Agent(agent)) => {
                self.from_agents = self.from_agents.saturating_add(1);
                self.is_with_bot = false;
                if self.from_visitor > 0 && self.replied.is_none() {
                    self.replied = Some((step.at, agent.clone()));
                }
            }
            (What::Said, Who::Bot) => {
                if self.replied.is_none() && self.from_agents == 0 {
                    (self.is_with_bot, self.asked_at) = (true, None);
                }
            }
            (What::Assigned(to), by) => {
                self.agent = to.cloned();
                if self.is_with_bot && self.from_visitor > 0 && (by == Who::Bot || to.is_some()) {
                    self.asked_at.get_or_insert(step.at);
                }
                self.is_with_bot &= by != Who::Bot && to.is_none();
            }
            (What::Closed, _) => self.closed = Some((step.at, step.seq)),
            (What::Reopened, _) => self.closed = None,
            (What::Said, Who::System) | (What::Nothing, _) => {}
        }
    }
}
