//! What is wrong with a bot, all of it at once, each at its place.
//!
//! What can be saved runs: every way leads to a step, every step can be reached, and no circle goes round without
//! waiting for the visitor. Whether an address may be called is the caller's to see.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::answer::same;
use super::{
    Bot, CASES, Case, Does, EMAIL, NAME_CHARS, REPLIES, REPLY_CHARS, Reply, SECRET_BYTES, STEPS, Step,
    TEXT_CHARS, TRIES, URL_BYTES, VALUES, When,
};
use crate::ids::{PropertyId, StepId};
use crate::list::{self, Catalogue, Criteria, Kind, VALUE_CHARS, built_in};

/// Something that cannot be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The step it is in, if it is in one.
    pub step: Option<StepId>,
    /// Where, from the bot on: `steps[2].replies[0].then`.
    pub at: String,
    /// What kind of wrong it is.
    pub why: Why,
    /// What is wrong, for people: no full stop, no personal data.
    pub problem: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

impl core::error::Error for Mistake {}

/// What kind of wrong it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing where something has to be.
    Empty,
    /// A text that is too long.
    TooLong,
    /// More than there may be.
    TooMany,
    /// A number outside its range.
    Range,
    /// A step, a property or a list that is not there.
    Unknown,
    /// A name or an answer that stands there already.
    Twice,
    /// A property that nobody can be asked for, or a test that does not fit it.
    Kind,
    /// An address that is none.
    Address,
    /// No way leads there.
    Unreachable,
    /// A circle in which the bot would never wait for anybody.
    Endless,
}

/// Everything that keeps a bot from being saved, in its order. `catalogue` is what the account knows of its contacts.
#[must_use]
pub fn check(bot: &Bot, catalogue: &Catalogue) -> Vec<Mistake> {
    let mut found = Found { step: None, within: String::new(), mistakes: Vec::new() };
    found.text("name", &bot.name, NAME_CHARS);
    let calls = |step: &Step| matches!(step.does, Does::Webhook { .. });
    match &bot.secret {
        None if bot.steps.iter().any(calls) => {
            found.add("secret", Why::Empty, "a secret that webhooks are signed with is needed");
        }
        Some(secret) if !SECRET_BYTES.contains(&secret.len()) => {
            let problem = format!("{} to {} bytes", SECRET_BYTES.start(), SECRET_BYTES.end());
            found.add("secret", Why::Range, problem);
        }
        _ => {}
    }
    if bot.steps.is_empty() {
        found.add("steps", Why::Empty, "at least one step");
    }
    found.most("steps", bot.steps.len(), STEPS, "steps");
    for (place, step) in bot.steps.iter().enumerate() {
        found.step = Some(step.id.clone());
        found.within = format!("steps[{place}].");
        if bot.steps.iter().take(place).any(|other| other.id == step.id) {
            found.add("id", Why::Twice, "another step has this name");
        }
        found.does(bot, &step.does, catalogue);
        for (field, next) in step.does.ways() {
            let is_there = match next {
                Some(next) => place_of(bot, next).is_some(),
                None => place + 1 < bot.steps.len(),
            };
            if !is_there {
                let problem = match next {
                    Some(next) => format!("there is no step {next}"),
                    None => "there is no step below: say which one follows, or end here".to_string(),
                };
                found.add(&field, Why::Unknown, problem);
            }
        }
    }
    found.reach(bot);
    found.mistakes
}

/// Where the steps of a bot lead, by their places.
fn ways(bot: &Bot, place: usize) -> impl Iterator<Item = usize> {
    let ways = bot.steps.get(place).map(|step| step.does.ways()).unwrap_or_default();
    ways.into_iter()
        .filter_map(|(_, next)| next.map_or(Some(place + 1), |next| place_of(bot, next)))
        .collect::<Vec<_>>()
        .into_iter()
        .filter(|next| *next < bot.steps.len())
}

