//! What the preview of a bot reads like: its lines in words.

use conversation::bot::{Bot, Cause, Did, Does, MOVES, SAID};
use conversation::ids::{ListId, PropertyId, StepId};
use conversation::list::{DAY_MS, Kind, Property, Value};
use conversation::schedule::Date;

use super::bot::{self, Kind as Step};
use super::bot_preview::{Around, Found, Line, More, Note};
use super::conditions_words::built_in;
use crate::texts::{Language, Text};

/// Who a line is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The visitor.
    Visitor,
    /// The bot.
    Bot,
    /// Nobody: something happened.
    Nobody,
    /// Nobody: the bot is over.
    Over,
}

/// A line in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who it is of.
    pub who: Who,
    /// What it says.
    pub text: String,
    /// Of what the bot says: the step that says it. Of what happened: the reasons, a line each.
    pub more: Vec<String>,
}

/// What names steps, properties and lists.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The bot.
    pub bot: &'a Bot,
    /// The account.
    pub around: &'a Around,
    /// Its lists, by id and name.
    pub lists: &'a [(ListId, String)],
    /// The language.
    pub language: Language,
}

impl Names<'_> {
    fn say(&self, text: Text) -> String {
        text.words(self.language).to_owned()
    }

    fn fill(&self, text: Text, places: &[(&str, &str)]) -> String {
        text.fill(self.language, places)
    }

    fn place(&self, step: &StepId) -> Option<usize> {
        self.bot.steps.iter().position(|known| known.id == *step)
    }

    /// What a step is called, with its first words. `None`: it is not there.
    #[must_use]
    pub fn step(&self, step: &StepId) -> Option<String> {
        let place = self.place(step)?;
        Some(bot::called(self.bot, place, Step::of(&self.bot.steps[place].does).words().words(self.language)))
    }

    /// Its number and its kind.
    fn short(&self, step: &StepId) -> Option<String> {
        let place = self.place(step)?;
        let kind = Step::of(&self.bot.steps[place].does).words().words(self.language);
        Some(format!("{}. {kind}", place + 1))
    }

    fn list(&self, id: &ListId) -> String {
        self.lists
            .iter()
            .find(|(known, _)| known == id)
            .map_or_else(|| id.to_string(), |(_, name)| name.clone())
    }

    fn property(&self, id: &PropertyId) -> (String, Option<Property>) {
        let known = self.around.property(id);
        let name = match (built_in(id.as_str()), &known) {
            (Some(name), _) => self.say(name),
            (None, Some(known)) => known.name.clone(),
            (None, None) => id.to_string(),
        };
        (name, known)
    }

    fn value(&self, property: Option<&Property>, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Flag(flag) => self.say(if *flag { Text::Yes } else { Text::No }),
            Value::Number(number) => {
                let day = number.whole().map(|ms| ms.div_euclid(DAY_MS)).and_then(Date::of_day);
                let is_date = property.is_some_and(|property| property.kind == Kind::Date);
                day.filter(|_| is_date).map_or_else(|| number.get().to_string(), |day| day.to_string())
            }
        }
    }
}

/// The lines of a conversation in words.
#[must_use]
pub fn told(lines: &[Line], names: &Names<'_>) -> Vec<Told> {
    lines.iter().map(|line| one(line, names)).collect()
}

fn one(line: &Line, names: &Names<'_>) -> Told {
    match line {
        Line::Visitor(text) => Told { who: Who::Visitor, text: text.clone(), more: Vec::new() },
        Line::Bot { step, text } => {
            let text = if text.trim().is_empty() { names.say(Text::PlayNothing) } else { text.clone() };
            let more = step.iter().filter_map(|step| names.short(step)).collect();
            Told { who: Who::Bot, text, more }
        }
        Line::Note(note) => noted(note, names),
    }
}

fn noted(note: &Note, names: &Names<'_>) -> Told {
    let what = happened(note, names);
    let text = match note.to.as_ref().and_then(|to| names.step(to)) {
        Some(step) => names.fill(Text::PlayNext, &[("what", &what), ("step", &step)]),
        None => what,
    };
    let who = match note.did {
        Did::HandedOver { .. } | Did::Ended => Who::Over,
        _ => Who::Nobody,
    };
    let more = match (&note.more, note.did) {
        (More::Cases(cases), _) => reasons(cases, names),
        (More::Available(there), Did::HandedOver { because }) => {
            let by_rule = names.say(Text::PlayHandedOver);
            let waits = (!there).then(|| names.say(Text::PlayWaits));
            let by_rule = (because != Cause::Step).then_some(by_rule);
            by_rule.into_iter().chain(waits).collect()
        }
        _ => Vec::new(),
    };
    Told { who, text, more }
}

