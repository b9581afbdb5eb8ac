//! A bot tried out while it is edited: what somebody did as a visitor, and what the bot then does.
//!
//! It is the very machine of `conversation::bot`, run from the first message on whenever anything changes: the bot, what is
//! so, or what was said. Nothing leaves the console; what a bot asks elsewhere is set or typed here. What it reads like in
//! words is in `bot_preview_words`.

use conversation::bot::{
    At, Bot, Called, Did, Does, EMAIL, Effect, Facts, Input, Script, State, Trace, When, read_value, watched,
};
use conversation::ids::{ListId, PropertyId, StepId};
use conversation::list::{Criterion, Kind, Property, Test, Value, built_in};

use super::lists;

/// What is so while the bot is tried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Whether somebody could answer now.
    pub is_available: bool,
    /// Whether the visitor is a contact from the beginning.
    pub is_known: bool,
    /// What is known of the contact, as it was typed.
    pub values: Vec<(PropertyId, String)>,
    /// The lists the contact is on.
    pub lists: Vec<ListId>,
}

impl Default for Circumstances {
    fn default() -> Self {
        Self { is_available: true, is_known: false, values: Vec::new(), lists: Vec::new() }
    }
}

/// Something that was done as a visitor, or in place of a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Something was written.
    Said(String),
    /// One of the quick replies was picked.
    Picked {
        /// Which, from 0.
        reply: usize,
        /// Of how many.
        of: usize,
        /// What it said.
        text: String,
    },
    /// What a webhook answered; `None`: nothing in time.
    Answered(Option<Called>),
}

/// A deed, and the step that waited for it; `None` where none did.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Done {
    to: Option<StepId>,
    deed: Deed,
}

/// What was set and done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// What is so.
    pub circumstances: Circumstances,
    done: Vec<Done>,
}

/// What the account knows that a bot can ask for or look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// The account's own properties.
    pub properties: Vec<Property>,
    /// Whether only the site's own server can say who a visitor is (E27).
    pub verified_only: bool,
    /// The moment (ms).
    pub now: u64,
}

/// A line of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The visitor says something.
    Visitor(String),
    /// The bot says something.
    Bot {
        /// By which step.
        step: Option<StepId>,
        /// What.
        text: String,
    },
    /// Something happens that visitors do not see.
    Note(Note),
}

/// What a bot did at a step, and where it went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// At which step.
    pub step: Option<StepId>,
    /// What.
    pub did: Did,
    /// Where it went on at once, if it did.
    pub to: Option<StepId>,
    /// What there is to say about it.
    pub more: More,
}

/// The particulars of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum More {
    /// None.
    Nothing,
    /// An answer that was understood.
    Value {
        /// Of which property.
        property: PropertyId,
        /// What.
        value: Value,
        /// Whether it is kept with a contact.
        is_kept: bool,
    },
    /// The cases of a branch that were looked at, in their order: what is so of each, and whether it holds.
    Cases(Vec<(Found, bool)>),
    /// What a webhook called the outcome.
    Outcome(Option<String>),
    /// Whether what was typed in place of a webhook's answer could be none.
    Unfit(bool),
    /// Whether somebody could answer.
    Available(bool),
}

/// What a case of a branch found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Whether somebody could answer now.
    Available(bool),
    /// The answer it looked at.
    Answer(Option<String>),
    /// Whether the contact is on a list.
    On(ListId, bool),
    /// What is known of a property.
    Property(PropertyId, Option<Value>),
}

/// The conversation so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Where the bot stands.
    pub at: At,
    /// What it offers to pick from.
    pub offered: Vec<String>,
    /// How many deeds fitted the bot as it is now.
    pub fitted: usize,
    /// How many came after that and fit no more.
    pub left: usize,
}

impl Shown {
    /// The step that waits for somebody.
    #[must_use]
    pub fn at_work(&self) -> Option<&StepId> {
        step_of(&self.at)
    }

    /// Whether a webhook is to answer.
    #[must_use]
    pub const fn calls(&self) -> bool {
        matches!(self.at, At::Calls { .. })
    }
}

const fn step_of(at: &At) -> Option<&StepId> {
    match at {
        At::Waits { step, .. } | At::Looks { step, .. } | At::Calls { step, .. } => Some(step),
        At::Fresh | At::Over { .. } => None,
    }
}

impl Preview {
    /// One that has begun: a visitor has written this.
    #[must_use]
    pub fn begun(text: &str) -> Self {
        let done = vec![Done { to: None, deed: Deed::Said(text.to_owned()) }];
        Self { circumstances: Circumstances::default(), done }
    }

    /// Something is done where `shown` stands. What fitted no more is forgotten.
    pub fn add(&mut self, shown: &Shown, deed: Deed) {
        self.done.truncate(shown.fitted);
        self.done.push(Done { to: shown.at_work().cloned(), deed });
    }

    /// Everything from the beginning. What is so stays.
    pub fn restart(&mut self) {
        self.done.clear();
    }

