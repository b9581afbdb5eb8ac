//! An account as one file: who answers, where, whom chatflows greet and what they say.
//!
//! The same form is seeded, exported and (its `chatflows`) read by `cargo xtask decide`. Rules are `targeting`'s.
//! [`Account::check`] finds what does not hold together; compiling the rules is the edge's business.

mod capture;
mod communication;
mod heading;

use std::collections::BTreeMap;

use conversation::access::Role;
use conversation::availability;
use conversation::bot::Bot;
use conversation::consent::Mode;
use conversation::form::Form;
use conversation::ids::{AccountId, AgentId, ChatflowId, ContactId, InboxId, ListId, PropertyId, SkillId};
use conversation::list::{Catalogue, Criteria, LISTS, Members, PROPERTIES, Property, Refused, Value};
use conversation::rating::Scale;
use conversation::routing::Rule as RoutingRule;
use conversation::schedule::Schedule;
use serde::{Deserialize, Serialize};
use targeting::display::Display;

use crate::boot::Position;
use crate::code::Code;
use crate::limits::SKILLS;
use crate::lists;
use crate::look::Look;
use crate::rest::people::Team;
use crate::rest::skills::Skill;
use crate::rest::subscriptions::SubscriptionType;
use crate::simulation::Expected;

pub use capture::EmailCapture;
pub use communication::Communication;
pub use heading::Heading;

/// The whole account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Its id, as in the snippet's address.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// The origins its widget may run on: `scheme://host[:port]`, or `https://*.example.com` for sub-domains.
    #[serde(default)]
    pub origins: Vec<String>,
    /// Whether any port of this machine is such an origin too. For trying things out.
    #[serde(default)]
    pub any_loopback_origin: bool,
    /// Whether consent can be asked for (S79). While it is off, consent steps are kept and not shown.
    #[serde(default)]
    pub gdpr: bool,
    /// Who works here.
    #[serde(default)]
    pub people: Vec<Person>,
    /// What they can do, and conversations may need (P40).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<Skill>,
    /// What visitors can subscribe to (S86).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subscriptions: Vec<SubscriptionType>,
    /// The teams they are in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<Team>,
    /// Where threads arrive.
    #[serde(default)]
    pub inboxes: Vec<Inbox>,
    /// What this account knows of its contacts beside what is built in.
    #[serde(default)]
    pub properties: Vec<Property>,
    /// Named sets of contacts.
    #[serde(default)]
    pub lists: Vec<List>,
    /// People we can name.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// What greets visitors.
    #[serde(default)]
    pub chatflows: Vec<Chatflow>,
}

/// Someone who signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their id, as an agent.
    pub id: AgentId,
    /// Their display name; visitors see it.
    pub name: String,
    /// What they sign in with; visitors never see it (E69).
    pub email: String,
    /// Only when importing; never exported.
    #[serde(default, skip_serializing)]
    pub password: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Whether routing may pick them (S95).
    #[serde(default)]
    pub seat: bool,
    /// How many open threads they are given, in all inboxes together; absent for any number (H65).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u16>,
    /// When they work; absent for always (H64).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Schedule>,
    /// What they can do (P40).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillId>,
}

/// An inbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Inbox {
    /// Its id.
    pub id: InboxId,
    /// Its name.
    pub name: String,
    /// Who works in it (S109).
    pub members: Vec<AgentId>,
    /// In how many objects its threads live; may grow at any time, never shrink.
    #[serde(default = "one")]
    pub shards: u16,
    /// How long after closing a visitor's message reopens a thread; 0: never.
    #[serde(default = "three_days")]
    pub reopen_within_hours: u32,
}

fn one() -> u16 {
    1
}

fn three_days() -> u32 {
    72
}

/// A list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Its id, as audience rules name it.
    pub id: ListId,
    /// Its name.
    pub name: String,
    /// Who is on it (S35, S36); absent: its members name it, one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criteria>,
}

/// A contact.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Their id.
    pub id: ContactId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The agent who looks after them.
    #[serde(default)]
    pub owner: Option<AgentId>,
    /// The static lists they are on.
    #[serde(default)]
    pub lists: Vec<ListId>,
    /// What is known of them, by the account's properties. Dates are ms since 1970.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<PropertyId, Value>,
}