fn place_of(bot: &Bot, id: &StepId) -> Option<usize> {
    bot.steps.iter().position(|step| step.id == *id)
}

struct Found {
    step: Option<StepId>,
    within: String,
    mistakes: Vec<Mistake>,
}

impl Found {
    fn add(&mut self, field: &str, why: Why, problem: impl ToString) {
        let (step, at) = (self.step.clone(), format!("{}{field}", self.within));
        self.mistakes.push(Mistake { step, at, why, problem: problem.to_string() });
    }

    fn most(&mut self, field: &str, got: usize, most: usize, what: &str) {
        if got > most {
            self.add(field, Why::TooMany, format!("at most {most} {what}, got {got}"));
        }
    }

    fn text(&mut self, field: &str, text: &str, most: usize) {
        let got = text.chars().count();
        if crate::text::MessageText::parse(text) == Err(crate::text::TextRejected::Empty) {
            self.add(field, Why::Empty, "something has to be written here");
        } else if got > most {
            self.add(field, Why::TooLong, format!("at most {most} characters, got {got}"));
        } else if text.contains('\0') {
            self.add(field, Why::Kind, "the text holds U+0000");
        }
    }

    fn does(&mut self, bot: &Bot, does: &Does, catalogue: &Catalogue) {
        match does {
            Does::Message { text, .. } => self.text("text", text, TEXT_CHARS),
            Does::Question { text, replies, .. } => {
                self.text("text", text, TEXT_CHARS);
                self.replies(replies);
            }
            Does::Property { text, property, again, tries, skip, .. } => {
                self.text("text", text, TEXT_CHARS);
                self.property(property, catalogue);
                if let Some(again) = again {
                    self.text("again", again, TEXT_CHARS);
                }
                if *tries > TRIES {
                    self.add("tries", Why::Range, format!("0 to {TRIES}"));
                }
                if let Some(skip) = skip {
                    self.text("skip", skip, REPLY_CHARS);
                }
            }
            Does::Branch { cases, .. } => self.cases(bot, cases, catalogue),
            Does::Webhook { url, .. } => self.address(url),
            Does::HandOver { text, .. } => {
                if let Some(text) = text {
                    self.text("text", text, TEXT_CHARS);
                }
            }
            Does::End {} => {}
        }
    }

    fn replies(&mut self, replies: &[Reply]) {
        self.most("replies", replies.len(), REPLIES, "quick replies");
        for (i, reply) in replies.iter().enumerate() {
            let field = format!("replies[{i}].text");
            self.text(&field, &reply.text, REPLY_CHARS);
            if replies.iter().take(i).any(|other| same(&other.text, &reply.text)) {
                self.add(&field, Why::Twice, "this reply stands here already");
            }
        }
    }

    fn property(&mut self, property: &PropertyId, catalogue: &Catalogue) {
        if property.as_str() == EMAIL {
            return;
        }
        match (built_in(property), catalogue.properties.get(property).map(|it| it.kind)) {
            (Some(_), _) => {
                self.add("property", Why::Kind, format!("{property} is not the visitor's to say"))
            }
            (None, Some(Kind::Boolean | Kind::Lists)) => {
                self.add("property", Why::Kind, "ask a question with quick replies instead");
            }
            (None, Some(Kind::Text | Kind::Number | Kind::Date | Kind::Enumeration)) => {}
            (None, None) => self.add("property", Why::Unknown, format!("there is no property {property}")),
        }
    }

