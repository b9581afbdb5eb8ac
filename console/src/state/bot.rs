//! A bot under the pen: steps are added, moved and taken out without anybody having to name them.
//!
//! Knows the bot as it is written. What is wrong with it the edge says (`chatflow_findings`).

use conversation::bot::{Bot, Case, Does, EMAIL, Reply, Shown, Step, When, Why};
use conversation::ids::{ListId, PropertyId, StepId};
use conversation::list::{Criterion, Test};

use crate::texts::Text;

/// What a step does, without the particulars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Says something.
    Message,
    /// Asks something.
    Question,
    /// Asks for an address or a property.
    Property,
    /// Goes on in one of several places.
    Branch,
    /// Asks the owner's server.
    Webhook,
    /// Hands over.
    HandOver,
    /// Says no more.
    End,
}

/// All of them, in the order of the menu.
pub const KINDS: [Kind; 7] =
    [Kind::Message, Kind::Question, Kind::Property, Kind::Branch, Kind::Webhook, Kind::HandOver, Kind::End];

impl Kind {
    /// What kind a step is of.
    #[must_use]
    pub const fn of(does: &Does) -> Self {
        match does {
            Does::Message { .. } => Self::Message,
            Does::Question { .. } => Self::Question,
            Does::Property { .. } => Self::Property,
            Does::Branch { .. } => Self::Branch,
            Does::Webhook { .. } => Self::Webhook,
            Does::HandOver { .. } => Self::HandOver,
            Does::End {} => Self::End,
        }
    }

    /// Its word in ids.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Question => "question",
            Self::Property => "property",
            Self::Branch => "branch",
            Self::Webhook => "webhook",
            Self::HandOver => "hand-over",
            Self::End => "end",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.slug() == slug)
    }

    /// What people call it.
    #[must_use]
    pub const fn words(self) -> Text {
        match self {
            Self::Message => Text::BotMessage,
            Self::Question => Text::BotQuestion,
            Self::Property => Text::BotProperty,
            Self::Branch => Text::BotBranch,
            Self::Webhook => Text::BotWebhook,
            Self::HandOver => Text::BotHandOver,
            Self::End => Text::BotEnd,
        }
    }

    fn fresh(self) -> Does {
        let (text, then, otherwise) = (String::new(), None, None);
        match self {
            Self::Message => Does::Message { text, then },
            Self::Question => Does::Question { text, replies: Vec::new(), then },
            Self::Property => {
                Does::Property { text, property: email(), again: None, tries: 2, skip: None, then, otherwise }
            }
            Self::Branch => Does::Branch { cases: vec![fresh_case()], then },
            Self::Webhook => Does::Webhook { url: text, then, otherwise },
            Self::HandOver => Does::HandOver { text: None, otherwise },
            Self::End => Does::End {},
        }
    }
}

fn email() -> PropertyId {
    PropertyId::parse(EMAIL).expect("a word in lower case")
}

/// A case before anything was chosen.
#[must_use]
pub fn fresh_case() -> Case {
    Case { when: When::Available {}, then: None }
}

/// A bot to begin with: it asks what it is about, and hands over.
#[must_use]
pub fn fresh(name: &str, hello: &str) -> Bot {
    let mut bot = Bot { name: name.to_owned(), shown: Shown::Always, secret: None, steps: Vec::new() };
    add(&mut bot, Kind::Question);
    add(&mut bot, Kind::HandOver);
    if let Some(Step { does: Does::Question { text, .. }, .. }) = bot.steps.first_mut() {
        hello.clone_into(text);
    }
    bot
}

/// Adds a step at the end, under a name that no other has.
pub fn add(bot: &mut Bot, kind: Kind) {
    let free = (1..).find_map(|number| {
        let id = StepId::parse(&format!("{}-{number}", kind.slug())).ok()?;
        bot.steps.iter().all(|step| step.id != id).then_some(id)
    });
    bot.steps.extend(free.map(|id| Step { id, does: kind.fresh() }));
}

