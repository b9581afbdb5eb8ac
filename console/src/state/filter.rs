//! A filter under the pen: groups of tests, joined by "all of" and "any of" (P48).
//!
//! Two levels, which is what people can read; a filter that somebody wrote deeper through the API is shown in words and
//! not edited. Reads and writes trees, held to `conversation::filter` by a test. Which local day a moment is on, and
//! what things are called, is asked of whoever shows it.

use serde_json::{Map, Value, json};

use super::conditions::{items, text};
use crate::texts::Text;

/// What a team's id stands behind where people are chosen from: no agent's id has a slash.
pub const TEAM: &str = "team/";

/// What a test looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Open, snoozed, closed (S111).
    Status,
    /// Chat or e-mail (S112).
    Channel,
    /// Who has it (S113).
    Assignee,
    /// How urgent it is (P40).
    Priority,
    /// A label it has.
    Label,
    /// Words in it, or in who it is with.
    Words,
    /// Words in the name or address of who it is with.
    From,
    /// When it began (S114).
    Opened,
    /// When something was last said.
    Updated,
    /// The chatflow it began in.
    Chatflow,
    /// Whom it is with.
    Contact,
}

impl Field {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 11] = [
        Self::Status,
        Self::Assignee,
        Self::Priority,
        Self::Label,
        Self::Words,
        Self::From,
        Self::Opened,
        Self::Updated,
        Self::Channel,
        Self::Chatflow,
        Self::Contact,
    ];

    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Channel => "channel",
            Self::Assignee => "assignee",
            Self::Priority => "priority",
            Self::Label => "label",
            Self::Words => "text",
            Self::From => "from",
            Self::Opened => "opened",
            Self::Updated => "updated",
            Self::Chatflow => "chatflow",
            Self::Contact => "contact",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> Text {
        match self {
            Self::Status => Text::Status,
            Self::Channel => Text::Channel,
            Self::Assignee => Text::Assignee,
            Self::Priority => Text::PriorityOne,
            Self::Label => Text::LabelOne,
            Self::Words => Text::FilterWords,
            Self::From => Text::FilterFrom,
            Self::Opened => Text::FilterOpened,
            Self::Updated => Text::FilterUpdated,
            Self::Chatflow => Text::Chatflow,
            Self::Contact => Text::Contact,
        }
    }

    /// The one of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Whether its value is two days.
    #[must_use]
    pub const fn is_span(self) -> bool {
        matches!(self, Self::Opened | Self::Updated)
    }

    /// Whether its value is typed.
    #[must_use]
    pub const fn is_typed(self) -> bool {
        matches!(self, Self::Words | Self::From)
    }
}

/// One test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// Tells tests apart while they are changed.
    pub key: u32,
    /// What it looks at.
    pub field: Field,
    /// Whether it must not be so.
    pub not: bool,
    /// With what: an id, a word of the wire, what was typed, or the first day (`2026-11-21`).
    pub value: String,
    /// The last day.
    pub until: String,
}

/// Tests that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Whether one of them is enough.
    pub any: bool,
    /// The tests.
    pub tests: Vec<Test>,
}

/// The whole filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Whether one group is enough.
    pub any: bool,
    /// The groups.
    pub groups: Vec<Group>,
    next: u32,
}

/// Local days: where one begins (ms), and which one a moment is on.
#[derive(Clone, Copy)]
pub struct Days {
    /// Where a day such as `2026-11-21` begins.
    pub begins: fn(&str) -> Option<i64>,
    /// The day of a moment.
    pub of: fn(i64) -> String,
}

/// From the beginning of a day this is within the next one, however clocks are changed.
const NEXT_DAY_MS: i64 = 36 * 3_600_000;

impl Draft {
    /// A filter with one test that asks for open conversations.
    #[must_use]
    pub fn new() -> Self {
        let mut draft = Self { groups: vec![Group::default()], ..Self::default() };
        draft.add(0, Field::Status, "open");
        draft
    }

