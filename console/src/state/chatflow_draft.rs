//! A chatflow under the pen: what the form holds, and the chatflow it stands for.
//!
//! The form holds more than the chatflow: the text of a consent step that is switched off, the message of a capture
//! that never asks, a number that is not one yet. None of it is lost by trying a switch. What is wrong with a draft
//! the edge says (`chatflow_findings`).

use conversation::bot::Bot;
use conversation::consent::Mode;
use conversation::ids::{AgentId, InboxId, SubscriptionId, TeamId};
use conversation::rating::Scale;
use protocol::account::{Chatflow, Communication, Consent, EmailCapture, RatingQuestion};
use protocol::boot::Position;
use protocol::simulation::Expected;
use targeting::display::{Display, Frequency};
use targeting::json::{Audience, Operator, Rule, Who};

use super::availability::{self, AwayKind, ClosedKind, FullKind};
use super::chatflow_form::FormDraft;
use super::chatflow_heading::HeadingDraft;
use super::conditions::Groups;
use super::display::{self, ScreenDraft};
use super::hours::HoursDraft;
use super::look::LookDraft;
use super::routing;

/// One of the two lists of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Where it shows.
    Include,
    /// Where it never shows.
    Exclude,
}

/// A rule as the form holds it. Two are the same if they stand for the same rule.
#[derive(Clone, Debug)]
pub struct RuleDraft {
    /// Tells rules of one draft apart while they are moved and deleted.
    pub key: u32,
    /// How it compares.
    pub op: Operator,
    /// The address, or the exact value of the parameter.
    pub value: String,
    /// The parameter's name, for [`Operator::Query`].
    pub name: String,
    /// Whether any value of the parameter will do.
    pub any_value: bool,
}

impl PartialEq for RuleDraft {
    fn eq(&self, other: &Self) -> bool {
        self.written() == other.written()
    }
}

impl RuleDraft {
    fn of(key: u32, rule: &Rule) -> Self {
        Self {
            key,
            op: rule.op.clone(),
            value: rule.value.clone().unwrap_or_default(),
            name: rule.name.clone().unwrap_or_default(),
            any_value: rule.op != Operator::Query || rule.value.is_none(),
        }
    }

    /// The rule it stands for.
    #[must_use]
    pub fn written(&self) -> Rule {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        match self.op {
            Operator::All => Rule { op: Operator::All, name: None, value: None },
            Operator::Query => Rule::query(&self.name, (!self.any_value).then_some(&self.value)),
            Operator::Unknown(_) => {
                Rule { op: self.op.clone(), name: given(&self.name), value: given(&self.value) }
            }
            _ => Rule::new(self.op.clone(), &self.value),
        }
    }

    /// The positive of a negative operator.
    #[must_use]
    pub fn positive(&self) -> Option<Operator> {
        match self.op {
            Operator::IsNot => Some(Operator::Is),
            Operator::NotContains => Some(Operator::Contains),
            Operator::NotStartsWith => Some(Operator::StartsWith),
            _ => None,
        }
    }
}

/// When visitors are asked for their address, without the particulars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptureKind {
    /// Never.
    Never,
    /// As soon as they wrote.
    RightAway,
    /// When nobody answered for a while.
    Unanswered,
}

