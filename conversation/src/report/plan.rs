//! What is asked of a report, and how what happened is counted in it.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{Conversation, Figures, HOURS, MOST_DAYS, OpenTime, Part, WEEKDAYS};
use crate::ids::{AgentId, ChatflowId, LabelId, TeamId};
use crate::rating::Scale;
use crate::schedule::Date;
use crate::zone::Zone;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// What a report is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ReportBy"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum By {
    /// Who had the conversation; of first responses, who gave them.
    Agent,
    /// The teams that they were in then, or the team that had it while nobody did: in each of them it counts.
    Team,
    /// The chatflow it began in.
    Chatflow,
    /// The path of the page it began on.
    Page,
    /// The labels of its thread as they are now: in each of them it counts.
    Label,
    /// The inbox.
    Inbox,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Agent, Self::Team, Self::Chatflow, Self::Page, Self::Label, Self::Inbox];

    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Team => "team",
            Self::Chatflow => "chatflow",
            Self::Page => "page",
            Self::Label => "label",
            Self::Inbox => "inbox",
        }
    }

    /// Reads it back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == text)
    }
}

/// What counts; what is absent leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Filter {
    /// What began in that chatflow.
    pub chatflow: Option<ChatflowId>,
    /// What that agent did or had.
    pub agent: Option<AgentId>,
    /// What somebody of that team did or had.
    pub team: Option<TeamId>,
    /// Threads with that label.
    pub label: Option<LabelId>,
}

/// What is asked: a period, and how it is counted.
#[derive(Debug)]
pub struct Plan<'p> {
    /// The first instant of the period before (ms since 1970, UTC).
    pub before: u64,
    /// The first instant of the period.
    pub from: u64,
    /// The first instant after it.
    pub until: u64,
    /// The period's first day, from 1970.
    first_day: i64,
    days: usize,
    zone: &'p Zone,
    /// What it is divided by.
    pub by: Option<By>,
    /// What counts.
    pub filter: &'p Filter,
    /// A first response within so many ms is in time.
    pub reply_within: u64,
    /// An end within so many ms is.
    pub close_within: u64,
    /// The open time of each chatflow that has business hours, where they are to count; of all others time is plain.
    pub hours: BTreeMap<ChatflowId, OpenTime>,
}

/// A conversation with what it is divided by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What happened.
    pub conversation: Conversation,
    /// Where it began.
    pub chatflow: ChatflowId,
    /// The path of the page it began on.
    pub page: Option<String>,
    /// The labels of its thread.
    pub labels: Vec<LabelId>,
    /// Whether the account knows who it is with.
    pub is_known: bool,
    /// The teams of whoever has it.
    pub teams: Vec<TeamId>,
    /// The teams of whoever answered first.
    pub replied_teams: Vec<TeamId>,
}

/// A rating with the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// When (ms since 1970, UTC).
    pub at: u64,
    /// On which scale.
    pub scale: Scale,
    /// Which score.
    pub score: u8,
    /// Where the conversation began.
    pub chatflow: ChatflowId,
    /// The path of the page it began on.
    pub page: Option<String>,
    /// The labels of its thread.
    pub labels: Vec<LabelId>,
    /// Who had it.
    pub agent: Option<AgentId>,
    /// Their teams.
    pub teams: Vec<TeamId>,
}

/// What something is divided and filtered by.
struct Marks<'m> {
    chatflow: &'m ChatflowId,
    page: Option<&'m str>,
    labels: &'m [LabelId],
    agent: Option<&'m AgentId>,
    teams: &'m [TeamId],
}

/// How many days a period has, both ends counted: none where it ends before it begins.
#[must_use]
pub fn days_between(from: Date, to: Date) -> Option<u32> {
    u32::try_from(to.to_day() - from.to_day() + 1).ok().filter(|days| *days > 0)
}

impl<'p> Plan<'p> {
    /// The days from one to another, both counted, as clocks in `zone` show them, and as many before them. All time is plain.
    /// None where the period ends before it begins or is longer than [`MOST_DAYS`].
    #[must_use]
    pub fn new(from: Date, to: Date, zone: &'p Zone, filter: &'p Filter) -> Option<Self> {
        let days = days_between(from, to).filter(|days| *days <= MOST_DAYS)?;
        let first_day = from.to_day();
        let instant = |day: i64| u64::try_from(zone.instant(day * DAY)).unwrap_or(0);
        Some(Self {
            before: instant(first_day - i64::from(days)),
            from: instant(first_day),
            until: instant(first_day + i64::from(days)),
            first_day,
            days: days as usize,
            zone,
            by: None,
            filter,
            reply_within: u64::MAX,
            close_within: u64::MAX,
            hours: BTreeMap::new(),
        })
    }

    /// A part without anything in it.
    #[must_use]
    pub fn empty(&self) -> Part {
        Part { days: vec![Figures::default(); self.days], ..Part::default() }
    }