fn happened(note: &Note, names: &Names<'_>) -> String {
    let count = |text: Text, n: usize| names.fill(text, &[("n", &n.to_string())]);
    match (note.did, &note.more) {
        (Did::Picked { reply }, _) => count(Text::PlayPicked, reply + 1),
        (Did::Heard, _) => names.say(Text::PlayHeard),
        (Did::Asked { tries }, _) => {
            let most = note.step.as_ref().and_then(|step| names.place(step));
            let most = most.map_or(0, |place| match &names.bot.steps[place].does {
                Does::Property { tries, .. } => *tries,
                _ => 0,
            });
            names.fill(Text::PlayAgain, &[("n", &tries.to_string()), ("most", &most.to_string())])
        }
        (Did::Kept, More::Value { property, value, is_kept }) => {
            let (name, known) = names.property(property);
            let text = if *is_kept { Text::PlayKept } else { Text::PlayNotKept };
            names.fill(text, &[("property", &name), ("value", &names.value(known.as_ref(), value))])
        }
        (Did::Skipped, _) => names.say(Text::PlaySkipped),
        (Did::GaveUp, _) => names.say(Text::PlayGaveUp),
        (Did::Branched { case: Some(case) }, _) => count(Text::PlayCase, case + 1),
        (Did::Branched { case: None }, _) => names.say(Text::PlayNoCase),
        (Did::Called, _) => names.say(Text::PlayCalled),
        (Did::Answered, More::Outcome(Some(outcome))) => {
            names.fill(Text::PlayOutcome, &[("outcome", outcome)])
        }
        (Did::Failed, More::Unfit(true)) => count(Text::PlayUnfit, conversation::bot::ANSWERS),
        (Did::Failed, _) => names.say(Text::PlayFailed),
        (Did::NobodyThere, _) => names.say(Text::PlayNobody),
        (Did::Ended, _) => names.say(Text::BotEndHelp),
        (Did::HandedOver { because }, _) => match because {
            Cause::Step => names.say(Text::PlayHandedOver),
            Cause::NothingBelow => names.say(Text::PlayNothingBelow),
            Cause::Gone => names.say(Text::PlayGone),
            Cause::Endless => count(Text::PlayEndless, MOVES),
            Cause::SaidEnough => count(Text::PlaySaidEnough, usize::from(SAID)),
            Cause::WroteAfterEnd => names.say(Text::PlayAfterEnd),
        },
        (Did::Said | Did::Kept | Did::Answered, _) => names.say(Text::PlayAnswered),
    }
}

