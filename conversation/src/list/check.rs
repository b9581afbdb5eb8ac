//! What cannot be saved: criteria over their limits, tests that do not fit their property, lists in circles.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{
    CRITERIA, Catalogue, Criteria, Criterion, DATES, DAYS, DEPTH, GROUPS, Kind, Members, OPTIONS, Property,
    Test, VALUE_CHARS, VALUES, Value, built_in,
};
use crate::ids::{ListId, PropertyId};

/// Something that cannot be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where, from the criteria or the property on: `[0][2].test.value`, or empty for all of it.
    pub at: String,
    /// What kind of wrong it is.
    pub why: Why,
    /// What is wrong, for people: no full stop, no personal data.
    pub problem: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

impl core::error::Error for Refused {}

/// What kind of wrong it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// More than there may be.
    TooMany,
    /// Nothing where something has to be.
    Empty,
    /// A text that is too long.
    TooLong,
    /// A number or a date outside its range, or a span that ends before it begins.
    Range,
    /// A list or a property that is not there.
    Unknown,
    /// A test or a value that does not fit the property.
    Kind,
    /// A list that would be on itself, or lists too deep within each other.
    Circle,
    /// An id that is taken.
    Taken,
}

impl Catalogue {
    /// The kind of a property, and its options where it is an enumeration of the account.
    #[must_use]
    pub fn kind(&self, property: &PropertyId) -> Option<Kind> {
        built_in(property).or_else(|| self.properties.get(property).map(|property| property.kind))
    }

    /// Checks the criteria of a list: of `list` itself where it is in the catalogue, or of one that is not yet.
    ///
    /// # Errors
    /// The first thing that keeps them from being saved.
    pub fn check(&self, list: Option<&ListId>, criteria: &Criteria) -> Result<(), Refused> {
        most(criteria.0.len(), GROUPS, "groups", "")?;
        if criteria.0.is_empty() {
            return Err(refused("", Why::Empty, "at least one group of criteria"));
        }
        for (i, group) in criteria.0.iter().enumerate() {
            let at = format!("[{i}]");
            if group.is_empty() {
                return Err(refused(at, Why::Empty, "at least one criterion"));
            }
            most(group.len(), CRITERIA, "criteria", &at)?;
            for (j, criterion) in group.iter().enumerate() {
                let within = |found: Refused| Refused { at: format!("[{i}][{j}].{}", found.at), ..found };
                self.check_criterion(criterion).map_err(within)?;
            }
        }
        self.check_nesting(list, criteria)
    }

    /// Checks a property that the account makes up; that its id is free is the caller's to see.
    ///
    /// # Errors
    /// The first thing that keeps it from being saved, at a field of it.
    pub fn check_property(property: &Property) -> Result<(), Refused> {
        if built_in(&property.id).is_some() {
            return Err(refused("id", Why::Taken, format!("{} is built in", property.id)));
        }
        match property.kind {
            Kind::Lists => return Err(refused("kind", Why::Kind, "lists are built in")),
            Kind::Enumeration if property.options.is_empty() => {
                return Err(refused("options", Why::Empty, "an enumeration has at least one option"));
            }
            Kind::Enumeration => {}
            _ if !property.options.is_empty() => {
                return Err(refused("options", Why::Kind, "only an enumeration has options"));
            }
            _ => {}
        }
        most(property.options.len(), OPTIONS, "options", "options")?;
        for (i, option) in property.options.iter().enumerate() {
            let at = format!("options[{i}]");
            check_text(&at, option)?;
            let same = |other: &String| other.trim().to_lowercase() == option.trim().to_lowercase();
            if property.options.iter().take(i).any(same) {
                return Err(refused(at, Why::Taken, "this option stands here already"));
            }
        }
        Ok(())
    }

    /// Checks what is to be known of a property of a contact.
    ///
    /// # Errors
    /// Where there is no such property of the account's own, or the value is none of it.
    pub fn check_value(&self, property: &PropertyId, value: &Value) -> Result<(), Refused> {
        let Some(definition) = self.properties.get(property) else {
            let problem = match built_in(property) {
                Some(_) => format!("{property} is built in and cannot be set"),
                None => format!("there is no property {property}"),
            };
            return Err(refused("", Why::Unknown, problem));
        };
        let kind = |expected: &str| Err(refused("", Why::Kind, format!("{property} is {expected}")));
        match (definition.kind, value) {
            (Kind::Text, Value::Text(text)) => check_text("", text),
            (Kind::Text, _) => kind("a text"),
            (Kind::Number, Value::Number(_)) | (Kind::Boolean, Value::Flag(_)) => Ok(()),
            (Kind::Number, _) => kind("a number"),
            (Kind::Boolean, _) => kind("true or false"),
            (Kind::Date, Value::Number(number)) => match number.whole() {
                Some(date) => check_date("", date),
                None => kind("a date, in whole milliseconds since 1970"),
            },
            (Kind::Date, _) => kind("a date, in milliseconds since 1970"),
            (Kind::Enumeration, Value::Text(text)) if definition.options.contains(text) => Ok(()),
            (Kind::Enumeration, _) => kind(&format!("one of {}", definition.options.join(", "))),
            (Kind::Lists, _) => kind("built in"),
        }
    }

