//! What of a form cannot be saved, all of it at once, each at its place.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{FIELDS, Field, Form, INTRO_CHARS, LABEL_CHARS, PATTERN_BYTES, Takes, takes};
use crate::list::{Catalogue, built_in};
use crate::text::{MessageText, TextRejected};

/// Something that cannot be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where, from the form on: `fields[2].label`.
    pub at: String,
    /// What kind of wrong it is.
    pub why: Why,
    /// What is wrong, for people: no full stop, no personal data.
    pub problem: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

impl core::error::Error for Mistake {}

/// What kind of wrong it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing where something has to be.
    Empty,
    /// A text that is too long.
    TooLong,
    /// A text with U+0000.
    Encoding,
    /// More than there may be.
    TooMany,
    /// A property that is not there.
    Unknown,
    /// A property that another field asks for.
    Twice,
    /// A property that nobody can be asked for, or an expression where there is no text.
    Kind,
    /// No expression, or too large a one.
    Pattern,
}

/// Everything that keeps a form from being saved, in its order. `catalogue` is what the account knows of its contacts,
/// `compiles` whether something is an expression that can be used.
#[must_use]
pub fn check(form: &Form, catalogue: &Catalogue, compiles: &dyn Fn(&str) -> bool) -> Vec<Mistake> {
    let mut found = Vec::new();
    long(&mut found, "intro", &form.intro, INTRO_CHARS);
    if form.fields.is_empty() {
        add(&mut found, "fields", Why::Empty, "at least one field");
    }
    if form.fields.len() > FIELDS {
        add(
            &mut found,
            "fields",
            Why::TooMany,
            format!("at most {FIELDS} fields, got {}", form.fields.len()),
        );
    }
    for (place, field) in form.fields.iter().enumerate() {
        let at = |name: &str| format!("fields[{place}].{name}");
        let twice = form.fields.iter().take(place).any(|other| other.property == field.property);
        if twice {
            add(&mut found, &at("property"), Why::Twice, format!("{} is asked for already", field.property));
        } else {
            property(&mut found, &at("property"), field, catalogue);
        }
        if MessageText::parse(&field.label) == Err(TextRejected::Empty) {
            add(&mut found, &at("label"), Why::Empty, "something has to be written here");
        } else {
            long(&mut found, &at("label"), &field.label, LABEL_CHARS);
        }
        let Some(pattern) = &field.pattern else { continue };
        if !takes(&field.property, catalogue).is_none_or(Takes::is_text) {
            add(&mut found, &at("pattern"), Why::Kind, "only a text is matched with an expression");
        } else if pattern.is_empty() {
            add(&mut found, &at("pattern"), Why::Empty, "an expression, or none");
        } else if pattern.len() > PATTERN_BYTES || !compiles(pattern) {
            let problem = format!("no regular expression that can be used, of at most {PATTERN_BYTES} bytes");
            add(&mut found, &at("pattern"), Why::Pattern, problem);
        }
    }
    found
}

impl Takes {
    /// Whether an expression can say more about it.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Name | Self::Phone | Self::Email)
    }
}

fn property(found: &mut Vec<Mistake>, at: &str, field: &Field, catalogue: &Catalogue) {
    if takes(&field.property, catalogue).is_some() {
        return;
    }
    if built_in(&field.property).is_some() {
        let problem = format!("{} is not the visitor's to say", field.property);
        return add(found, at, Why::Kind, problem);
    }
    match catalogue.properties.contains_key(&field.property) {
        true => add(found, at, Why::Kind, format!("{} has to be a text", field.property)),
        false => add(found, at, Why::Unknown, format!("there is no property {}", field.property)),
    }
}

fn long(found: &mut Vec<Mistake>, at: &str, text: &str, most: usize) {
    let got = text.chars().count();
    if text.contains('\0') {
        add(found, at, Why::Encoding, "the text holds U+0000");
    } else if got > most {
        add(found, at, Why::TooLong, format!("at most {most} characters, got {got}"));
    }
}

fn add(found: &mut Vec<Mistake>, at: &str, why: Why, problem: impl ToString) {
    found.push(Mistake { at: at.to_string(), why, problem: problem.to_string() });
}