    /// What the bot does, from the first message on.
    #[must_use]
    pub fn play(&self, bot: &Bot, around: &Around) -> Shown {
        let script = Script { bot: bot.clone(), properties: around.properties.clone() };
        let mut run = Run {
            script: &script,
            set: &self.circumstances,
            around,
            facts: self.circumstances.facts(around),
            is_known: self.circumstances.is_known,
            state: State::default(),
            lines: Vec::new(),
            offered: Vec::new(),
        };
        let fitted = self.done.iter().take_while(|done| run.does(done)).count();
        let Run { state, lines, offered, .. } = run;
        Shown { lines, at: state.at, offered, fitted, left: self.done.len() - fitted }
    }
}

impl Circumstances {
    /// What was typed of a property.
    #[must_use]
    pub fn typed(&self, id: &PropertyId) -> &str {
        self.values.iter().find(|(known, _)| known == id).map_or("", |(_, typed)| typed)
    }

    /// Types something of a property.
    pub fn type_value(&mut self, id: &PropertyId, typed: String) {
        self.values.retain(|(known, _)| known != id);
        self.values.push((id.clone(), typed));
    }

    fn facts(&self, around: &Around) -> Facts {
        let mut facts = Facts { now: around.now, is_available: self.is_available, ..Facts::default() };
        if self.is_known {
            for (id, typed) in &self.values {
                if let Some(value) = around.property(id).and_then(|property| value(&property, typed)) {
                    facts.values.insert(id.clone(), value);
                }
            }
            facts.lists.clone_from(&self.lists);
        }
        facts
    }
}

fn value(property: &Property, typed: &str) -> Option<Value> {
    match property.kind {
        Kind::Boolean => typed.parse().ok().map(Value::Flag),
        // Which options there are is the menu's business.
        Kind::Enumeration => (!typed.is_empty()).then(|| Value::Text(typed.to_owned())),
        _ => read_value(property, typed),
    }
}

impl Around {
    /// A property, built in or the account's own.
    #[must_use]
    pub fn property(&self, id: &PropertyId) -> Option<Property> {
        let own = self.properties.iter().find(|property| property.id == *id).cloned();
        own.or_else(|| {
            let (name, options) = (id.to_string(), Vec::new());
            Some(Property { id: id.clone(), name, kind: built_in(id)?, options })
        })
    }
}

/// The account's properties, as a bot has to know them.
#[must_use]
pub fn properties(known: &[lists::Property]) -> Vec<Property> {
    let property = |known: &lists::Property| {
        let kind = match known.kind.as_str() {
            "text" => Kind::Text,
            "number" => Kind::Number,
            "date" => Kind::Date,
            "boolean" => Kind::Boolean,
            "enumeration" => Kind::Enumeration,
            _ => return None,
        };
        let (name, options) = (known.name.clone(), known.options.clone());
        Some(Property { id: PropertyId::parse(&known.id).ok()?, name, kind, options })
    };
    known.iter().filter_map(property).collect()
}

/// What a bot's branches look at: properties, and lists, each once.
#[must_use]
pub fn looked_at(bot: &Bot) -> (Vec<PropertyId>, Vec<ListId>) {
    let (mut properties, mut lists) = (Vec::new(), Vec::new());
    for step in &bot.steps {
        let Does::Branch { cases, .. } = &step.does else { continue };
        for case in cases {
            match &case.when {
                When::Contact {
                    criterion: Criterion { test: Test::In { list } | Test::NotIn { list }, .. },
                } => {
                    if !lists.contains(list) {
                        lists.push(list.clone());
                    }
                }
                When::Contact { criterion } if !properties.contains(&criterion.property) => {
                    properties.push(criterion.property.clone());
                }
                When::Contact { .. } | When::Answer { .. } | When::Available {} => {}
            }
        }
    }
    (properties, lists)
}

struct Run<'a> {
    script: &'a Script,
    set: &'a Circumstances,
    around: &'a Around,
    facts: Facts,
    is_known: bool,
    state: State,
    lines: Vec<Line>,
    offered: Vec<String>,
}

