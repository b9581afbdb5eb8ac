//! How a bot runs: from one thing that happens to the next one that it waits for.
//!
//! Total: whatever state and input meet, there is an answer, and a bot that cannot go on hands over. What comes late,
//! twice, or after its end changes nothing.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::answer::{self, same};
use super::state::{At, Called, Effect, Ending, Facts, Input, Script, State, Turn};
use super::trace::{Cause, Did, Trace};
use super::{ANSWER_CHARS, Bot, Case, Does, EMAIL, MOVES, REPLIES, Reply, SAID, Step, When};
use crate::ids::{PropertyId, StepId};
use crate::list::{self, Catalogue, Criteria, Kind, Members, Property, Value};

/// What a bot does next. `facts` where the caller has just found them out.
#[must_use]
pub fn step(script: &Script, state: State, input: Input<'_>, facts: Option<&Facts>) -> Turn {
    watched(script, state, input, facts).0
}

/// The same, and what it did on its way.
#[must_use]
pub fn watched(script: &Script, state: State, input: Input<'_>, facts: Option<&Facts>) -> (Turn, Vec<Trace>) {
    let mut run = Run { script, facts, state, effects: Vec::new(), traces: Vec::new() };
    run.hear(input);
    (Turn { state: run.state, effects: run.effects }, run.traces)
}

struct Run<'a> {
    script: &'a Script,
    facts: Option<&'a Facts>,
    state: State,
    effects: Vec<Effect>,
    traces: Vec<Trace>,
}

/// Where to go.
enum Next {
    /// To the step at this place of the list.
    Place(usize),
    /// Nowhere: it waits, or is over.
    Rest,
}