    fn cases(&mut self, bot: &Bot, cases: &[Case], catalogue: &Catalogue) {
        if cases.is_empty() {
            self.add("cases", Why::Empty, "at least one case");
        }
        self.most("cases", cases.len(), CASES, "cases");
        for (i, case) in cases.iter().enumerate() {
            match &case.when {
                When::Answer { step, any_of } => {
                    let asks =
                        |named: &Step| named.does.waits() || matches!(named.does, Does::Webhook { .. });
                    let known = |id: &StepId| bot.steps.iter().any(|named| named.id == *id && asks(named));
                    if let Some(step) = step.as_ref().filter(|step| !known(step)) {
                        let problem = format!("there is no step {step} that gets an answer");
                        self.add(&format!("cases[{i}].when.step"), Why::Unknown, problem);
                    }
                    let field = format!("cases[{i}].when.any_of");
                    if any_of.is_empty() {
                        self.add(&field, Why::Empty, "at least one answer");
                    }
                    self.most(&field, any_of.len(), VALUES, "answers");
                    for (j, text) in any_of.iter().enumerate() {
                        self.text(&format!("{field}[{j}]"), text, VALUE_CHARS);
                    }
                }
                When::Available {} => {}
                When::Contact { criterion } => {
                    let criteria = Criteria(vec![vec![criterion.clone()]]);
                    if let Err(wrong) = catalogue.check(None, &criteria) {
                        let at = wrong.at.trim_start_matches("[0][0].");
                        let why = match wrong.why {
                            list::Why::Unknown => Why::Unknown,
                            list::Why::Empty => Why::Empty,
                            list::Why::TooMany => Why::TooMany,
                            list::Why::TooLong => Why::TooLong,
                            list::Why::Range => Why::Range,
                            list::Why::Kind | list::Why::Circle => Why::Kind,
                            list::Why::Taken => Why::Twice,
                        };
                        self.add(&format!("cases[{i}].when.criterion.{at}"), why, wrong.problem);
                    }
                }
            }
        }
    }

    fn address(&mut self, url: &str) {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let has_host = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#']));
        let is_plain = url.chars().all(|c| !c.is_whitespace() && !c.is_control());
        if url.len() > URL_BYTES {
            self.add("url", Why::TooLong, format!("at most {URL_BYTES} bytes, got {}", url.len()));
        } else if !has_host || !is_plain {
            self.add("url", Why::Address, "an address such as https://www.example.com/chat");
        }
    }

    /// Steps that no way leads to, and circles that wait for nobody.
    fn reach(&mut self, bot: &Bot) {
        let reached = reached(bot);
        for (place, step) in bot.steps.iter().enumerate() {
            self.step = Some(step.id.clone());
            self.within = format!("steps[{place}].");
            if !reached.contains(&place) {
                self.add("id", Why::Unreachable, "no step leads here");
            }
            if returns_at_once(bot, place) {
                let problem = "it comes back here without waiting for the visitor: put a question in between";
                self.add("id", Why::Endless, problem);
            }
        }
    }
}

/// What is wrong with the way to a step, by its place, or from it: [`Why::Unreachable`] or [`Why::Endless`].
#[must_use]
pub fn astray(bot: &Bot, place: usize) -> Option<Why> {
    if !reached(bot).contains(&place) {
        return Some(Why::Unreachable);
    }
    returns_at_once(bot, place).then_some(Why::Endless)
}

/// The places that some way from the first step leads to.
fn reached(bot: &Bot) -> Vec<usize> {
    let (mut seen, mut next) = (vec![0], 0);
    while let Some(here) = seen.get(next).copied() {
        next += 1;
        for way in ways(bot, here) {
            if !seen.contains(&way) {
                seen.push(way);
            }
        }
    }
    seen
}

/// Whether a step leads back to itself through steps that wait for nobody. Said once a circle: at the first of its steps.
fn returns_at_once(bot: &Bot, start: usize) -> bool {
    let waits = |place: usize| bot.steps.get(place).is_some_and(|step| step.does.waits());
    if waits(start) {
        return false;
    }
    let (mut seen, mut to_go) = (Vec::new(), vec![start]);
    while let Some(place) = to_go.pop() {
        for next in ways(bot, place) {
            if next == start {
                return true;
            }
            if next > start && !waits(next) && !seen.contains(&next) {
                seen.push(next);
                to_go.push(next);
            }
        }
    }
    false
}