/// Why a branch went where it went: what is so of each case that was looked at.
fn reasons(cases: &[(Found, bool)], names: &Names<'_>) -> Vec<String> {
    let one = |(number, (found, holds)): (usize, &(Found, bool))| {
        let what = match found {
            Found::Available(true) => names.say(Text::PlayIfThere),
            Found::Available(false) => names.say(Text::PlayIfNobody),
            Found::Answer(Some(said)) => names.fill(Text::PlayIfSaid, &[("said", said)]),
            Found::Answer(None) => names.say(Text::PlayIfSilent),
            Found::On(list, is_on) => {
                let text = if *is_on { Text::PlayIfOn } else { Text::PlayIfOff };
                names.fill(text, &[("list", &names.list(list))])
            }
            Found::Property(id, value) => {
                let (name, known) = names.property(id);
                match value {
                    Some(value) => {
                        let value = names.value(known.as_ref(), value);
                        names.fill(Text::PlayIfValue, &[("property", &name), ("value", &value)])
                    }
                    None => names.fill(Text::PlayIfUnknown, &[("property", &name)]),
                }
            }
        };
        let text = if *holds { Text::PlayHolds } else { Text::PlayHoldsNot };
        names.fill(text, &[("n", &(number + 1).to_string()), ("what", &what)])
    };
    cases.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use conversation::bot::Called;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::state::bot_preview::{Deed, Preview};

    fn bot(steps: Json) -> Bot {
        serde_json::from_value(json!({"name": "Kiln helper", "steps": steps})).unwrap()
    }

    /// What is told after the first message, and after each of these.
    fn told_of(steps: Json, deeds: &[Deed], is_available: bool, language: Language) -> Vec<Told> {
        let (bot, around) = (bot(steps), Around::default());
        let mut preview = Preview::begun("Hi");
        preview.circumstances.is_available = is_available;
        for deed in deeds {
            let shown = preview.play(&bot, &around);
            preview.add(&shown, deed.clone());
        }
        let lists = [(ListId::parse("vip").unwrap(), "Regulars".to_owned())];
        let names = Names { bot: &bot, around: &around, lists: &lists, language };
        told(&preview.play(&bot, &around).lines, &names)
    }

    fn shop() -> Json {
        json!([
            {"id": "topic", "do": "question", "text": "What about?",
                "replies": [{"text": "Prices"}, {"text": "An order", "then": "people"}]},
            {"id": "address", "do": "property", "text": "Your address?", "property": "email", "skip": "Rather not"},
            {"id": "which", "do": "branch", "cases": [
                {"when": {"if": "contact", "criterion": {"property": "lists", "test": {"op": "in", "list": "vip"}}}, "then": "people"},
                {"when": {"if": "available"}, "then": "people"},
            ], "then": "bye"},
            {"id": "people", "do": "hand_over", "text": "One moment."},
            {"id": "bye", "do": "end"},
        ])
    }

    fn words(all: &[Told]) -> Vec<String> {
        all.iter().skip(1).map(|told| [&[told.text.clone()][..], &told.more].concat().join(" | ")).collect()
    }

    #[test]
    fn a_conversation_reads_as_what_happened() {
        let steps = shop();
        let says = |text: &str| Deed::Said(text.into());
        let deeds = [says("prices"), says("no"), says("Sofia@kiln.test")];
        assert_eq!(
            words(&told_of(steps.clone(), &deeds, true, Language::English)),
            [
                "What about? | 1. Question",
                "prices",
                "Quick reply 1. Next: 2. Ask for an address or a property: Your address?",
                "Your address? | 2. Ask for an address or a property",
                "no",
                "That cannot be it, so it asks again (1 of 2)",
                "Your address? | 2. Ask for an address or a property",
                "Sofia@kiln.test",
                "Understood and kept with the contact: E-mail address is sofia@kiln.test. Next: 3. Branch",
                "Branch, case 2. Next: 4. Hand over to people: One moment. | Case 1 does not hold: the contact is not on \
                 Regulars | Case 2 holds: somebody could answer",
                "One moment. | 4. Hand over to people",
                "Handed over by the chatflow's routing rule. From here on people answer.",
            ]
        );
        let away = words(&told_of(steps, &[says("else"), says("rather not")], false, Language::German));
        assert_eq!(
            away[away.len() - 2..],
            [
                "Verzweigung, keiner der Fälle. Weiter: 5. Ende | Fall 1 trifft nicht zu: der Kontakt steht nicht auf \
                 Regulars | Fall 2 trifft nicht zu: niemand könnte antworten",
                "Der Bot sagt nichts mehr. Wer danach schreibt, wird Ihrem Team übergeben.",
            ]
        );
    }

    #[test]
    fn whoever_waits_for_nobody_is_said_to_wait() {
        let told = told_of(json!([{"id": "people", "do": "hand_over"}]), &[], false, Language::English);
        assert_eq!(
            (told[1].who, told[1].more.clone()),
            (Who::Over, vec!["Nobody could answer now: the visitor waits.".into()])
        );
        let lost = json!([{"id": "a", "do": "message", "text": " "}]);
        assert_eq!(
            words(&told_of(lost, &[], true, Language::English)),
            [
                "This step says nothing yet. | 1. Message",
                "There is no step below: it cannot go on. | Handed over by the chatflow's routing rule. From here on people \
                 answer.",
            ]
        );
    }

    #[test]
    fn a_webhook_is_said_not_to_be_asked() {
        let steps = || json!([{"id": "ask", "do": "webhook", "url": "https://kiln.test/"}, {"id": "bye", "do": "end"}]);
        let answer = |outcome: Option<&str>| Called { say: Vec::new(), outcome: outcome.map(str::to_owned) };
        for (answer, expected) in [
            (None, "The webhook does not answer in time. Next: 2. End"),
            (Some(answer(None)), "The webhook answers. Next: 2. End"),
            (Some(answer(Some("done"))), "The webhook answers, with the outcome “done”. Next: 2. End"),
        ] {
            let told = words(&told_of(steps(), &[Deed::Answered(answer)], true, Language::English));
            assert_eq!(told[..2], ["Webhook: not asked, this is a preview", expected]);
        }
    }

    #[test]
    fn a_day_is_no_number() {
        let (bot, around) = (bot(json!([])), Around::default());
        let names = Names { bot: &bot, around: &around, lists: &[], language: Language::English };
        let day = |id: &str| around.property(&PropertyId::parse(id).unwrap());
        let value = Value::Number(conversation::list::Number::of_ms(1_798_070_400_000));
        assert_eq!(names.value(day("created").as_ref(), &value), "2026-12-24");
        assert_eq!(names.value(day("threads").as_ref(), &value), "1798070400000");
        assert_eq!(names.value(None, &Value::Flag(false)), "No");
    }
}