/// Takes a step out. Whatever led there leads to the step below instead.
pub fn remove(bot: &mut Bot, place: usize) {
    if place >= bot.steps.len() {
        return;
    }
    let gone = bot.steps.remove(place).id;
    for step in &mut bot.steps {
        for next in targets(&mut step.does) {
            next.take_if(|next| *next == gone);
        }
    }
}

/// Moves a step up or down by one.
pub fn shift(bot: &mut Bot, place: usize, down: bool) {
    let other = if down { place + 1 } else { place.wrapping_sub(1) };
    if place < bot.steps.len() && other < bot.steps.len() {
        bot.steps.swap(place, other);
    }
}

/// Every place of a step that may name another one.
fn targets(does: &mut Does) -> Vec<&mut Option<StepId>> {
    match does {
        Does::Message { then, .. } => vec![then],
        Does::Question { replies, then, .. } => {
            replies.iter_mut().map(|reply| &mut reply.then).chain([then]).collect()
        }
        Does::Branch { cases, then } => cases.iter_mut().map(|case| &mut case.then).chain([then]).collect(),
        Does::Property { then, otherwise, .. } | Does::Webhook { then, otherwise, .. } => {
            vec![then, otherwise]
        }
        Does::HandOver { otherwise, .. } => vec![otherwise],
        Does::End {} => Vec::new(),
    }
}

/// One of the texts of a step, by the name of its field; quick replies and cases by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// What is said or asked.
    Text,
    /// What is said where an answer cannot be it.
    Again,
    /// The way out.
    Skip,
    /// The address of a webhook.
    Url,
    /// The property that is asked for.
    Property,
    /// A quick reply.
    Reply(usize),
    /// What an answer, a list or a property of a case is: texts with commas between.
    Case(usize),
}