/// A chatflow: its targeting, and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chatflow {
    /// Whom it is for and where, with id, priority and switch.
    #[serde(flatten)]
    pub targeting: targeting::json::Chatflow,
    /// Its name, for agents.
    pub name: String,
    /// The inbox its threads arrive in.
    pub inbox: InboxId,
    /// The welcome message (S41).
    #[serde(default)]
    pub welcome: String,
    /// Whether it pops open by itself (S46).
    #[serde(default)]
    pub pop_up: bool,
    /// Whom the visitor talks to (S42).
    #[serde(default)]
    pub heading: Heading,
    /// The brand's colour, `#rrggbb`.
    #[serde(default = "evergreen")]
    pub color: String,
    /// The launcher's corner.
    #[serde(default)]
    pub position: Position,
    /// The language of the widget's own words, as [`crate::language::LANGUAGES`] has it; absent: the page's, or else the
    /// browser's (H55).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The rest of its look (H58).
    #[serde(default, skip_serializing_if = "Look::is_usual")]
    pub look: Look,
    /// What small screens show (S52–S54).
    #[serde(default)]
    pub small_screens: SmallScreens,
    /// When and how it appears, instead of what `pop_up` and `small_screens` say (P27, P30, H56).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<Display>,
    /// When the team is available (S55).
    #[serde(default)]
    pub availability: availability::Mode,
    /// After how many minutes without a word a chat closes by itself (H67): 5 to 1,440; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_after_minutes: Option<u16>,
    /// What visitors are asked when a chat has ended (H68); absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingQuestion>,
    /// Whether a transcript is mailed to the visitor when a chat of it closes (S155).
    #[serde(default = "yes")]
    pub transcript: bool,
    /// Who gets its threads (S90).
    #[serde(default)]
    pub routing: RoutingRule,
    /// When visitors are asked for their e-mail address, if at all (S48).
    #[serde(default)]
    pub email_capture: Option<EmailCapture>,
    /// What visitors are asked before they write, if anything (P3, P4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// What visitors are told about their data, if anything (S81).
    #[serde(default)]
    pub consent: Option<Consent>,
    /// What visitors can agree to be written to about, if anything (S85).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communication: Option<Communication>,
    /// The bot that answers first, if any (P84). A chatflow with one is always shown (S67).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot: Option<Bot>,
    /// Decisions its owner expects, tried before anything is published (N7).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Expected>,
}

fn evergreen() -> String {
    "#16614e".into()
}

/// What visitors are asked when a chat has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RatingQuestion {
    /// What they answer on.
    pub scale: Scale,
    /// The question, at most 200 code points.
    pub question: String,
}

/// What small screens show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SmallScreens {
    /// Whether there is a widget at all (S54).
    #[serde(default = "yes")]
    pub launcher: bool,
    /// Whether the welcome message pops open (S53).
    #[serde(default)]
    pub pop_up: bool,
}

fn yes() -> bool {
    true
}

impl Default for SmallScreens {
    fn default() -> Self {
        Self { launcher: true, pop_up: false }
    }
}

/// What visitors are told about their data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Whether they have to agree.
    pub mode: Mode,
    /// Why the data is stored and processed (S84).
    pub text: String,
}

/// What does not hold together in an account file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inconsistent {
    /// For programs.
    pub code: Code,
    /// Where, as a path: `chatflows[2].inbox`.
    pub at: String,
    /// What is wrong, for people.
    pub problem: String,
}

impl std::fmt::Display for Inconsistent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.at, self.problem)
    }
}

impl std::error::Error for Inconsistent {}