    /// Adds a test to a group.
    pub fn add(&mut self, group: usize, field: Field, value: &str) {
        let key = self.next;
        self.next += 1;
        if let Some(group) = self.groups.get_mut(group) {
            let (value, until) = (value.to_owned(), String::new());
            group.tests.push(Test { key, field, not: false, value, until });
        }
    }

    /// Adds a group with an empty test.
    pub fn add_group(&mut self) {
        self.groups.push(Group { any: true, tests: Vec::new() });
        self.add(self.groups.len() - 1, Field::Label, "");
    }

    /// Takes a test out; a group that is empty goes with it, unless it is the last one.
    pub fn remove(&mut self, key: u32) {
        for group in &mut self.groups {
            group.tests.retain(|test| test.key != key);
        }
        if self.groups.len() > 1 {
            self.groups.retain(|group| !group.tests.is_empty());
        }
        if self.groups.is_empty() {
            self.groups.push(Group::default());
        }
    }

    /// A test to change.
    pub fn test(&mut self, key: u32) -> Option<&mut Test> {
        self.groups.iter_mut().flat_map(|group| &mut group.tests).find(|test| test.key == key)
    }

    /// The filter as it is sent. Tests that say nothing yet are left out.
    #[must_use]
    pub fn written(&self, days: Days) -> Value {
        let join =
            |any: bool, parts: Vec<Value>| if any { json!({"any": parts}) } else { json!({"all": parts}) };
        let group = |group: &Group| {
            let tests: Vec<Value> = group.tests.iter().filter_map(|test| test.written(days)).collect();
            (!tests.is_empty()).then(|| join(group.any, tests))
        };
        let mut groups: Vec<Value> = self.groups.iter().filter_map(group).collect();
        match groups.len() {
            // An empty "any of" would never be true.
            0 => json!({"all": []}),
            1 => groups.remove(0),
            _ => join(self.any, groups),
        }
    }

    /// A filter as it came; `None` where it is deeper than this form.
    #[must_use]
    pub fn read(filter: &Value, days: Days) -> Option<Self> {
        let mut draft = Self::default();
        let (any, parts) = joined(filter).unwrap_or((false, vec![filter]));
        draft.any = any;
        let mut own = Group { any, tests: Vec::new() };
        for part in parts {
            if let Some((any, tests)) = joined(part) {
                let mut group = Group { any, tests: Vec::new() };
                for test in tests {
                    group.tests.push(Test::read(test, &mut draft.next, days)?);
                }
                draft.groups.push(group);
            } else {
                own.tests.push(Test::read(part, &mut draft.next, days)?);
            }
        }
        if !own.tests.is_empty() || draft.groups.is_empty() {
            draft.groups.insert(0, own);
        }
        Some(draft)
    }
}

impl Test {
    fn written(&self, days: Days) -> Option<Value> {
        let value = self.value.trim();
        let told = match self.field {
            Field::Opened | Field::Updated => {
                let after = (days.begins)(value);
                let before =
                    (days.begins)(&self.until).and_then(|at| (days.begins)(&(days.of)(at + NEXT_DAY_MS)));
                let mut span = Map::new();
                for (name, at) in [("after", after), ("before", before)] {
                    if let Some(at) = at.filter(|at| *at >= 0) {
                        span.insert(name.to_owned(), at.into());
                    }
                }
                if span.is_empty() {
                    return None;
                }
                Value::Object(span)
            }
            Field::Assignee if !matches!(value, "" | "me" | "nobody") => match value.strip_prefix(TEAM) {
                Some(team) => json!({"team": team}),
                None => json!({"agent": value}),
            },
            Field::Words | Field::From if !value.chars().any(char::is_alphanumeric) => return None,
            _ if value.is_empty() => return None,
            _ => value.into(),
        };
        let mut test = Map::new();
        test.insert(self.field.name().to_owned(), told);
        let test = Value::Object(test);
        Some(if self.not { json!({"not": test}) } else { test })
    }

