//! The one judge of a chatflow: saving, checking, switching on and account files all ask here.
//!
//! Everything is said at once, each with what it keeps from happening: what a field says by itself, in the order of the
//! editor, and then what the lint finds. Knows the limits
//! and what the account has. Does not change anything, and does not know who asks.

mod bot;
mod communication;
mod conditions;
mod expected;
mod form;
pub(crate) mod hours;
mod lint;
mod routing;

use conversation::capture;
use conversation::ids::{AgentId, InboxId, ListId, SkillId, SubscriptionId, TeamId};
use conversation::list::Catalogue;
use conversation::text::{MessageText, TextRejected};
use protocol::account::{Account, Chatflow, Consent, EmailCapture, Heading};
use protocol::code::Code;
use protocol::language::spoken;
use protocol::limits::{
    CAPTURE_CHARS, CLOSES_AFTER_MINUTES, CONSENT_CHARS, LABEL_CHARS, NAME_CHARS, OFFSET_PX,
    RATING_QUESTION_CHARS, REPLY_MINUTES, WELCOME_CHARS,
};
use protocol::rest::{Finding, Stops};
use targeting::Who;

use super::{display, rules};
use crate::error::Error;
use crate::palette::Rgb;

/// What the account has that a chatflow can name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Whether consent can be asked for (S79).
    pub gdpr: bool,
    /// Its inboxes.
    pub inboxes: Vec<InboxId>,
    /// Its lists.
    pub lists: Vec<ListId>,
    /// Who works there.
    pub people: Vec<AgentId>,
    /// Whom something can be routed to (S95).
    pub seats: Vec<AgentId>,
    /// Who works in which inbox.
    pub members: Vec<(InboxId, Vec<AgentId>)>,
    /// Its teams.
    pub teams: Vec<TeamId>,
    /// What people can do there (P40).
    pub skills: Vec<SkillId>,
    /// What visitors can subscribe to there (S86).
    pub subscriptions: Vec<SubscriptionId>,
    /// Its chatflows, in its order. Without any, nothing is said about what the judged one and others do to each other.
    pub chatflows: Vec<Chatflow>,
    /// A site of its own, to show things by: `https://www.example.com`.
    pub site: Option<String>,
    /// Pages of its sites, where somebody named them.
    pub pages: Vec<String>,
    /// What it knows of its contacts: what bots can ask for and branch on.
    pub catalogue: Catalogue,
    /// Whether a bot's webhook may be on this very machine: for trying things out.
    pub any_loopback: bool,
}

impl Surroundings {
    /// What an account file holds.
    #[must_use]
    pub fn of(file: &Account) -> Self {
        Self {
            gdpr: file.gdpr,
            inboxes: file.inboxes.iter().map(|inbox| inbox.id.clone()).collect(),
            lists: file.lists.iter().map(|list| list.id.clone()).collect(),
            people: file.people.iter().map(|person| person.id.clone()).collect(),
            seats: file.people.iter().filter(|person| person.seat).map(|person| person.id.clone()).collect(),
            members: file.inboxes.iter().map(|inbox| (inbox.id.clone(), inbox.members.clone())).collect(),
            teams: file.teams.iter().map(|team| team.id.clone()).collect(),
            skills: file.skills.iter().map(|skill| skill.id.clone()).collect(),
            subscriptions: file.subscriptions.iter().map(|kind| kind.id.clone()).collect(),
            chatflows: Vec::new(),
            site: site(&file.origins),
            pages: Vec::new(),
            catalogue: file.catalogue(),
            any_loopback: file.any_loopback_origin,
        }
    }

    /// The chatflows as they would be with this one published, and where it stands among them. Its place in the order is
    /// not its own to change.
    fn with(&self, chatflow: &Chatflow) -> (Vec<Chatflow>, usize) {
        let mut all = self.chatflows.clone();
        let mut chatflow = chatflow.clone();
        chatflow.targeting.enabled = true;
        let place = all.iter().position(|other| other.targeting.id == chatflow.targeting.id);
        match place.and_then(|place| all.get_mut(place)) {
            Some(kept) => {
                chatflow.targeting.priority = kept.targeting.priority;
                *kept = chatflow;
            }
            None => all.push(chatflow),
        }
        let last = all.len().saturating_sub(1);
        (all, place.unwrap_or(last))
    }
}

/// The first site that is one, not a pattern of many.
#[must_use]
pub fn site(origins: &[String]) -> Option<String> {
    origins.iter().find(|origin| !origin.contains('*')).cloned()
}