    /// Counts a conversation: each thing that happened, on its day.
    pub fn count(&self, part: &mut Part, fact: &Fact) {
        let it = &fact.conversation;
        let marks = fact.marks(it.agent.as_ref(), &fact.teams);
        self.tally(part, &marks, it.opened_at, |figures| {
            figures.opened += 1;
            figures.known += u64::from(fact.is_known);
            figures.unanswered += u64::from(it.asked_at.is_some() && it.replied.is_none());
            figures.from_visitors += u64::from(it.from_visitor);
            figures.from_agents += u64::from(it.from_agents);
        });
        if self.holds(it.opened_at) && self.lets_through(&marks) {
            let wall = self.zone.wall(it.opened_at);
            let weekday = (wall.div_euclid(DAY) + 3).rem_euclid(WEEKDAYS as i64) as usize;
            let hour = (wall.rem_euclid(DAY) / HOUR) as usize % HOURS;
            part.heat[weekday][hour] += 1;
        }
        if let Some((at, agent)) = &it.replied {
            let took = it.asked_at.map(|asked| self.took(&fact.chatflow, asked, *at));
            let marks = fact.marks(Some(agent), &fact.replied_teams);
            self.tally(part, &marks, *at, |figures| {
                figures.replied += 1;
                if let Some(took) = took {
                    figures.first_response.add(took, self.reply_within);
                }
            });
        }
        if let Some((at, _)) = it.closed {
            let took = self.took(&fact.chatflow, it.opened_at, at);
            self.tally(part, &marks, at, |figures| {
                figures.closed += 1;
                figures.closing.add(took, self.close_within);
            });
        }
    }

    /// Counts a rating.
    pub fn rate(&self, part: &mut Part, rated: &Rated) {
        let Rated { at, scale, score, .. } = *rated;
        self.tally(part, &rated.marks(), at, |figures| figures.ratings.add(scale, score));
    }

    fn holds(&self, at: u64) -> bool {
        (self.from..self.until).contains(&at)
    }

    fn took(&self, chatflow: &ChatflowId, from: u64, until: u64) -> u64 {
        self.hours
            .get(chatflow)
            .map_or_else(|| until.saturating_sub(from), |hours| hours.between(from, until))
    }

    fn lets_through(&self, marks: &Marks<'_>) -> bool {
        let Filter { chatflow, agent, team, label } = self.filter;
        chatflow.as_ref().is_none_or(|chatflow| chatflow == marks.chatflow)
            && agent.as_ref().is_none_or(|agent| Some(agent) == marks.agent)
            && team.as_ref().is_none_or(|team| marks.teams.contains(team))
            && label.as_ref().is_none_or(|label| marks.labels.contains(label))
    }

    fn tally(&self, part: &mut Part, marks: &Marks<'_>, at: u64, mut add: impl FnMut(&mut Figures)) {
        if !self.lets_through(marks) {
            return;
        }
        if (self.before..self.from).contains(&at) {
            add(&mut part.before);
        }
        if !self.holds(at) {
            return;
        }
        add(&mut part.total);
        let day = self.zone.wall(at).div_euclid(DAY) - self.first_day;
        if let Some(day) = usize::try_from(day).ok().and_then(|day| part.days.get_mut(day)) {
            add(day);
        }
        let Some(by) = self.by else { return };
        let all = |ids: Vec<&str>, part: &mut Part, add: &mut dyn FnMut(&mut Figures)| {
            if ids.is_empty() {
                add(part.group(""));
            }
            ids.into_iter().for_each(|id| add(part.group(id)));
        };
        match by {
            By::Agent => add(part.group(marks.agent.map_or("", AgentId::as_str))),
            By::Chatflow => add(part.group(marks.chatflow.as_str())),
            By::Page => add(part.group(marks.page.unwrap_or_default())),
            By::Team => all(marks.teams.iter().map(TeamId::as_str).collect(), part, &mut add),
            By::Label => all(marks.labels.iter().map(LabelId::as_str).collect(), part, &mut add),
            // Of which inbox a part is, whoever puts parts together knows.
            By::Inbox => {}
        }
    }
}

impl Fact {
    fn marks<'m>(&'m self, agent: Option<&'m AgentId>, teams: &'m [TeamId]) -> Marks<'m> {
        Marks { chatflow: &self.chatflow, page: self.page.as_deref(), labels: &self.labels, agent, teams }
    }
}

impl Rated {
    fn marks(&self) -> Marks<'_> {
        Marks {
            chatflow: &self.chatflow,
            page: self.page.as_deref(),
            labels: &self.labels,
            agent: self.agent.as_ref(),
            teams: &self.teams,
        }
    }
}

/// The path of a page's address, without origin and without what follows it: that may say who somebody is.
#[must_use]
pub fn path_of(page: &str) -> &str {
    let after_scheme = page.find("://").map_or(0, |at| at + 3);
    let rest = page.get(after_scheme..).unwrap_or_default();
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
    path.split(['?', '#']).next().unwrap_or("/")
}