impl Run<'_> {
    fn hear(&mut self, input: Input<'_>) {
        if let Input::Begins { text } | Input::Says { text } = &input {
            self.state.last = short(text);
        }
        let next = match (self.state.at.clone(), input) {
            (At::Over { because: Ending::Ended }, Input::Says { .. }) => {
                self.hand_over(None, Cause::WroteAfterEnd)
            }
            (At::Over { because: Ending::Ended } | At::Fresh, Input::Stopped) => self.end(Ending::Stopped),
            (At::Over { .. }, _) => Next::Rest,
            (_, Input::Stopped) => self.end(Ending::Stopped),
            (At::Fresh, Input::Begins { .. } | Input::Says { .. }) => Next::Place(0),
            (At::Waits { step, tries }, Input::Says { text }) => self.answered(&step, tries, text),
            (At::Looks { step, errand }, Input::Looked { errand: answered }) if errand == answered => {
                self.place_of(&step)
            }
            (At::Calls { step, errand }, Input::Called { errand: answered, answer })
                if errand == answered =>
            {
                self.called(&step, answer)
            }
            // What is said while it waits for others stands in the log, for people; the rest comes late, or twice.
            (At::Fresh | At::Waits { .. } | At::Looks { .. } | At::Calls { .. }, _) => Next::Rest,
        };
        self.go(next);
    }

    /// Takes step after step until it waits for somebody.
    fn go(&mut self, mut next: Next) {
        for _ in 0..MOVES {
            let Next::Place(place) = next else { return };
            next = match self.script.bot.steps.get(place) {
                Some(step) => self.take(place, step),
                None => self.hand_over(None, Cause::NothingBelow),
            };
        }
        if let Next::Place(place) = next {
            let at = self.script.bot.steps.get(place).map(|step| &step.id);
            self.hand_over(at, Cause::Endless);
        }
    }

    fn take(&mut self, place: usize, step: &Step) -> Next {
        match &step.does {
            Does::Message { text, then } => {
                self.trace(&step.id, Did::Said);
                match self.say(&step.id, text, Vec::new()) {
                    Ok(()) => self.on(place, then.as_ref()),
                    Err(over) => over,
                }
            }
            Does::Question { text, replies, .. } => {
                let offered = replies.iter().map(|reply| reply.text.clone()).collect();
                self.ask(step, text, offered, 0)
            }
            Does::Property { text, property, skip, .. } => {
                let offered = self.offered(property, skip.as_deref());
                self.ask(step, text, offered, 0)
            }
            Does::Branch { cases, then } => match self.held(cases) {
                Ok(case) => {
                    self.trace(&step.id, Did::Branched { case });
                    let held = case.and_then(|case| cases.get(case));
                    self.on(place, held.map_or(then.as_ref(), |case| case.then.as_ref()))
                }
                Err(Unknown) => self.look(step),
            },
            Does::Webhook { url, .. } => {
                let (errand, step) = (self.errand(), step.id.clone());
                self.trace(&step, Did::Called);
                self.effects.push(Effect::Call { errand, step: step.clone(), url: url.clone() });
                self.rest(At::Calls { step, errand })
            }
            Does::HandOver { text, otherwise } => {
                match (otherwise, self.facts) {
                    (Some(_), None) => return self.look(step),
                    (Some(other), Some(facts)) if !facts.is_available => {
                        self.trace(&step.id, Did::NobodyThere);
                        return self.place_of(other);
                    }
                    _ => {}
                }
                if let Some(text) = text {
                    self.trace(&step.id, Did::Said);
                    if let Err(over) = self.say(&step.id, text, Vec::new()) {
                        return over;
                    }
                }
                self.hand_over(Some(&step.id), Cause::Step)
            }
            Does::End {} => {
                self.trace(&step.id, Did::Ended);
                self.end(Ending::Ended)
            }
        }
    }

    /// The visitor says something while a step waits for it.
    fn answered(&mut self, step: &StepId, tries: u8, text: &str) -> Next {
        let script = self.script;
        let Some((place, asked)) = find(&script.bot, step) else { return self.hand_over(None, Cause::Gone) };
        match &asked.does {
            Does::Question { replies, then, .. } => {
                self.note(step, text);
                let picked = replies.iter().position(|reply| same(&reply.text, text));
                self.trace(step, picked.map_or(Did::Heard, |reply| Did::Picked { reply }));
                let picked = picked.and_then(|reply| replies.get(reply));
                self.on(place, picked.and_then(|Reply { then, .. }| then.as_ref()).or(then.as_ref()))
            }
            Does::Property { text: question, property, again, tries: most, skip, then, otherwise } => {
                let otherwise = otherwise.as_ref().or(then.as_ref());
                if skip.as_ref().is_some_and(|skip| same(skip, text)) {
                    self.trace(step, Did::Skipped);
                    return self.on(place, otherwise);
                }
                if let Some(value) = self.read(property, text) {
                    self.trace(step, Did::Kept);
                    self.note(step, text);
                    let errand = self.errand();
                    self.effects.push(Effect::Keep { errand, property: property.clone(), value });
                    return self.on(place, then.as_ref());
                }
                if tries >= *most {
                    self.trace(step, Did::GaveUp);
                    return self.on(place, otherwise);
                }
                let offered = self.offered(property, skip.as_deref());
                self.ask(asked, again.as_ref().unwrap_or(question), offered, tries + 1)
            }
            // A step that waits for nobody: the state is none of this bot's.
            Does::Message { .. }
            | Does::Branch { .. }
            | Does::Webhook { .. }
            | Does::HandOver { .. }
            | Does::End {} => self.hand_over(Some(step), Cause::Gone),
        }
    }

    fn called(&mut self, step: &StepId, answer: Option<Called>) -> Next {
        let script = self.script;
        let Some((place, asked)) = find(&script.bot, step) else { return self.hand_over(None, Cause::Gone) };
        let Does::Webhook { then, otherwise, .. } = &asked.does else {
            return self.hand_over(Some(step), Cause::Gone);
        };
        let Some(Called { say, outcome }) = answer else {
            self.trace(step, Did::Failed);
            return self.on(place, otherwise.as_ref().or(then.as_ref()));
        };
        self.trace(step, Did::Answered);
        for text in say {
            if let Err(over) = self.say(step, &text, Vec::new()) {
                return over;
            }
        }
        self.note(step, outcome.as_deref().unwrap_or_default());
        self.on(place, then.as_ref())
    }

    /// The first case that holds.
    fn held(&self, cases: &[Case]) -> Result<Option<usize>, Unknown> {
        for (number, case) in cases.iter().enumerate() {
            if !case.when.is_at_hand() && self.facts.is_none() {
                return Err(Unknown);
            }
            if self.holds(&case.when) {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    fn holds(&self, when: &When) -> bool {
        match (when, self.facts) {
            (When::Answer { step, any_of }, _) => {
                let said = match step {
                    Some(step) => self.state.answers.get(step),
                    None => Some(&self.state.last),
                };
                said.is_some_and(|said| any_of.iter().any(|text| same(text, said)))
            }
            (When::Available {}, facts) => facts.is_some_and(|facts| facts.is_available),
            (When::Contact { .. }, None) => false,
            (When::Contact { criterion }, Some(facts)) => {
                let mut known = list::Facts { values: facts.values.clone(), ..list::Facts::default() };
                // Who is on which list was found out elsewhere, so that here every list is one of named members.
                let mut lists = BTreeMap::new();
                for list in &facts.lists {
                    known.lists.insert(list.clone());
                    lists.insert(list.clone(), Members::Static);
                }
                let catalogue = Catalogue { lists, ..Catalogue::default() };
                let criteria = Criteria([[criterion.clone()].to_vec()].to_vec());
                list::meets(&criteria, &known, &catalogue, facts.now)
            }
        }
    }

    fn ask(&mut self, step: &Step, text: &str, replies: Vec<String>, tries: u8) -> Next {
        self.trace(&step.id, Did::Asked { tries });
        match self.say(&step.id, text, replies) {
            Ok(()) => self.rest(At::Waits { step: step.id.clone(), tries }),
            Err(over) => over,
        }
    }

    /// Says something; `Err` where it has said so much that people have to see to it.
    fn say(&mut self, step: &StepId, text: &str, replies: Vec<String>) -> Result<(), Next> {
        if self.state.said >= SAID {
            return Err(self.hand_over(Some(step), Cause::SaidEnough));
        }
        self.state.said += 1;
        self.effects.push(Effect::Say { text: text.to_string(), replies });
        Ok(())
    }

    fn look(&mut self, step: &Step) -> Next {
        let errand = self.errand();
        self.effects.push(Effect::Look { errand });
        self.rest(At::Looks { step: step.id.clone(), errand })
    }

    fn errand(&mut self) -> u32 {
        self.state.errand = self.state.errand.wrapping_add(1);
        self.state.errand
    }

    fn note(&mut self, step: &StepId, text: &str) {
        self.state.answers.insert(step.clone(), short(text));
    }

    /// What an answer is of a property; `None` where it cannot be one.
    fn read(&self, property: &PropertyId, text: &str) -> Option<Value> {
        if property.as_str() == EMAIL {
            return answer::email(text);
        }
        answer::value(self.property(property)?, text)
    }

    fn property(&self, id: &PropertyId) -> Option<&Property> {
        self.script.properties.iter().find(|property| property.id == *id)
    }

    /// What a question for a property offers: the options of an enumeration, where they are few, and the way out.
    fn offered(&self, property: &PropertyId, skip: Option<&str>) -> Vec<String> {
        let options = match self.property(property) {
            Some(Property { kind: Kind::Enumeration, options, .. }) if options.len() < REPLIES => {
                options.clone()
            }
            _ => Vec::new(),
        };
        options.into_iter().chain(skip.map(str::to_string)).collect()
    }

    /// On to a step, or to the one below.
    fn on(&mut self, place: usize, then: Option<&StepId>) -> Next {
        match then {
            Some(step) => self.place_of(step),
            None => Next::Place(place + 1),
        }
    }

    fn place_of(&mut self, step: &StepId) -> Next {
        match find(&self.script.bot, step) {
            Some((place, _)) => Next::Place(place),
            None => self.hand_over(Some(step), Cause::Gone),
        }
    }

    fn trace(&mut self, step: &StepId, did: Did) {
        self.traced(Some(step), did);
    }

    fn traced(&mut self, step: Option<&StepId>, did: Did) {
        self.traces.push(Trace { step: step.cloned(), after: self.effects.len(), did });
    }

    fn rest(&mut self, at: At) -> Next {
        self.state.at = at;
        Next::Rest
    }

    fn end(&mut self, because: Ending) -> Next {
        self.rest(At::Over { because })
    }

    fn hand_over(&mut self, step: Option<&StepId>, because: Cause) -> Next {
        self.traced(step, Did::HandedOver { because });
        self.effects.push(Effect::HandOver);
        self.end(Ending::HandedOver)
    }
}

/// Something has to be found out first.
struct Unknown;

fn find<'b>(bot: &'b Bot, id: &StepId) -> Option<(usize, &'b Step)> {
    bot.steps.iter().enumerate().find(|(_, step)| step.id == *id)
}

/// What is kept of an answer.
fn short(text: &str) -> String {
    text.trim().chars().take(ANSWER_CHARS).collect()
}