/// Everything there is to say about a chatflow. `kept` is its consent step as it stands: what exists may stay while
/// consent is switched off for the account (S79), what is new or changed may not.
#[must_use]
pub fn judge(chatflow: &Chatflow, around: &Surroundings, kept: Option<&Consent>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(name("name", &chatflow.name));
    findings.extend(rules::findings(&chatflow.targeting.include, &chatflow.targeting.exclude));
    findings.extend(audience(chatflow, around));
    findings.extend(conditions::findings(&chatflow.targeting.conditions));
    if !around.inboxes.contains(&chatflow.inbox) {
        findings.push(unknown("inbox", "there is no such inbox"));
    }
    findings.extend(long("welcome", &chatflow.welcome, WELCOME_CHARS));
    findings.extend(heading(&chatflow.heading, around));
    if Rgb::parse(&chatflow.color).is_err() {
        findings.push(saving("color", Code::ColourInvalid, "expected #rrggbb, such as #16614e"));
    }
    if chatflow.language.as_deref().is_some_and(|tag| spoken(tag).is_none()) {
        let message = "no language of the widget; expected one such as en, de, pt-PT or zh-Hans";
        findings.push(unknown("language", message));
    }
    findings.extend(long("look.label", &chatflow.look.label, LABEL_CHARS));
    for (field, offset) in
        [("look.offset_side", chatflow.look.offset_side), ("look.offset_bottom", chatflow.look.offset_bottom)]
    {
        if offset > OFFSET_PX {
            findings.push(saving(field, Code::NumberRange, format!("0 to {OFFSET_PX} px")));
        }
    }
    findings.extend(display::findings(chatflow));
    if chatflow.availability.reply_minutes().is_some_and(|minutes| !(1..=REPLY_MINUTES).contains(&minutes)) {
        findings.push(range("availability.reply_minutes", REPLY_MINUTES));
    }
    if chatflow.closes_after_minutes.is_some_and(|minutes| !CLOSES_AFTER_MINUTES.contains(&minutes)) {
        let (least, most) = (CLOSES_AFTER_MINUTES.start(), CLOSES_AFTER_MINUTES.end());
        let message = format!("{least} to {most} minutes");
        findings.push(saving("closes_after_minutes", Code::NumberRange, message));
    }
    if let Some(asked) = &chatflow.rating {
        let shown = || long("rating.question", &asked.question, RATING_QUESTION_CHARS);
        findings.extend(empty("rating.question", &asked.question).or_else(shown));
    }
    findings.extend(routing::availability(&chatflow.availability));
    findings.extend(routing::findings(chatflow, around));
    if let Some(step) = &chatflow.email_capture {
        if let EmailCapture::Unanswered { minutes, .. } = step
            && !(1..=capture::MAX_MINUTES).contains(minutes)
        {
            findings.push(range("email_capture.minutes", capture::MAX_MINUTES.into()));
        }
        let message = step.message();
        let shown = || long("email_capture.message", message, CAPTURE_CHARS);
        findings.extend(empty("email_capture.message", message).or_else(shown));
    }
    if let Some(step) = &chatflow.consent {
        findings.extend(consent(step, around.gdpr, kept));
    }
    findings.extend(chatflow.communication.iter().flat_map(|asks| communication::findings(asks, around)));
    findings.extend(chatflow.form.iter().flat_map(|form| form::findings(form, around)));
    findings.extend(chatflow.bot.iter().flat_map(|bot| bot::findings(bot, around)));
    findings.extend(expected::findings(chatflow, around));
    let linted = lint::findings(chatflow, around, &findings);
    findings.extend(linted);
    findings
}

/// The first finding that keeps the chatflow from being saved; or from being published, where it is `enabled`.
#[must_use]
pub fn stopping(findings: &[Finding], enabled: bool) -> Option<&Finding> {
    let stops = |finding: &&Finding| match finding.stops {
        Stops::Saving => true,
        Stops::Publishing => enabled,
        Stops::Nothing => false,
    };
    findings.iter().find(stops)
}

/// The refusal that a finding is.
#[must_use]
pub fn refused(finding: &Finding) -> Error {
    match Code::parse(&finding.code) {
        Some(code) => Error::rejected(code, finding.message.clone()).about(finding.field.clone()),
        None => Error::fault("a finding that stops", format!("{} is no code", finding.code)),
    }
}

/// Judges the chatflows of an account file; the first that cannot stand is named by its place.
///
/// # Errors
/// The code of what was found, about `chatflows[2].include[0].value`.
pub fn judge_file(file: &Account) -> Result<(), Error> {
    let around = Surroundings::of(file);
    for (i, chatflow) in file.chatflows.iter().enumerate() {
        let findings = judge(chatflow, &around, None);
        if let Some(found) = stopping(&findings, chatflow.targeting.enabled) {
            return Err(refused(found).about(format!("chatflows[{i}].{}", found.field)));
        }
    }
    Ok(())
}