    /// Looks for circles, and for lists too deep within each other: what is saved may lie below others.
    fn check_nesting(&self, list: Option<&ListId>, criteria: &Criteria) -> Result<(), Refused> {
        let mut nesting =
            Nesting { catalogue: self, saved: list.map(|list| (list, criteria)), found: BTreeMap::new() };
        for (i, group) in criteria.0.iter().enumerate() {
            for (j, criterion) in group.iter().enumerate() {
                let (Test::In { list: named } | Test::NotIn { list: named }) = &criterion.test else {
                    continue;
                };
                let mut path: Vec<&ListId> = list.into_iter().collect();
                let height = nesting.height(named, &mut path).map(|height| height + 1);
                if let Err(problem) = height.and_then(shallow) {
                    return Err(refused(format!("[{i}][{j}].test.list"), Why::Circle, problem));
                }
            }
        }
        for above in self.lists.keys().filter(|above| list.is_some_and(|list| self.leads_to(above, list))) {
            // A circle above is told by the lists that close it.
            let Ok(height) = nesting.height(above, &mut Vec::new()) else { continue };
            shallow(height)
                .map_err(|problem| refused("", Why::Circle, format!("{problem}, counted from {above}")))?;
        }
        Ok(())
    }

    /// Whether a list names another one, or names one that does.
    fn leads_to(&self, from: &ListId, to: &ListId) -> bool {
        let mut seen = BTreeSet::new();
        let mut left = Vec::from([from]);
        while let Some(list) = left.pop() {
            let Some(Members::Smart(criteria)) = self.lists.get(list) else { continue };
            for named in criteria.lists().filter(|named| seen.insert(*named)) {
                left.push(named);
            }
        }
        seen.contains(to)
    }

    fn check_criterion(&self, Criterion { property, test }: &Criterion) -> Result<(), Refused> {
        let Some(kind) = self.kind(property) else {
            return Err(refused("property", Why::Unknown, format!("there is no property {property}")));
        };
        if !fits(test, kind) {
            let problem = format!("{property} is {}, which has no such test", called(kind));
            return Err(refused("test.op", Why::Kind, problem));
        }
        match test {
            Test::Is { value }
            | Test::IsNot { value }
            | Test::Contains { value }
            | Test::NotContains { value }
            | Test::StartsWith { value }
            | Test::EndsWith { value } => check_text("test.value", value),
            Test::AnyOf { values } | Test::NoneOf { values } => self.check_values(property, values),
            Test::Between { from, to } if from > to => Err(backwards()),
            Test::Before { at } | Test::After { at } | Test::On { at } => check_date("test.at", *at),
            Test::BetweenDates { from, to } => {
                check_date("test.from", *from)?;
                check_date("test.to", *to)?;
                if from > to { Err(backwards()) } else { Ok(()) }
            }
            Test::InTheLast { days }
            | Test::InTheNext { days }
            | Test::MoreThanDaysAgo { days }
            | Test::MoreThanDaysAhead { days } => {
                if (1..=DAYS).contains(days) {
                    Ok(())
                } else {
                    Err(refused("test.days", Why::Range, format!("1 to {DAYS} days")))
                }
            }
            Test::In { list } | Test::NotIn { list } => {
                if self.lists.contains_key(list) {
                    Ok(())
                } else {
                    Err(refused("test.list", Why::Unknown, format!("there is no list {list}")))
                }
            }
            Test::Known {}
            | Test::Unknown {}
            | Test::Equals { .. }
            | Test::NotEquals { .. }
            | Test::LessThan { .. }
            | Test::AtMost { .. }
            | Test::MoreThan { .. }
            | Test::AtLeast { .. }
            | Test::Between { .. }
            | Test::IsTrue {}
            | Test::IsFalse {} => Ok(()),
        }
    }

    fn check_values(&self, property: &PropertyId, values: &[String]) -> Result<(), Refused> {
        if values.is_empty() {
            return Err(refused("test.values", Why::Empty, "at least one value"));
        }
        most(values.len(), VALUES, "values", "test.values")?;
        let definition = self.properties.get(property);
        let options = definition.filter(|it| it.kind == Kind::Enumeration).map(|it| &it.options);
        for (i, value) in values.iter().enumerate() {
            let at = format!("test.values[{i}]");
            check_text(&at, value)?;
            if options.is_some_and(|options| !options.contains(value)) {
                return Err(refused(at, Why::Unknown, format!("{property} has no such option")));
            }
        }
        Ok(())
    }
}

