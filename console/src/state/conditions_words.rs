//! What tests can speak of, how they compare, and how that reads.
//!
//! Knows the kinds of properties and facts, the names of operators on the wire, and the console's texts. What a test
//! means is `conversation::list`'s and `targeting`'s business.

use serde_json::Value;
use targeting::json::Condition;

use super::circumstances::{ATTRIBUTE, DEVICES, FACTS, fact_in_words};
use super::conditions::{Groups, Test, items, lines, text};
use crate::texts::{Language, Text};

/// What a subject holds, and so which operators it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text of a contact.
    Text,
    /// A number of a contact.
    Number,
    /// A moment of a contact.
    Date,
    /// Yes or no.
    Boolean,
    /// One of a few options.
    Enumeration,
    /// The lists a contact is on.
    Lists,
    /// A fact that is one of a few, and always known.
    Choice,
    /// A fact with a short code: a language, a country, a region.
    Tag,
    /// A fact in words: a referrer, a campaign.
    Words,
    /// A fact that is counted.
    Count,
    /// A fact that the page makes up.
    Free,
}

/// What an operator compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Nothing.
    Nothing,
    /// A text.
    Text,
    /// Several texts.
    Several,
    /// A number.
    Number,
    /// From a number to another.
    Numbers,
    /// A day.
    Date,
    /// From a day to another.
    Dates,
    /// So many days.
    Days,
    /// A list.
    List,
}

/// Something that tests can speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its name on the wire.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// What it can be, where that is a few things, and what they are called; else what is worth suggesting.
    pub options: Vec<(String, String)>,
}

/// Every operator: its name, its words, and what it compares with.
const OPERATORS: [(&str, Text, Operand); 30] = [
    ("is", Text::OpIs, Operand::Text),
    ("is_not", Text::OpIsNot, Operand::Text),
    ("contains", Text::OpContains, Operand::Text),
    ("not_contains", Text::OpLacks, Operand::Text),
    ("starts_with", Text::OpStarts, Operand::Text),
    ("not_starts_with", Text::OpStartsNot, Operand::Text),
    ("ends_with", Text::OpEnds, Operand::Text),
    ("any_of", Text::OpAnyOf, Operand::Several),
    ("none_of", Text::OpNoneOf, Operand::Several),
    ("equals", Text::OpIs, Operand::Number),
    ("not_equals", Text::OpIsNot, Operand::Number),
    ("less_than", Text::OpLess, Operand::Number),
    ("at_most", Text::OpAtMost, Operand::Number),
    ("more_than", Text::OpMore, Operand::Number),
    ("at_least", Text::OpAtLeast, Operand::Number),
    ("between", Text::OpBetween, Operand::Numbers),
    ("before", Text::OpBefore, Operand::Date),
    ("after", Text::OpAfter, Operand::Date),
    ("on", Text::OpOn, Operand::Date),
    ("between_dates", Text::OpBetween, Operand::Dates),
    ("in_the_last", Text::OpInTheLast, Operand::Days),
    ("in_the_next", Text::OpInTheNext, Operand::Days),
    ("more_than_days_ago", Text::OpLongAgo, Operand::Days),
    ("more_than_days_ahead", Text::OpFarAhead, Operand::Days),
    ("in", Text::OpIn, Operand::List),
    ("not_in", Text::OpNotIn, Operand::List),
    ("is_true", Text::OpTrue, Operand::Nothing),
    ("is_false", Text::OpFalse, Operand::Nothing),
    ("known", Text::OpKnown, Operand::Nothing),
    ("unknown", Text::OpUnknown, Operand::Nothing),
];

/// What an operator compares with. One of a newer version has a text.
#[must_use]
pub fn operand(op: &str) -> Operand {
    let found = OPERATORS.iter().find(|(name, _, _)| *name == op);
    found.map_or(Operand::Text, |found| found.2)
}

/// The operators of a kind, in the order of the menu.
#[must_use]
pub fn operators(kind: Kind) -> Vec<(&'static str, Text)> {
    let (names, may_be_unknown) = match kind {
        Kind::Text => ("is is_not contains not_contains starts_with ends_with any_of none_of", true),
        Kind::Number => ("at_least at_most equals not_equals more_than less_than between", true),
        Kind::Date => (
            "in_the_last more_than_days_ago in_the_next more_than_days_ahead before after on between_dates",
            true,
        ),
        Kind::Boolean => ("is_true is_false", true),
        Kind::Enumeration => ("any_of none_of", true),
        Kind::Lists => ("in not_in", false),
        Kind::Choice => ("is is_not", false),
        Kind::Tag => ("is is_not", true),
        Kind::Words => ("contains not_contains is is_not starts_with not_starts_with", true),
        Kind::Count => ("at_least at_most is", false),
        Kind::Free => ("is is_not contains not_contains starts_with not_starts_with at_least at_most", true),
    };
    let words = |op: &str| OPERATORS.iter().find(|(name, _, _)| *name == op).map(|found| (found.0, found.1));
    let about_knowing = if may_be_unknown { "known unknown" } else { "" };
    names.split(' ').chain(about_knowing.split(' ')).filter_map(words).collect()
}

/// The subject with this name; a page attribute has the one for all.
#[must_use]
pub fn subject<'s>(all: &'s [Subject], id: &str) -> Option<&'s Subject> {
    let id = if id.starts_with(ATTRIBUTE) { ATTRIBUTE } else { id };
    all.iter().find(|subject| subject.id == id)
}