macro_rules! draft {
    ($($(#[$doc:meta])* $field:ident: $kind:ty,)*) => {
        /// A chatflow as the form holds it.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Draft {
            $($(#[$doc])* pub $field: $kind,)*
            /// What the form does not show stays as it came.
            base: Chatflow,
            next_key: u32,
        }

        impl Draft {
            /// Takes over what somebody else saved meanwhile; what was changed here since `old` stays.
            pub fn rebase(&mut self, old: &Self, new: &Self) {
                $(if self.$field == old.$field && self.$field != new.$field {
                    self.$field = new.$field.clone();
                })*
                self.base = new.base.clone();
                self.next_key = self.next_key.max(new.next_key);
            }
        }
    };
}

draft! {
    /// Its name, for agents.
    name: String,
    /// Where its threads arrive.
    inbox: InboxId,
    /// The kind of audience.
    who: Who,
    /// The lists, if the audience is lists.
    lists: Vec<String>,
    /// The lists whose members never see it.
    hide_for_lists: Vec<String>,
    /// Where it shows.
    include: Vec<RuleDraft>,
    /// Where it never shows.
    exclude: Vec<RuleDraft>,
    /// Under which circumstances.
    conditions: Groups,
    /// The welcome message.
    welcome: String,
    /// Whom the visitor talks to.
    heading: HeadingDraft,
    /// The colour as typed.
    color: String,
    /// The launcher's corner.
    position: Position,
    /// The rest of its look, and its language.
    look: LookDraft,
    /// What happens on large screens.
    large: ScreenDraft,
    /// What happens on small screens.
    small: ScreenDraft,
    /// How often it opens by itself.
    frequency: Frequency,
    /// When the team is available.
    mode: availability::Kind,
    /// What visitors are told about the time an answer takes.
    reply_minutes: Option<u32>,
    /// What happens while nobody can take a chat.
    away: AwayKind,
    /// What visitors read then.
    away_text: String,
    /// What happens while everybody is busy.
    full: FullKind,
    /// What visitors read then.
    full_text: String,
    /// What they read where they are asked for an address then.
    full_question: String,
    /// What happens outside business hours.
    closed: ClosedKind,
    /// What visitors read then.
    closed_text: String,
    /// Business hours.
    hours: HoursDraft,
    /// After how many minutes without a word a chat closes by itself.
    closes_after: Option<u16>,
    /// What visitors answer on when a chat has ended, if they are asked.
    rating: Option<Scale>,
    /// The words of that question, kept while nobody is asked.
    rating_question: String,
    /// Whether a transcript is mailed when a chat closes.
    transcript: bool,
    /// Who gets its threads.
    assign: routing::Kind,
    /// Whether contacts without an owner go to people.
    otherwise_people: bool,
    /// The people.
    routed_agents: Vec<AgentId>,
    /// The teams.
    routed_teams: Vec<TeamId>,
    /// Whether who spoke with the contact last comes first.
    last_agent_first: bool,
    /// What they are asked before they write.
    form: FormDraft,
    /// What its conversations ask for.
    demands: routing::Demands,
    /// When visitors are asked for their address.
    capture: CaptureKind,
    /// After how many minutes, as typed.
    capture_minutes: String,
    /// What they read.
    capture_message: String,
    /// Whether there is a consent step.
    consent: bool,
    /// How it asks.
    consent_mode: Mode,
    /// What visitors read.
    consent_text: String,
    /// Whether visitors can agree to be written to.
    communication: bool,
    /// About what, by its id; empty where nothing was chosen.
    communication_kind: String,
    /// What they read, kept while they are not asked.
    communication_text: String,
    /// Decisions its owner expects.
    expected: Vec<Expected>,
    /// The bot, if there is one.
    bot: Option<Bot>,
}

/// After how long nobody has answered, where nothing else was said.
const USUAL_WAIT: u16 = 5;

impl Draft {
    /// The form of a chatflow.
    #[must_use]
    pub fn of(chatflow: &Chatflow) -> Self {
        let audience = &chatflow.targeting.audience;
        let available = availability::of(&chatflow.availability);
        let routed = routing::of(&chatflow.routing);
        let asked = chatflow.communication.as_ref();
        let (capture, wait) = match chatflow.email_capture {
            None => (CaptureKind::Never, USUAL_WAIT),
            Some(EmailCapture::RightAway { .. }) => (CaptureKind::RightAway, USUAL_WAIT),
            Some(EmailCapture::Unanswered { minutes, .. }) => (CaptureKind::Unanswered, minutes),
        };
        let display = display::of(chatflow);
        let mut draft = Self {
            name: chatflow.name.clone(),
            inbox: chatflow.inbox.clone(),
            who: audience.who.clone(),
            lists: audience.lists.clone(),
            hide_for_lists: audience.hide_for_lists.clone(),
            include: Vec::new(),
            exclude: Vec::new(),
            conditions: Groups::of_conditions(&chatflow.targeting.conditions),
            welcome: chatflow.welcome.clone(),
            heading: HeadingDraft::of(&chatflow.heading),
            color: chatflow.color.clone(),
            position: chatflow.position,
            look: LookDraft::of(chatflow),
            large: ScreenDraft::of(display.large),
            small: ScreenDraft::of(display.small),
            frequency: display.frequency,
            mode: available.kind,
            reply_minutes: available.reply_minutes,
            away: available.away,
            away_text: available.away_text,
            full: available.full,
            full_text: available.full_text,
            full_question: available.full_question,
            closed: available.closed,
            closed_text: available.closed_text,
            hours: available.hours,
            closes_after: chatflow.closes_after_minutes,
            rating: chatflow.rating.as_ref().map(|asked| asked.scale),
            rating_question: chatflow.rating.clone().map(|asked| asked.question).unwrap_or_default(),
            transcript: chatflow.transcript,
            assign: routed.kind,
            otherwise_people: routed.otherwise_people,
            routed_agents: routed.agents,
            routed_teams: routed.teams,
            last_agent_first: routed.last_agent_first,
            form: FormDraft::of(chatflow.form.as_ref()),
            demands: routed.demands,
            capture,
            capture_minutes: wait.to_string(),
            capture_message: chatflow
                .email_capture
                .as_ref()
                .map_or_else(String::new, |capture| capture.message().to_owned()),
            consent: chatflow.consent.is_some(),
            consent_mode: chatflow.consent.as_ref().map_or(Mode::Explicit, |consent| consent.mode),
            consent_text: chatflow.consent.as_ref().map_or_else(String::new, |consent| consent.text.clone()),
            communication: asked.is_some(),
            communication_kind: asked.map_or_else(String::new, |asked| asked.subscription.to_string()),
            communication_text: asked.map_or_else(String::new, |asked| asked.text.clone()),
            expected: chatflow.expected.clone(),
            bot: chatflow.bot.clone(),
            base: chatflow.clone(),
            next_key: 0,
        };
        draft.include = chatflow.targeting.include.iter().map(|rule| draft.keyed(rule)).collect();
        draft.exclude = chatflow.targeting.exclude.iter().map(|rule| draft.keyed(rule)).collect();
        draft
    }

    fn keyed(&mut self, rule: &Rule) -> RuleDraft {
        let key = self.next_key;
        self.next_key += 1;
        RuleDraft::of(key, rule)
    }

    /// The chatflow it stands for. Its switch is what it was.
    #[must_use]
    pub fn written(&self) -> Chatflow {
        let written = |rules: &[RuleDraft]| rules.iter().map(RuleDraft::written).collect();
        let message = self.capture_message.clone();
        let mut chatflow = self.base.clone();
        chatflow.name.clone_from(&self.name);
        chatflow.inbox = self.inbox.clone();
        chatflow.targeting.audience = Audience {
            who: self.who.clone(),
            lists: if self.who == Who::Lists { self.lists.clone() } else { Vec::new() },
            hide_for_lists: self.hide_for_lists.clone(),
        };
        chatflow.targeting.include = written(&self.include);
        chatflow.targeting.exclude = written(&self.exclude);
        chatflow.targeting.conditions = self.conditions.conditions();
        chatflow.welcome.clone_from(&self.welcome);
        chatflow.heading = self.heading.written();
        chatflow.color = self.color.trim().to_owned();
        chatflow.position = self.position;
        self.look.write(&mut chatflow);
        let (large, small) = (self.large.written(), self.small.written());
        display::write(Display { large, small, frequency: self.frequency }, &mut chatflow);
        chatflow.availability = availability::written(&self.available());
        chatflow.closes_after_minutes = self.closes_after;
        let question = self.rating_question.clone();
        chatflow.rating = self.rating.map(|scale| RatingQuestion { scale, question });
        chatflow.transcript = self.transcript;
        chatflow.routing = routing::written(&routing::Parts {
            kind: self.assign,
            otherwise_people: self.otherwise_people,
            agents: self.routed_agents.clone(),
            teams: self.routed_teams.clone(),
            last_agent_first: self.last_agent_first,
            demands: self.demands.clone(),
        });
        chatflow.form = self.form.written();
        chatflow.email_capture = match self.capture {
            CaptureKind::Never => None,
            CaptureKind::RightAway => Some(EmailCapture::RightAway { message }),
            // What is no number goes as 0, which the edge finds out of range.
            CaptureKind::Unanswered => Some(EmailCapture::Unanswered {
                minutes: self.capture_minutes.trim().parse().unwrap_or_default(),
                message,
            }),
        };
        chatflow.consent =
            self.consent.then(|| Consent { mode: self.consent_mode, text: self.consent_text.clone() });
        // Who is asked has something to subscribe to: it cannot be switched on without.
        let kind = SubscriptionId::parse(&self.communication_kind).ok().filter(|_| self.communication);
        chatflow.communication =
            kind.map(|subscription| Communication { subscription, text: self.communication_text.clone() });
        chatflow.expected.clone_from(&self.expected);
        chatflow.bot.clone_from(&self.bot);
        chatflow
    }

    /// Whether its rule wants people and names none.
    #[must_use]
    pub fn routes_to_nobody(&self) -> bool {
        self.routed_agents.is_empty() && self.routed_teams.is_empty()
    }

    fn available(&self) -> availability::Parts {
        availability::Parts {
            kind: self.mode,
            reply_minutes: self.reply_minutes,
            away: self.away,
            away_text: self.away_text.clone(),
            full: self.full,
            full_text: self.full_text.clone(),
            full_question: self.full_question.clone(),
            closed: self.closed,
            closed_text: self.closed_text.clone(),
            hours: self.hours.clone(),
        }
    }

    /// Whether saving it would change anything against `saved`.
    #[must_use]
    pub fn differs_from(&self, saved: &Self) -> bool {
        self.written() != saved.written()
    }

    /// Whether saving it would make a new version of the consent text.
    #[must_use]
    pub fn asks_otherwise_than(&self, saved: &Self) -> bool {
        let now = self.written().consent;
        now.is_some() && now != saved.written().consent
    }

    /// Whether saving it would make a new version of what visitors agree to be written to about.
    #[must_use]
    pub fn writes_otherwise_than(&self, saved: &Self) -> bool {
        let now = self.written().communication;
        now.is_some() && now != saved.written().communication
    }

    /// A list of rules.
    #[must_use]
    pub fn rules(&self, list: List) -> &[RuleDraft] {
        match list {
            List::Include => &self.include,
            List::Exclude => &self.exclude,
        }
    }

    fn rules_mut(&mut self, list: List) -> &mut Vec<RuleDraft> {
        match list {
            List::Include => &mut self.include,
            List::Exclude => &mut self.exclude,
        }
    }

    /// A rule and its place in its list, from 0.
    #[must_use]
    pub fn rule(&self, list: List, key: u32) -> Option<(usize, &RuleDraft)> {
        self.rules(list).iter().enumerate().find(|(_, rule)| rule.key == key)
    }

    /// A rule, to write to.
    pub fn rule_mut(&mut self, list: List, key: u32) -> Option<&mut RuleDraft> {
        self.rules_mut(list).iter_mut().find(|rule| rule.key == key)
    }

    /// Adds an empty rule and tells its key.
    pub fn add_rule(&mut self, list: List) -> u32 {
        let rule = self.keyed(&Rule::new(Operator::StartsWith, ""));
        let key = rule.key;
        self.rules_mut(list).push(rule);
        key
    }

    /// Deletes one rule and leaves the others as they are (S29); tells where it stood.
    pub fn delete_rule(&mut self, list: List, key: u32) -> Option<(usize, RuleDraft)> {
        let rules = self.rules_mut(list);
        let at = rules.iter().position(|rule| rule.key == key)?;
        Some((at, rules.remove(at)))
    }

    /// Puts a deleted rule back where it stood.
    pub fn put_rule_back(&mut self, list: List, at: usize, rule: RuleDraft) {
        let rules = self.rules_mut(list);
        rules.insert(at.min(rules.len()), rule);
    }

    /// Turns negative include rules into exclusions, which is what their author probably meant (S28). Where no other
    /// rule is left it shows on every page, except there.
    pub fn move_negatives_to_exclusions(&mut self) {
        let (negatives, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.include).into_iter().partition(|rule| rule.positive().is_some());
        self.include = kept;
        if self.include.is_empty() && !negatives.is_empty() {
            let everywhere = self.keyed(&Rule { op: Operator::All, name: None, value: None });
            self.include.push(everywhere);
        }
        for mut rule in negatives {
            let Some(op) = rule.positive() else { continue };
            rule.op = op;
            // Keys are told apart within a list only.
            rule.key = self.next_key;
            self.next_key += 1;
            if !self.exclude.iter().any(|there| there.written() == rule.written()) {
                self.exclude.push(rule);
            }
        }
    }
}

/// Ticks or unticks one of several.
pub fn tick<T: PartialEq>(all: &mut Vec<T>, one: T, ticked: bool) {
    all.retain(|other| *other != one);
    if ticked {
        all.push(one);
    }
}

#[cfg(test)]
#[path = "chatflow_draft_tests.rs"]
mod tests;