/// A finding that refuses something.
pub(super) fn refusal(
    field: impl Into<String>,
    code: Code,
    stops: Stops,
    message: impl Into<String>,
) -> Finding {
    let (field, code, message) = (field.into(), code.as_str().to_owned(), message.into());
    Finding { field, code, stops, message, witness: None, other: None }
}

/// A finding that refuses nothing.
pub(super) fn warning(field: impl Into<String>, code: &str, message: &str) -> Finding {
    let (field, code, message) = (field.into(), code.to_owned(), message.to_owned());
    Finding { field, code, stops: Stops::Nothing, message, witness: None, other: None }
}

fn saving(field: impl Into<String>, code: Code, message: impl Into<String>) -> Finding {
    refusal(field, code, Stops::Saving, message)
}

fn unknown(field: impl Into<String>, message: &str) -> Finding {
    saving(field, Code::ReferenceUnknown, message)
}

fn range(field: &str, most: u32) -> Finding {
    saving(field, Code::NumberRange, format!("1 to {most} minutes"))
}

/// What is wrong with a name of something, if anything.
#[must_use]
pub fn name(field: &str, text: &str) -> Option<Finding> {
    empty(field, text).or_else(|| long(field, text, NAME_CHARS))
}

fn empty(field: &str, text: &str) -> Option<Finding> {
    let blank = MessageText::parse(text) == Err(TextRejected::Empty);
    blank.then(|| saving(field, Code::TextEmpty, "something has to be written here"))
}

/// What is wrong with a text that may be empty, if anything.
#[must_use]
pub fn long(field: &str, text: &str, most: usize) -> Option<Finding> {
    if text.contains('\0') {
        return Some(saving(field, Code::TextEncoding, "the text holds U+0000"));
    }
    let got = text.chars().count();
    (got > most).then(|| saving(field, Code::TextTooLong, format!("at most {most} characters, got {got}")))
}

fn audience(chatflow: &Chatflow, around: &Surroundings) -> Vec<Finding> {
    let audience = &chatflow.targeting.audience;
    let mut findings = Vec::new();
    match audience.who {
        Who::Unknown(_) => findings.push(unknown("audience.who", "there is no such audience")),
        Who::Lists if audience.lists.is_empty() => {
            let message = "choose at least one list, or nobody sees it";
            findings.push(refusal("audience.lists", Code::ReferenceUnknown, Stops::Publishing, message));
        }
        _ => {}
    }
    for (field, lists) in [("lists", &audience.lists), ("hide_for_lists", &audience.hide_for_lists)] {
        let missing = lists.iter().position(|id| around.lists.iter().all(|list| list.as_str() != id));
        findings.extend(missing.map(|i| unknown(format!("audience.{field}[{i}]"), "there is no such list")));
    }
    findings
}

fn heading(heading: &Heading, around: &Surroundings) -> Option<Finding> {
    match heading {
        Heading::Account => None,
        Heading::Custom { name: custom } => name("heading.name", custom),
        Heading::Agents { agents } if agents.is_empty() => {
            Some(unknown("heading.agents", "choose at least one agent"))
        }
        Heading::Agents { agents } => {
            let missing = agents.iter().position(|agent| !around.people.contains(agent))?;
            Some(unknown(format!("heading.agents[{missing}]"), "there is no such agent"))
        }
        Heading::Team { team } => {
            (!around.teams.contains(team)).then(|| unknown("heading.team", "there is no such team"))
        }
        Heading::Owner { fallback } => {
            let missing = !around.people.contains(fallback);
            missing
                .then(|| unknown("heading.fallback", "choose who stands there for visitors without an owner"))
        }
    }
}

fn consent(step: &Consent, gdpr: bool, kept: Option<&Consent>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if empty("consent.text", &step.text).is_some() {
        let message = "say why you store and process what visitors write";
        findings.push(saving("consent.text", Code::ConsentTextRequired, message));
    }
    findings.extend(long("consent.text", &step.text, CONSENT_CHARS));
    if !gdpr && kept == Some(step) {
        let message = "it is not asked for: the account's GDPR functions are off";
        findings.push(warning("consent", "consent_off", message));
    } else if !gdpr {
        let message = "switch on the account's GDPR functions first";
        findings.push(saving("consent", Code::GdprOff, message));
    }
    findings
}

#[cfg(test)]
mod tests;