/// The facts of a page view.
#[must_use]
pub fn facts(language: Language) -> Vec<Subject> {
    let names = [Text::DeviceDesktop, Text::DeviceTablet, Text::DeviceMobile];
    let named = |(id, name): (&str, Text)| (id.to_owned(), name.words(language).to_owned());
    let devices: Vec<(String, String)> = DEVICES.into_iter().zip(names).map(named).collect();
    let same = |codes: &str| codes.split(' ').map(|code| (code.to_owned(), code.to_owned())).collect();
    let fact = |id: &str| {
        let (kind, options) = match id {
            "device" => (Kind::Choice, devices.clone()),
            "language" => (Kind::Tag, same("en de fr es it nl pl pt sv ar he ja zh")),
            "country" => (Kind::Tag, same("DE AT CH GB US FR ES IT NL PL SE")),
            "region" => (
                Kind::Tag,
                same("DE-BE DE-BW DE-BY DE-HH DE-NW AT-5 AT-9 CH-BE CH-ZH GB-ENG GB-SCT US-CA US-NY US-TX"),
            ),
            "visits" | "page_views" => (Kind::Count, Vec::new()),
            ATTRIBUTE => (Kind::Free, Vec::new()),
            _ => (Kind::Words, Vec::new()),
        };
        Subject { id: id.to_owned(), name: fact_in_words(id, language), kind, options }
    };
    FACTS.into_iter().chain([ATTRIBUTE]).map(fact).collect()
}

/// What a property that every contact has is called.
#[must_use]
pub fn built_in(id: &str) -> Option<Text> {
    Some(match id {
        "name" => Text::PropName,
        "email" => Text::PropEmail,
        "email-domain" => Text::PropDomain,
        "verified" => Text::PropVerified,
        "owner" => Text::PropOwner,
        "created" => Text::PropCreated,
        "first-seen" => Text::PropFirstSeen,
        "last-seen" => Text::PropLastSeen,
        "threads" => Text::PropThreads,
        "last-thread" => Text::PropLastThread,
        "lists" => Text::PropLists,
        _ => return None,
    })
}

/// A kind of property as it is on the wire.
#[must_use]
pub fn kind(name: &str) -> Kind {
    match name {
        "number" => Kind::Number,
        "date" => Kind::Date,
        "boolean" => Kind::Boolean,
        "enumeration" => Kind::Enumeration,
        "lists" => Kind::Lists,
        _ => Kind::Text,
    }
}

/// A test in words. `day` says a date that is in ms.
#[must_use]
pub fn in_words(test: &Test, all: &[Subject], language: Language, day: &dyn Fn(&str) -> String) -> String {
    let about = subject(all, &test.subject);
    let op = OPERATORS.iter().find(|(name, _, _)| *name == test.op);
    let words = op.map_or(test.op.as_str(), |(_, words, _)| words.words(language));
    let called = |value: &str| {
        let option = about.and_then(|about| about.options.iter().find(|(id, _)| id == value));
        option.map_or_else(|| value.to_owned(), |(_, name)| name.clone())
    };
    let value = |value: &str| match operand(&test.op) {
        Operand::Date | Operand::Dates => day(value),
        _ => lines(value).map(called).collect::<Vec<_>>().join(", "),
    };
    let said = if words.contains('…') {
        words.replacen('…', &value(&test.a), 1).replacen('…', &value(&test.b), 1)
    } else {
        format!("{words} {}", value(&test.a))
    };
    let name = match about {
        Some(about) if about.id != ATTRIBUTE => about.name.clone(),
        _ => fact_in_words(&test.subject, language),
    };
    format!("{name} {}", said.trim_end())
}

/// The conditions of a chatflow in words, a line each group.
#[must_use]
pub fn conditions_in_words(conditions: &[Vec<Condition>], language: Language) -> Vec<String> {
    let facts = facts(language);
    let groups = Groups::of_conditions(conditions);
    let and = format!(" {} ", Text::And.words(language));
    let group = |(n, first): (usize, u32)| {
        let (_, tests) = groups.of_group(first)?;
        let said: Vec<String> =
            tests.iter().map(|test| in_words(test, &facts, language, &|day| day.to_owned())).collect();
        let text = if n == 0 { Text::WhereConditions } else { Text::OrConditions };
        Some(text.fill(language, &[("conditions", &said.join(&and))]))
    };
    groups.groups().enumerate().filter_map(group).collect()
}

/// Why somebody is on a list or not: of an evaluation, the tests of the group that settles it.
#[must_use]
pub fn because(
    evaluation: &Value,
    all: &[Subject],
    language: Language,
    day: &dyn Fn(&str) -> String,
) -> Vec<(bool, String)> {
    let holds = |trace: &Value| trace["holds"] == Value::Bool(true);
    let groups = || items(&evaluation["because"]);
    // Who is on it is so by the first group that holds; who is not lacks something in each.
    let settling = groups().find(|group| holds(group)).or_else(|| groups().next());
    let said = |trace: &Value| {
        let words = in_words(&Test::of_criterion(&trace["criterion"]), all, language, day);
        (holds(trace), words)
    };
    settling.map_or_else(Vec::new, |group| items(&group["criteria"]).map(said).collect())
}

/// What is known of a property of a contact, for people. `day` says a date that is in ms.
#[must_use]
pub fn known(value: &Value, about: &Subject, language: Language, day: &dyn Fn(&str) -> String) -> String {
    let value = text(value);
    match about.kind {
        Kind::Date => day(&value),
        Kind::Boolean if value.is_empty() => value,
        Kind::Boolean => (if value == "true" { Text::Yes } else { Text::No }).words(language).to_owned(),
        _ => {
            let option = about.options.iter().find(|(id, _)| *id == value);
            option.map_or_else(|| value.clone(), |(_, name)| name.clone())
        }
    }
}
