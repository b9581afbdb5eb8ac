//! The form that a visitor fills in before they write, or while nobody is there (P3, P4).
//!
//! A form asks for properties of a contact; what kind of answer a field takes follows from its property, and is read by
//! the same functions as what a bot asks for. [`check`] tells what of a form cannot be saved, [`asked`] what a browser
//! draws, [`read`] what was filled in or which field was not. Whether a text matches an expression is the caller's to
//! say: there is no engine here. Knows no clock, no wire, no storage.

mod check;
#[cfg(test)]
mod tests;

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

use crate::bot::read_value;
use crate::email::EmailAddress;
use crate::ids::PropertyId;
use crate::list::{Catalogue, Kind, Property, Value, built_in};

pub use crate::bot::EMAIL;
pub use check::{Mistake, Why, check};

/// The field that asks what somebody is called.
pub const NAME: &str = "name";
/// The field that asks for a telephone number.
pub const PHONE: &str = "phone";
/// Most fields of a form.
pub const FIELDS: usize = 8;
/// Longest label of a field, in code points.
pub const LABEL_CHARS: usize = 100;
/// Longest text above a form, in code points.
pub const INTRO_CHARS: usize = 500;
/// Longest expression, in bytes.
pub const PATTERN_BYTES: usize = 500;
/// Longest name that somebody gives, in code points.
pub const NAME_CHARS: usize = 100;
/// Longest telephone number, in code points; and the fewest digits of one.
pub const PHONE_CHARS: usize = 40;
const PHONE_DIGITS: usize = 4;

/// A form, as its chatflow has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Form {
    /// When it is shown.
    pub when: When,
    /// What stands above it, at most 500 code points; may be nothing.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    pub intro: String,
    /// What it asks for: one to eight.
    pub fields: Vec<Field>,
}

/// When a form is shown: always before the first message of a new conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormWhen"))]
pub enum When {
    /// While the team is there.
    #[default]
    BeforeChat,
    /// While it is away (P4).
    Away,
    /// Whether it is there or not.
    Both,
}

impl When {
    /// Whether it is shown now.
    #[must_use]
    pub const fn holds(self, is_away: bool) -> bool {
        match self {
            Self::BeforeChat => !is_away,
            Self::Away => is_away,
            Self::Both => true,
        }
    }
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormField"))]
pub struct Field {
    /// What it asks for: `email`, `name`, `phone`, or a property of the account's own.
    pub property: PropertyId,
    /// What stands beside it, at most 100 code points.
    pub label: String,
    /// Whether it has to be filled in.
    #[cfg_attr(feature = "serde", serde(default))]
    pub required: bool,
    /// What the whole of a text has to match: a regular expression in linear time, at most 500 bytes (P29).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub pattern: Option<String>,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Takes {
    /// An e-mail address.
    Email,
    /// What somebody is called.
    Name,
    /// A telephone number.
    Phone,
    /// A line of text.
    Text,
    /// A number.
    Number,
    /// A day such as `2026-12-24`.
    Date,
    /// `true` or `false`.
    Boolean,
    /// One of its options.
    Enumeration,
}

/// A form as a browser draws it: without what is known of the visitor, and without what is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskedForm {
    /// What stands above it; may be nothing.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    pub intro: String,
    /// What it asks for.
    pub fields: Vec<AskedField>,
}

/// A field as a browser draws it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskedField {
    /// What it asks for.
    pub property: PropertyId,
    /// What stands beside it.
    pub label: String,
    /// What it takes.
    pub takes: Takes,
    /// What there is to choose from.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub options: Vec<String>,
    /// Whether it has to be filled in.
    pub required: bool,
}

/// What was filled into a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormValue"))]
pub struct Given {
    /// Into which.
    pub property: PropertyId,
    /// What, as the field takes it.
    pub value: String,
}

/// An answer of a form, as agents read it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormAnswer"))]
pub struct Answer {
    /// What stood beside the field.
    pub label: String,
    /// What was filled in. Text as it was typed: whoever shows it shows it as text.
    pub value: String,
}

/// What was filled into a form and can be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// What agents read, in the order of the form.
    pub answers: Vec<Answer>,
    /// An e-mail address, as typed by somebody.
    pub email: Option<String>,
    /// What they say they are called.
    pub name: Option<String>,
    /// Everything else, by its property.
    pub values: Vec<(PropertyId, Value)>,
}

/// Why something cannot be an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormRefusal"))]
pub enum Refusal {
    /// Nothing where something has to be.
    Missing,
    /// It is not what the field takes.
    Kind,
    /// It is too long.
    TooLong,
    /// It does not match the expression.
    Pattern,
    /// The form does not ask for it.
    Unknown,
    /// It is given two times.
    Twice,
}

/// A field that was not filled in well.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormRefused"))]
pub struct Refused {
    /// Which.
    pub property: PropertyId,
    /// Why.
    pub why: Refusal,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.why {
            Refusal::Missing => "has to be filled in",
            Refusal::Kind => "is not what the field takes",
            Refusal::TooLong => "is too long",
            Refusal::Pattern => "does not match what is expected here",
            Refusal::Unknown => "is not asked for",
            Refusal::Twice => "is given two times",
        })
    }
}

impl core::error::Error for Refused {}

impl Form {
    /// Whether it asks for an e-mail address: then nothing else asks for one (H60).
    #[must_use]
    pub fn asks_email(&self) -> bool {
        self.fields.iter().any(|field| field.property.as_str() == EMAIL)
    }
}