/// How many lists are within each list, counted once each.
struct Nesting<'a> {
    catalogue: &'a Catalogue,
    /// The criteria that a list is to have.
    saved: Option<(&'a ListId, &'a Criteria)>,
    found: BTreeMap<&'a ListId, usize>,
}

impl<'a> Nesting<'a> {
    /// 1 for a list that names no other. `path` leads to the list; one that leads to itself is a circle.
    fn height(&mut self, list: &'a ListId, path: &mut Vec<&'a ListId>) -> Result<usize, String> {
        if path.contains(&list) {
            let names: Vec<&str> = path.iter().map(|list| list.as_str()).chain([list.as_str()]).collect();
            return Err(format!("lists would go in a circle: {}", names.join(", which names ")));
        }
        if let Some(found) = self.found.get(list) {
            return Ok(*found);
        }
        let criteria = match (self.saved, self.catalogue.lists.get(list)) {
            (Some((saved, criteria)), _) if saved == list => Some(criteria),
            (_, Some(Members::Smart(criteria))) => Some(criteria),
            (_, Some(Members::Static) | None) => None,
        };
        path.push(list);
        let mut within = 0;
        for named in criteria.into_iter().flat_map(Criteria::lists) {
            within = within.max(self.height(named, path)?);
        }
        path.pop();
        self.found.insert(list, within + 1);
        Ok(within + 1)
    }
}

fn shallow(height: usize) -> Result<(), String> {
    if height <= DEPTH { Ok(()) } else { Err(format!("at most {DEPTH} lists within each other")) }
}

/// Whether a property of that kind has that test.
fn fits(test: &Test, kind: Kind) -> bool {
    match test {
        Test::Known {} | Test::Unknown {} => kind != Kind::Lists,
        Test::Is { .. }
        | Test::IsNot { .. }
        | Test::Contains { .. }
        | Test::NotContains { .. }
        | Test::StartsWith { .. }
        | Test::EndsWith { .. } => kind == Kind::Text,
        Test::AnyOf { .. } | Test::NoneOf { .. } => matches!(kind, Kind::Text | Kind::Enumeration),
        Test::Equals { .. }
        | Test::NotEquals { .. }
        | Test::LessThan { .. }
        | Test::AtMost { .. }
        | Test::MoreThan { .. }
        | Test::AtLeast { .. }
        | Test::Between { .. } => kind == Kind::Number,
        Test::Before { .. }
        | Test::After { .. }
        | Test::On { .. }
        | Test::BetweenDates { .. }
        | Test::InTheLast { .. }
        | Test::InTheNext { .. }
        | Test::MoreThanDaysAgo { .. }
        | Test::MoreThanDaysAhead { .. } => kind == Kind::Date,
        Test::IsTrue {} | Test::IsFalse {} => kind == Kind::Boolean,
        Test::In { .. } | Test::NotIn { .. } => kind == Kind::Lists,
    }
}

const fn called(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a text",
        Kind::Number => "a number",
        Kind::Date => "a date",
        Kind::Boolean => "a boolean",
        Kind::Enumeration => "an enumeration",
        Kind::Lists => "the lists of a contact",
    }
}

fn check_text(at: &str, text: &str) -> Result<(), Refused> {
    let got = text.chars().count();
    if text.trim().is_empty() {
        Err(refused(at, Why::Empty, "something has to be written here"))
    } else if got > VALUE_CHARS {
        Err(refused(at, Why::TooLong, format!("at most {VALUE_CHARS} characters, got {got}")))
    } else if text.contains(char::is_control) {
        Err(refused(at, Why::Kind, "a text holds no control characters"))
    } else {
        Ok(())
    }
}

fn check_date(at: &str, date: i64) -> Result<(), Refused> {
    if DATES.contains(&date) { Ok(()) } else { Err(refused(at, Why::Range, "no date there is")) }
}

fn backwards() -> Refused {
    refused("test.to", Why::Range, "the end is before the beginning")
}

fn most(got: usize, most: usize, what: &str, at: &str) -> Result<(), Refused> {
    if got <= most {
        Ok(())
    } else {
        Err(refused(at, Why::TooMany, format!("at most {most} {what}, got {got}")))
    }
}

fn refused(at: impl ToString, why: Why, problem: impl ToString) -> Refused {
    Refused { at: at.to_string(), why, problem: problem.to_string() }
}
