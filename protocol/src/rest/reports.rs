//! Reports (P82), as the REST routes answer them.

use conversation::rating::Scale;
use conversation::report::{By, Figures, Ratings, Times};
use conversation::schedule::Date;
use serde::{Deserialize, Serialize};

/// Answers `GET /api/reports`. Every figure counts on the day on which what it counts happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The first day of the period.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Whose clocks say what a day is.
    pub zone: String,
    /// Whether durations are open time only, for chatflows that have business hours.
    pub business_hours: bool,
    /// A first response within so many seconds was in time.
    pub reply_within: u64,
    /// An end within so many seconds was.
    pub close_within: u64,
    /// Threads whose logs are still to be read; what happened in them is told once they are.
    pub unread: u64,
    /// The period.
    pub total: ReportFigures,
    /// The period before, which was as long.
    pub before: ReportFigures,
    /// Its days.
    pub days: Vec<ReportDay>,
    /// How many conversations began: a list for each weekday from Monday, with a number for each hour.
    pub heat: Vec<Vec<u64>>,
    /// What the groups are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// The groups, those with the most conversations first.
    pub groups: Vec<ReportGroup>,
}

/// A day of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportDay {
    /// Which.
    pub date: Date,
    /// What happened on it.
    pub figures: ReportFigures,
}

/// A group of a report. A conversation of somebody who is in several teams is in the group of each, and so with labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportGroup {
    /// An id or the path of a page; empty for what has none, `*` for what was too much to be told apart.
    pub key: String,
    /// What it is called, where it has a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What happened in it.
    pub figures: ReportFigures,
}

/// What is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportFigures {
    /// Conversations that began. A thread that was closed and written into again is another conversation.
    pub opened: u64,
    /// Of those, with a contact that the account knows.
    pub known: u64,
    /// Of those, how many never got a person's answer, though they waited for one.
    pub unanswered: u64,
    /// What visitors said in them, in messages.
    pub from_visitors: u64,
    /// What agents said.
    pub from_agents: u64,
    /// Conversations that a person answered for the first time; a bot is none.
    pub replied: u64,
    /// Conversations that ended.
    pub closed: u64,
    /// From when a person was waited for until the first word of one.
    pub first_response: ReportTimes,
    /// From the beginning to the end.
    pub closing: ReportTimes,
    /// What visitors thought, scale by scale; of scales that nobody answered nothing is said.
    pub ratings: Vec<ReportRatings>,
}

/// How long something took.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportTimes {
    /// How often it was measured.
    pub count: u64,
    /// Half of them took no longer, in ms; right to 1.6 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median: Option<u64>,
    /// Nine of ten took no longer, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ninetieth: Option<u64>,
    /// How many were in time.
    pub within: u64,
}

/// Ratings on one scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportRatings {
    /// Which.
    pub scale: Scale,
    /// How many.
    pub count: u64,
    /// How often each score was given, the lowest first.
    pub scores: Vec<u64>,
    /// Stars: the mean in hundredths. Thumbs: how many of a hundred are up. NPS: the number, from -100 to 100.
    pub result: i64,
}

impl From<&Figures> for ReportFigures {
    fn from(figures: &Figures) -> Self {
        let Figures { opened, known, unanswered, from_visitors, from_agents, replied, closed, .. } = *figures;
        Self {
            opened,
            known,
            unanswered,
            from_visitors,
            from_agents,
            replied,
            closed,
            first_response: ReportTimes::from(&figures.first_response),
            closing: ReportTimes::from(&figures.closing),
            ratings: ratings(&figures.ratings),
        }
    }
}

impl From<&Times> for ReportTimes {
    fn from(times: &Times) -> Self {
        let Times { took, within } = times;
        Self { count: took.count(), median: took.quantile(50), ninetieth: took.quantile(90), within: *within }
    }
}

fn ratings(ratings: &Ratings) -> Vec<ReportRatings> {
    let of = |scale| {
        let result = ratings.result(scale)?;
        Some(ReportRatings {
            scale,
            count: ratings.count(scale),
            scores: ratings.scores(scale).to_vec(),
            result,
        })
    };
    [Scale::Stars, Scale::Thumbs, Scale::Nps].into_iter().filter_map(of).collect()
}