/// What a property takes; `None` where there is no such property, or nobody can be asked for it.
#[must_use]
pub fn takes(property: &PropertyId, catalogue: &Catalogue) -> Option<Takes> {
    match property.as_str() {
        EMAIL => return Some(Takes::Email),
        NAME => return Some(Takes::Name),
        _ if built_in(property).is_some() => return None,
        _ => {}
    }
    let kind = catalogue.properties.get(property).map(|property| property.kind);
    match (kind, property.as_str()) {
        // The account gets the property with the first number that is given.
        (None | Some(Kind::Text), PHONE) => Some(Takes::Phone),
        (Some(Kind::Text), _) => Some(Takes::Text),
        (Some(Kind::Number), _) => Some(Takes::Number),
        (Some(Kind::Date), _) => Some(Takes::Date),
        (Some(Kind::Boolean), _) => Some(Takes::Boolean),
        (Some(Kind::Enumeration), _) => Some(Takes::Enumeration),
        (Some(Kind::Lists) | None, _) => None,
    }
}

/// What a browser draws of a form for somebody of whom `known` is known; `None` where nothing is left to ask.
#[must_use]
pub fn asked(form: &Form, catalogue: &Catalogue, known: &[PropertyId]) -> Option<AskedForm> {
    let unknown = form.fields.iter().filter(|field| !known.contains(&field.property));
    let fields: Vec<AskedField> = unknown
        .filter_map(|field| {
            let options = catalogue.properties.get(&field.property).map(|property| property.options.clone());
            Some(AskedField {
                takes: takes(&field.property, catalogue)?,
                property: field.property.clone(),
                label: field.label.clone(),
                options: options.unwrap_or_default(),
                required: field.required,
            })
        })
        .collect();
    (!fields.is_empty()).then(|| AskedForm { intro: form.intro.clone(), fields })
}

/// What somebody of whom `known` is known filled in. `matches` tells whether the whole of a text (second) matches an
/// expression (first).
///
/// # Errors
/// Every field that was not filled in well, in the order of the form, and then what it does not ask for.
pub fn read(
    form: &Form,
    catalogue: &Catalogue,
    known: &[PropertyId],
    given: &[Given],
    matches: &dyn Fn(&str, &str) -> bool,
) -> Result<Filled, Vec<Refused>> {
    let mut filled = Filled::default();
    let mut wrong = Vec::new();
    let mut refuse = |property: &PropertyId, why| wrong.push(Refused { property: property.clone(), why });
    for field in &form.fields {
        // A property that went away meanwhile is asked for no more.
        let Some(takes) = takes(&field.property, catalogue) else { continue };
        let of_field = |given: &&Given| given.property == field.property;
        let text = given.iter().find(of_field).map_or("", |given| given.value.trim());
        let is_open = text.is_empty() || (takes == Takes::Boolean && text == "false");
        if is_open && field.required && !known.contains(&field.property) {
            refuse(&field.property, Refusal::Missing);
        }
        if text.is_empty() || (is_open && field.required) {
            continue;
        }
        match value(takes, catalogue.properties.get(&field.property), text) {
            Err(why) => refuse(&field.property, why),
            Ok(_) if field.pattern.as_ref().is_some_and(|pattern| !matches(pattern, text)) => {
                refuse(&field.property, Refusal::Pattern);
            }
            Ok(value) => filled.take(field, takes, value, text),
        }
    }
    for (place, each) in given.iter().enumerate() {
        if form.fields.iter().all(|field| field.property != each.property) {
            refuse(&each.property, Refusal::Unknown);
        } else if given.iter().take(place).any(|other| other.property == each.property) {
            refuse(&each.property, Refusal::Twice);
        }
    }
    if wrong.is_empty() { Ok(filled) } else { Err(wrong) }
}

impl Filled {
    fn take(&mut self, field: &Field, takes: Takes, value: Value, text: &str) {
        let said = match &value {
            Value::Flag(true) => "✓",
            Value::Flag(false) => "–",
            Value::Text(text) => text,
            Value::Number(_) => text,
        };
        self.answers.push(Answer { label: field.label.clone(), value: said.to_string() });
        match (takes, value) {
            (Takes::Email, Value::Text(email)) => self.email = Some(email),
            (Takes::Name, Value::Text(name)) => self.name = Some(name),
            (_, value) => self.values.push((field.property.clone(), value)),
        }
    }
}

/// A text as what a field takes. `property` is the account's own, where it is one.
fn value(takes: Takes, property: Option<&Property>, text: &str) -> Result<Value, Refusal> {
    let kept = || Ok(Value::Text(text.to_string()));
    let is_line = |most| match text.chars().count() {
        got if got > most => Err(Refusal::TooLong),
        _ if text.contains(char::is_control) => Err(Refusal::Kind),
        _ => Ok(()),
    };
    match (takes, property) {
        (Takes::Email, _) => {
            EmailAddress::parse(text).map(|email| Value::Text(email.into_string())).map_err(|_| Refusal::Kind)
        }
        (Takes::Name, _) => is_line(NAME_CHARS).and_then(|()| kept()),
        (Takes::Phone, _) => {
            is_line(PHONE_CHARS)?;
            let marks = |c: char| matches!(c, ' ' | '+' | '-' | '.' | '/' | '(' | ')' | '\u{a0}');
            let is_number = text.chars().all(|c| c.is_numeric() || marks(c));
            let digits = text.chars().filter(|c| c.is_numeric()).count();
            if is_number && digits >= PHONE_DIGITS { kept() } else { Err(Refusal::Kind) }
        }
        (Takes::Boolean, _) => match text {
            "true" => Ok(Value::Flag(true)),
            "false" => Ok(Value::Flag(false)),
            _ => Err(Refusal::Kind),
        },
        (Takes::Text, _) if text.chars().count() > crate::list::VALUE_CHARS => Err(Refusal::TooLong),
        (_, Some(property)) => read_value(property, text).ok_or(Refusal::Kind),
        (_, None) => Err(Refusal::Kind),
    }
}