impl Account {
    /// Checks that ids are unique and everything named exists.
    ///
    /// # Errors
    /// The first [`Inconsistent`] place.
    pub fn check(&self) -> Result<(), Inconsistent> {
        unique("people", self.people.iter().map(|person| person.id.as_str()))?;
        unique("skills", self.skills.iter().map(|skill| skill.id.as_str()))?;
        let problem = format!("at most {SKILLS}, got {}", self.skills.len());
        named(self.skills.len() <= SKILLS, Code::TooMany, || "skills".to_owned(), &problem)?;
        let skill = |id: &SkillId| self.skills.iter().any(|skill| skill.id == *id);
        for (i, person) in self.people.iter().enumerate() {
            let missing = person.skills.iter().position(|id| !skill(id));
            let at = || format!("people[{i}].skills[{}]", missing.unwrap_or_default());
            named(missing.is_none(), Code::ReferenceUnknown, at, "not in skills")?;
        }
        communication::check(&self.subscriptions)?;
        unique("teams", self.teams.iter().map(|team| team.id.as_str()))?;
        unique("inboxes", self.inboxes.iter().map(|inbox| inbox.id.as_str()))?;
        unique("lists", self.lists.iter().map(|list| list.id.as_str()))?;
        unique("contacts", self.contacts.iter().map(|contact| contact.id.as_str()))?;
        unique("chatflows", self.chatflows.iter().map(|chatflow| chatflow.targeting.id.as_str()))?;
        let owners = self.people.iter().filter(|person| person.role == Role::Owner).count();
        let message = "an account has one owner; where none is named it is the first admin";
        named(owners <= 1, Code::AccountInvalid, || "people".to_owned(), message)?;
        let person = |id: &AgentId| self.people.iter().any(|person| person.id == *id);
        let list = |id: &str| self.lists.iter().any(|list| list.id.as_str() == id);
        for (i, team) in self.teams.iter().enumerate() {
            let members = team.members.iter().all(|member| person(&member.agent));
            let at = || format!("teams[{i}].members");
            named(members, Code::ReferenceUnknown, at, "a member is not in people")?;
        }
        for (i, inbox) in self.inboxes.iter().enumerate() {
            let members = inbox.members.iter().all(person);
            named(
                members,
                Code::ReferenceUnknown,
                || format!("inboxes[{i}].members"),
                "a member is not in people",
            )?;
            named(inbox.shards > 0, Code::NumberRange, || format!("inboxes[{i}].shards"), "at least 1")?;
        }
        let catalogue = self.check_lists()?;
        for (i, contact) in self.contacts.iter().enumerate() {
            let owner = contact.owner.as_ref().is_none_or(person);
            named(owner, Code::ReferenceUnknown, || format!("contacts[{i}].owner"), "not in people")?;
            let lists = contact.lists.iter().all(|id| list(id.as_str()));
            named(
                lists,
                Code::ReferenceUnknown,
                || format!("contacts[{i}].lists"),
                "a list is not in lists",
            )?;
            let smart = contact.lists.iter().position(|id| catalogue.lists.get(id) != Some(&Members::Static));
            if let Some(j) = smart {
                let problem = "a smart list; who is on it, its criteria say";
                let at = format!("contacts[{i}].lists[{j}]");
                return Err(Inconsistent { code: Code::ListKind, at, problem: problem.into() });
            }
            for (property, value) in &contact.properties {
                catalogue
                    .check_value(property, value)
                    .map_err(|found| refused(&found, &format!("contacts[{i}].properties.{property}")))?;
            }
        }
        for (i, chatflow) in self.chatflows.iter().enumerate() {
            let id = ChatflowId::parse(&chatflow.targeting.id).is_ok();
            named(id, Code::IdFormat, || format!("chatflows[{i}].id"), "1 to 40 of a-z, 0-9 and hyphen")?;
            let inbox = self.inboxes.iter().any(|inbox| inbox.id == chatflow.inbox);
            named(inbox, Code::ReferenceUnknown, || format!("chatflows[{i}].inbox"), "not in inboxes")?;
            let (known, field, expected) = match &chatflow.heading {
                Heading::Account | Heading::Custom { .. } => (true, "", ""),
                Heading::Agents { agents } => {
                    let known = !agents.is_empty() && agents.iter().all(person);
                    (known, "agents", "at least one, all in people")
                }
                Heading::Team { team } => {
                    (self.teams.iter().any(|known| known.id == *team), "team", "not in teams")
                }
                Heading::Owner { fallback } => (person(fallback), "fallback", "not in people"),
            };
            named(known, Code::ReferenceUnknown, || format!("chatflows[{i}].heading.{field}"), expected)?;
            named(
                is_colour(&chatflow.color),
                Code::ColourInvalid,
                || format!("chatflows[{i}].color"),
                "expected #rrggbb",
            )?;
        }
        Ok(())
    }

    /// What the criteria of its lists can speak of.
    #[must_use]
    pub fn catalogue(&self) -> Catalogue {
        let members = |list: &List| list.criteria.clone().map_or(Members::Static, Members::Smart);
        Catalogue {
            properties: self.properties.iter().map(|it| (it.id.clone(), it.clone())).collect(),
            lists: self.lists.iter().map(|list| (list.id.clone(), members(list))).collect(),
        }
    }

    fn check_lists(&self) -> Result<Catalogue, Inconsistent> {
        unique("properties", self.properties.iter().map(|property| property.id.as_str()))?;
        for (what, got, most) in
            [("properties", self.properties.len(), PROPERTIES), ("lists", self.lists.len(), LISTS)]
        {
            let problem = format!("at most {most}, got {got}");
            named(got <= most, Code::TooMany, || what.to_owned(), &problem)?;
        }
        for (i, property) in self.properties.iter().enumerate() {
            Catalogue::check_property(property)
                .map_err(|found| refused(&found, &format!("properties[{i}]")))?;
        }
        let catalogue = self.catalogue();
        for (i, list) in self.lists.iter().enumerate() {
            let Some(criteria) = &list.criteria else { continue };
            catalogue
                .check(Some(&list.id), criteria)
                .map_err(|found| refused(&found, &format!("lists[{i}].criteria")))?;
        }
        Ok(catalogue)
    }
}

/// What of a list or a property cannot be, at its place in the file.
fn refused(found: &Refused, within: &str) -> Inconsistent {
    let dot = if found.at.is_empty() || found.at.starts_with('[') { "" } else { "." };
    let at = format!("{within}{dot}{}", found.at);
    Inconsistent { code: lists::code(found), at, problem: found.problem.clone() }
}

/// Whether a text is a colour as chatflows have it: `#` and six hexadecimal digits.
#[must_use]
pub fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text.bytes().skip(1).all(|b| b.is_ascii_hexdigit())
}

fn named(holds: bool, code: Code, at: impl FnOnce() -> String, problem: &str) -> Result<(), Inconsistent> {
    if holds { Ok(()) } else { Err(Inconsistent { code, at: at(), problem: problem.into() }) }
}

fn unique<'a>(what: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), Inconsistent> {
    let mut seen: Vec<&str> = Vec::new();
    for id in ids {
        if let Some(first) = seen.iter().position(|other| *other == id) {
            let at = format!("{what}[{}].id", seen.len());
            let code = Code::AccountInvalid;
            return Err(Inconsistent { code, at, problem: format!("the same as {what}[{first}].id") });
        }
        seen.push(id);
    }
    Ok(())
}
