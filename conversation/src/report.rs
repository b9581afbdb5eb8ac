//! Reports (P82): how many conversations there were, how soon they were answered and done with, and what visitors thought.
//!
//! A conversation is one opening of a thread; [`Conversation`] is what a report knows of it, read off the thread's log. Every
//! figure counts on the day on which what it counts happened, so that a day that is over stays as it is. Many parts, of one
//! inbox or of several, [`merge`](Part::merge) to what one part of all would have been: medians too, since durations are kept
//! in a [`Sketch`].
//!
//! Knows no names, no storage, and who may see what is `access`'s.

pub mod conversation;
pub mod open_time;
pub mod plan;
pub mod sketch;
#[cfg(test)]
mod tests;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

pub use conversation::Conversation;
pub use open_time::OpenTime;
pub use plan::{By, Fact, Filter, Plan, Rated};
pub use sketch::Sketch;

use crate::rating::Scale;

/// Days of a period, at most.
pub const MOST_DAYS: u32 = 366;
/// Groups that are told apart in a part; what else there is, is [`OTHERS`].
pub const MOST_GROUPS: usize = 2_000;
/// The key of whatever was too much to be told apart: no id, and no path of a page.
pub const OTHERS: &str = "*";
/// Hours of a day.
pub const HOURS: usize = 24;
/// Days of a week, from Monday.
pub const WEEKDAYS: usize = 7;

/// How long something took, many times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Times {
    /// In ms.
    pub took: Sketch,
    /// How many of them kept to the target.
    pub within: u64,
}

/// What visitors thought, scale by scale: no number of one is comparable with one of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Ratings {
    /// How often one star was given, two, and so on to five.
    pub stars: [u64; 5],
    /// Down, and up.
    pub thumbs: [u64; 2],
    /// From 0 to 10.
    pub nps: [u64; 11],
}

/// What is counted: of a period, a day, or a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Figures {
    /// Conversations that began.
    pub opened: u64,
    /// Of those, with somebody whom the account knows.
    pub known: u64,
    /// Of those that began, how many wait for a person's first word still, or were closed without.
    pub unanswered: u64,
    /// What visitors said in those that began.
    pub from_visitors: u64,
    /// What agents said in them.
    pub from_agents: u64,
    /// Conversations that a person answered for the first time.
    pub replied: u64,
    /// Conversations that ended.
    pub closed: u64,
    /// From when a person was waited for until the first word of one.
    pub first_response: Times,
    /// From the beginning of a conversation to its end.
    pub closing: Times,
    /// What visitors thought.
    pub ratings: Ratings,
}

/// A report, or a part of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Part {
    /// Of the period.
    pub total: Figures,
    /// Of the period before, which was as long.
    pub before: Figures,
    /// Day by day.
    pub days: Vec<Figures>,
    /// How many conversations began, by weekday from Monday and hour.
    pub heat: [[u64; HOURS]; WEEKDAYS],
    /// By what was asked for; the empty key is what has none.
    pub groups: BTreeMap<String, Figures>,
}

impl Times {
    /// One more, of so many ms.
    pub fn add(&mut self, ms: u64, target_ms: u64) {
        self.took.add(ms);
        self.within += u64::from(ms <= target_ms);
    }

    fn merge(&mut self, other: &Self) {
        self.took.merge(&other.took);
        self.within += other.within;
    }
}

impl Ratings {
    /// One more. No score of its scale is none.
    pub fn add(&mut self, scale: Scale, score: u8) {
        let place = usize::from(score.wrapping_sub(*scale.scores().start()));
        let scores: &mut [u64] = match scale {
            Scale::Stars => &mut self.stars,
            Scale::Thumbs => &mut self.thumbs,
            Scale::Nps => &mut self.nps,
        };
        if let Some(count) = scores.get_mut(place) {
            *count += 1;
        }
    }

    /// How often each score of a scale was given, the lowest first.
    #[must_use]
    pub fn scores(&self, scale: Scale) -> &[u64] {
        match scale {
            Scale::Stars => &self.stars,
            Scale::Thumbs => &self.thumbs,
            Scale::Nps => &self.nps,
        }
    }

    /// How many there are of a scale.
    #[must_use]
    pub fn count(&self, scale: Scale) -> u64 {
        self.scores(scale).iter().sum()
    }

    /// What they come to, where there are any: for stars the mean in hundredths, for thumbs how many of a hundred are up, for
    /// NPS the hundredths of promoters (9, 10) less those of detractors (0 to 6).
    #[must_use]
    pub fn result(&self, scale: Scale) -> Option<i64> {
        let scores = self.scores(scale);
        let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let count = signed(self.count(scale));
        let upper = |from: usize| signed(scores.iter().skip(from).sum());
        let whole = match scale {
            Scale::Stars => scores
                .iter()
                .zip(scale.scores())
                .map(|(count, score)| signed(*count).saturating_mul(i64::from(score)))
                .sum(),
            Scale::Thumbs => upper(1),
            Scale::Nps => upper(9) - signed(scores.iter().take(7).sum()),
        };
        (count > 0).then(|| rounded(whole.saturating_mul(100), count))
    }

    fn merge(&mut self, other: &Self) {
        let add = |to: &mut [u64], from: &[u64]| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut self.stars, &other.stars);
        add(&mut self.thumbs, &other.thumbs);
        add(&mut self.nps, &other.nps);
    }
}

/// A quotient to the nearest whole, halves away from zero.
fn rounded(of: i64, by: i64) -> i64 {
    let half = if of < 0 { -(by / 2) } else { by / 2 };
    (of + half) / by
}

impl Figures {
    /// Adds those of another part.
    pub fn merge(&mut self, other: &Self) {
        self.opened += other.opened;
        self.known += other.known;
        self.unanswered += other.unanswered;
        self.from_visitors += other.from_visitors;
        self.from_agents += other.from_agents;
        self.replied += other.replied;
        self.closed += other.closed;
        self.first_response.merge(&other.first_response);
        self.closing.merge(&other.closing);
        self.ratings.merge(&other.ratings);
    }
}

impl Part {
    /// Adds another part of the same plan.
    pub fn merge(&mut self, other: &Self) {
        self.total.merge(&other.total);
        self.before.merge(&other.before);
        if self.days.len() < other.days.len() {
            self.days.resize_with(other.days.len(), Figures::default);
        }
        self.days.iter_mut().zip(&other.days).for_each(|(to, from)| to.merge(from));
        let cells = self.heat.iter_mut().flatten().zip(other.heat.iter().flatten());
        cells.for_each(|(to, from)| *to += from);
        for (key, figures) in &other.groups {
            self.group(key).merge(figures);
        }
    }

    /// The figures of a group.
    pub fn group(&mut self, key: &str) -> &mut Figures {
        let is_told_apart = self.groups.contains_key(key) || self.groups.len() < MOST_GROUPS;
        let key = if is_told_apart { key } else { OTHERS };
        self.groups.entry(key.into()).or_default()
    }
}