    fn read(told: &Value, next: &mut u32, days: Days) -> Option<Self> {
        let (not, told) = match told.get("not") {
            Some(inner) => (true, inner),
            None => (false, told),
        };
        let (field, value) = told.as_object()?.iter().next()?;
        let field = Field::of(field)?;
        *next += 1;
        let mut test = Self { key: *next - 1, field, not, value: String::new(), until: String::new() };
        if field.is_span() {
            let day = |name: &str, less: i64| {
                value[name].as_i64().map(|at| (days.of)(at - less)).unwrap_or_default()
            };
            test.value = day("after", 0);
            // The last day that is meant.
            test.until = day("before", 1);
        } else {
            test.value = match (value["team"].as_str(), value.is_object()) {
                (Some(team), _) => format!("{TEAM}{team}"),
                (None, true) => text(&value["agent"]),
                (None, false) => text(value),
            };
        }
        if field.is_typed() {
            // The wire quotes each word.
            test.value = unquoted(&test.value);
        }
        Some(test)
    }
}

/// Words without the quotes that say no more than a space does.
fn unquoted(words: &str) -> String {
    let word = |word: &str| {
        let inner = word.strip_prefix('"').and_then(|word| word.strip_suffix('"'));
        inner.map_or_else(|| word.to_owned(), str::to_owned)
    };
    if words.split('"').skip(1).step_by(2).any(|quoted| quoted.contains(' ')) {
        return words.to_owned();
    }
    words.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn joined(filter: &Value) -> Option<(bool, Vec<&Value>)> {
    let parts = |name: &str| filter.get(name).map(|parts| items(parts).collect());
    parts("all").map(|parts| (false, parts)).or_else(|| parts("any").map(|parts| (true, parts)))
}

/// A filter in words. `say` gives the console's words, `named` what a value of a field is called.
pub fn sentence(
    filter: &Value,
    say: &dyn Fn(Text) -> &'static str,
    named: &dyn Fn(Field, &Value) -> String,
) -> String {
    let mut told = part(filter, false, say, named);
    if told.is_empty() {
        told = say(Text::ViewAll).to_owned();
    }
    told
}

fn part(
    filter: &Value,
    within: bool,
    say: &dyn Fn(Text) -> &'static str,
    named: &dyn Fn(Field, &Value) -> String,
) -> String {
    if let Some((any, parts)) = joined(filter) {
        let told: Vec<String> = parts.iter().map(|inner| part(inner, true, say, named)).collect();
        let joint = format!(" {} ", say(if any { Text::FilterOr } else { Text::FilterAnd }));
        let several = told.len() > 1;
        let told = told.join(&joint);
        return if within && several { format!("({told})") } else { told };
    }
    let (not, test) = match filter.get("not") {
        Some(inner) if joined(inner).is_some() || inner.get("not").is_some() => {
            return format!("{} {}", say(Text::FilterNot), part(inner, true, say, named));
        }
        Some(inner) => (true, inner),
        None => (false, filter),
    };
    let Some((field, value)) = test.as_object().and_then(|test| test.iter().next()) else {
        return String::new();
    };
    let Some(field) = Field::of(field) else { return String::new() };
    let verb = match (field.is_typed(), not) {
        (false, false) => Text::FilterIs,
        (false, true) => Text::FilterIsNot,
        (true, false) => Text::FilterContains,
        (true, true) => Text::FilterContainsNot,
    };
    format!("{} {} {}", say(field.title()), say(verb), named(field, value))
}

#[cfg(test)]
mod tests {
    use conversation::filter::Filter;

    use super::*;
    use crate::texts::Language;

    /// Days of UTC, counted from a made-up first day.
    const DAYS: Days = Days {
        begins: |day| day.strip_prefix("day-")?.parse::<i64>().ok().map(|day| day * 86_400_000),
        of: |at| format!("day-{}", at.div_euclid(86_400_000)),
    };

    /// A field, whether it is not so, its value, and the end of a span.
    type Case<'a> = (Field, bool, &'a str, &'a str);

    fn draft(any: bool, groups: &[(bool, &[Case<'_>])]) -> Draft {
        let mut draft = Draft { any, ..Draft::default() };
        for (at, (any, tests)) in groups.iter().enumerate() {
            draft.groups.push(Group { any: *any, tests: Vec::new() });
            for (field, not, value, until) in *tests {
                draft.add(at, *field, value);
                let test = draft.test(draft.next - 1).unwrap();
                (test.not, test.until) = (*not, (*until).to_owned());
            }
        }
        draft
    }

    #[test]
    fn what_is_written_is_a_filter_and_is_read_again() {
        // P48 S111 S112 S113 S114 H73
        use Field::{
            Assignee, Channel, Chatflow, Contact, From, Label, Opened, Priority, Status, Updated, Words,
        };
        for draft in [
            draft(false, &[(false, &[(Status, false, "open", "")])]),
            draft(true, &[(true, &[(Status, false, "open", ""), (Status, true, "snoozed", "")])]),
            draft(
                true,
                &[
                    (false, &[(Status, false, "closed", ""), (Assignee, true, "me", "")]),
                    (
                        true,
                        &[
                            (Assignee, false, "anna", ""),
                            (Assignee, false, "nobody", ""),
                            (Assignee, false, "team/kilns", ""),
                            (Label, true, "vip", ""),
                        ],
                    ),
                ],
            ),
            draft(
                false,
                &[(
                    false,
                    &[
                        (Opened, false, "day-10", "day-12"),
                        (Updated, true, "", "day-12"),
                        (Words, false, "refund late", ""),
                        (From, true, "\"Sofia Marques\"", ""),
                        (Channel, false, "chat", ""),
                        (Priority, true, "urgent", ""),
                        (Chatflow, false, "tea", ""),
                        (Contact, false, "c-1", ""),
                    ],
                )],
            ),
        ] {
            let written = draft.written(DAYS);
            let filter: Filter =
                serde_json::from_value(written.clone()).unwrap_or_else(|error| panic!("{error}: {written}"));
            for told in [written, serde_json::to_value(&filter).unwrap()] {
                let again = Draft::read(&told, DAYS).unwrap();
                let groups = |draft: &Draft| {
                    let plain = |test: &Test| (test.field, test.not, test.value.clone(), test.until.clone());
                    let group =
                        |group: &Group| (group.any, group.tests.iter().map(plain).collect::<Vec<_>>());
                    draft.groups.iter().map(group).collect::<Vec<_>>()
                };
                assert_eq!(groups(&again), groups(&draft));
            }
        }
    }

    #[test]
    fn a_test_that_says_nothing_yet_asks_nothing() {
        // P48
        let empty = draft(true, &[(true, &[(Field::Label, false, " ", ""), (Field::Words, false, "-", "")])]);
        assert_eq!(empty.written(DAYS), json!({"all": []}));
        let half = draft(
            true,
            &[(true, &[(Field::Label, false, "", "")]), (false, &[(Field::Status, false, "open", "")])],
        );
        assert_eq!(half.written(DAYS), json!({"all": [{"status": "open"}]}));
        let mut last = Draft::new();
        last.remove(0);
        assert_eq!((last.groups.len(), last.written(DAYS)), (1, json!({"all": []})));
    }

    #[test]
    fn what_is_deeper_than_the_form_is_told_and_not_edited() {
        // P48
        let deep = json!({"all": [{"status": "open"}, {"not": {"any": [{"label": "vip"}, {"text": "x"}]}}]});
        assert_eq!(Draft::read(&deep, DAYS), None);
        let say = |text: Text| text.words(Language::English);
        let told = sentence(&deep, &say, &|_, value| text(value));
        assert_eq!(told, "Status is open and not (Label is vip or Text contains x)");
        assert_eq!(sentence(&json!({"all": []}), &say, &|_, _| String::new()), "All conversations");
        let mixed =
            json!({"any": [{"status": "open"}, {"all": [{"label": "vip"}, {"not": {"assignee": "me"}}]}]});
        let told = sentence(&mixed, &say, &|_, value| text(value));
        assert_eq!(told, "Status is open or (Label is vip and Assignee is not me)");
        let read = Draft::read(&mixed, DAYS).unwrap();
        assert_eq!(read.groups.len(), 2);
        assert!(read.any && read.groups[0].any, "a test of its own is joined as it was");
    }
}