impl Run<'_> {
    /// Lets something happen; whether it fits.
    fn does(&mut self, done: &Done) -> bool {
        if done.to.as_ref() != step_of(&self.state.at) {
            return false;
        }
        match &done.deed {
            Deed::Said(text) => self.hear(text.clone()),
            Deed::Picked { reply, of, text } => {
                // Whoever only changes the words of a reply has not changed the answer.
                let renamed = || self.offered.get(*reply).filter(|_| self.offered.len() == *of);
                match self.offered.iter().find(|offered| *offered == text).or_else(renamed).cloned() {
                    Some(text) => self.hear(text),
                    None => return false,
                }
            }
            Deed::Answered(answer) => {
                let At::Calls { errand, .. } = self.state.at else { return false };
                let fits = answer.as_ref().is_none_or(Called::fits);
                let answer = answer.clone().filter(|_| fits);
                let outcome = answer.as_ref().and_then(|answer| answer.outcome.clone());
                self.turn(Input::Called { errand, answer }, false, &outcome, !fits);
            }
        }
        true
    }

    fn hear(&mut self, text: String) {
        self.offered.clear();
        self.lines.push(Line::Visitor(text.clone()));
        let text = text.as_str();
        let begins = self.state.at == At::Fresh;
        self.turn(if begins { Input::Begins { text } } else { Input::Says { text } }, false, &None, false);
    }

    fn turn(&mut self, input: Input<'_>, looked: bool, outcome: &Option<String>, unfit: bool) {
        let facts = looked.then(|| self.facts.clone());
        let (turn, traces) = watched(self.script, std::mem::take(&mut self.state), input, facts.as_ref());
        self.state = turn.state;
        let mut traces = traces.into_iter().peekable();
        let mut step = None;
        for (number, effect) in turn.effects.iter().enumerate() {
            while let Some(trace) = traces.next_if(|trace| trace.after <= number) {
                step.clone_from(&trace.step);
                let next = traces.peek().and_then(|next| next.step.clone());
                self.note(&trace, next, &turn.effects, outcome, unfit);
            }
            self.done(effect, step.as_ref());
        }
        let rest: Vec<Trace> = traces.collect();
        for (number, trace) in rest.iter().enumerate() {
            let next = rest.get(number + 1).and_then(|next| next.step.clone());
            self.note(trace, next, &turn.effects, outcome, unfit);
        }
        if let At::Looks { errand, .. } = self.state.at {
            self.turn(Input::Looked { errand }, true, outcome, unfit);
        }
    }

    fn done(&mut self, effect: &Effect, step: Option<&StepId>) {
        match effect {
            Effect::Say { text, replies } => {
                self.offered.clone_from(replies);
                self.lines.push(Line::Bot { step: step.cloned(), text: text.clone() });
            }
            Effect::Keep { property, value, .. } => {
                if property.as_str() == EMAIL {
                    // Of whom only a typed address is known, that is no property: anybody can type any.
                    self.is_known |= !self.around.verified_only;
                } else if self.is_known {
                    self.facts.values.insert(property.clone(), value.clone());
                }
            }
            Effect::Look { .. } | Effect::Call { .. } | Effect::HandOver => {}
        }
    }

    fn note(
        &mut self,
        trace: &Trace,
        next: Option<StepId>,
        effects: &[Effect],
        outcome: &Option<String>,
        unfit: bool,
    ) {
        let more = match trace.did {
            Did::Said | Did::Asked { tries: 0 } => return,
            Did::Heard if !self.has_replies(trace) => return,
            Did::Kept => match effects.get(trace.after) {
                Some(Effect::Keep { property, value, .. }) => {
                    let is_email = property.as_str() == EMAIL;
                    let is_kept = self.is_known || (is_email && !self.around.verified_only);
                    More::Value { property: property.clone(), value: value.clone(), is_kept }
                }
                _ => More::Nothing,
            },
            Did::Branched { case } => More::Cases(self.cases(trace, case)),
            Did::Answered => More::Outcome(outcome.clone()),
            Did::Failed => More::Unfit(unfit),
            Did::HandedOver { .. } => More::Available(self.set.is_available),
            _ => More::Nothing,
        };
        // Where the turn has no next trace, it may have stopped to look at what is so.
        let waits = || step_of(&self.state.at).cloned();
        let goes_on = matches!(
            trace.did,
            Did::Picked { .. }
                | Did::Heard
                | Did::Kept
                | Did::Skipped
                | Did::GaveUp
                | Did::Branched { .. }
                | Did::Answered
                | Did::Failed
                | Did::NobodyThere
        );
        let to = if goes_on { next.or_else(waits) } else { None };
        self.lines.push(Line::Note(Note { step: trace.step.clone(), did: trace.did, to, more }));
    }

    fn does_of(&self, trace: &Trace) -> Option<&Does> {
        let steps = &self.script.bot.steps;
        steps.iter().find(|step| Some(&step.id) == trace.step.as_ref()).map(|step| &step.does)
    }

    fn has_replies(&self, trace: &Trace) -> bool {
        matches!(self.does_of(trace), Some(Does::Question { replies, .. }) if !replies.is_empty())
    }

    /// What the cases of a branch found, up to the one that holds.
    fn cases(&self, trace: &Trace, held: Option<usize>) -> Vec<(Found, bool)> {
        let Some(Does::Branch { cases, .. }) = self.does_of(trace) else { return Vec::new() };
        let found = |when: &When| match when {
            When::Available {} => Found::Available(self.facts.is_available),
            When::Answer { step: None, .. } => Found::Answer(Some(self.state.last.clone())),
            When::Answer { step: Some(step), .. } => Found::Answer(self.state.answers.get(step).cloned()),
            When::Contact { criterion: Criterion { test: Test::In { list } | Test::NotIn { list }, .. } } => {
                Found::On(list.clone(), self.facts.lists.contains(list))
            }
            When::Contact { criterion: Criterion { property, .. } } => {
                Found::Property(property.clone(), self.facts.values.get(property).cloned())
            }
        };
        let looked_at = cases.iter().take(held.map_or(cases.len(), |held| held + 1)).enumerate();
        looked_at.map(|(number, case)| (found(&case.when), Some(number) == held)).collect()
    }
}

#[cfg(test)]
#[path = "bot_preview_tests.rs"]
mod tests;