/// Reads it.
#[must_use]
pub fn read(does: &Does, field: Field) -> String {
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    match (does, field) {
        (
            Does::Message { text, .. } | Does::Question { text, .. } | Does::Property { text, .. },
            Field::Text,
        ) => text.clone(),
        (Does::HandOver { text, .. }, Field::Text) => maybe(text),
        (Does::Property { again, .. }, Field::Again) => maybe(again),
        (Does::Property { skip, .. }, Field::Skip) => maybe(skip),
        (Does::Property { property, .. }, Field::Property) => property.to_string(),
        (Does::Webhook { url, .. }, Field::Url) => url.clone(),
        (Does::Question { replies, .. }, Field::Reply(i)) => {
            replies.get(i).map(|reply| reply.text.clone()).unwrap_or_default()
        }
        (Does::Branch { cases, .. }, Field::Case(i)) => match cases.get(i).map(|case| &case.when) {
            Some(When::Answer { any_of, .. }) => any_of.join(", "),
            Some(When::Contact { criterion: Criterion { test: Test::In { list }, .. } }) => list.to_string(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// Writes it. What a field does not have is passed over.
pub fn write(does: &mut Does, field: Field, typed: &str) {
    let given = || (!typed.trim().is_empty()).then(|| typed.to_owned());
    match (does, field) {
        (
            Does::Message { text, .. } | Does::Question { text, .. } | Does::Property { text, .. },
            Field::Text,
        ) => typed.clone_into(text),
        (Does::HandOver { text, .. }, Field::Text) => *text = given(),
        (Does::Property { again, .. }, Field::Again) => *again = given(),
        (Does::Property { skip, .. }, Field::Skip) => *skip = given(),
        (Does::Property { property, .. }, Field::Property) => {
            if let Ok(id) = PropertyId::parse(typed.trim()) {
                *property = id;
            }
        }
        (Does::Webhook { url, .. }, Field::Url) => typed.trim().clone_into(url),
        (Does::Question { replies, .. }, Field::Reply(i)) => {
            if let Some(reply) = replies.get_mut(i) {
                typed.clone_into(&mut reply.text);
            }
        }
        (Does::Branch { cases, .. }, Field::Case(i)) => match cases.get_mut(i).map(|case| &mut case.when) {
            Some(When::Answer { any_of, .. }) => {
                *any_of = typed
                    .split(',')
                    .map(|text| text.trim().to_owned())
                    .filter(|text| !text.is_empty())
                    .collect();
            }
            Some(When::Contact { criterion: Criterion { test: Test::In { list }, .. } }) => {
                if let Ok(id) = ListId::parse(typed) {
                    *list = id;
                }
            }
            _ => {}
        },
        _ => {}
    }
}

/// One of the ways on from a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// After it.
    Then,
    /// Where it does not come to that.
    Otherwise,
    /// After a quick reply.
    Reply(usize),
    /// Where a case holds.
    Case(usize),
}

/// Where a way leads; nothing is the step below.
pub fn way(does: &mut Does, way: Way) -> Option<&mut Option<StepId>> {
    match (does, way) {
        (
            Does::Message { then, .. }
            | Does::Question { then, .. }
            | Does::Property { then, .. }
            | Does::Branch { then, .. }
            | Does::Webhook { then, .. },
            Way::Then,
        ) => Some(then),
        (
            Does::Property { otherwise, .. }
            | Does::Webhook { otherwise, .. }
            | Does::HandOver { otherwise, .. },
            Way::Otherwise,
        ) => Some(otherwise),
        (Does::Question { replies, .. }, Way::Reply(i)) => replies.get_mut(i).map(|reply| &mut reply.then),
        (Does::Branch { cases, .. }, Way::Case(i)) => cases.get_mut(i).map(|case| &mut case.then),
        _ => None,
    }
}

/// What a case looks at, without the particulars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// Somebody is there.
    Available,
    /// The last thing said is one of these.
    Answer,
    /// The contact is on a list.
    List,
    /// Anything else, which stays as it is.
    Other,
}

impl CaseKind {
    /// What kind a case is of.
    #[must_use]
    pub const fn of(when: &When) -> Self {
        match when {
            When::Available {} => Self::Available,
            When::Answer { .. } => Self::Answer,
            When::Contact { criterion: Criterion { test: Test::In { .. }, .. } } => Self::List,
            When::Contact { .. } => Self::Other,
        }
    }

    /// A case of this kind; `list` is where a list has to be named. Anything else cannot be made here.
    #[must_use]
    pub fn fresh(self, list: Option<&ListId>) -> Option<When> {
        Some(match self {
            Self::Available => When::Available {},
            Self::Answer => When::Answer { step: None, any_of: Vec::new() },
            Self::List => {
                let property = PropertyId::parse("lists").ok()?;
                When::Contact { criterion: Criterion { property, test: Test::In { list: list?.clone() } } }
            }
            Self::Other => return None,
        })
    }
}

/// What a list of steps calls a step: its number and how it begins.
#[must_use]
pub fn called(bot: &Bot, place: usize, kind: &str) -> String {
    let words = bot.steps.get(place).map(|step| read(&step.does, Field::Text)).unwrap_or_default();
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect();
    if words.is_empty() {
        format!("{}. {kind}", place + 1)
    } else {
        format!("{}. {kind}: {words}", place + 1)
    }
}

/// What is drawn anew when it changes: which steps there are, of which kind, with how many replies and cases.
#[must_use]
pub fn outline(bot: &Bot) -> String {
    let step = |step: &Step| {
        let more = match &step.does {
            Does::Question { replies, .. } => replies.len().to_string(),
            Does::Branch { cases, .. } => {
                cases.iter().map(|case| format!("{:?}", CaseKind::of(&case.when))).collect()
            }
            _ => String::new(),
        };
        format!("{} {:?} {more}", step.id, Kind::of(&step.does))
    };
    bot.steps.iter().map(step).collect::<Vec<_>>().join("\n")
}

/// Adds an empty quick reply to a question, or a case to a branch.
pub fn add_part(does: &mut Does) {
    match does {
        Does::Question { replies, .. } => replies.push(Reply { text: String::new(), then: None }),
        Does::Branch { cases, .. } => cases.push(fresh_case()),
        _ => {}
    }
}

/// Takes one out again.
pub fn remove_part(does: &mut Does, i: usize) {
    match does {
        Does::Question { replies, .. } if i < replies.len() => drop(replies.remove(i)),
        Does::Branch { cases, .. } if i < cases.len() => drop(cases.remove(i)),
        _ => {}
    }
}

/// Which of the things that a bot must not do a step does: the edge has one code for all of them.
#[must_use]
pub fn wrong(bot: Option<&Bot>, number: usize) -> Option<Text> {
    let bot = bot?;
    match conversation::bot::astray(bot, number) {
        Some(Why::Unreachable) => return Some(Text::BotUnreachable),
        Some(Why::Endless) => return Some(Text::BotEndless),
        _ => {}
    }
    let Does::Question { replies, .. } = &bot.steps.get(number)?.does else { return None };
    let same = |one: &Reply, other: &Reply| one.text.trim().eq_ignore_ascii_case(other.text.trim());
    let is_twice =
        replies.iter().enumerate().any(|(i, one)| replies[..i].iter().any(|other| same(one, other)));
    is_twice.then_some(Text::BotTwice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Bot {
        let mut bot = fresh("Kiln helper", "What about?");
        add(&mut bot, Kind::Message);
        add_part(&mut bot.steps[0].does);
        write(&mut bot.steps[0].does, Field::Reply(0), "Prices");
        *way(&mut bot.steps[0].does, Way::Reply(0)).unwrap() = Some(bot.steps[2].id.clone());
        bot
    }

    #[test]
    fn steps_get_names_that_no_other_has() {
        let mut bot = fresh("Kiln helper", "What about?");
        for kind in KINDS.into_iter().chain(KINDS) {
            add(&mut bot, kind);
        }
        let mut names: Vec<&str> = bot.steps.iter().map(|step| step.id.as_str()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn a_bot_to_begin_with_needs_nothing_more() {
        let bot = fresh("Kiln helper", "What about?");
        assert_eq!(conversation::bot::check(&bot, &conversation::list::Catalogue::default()), []);
    }

    #[test]
    fn whatever_led_to_a_step_that_is_gone_leads_on() {
        let mut bot = shop();
        remove(&mut bot, 2);
        assert_eq!(way(&mut bot.steps[0].does, Way::Reply(0)), Some(&mut None));
        remove(&mut bot, 9);
        assert_eq!(bot.steps.len(), 2);
    }

    #[test]
    fn steps_move_within_the_list() {
        let mut bot = shop();
        let names = |bot: &Bot| bot.steps.iter().map(|step| step.id.to_string()).collect::<Vec<_>>();
        shift(&mut bot, 0, false);
        shift(&mut bot, 2, true);
        assert_eq!(names(&bot), ["question-1", "hand-over-1", "message-1"]);
        shift(&mut bot, 2, false);
        assert_eq!(names(&bot), ["question-1", "message-1", "hand-over-1"]);
    }

    #[test]
    fn every_field_is_read_as_it_was_written() {
        for (kind, field, typed) in [
            (Kind::Message, Field::Text, "Hello"),
            (Kind::Question, Field::Text, "What about?"),
            (Kind::Property, Field::Text, "Your address?"),
            (Kind::Property, Field::Again, "That is none."),
            (Kind::Property, Field::Skip, "Rather not"),
            (Kind::Property, Field::Property, "plan"),
            (Kind::Webhook, Field::Url, "https://kiln.example/chat"),
            (Kind::HandOver, Field::Text, "One moment."),
        ] {
            let mut does = kind.fresh();
            write(&mut does, field, typed);
            assert_eq!(read(&does, field), typed, "{kind:?} {field:?}");
        }
        let mut does = Kind::Branch.fresh();
        if let Does::Branch { cases, .. } = &mut does {
            cases[0].when = CaseKind::Answer.fresh(None).unwrap();
        }
        write(&mut does, Field::Case(0), "red , blue,");
        assert_eq!(read(&does, Field::Case(0)), "red, blue");
    }

    #[test]
    fn a_step_is_called_by_its_number_and_its_words() {
        let bot = shop();
        assert_eq!(called(&bot, 0, "Question"), "1. Question: What about?");
        assert_eq!(called(&bot, 1, "Hand over"), "2. Hand over");
    }
}
