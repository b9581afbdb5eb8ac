//! The forms of chatflows (P3, P4): what is asked of a visitor, and what becomes of what they filled in.
//!
//! What of a form is good is `conversation::form`'s to say. Here it meets what the account knows: what is known of a contact
//! is neither asked nor changed by a form, and what somebody typed makes them a contact who only claims to be somebody (T12).

use std::collections::{BTreeMap, HashMap};

use conversation::form::{self, AskedForm, EMAIL, Filled, Form, Given, NAME, PHONE, Refused};
use conversation::ids::{ContactId, PropertyId, VisitorId};
use conversation::list::{Catalogue, Kind, PROPERTIES, Property};
use conversation::redaction::Masks;
use protocol::code::Code;
use targeting::Expression;

use crate::error::Error;
use crate::lists::{known, upkeep};
use crate::store::Sql;
use crate::store::account::contacts::{self, Contact};
use crate::store::account::{lists, properties};

/// Whether the whole of a text matches an expression. One that is none, which cannot be saved, matches everything: nobody is
/// to be kept from writing by it.
fn matches() -> impl Fn(&str, &str) -> bool {
    let compiled = std::cell::RefCell::new(HashMap::<String, Option<Expression>>::new());
    move |pattern, text| {
        let mut compiled = compiled.borrow_mut();
        let regex = compiled.entry(pattern.to_owned()).or_insert_with(|| Expression::parse(pattern));
        regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

/// What of a form is asked of somebody, and what of what they filled in would not do.
///
/// # Errors
/// A fault of the database.
pub fn look(
    sql: &impl Sql,
    form: &Form,
    contact: Option<&Contact>,
    given: Option<&[Given]>,
) -> Result<(Option<AskedForm>, Vec<Refused>), Error> {
    let (catalogue, known) = (lists::catalogue(sql)?, known_of(sql, contact)?);
    let read = given.map(|given| form::read(form, &catalogue, &known, given, &matches()));
    let refused = read.and_then(Result::err).unwrap_or_default();
    Ok((form::asked(form, &catalogue, &known), refused))
}

/// What somebody filled in, where all of it is good.
///
/// # Errors
/// `form_invalid` about the first field that is not; a fault of the database.
pub fn read(
    sql: &impl Sql,
    form: &Form,
    contact: Option<&Contact>,
    given: &[Given],
) -> Result<Filled, Error> {
    let (catalogue, known) = (lists::catalogue(sql)?, known_of(sql, contact)?);
    let mut filled = form::read(form, &catalogue, &known, given, &matches()).map_err(|wrong| {
        let first = wrong.first();
        let about = first.map_or_else(String::new, |wrong| format!("form.{}", wrong.property));
        let problem = first.map_or_else(String::new, |wrong| format!("{} {wrong}", wrong.property));
        Error::rejected(Code::FormInvalid, problem).about(about)
    })?;
    let is_known = |property: &str| known.iter().any(|known| known.as_str() == property);
    filled.email = filled.email.filter(|_| !is_known(EMAIL));
    filled.name = filled.name.filter(|_| !is_known(NAME));
    filled.values.retain(|(property, _)| !is_known(property.as_str()));
    Ok(filled)
}

/// Keeps what a visitor filled in with the contact they are, or become by it, at `now` (ms); the contact as they are then.
/// Of whom the site's own server vouches for, address and name stay as they are.
///
/// # Errors
/// A fault of the database.
pub fn keep(
    sql: &impl Sql,
    visitor: &VisitorId,
    contact: Option<Contact>,
    filled: &Filled,
    (form, proposed): (&Form, &ContactId),
    now: u64,
) -> Result<Option<Contact>, Error> {
    sql.atomically(|| {
        let id = match contact {
            Some(contact) if contact.verified => contact.id,
            _ if filled.answers.is_empty() => return Ok(contact),
            _ => {
                let (email, name) = (filled.email.as_deref(), filled.name.as_deref());
                upkeep::claim(sql, visitor, (email, name), proposed, now)?
            }
        };
        let mut catalogue = lists::catalogue(sql)?;
        let mut values = BTreeMap::new();
        for (property, value) in &filled.values {
            if property.as_str() == PHONE && !catalogue.properties.contains_key(property) {
                let Some(made) = phone(form, property, &catalogue) else { continue };
                properties::add(sql, &made)?;
                catalogue.properties.insert(property.clone(), made);
            }
            values.insert(property.clone(), Some(value.clone()));
        }
        if !values.is_empty() {
            known::set(sql, &id, &values, now)?;
        }
        Ok(contacts::contact(sql, &id)?)
    })
}

/// The most digits of a telephone number.
const PHONE_DIGITS: usize = 15;

/// Masks numbers in what was filled in (N20), as in messages. An address is none, and what fills a telephone's field is one
/// where it can be.
pub fn mask(masks: &Masks, given: &mut [Given]) {
    for Given { property, value } in given {
        let digits = || value.chars().filter(|c| c.is_numeric()).count();
        let stays = match property.as_str() {
            EMAIL => true,
            PHONE => digits() <= PHONE_DIGITS,
            _ => false,
        };
        if !stays && let Some(masked) = masks.mask(value) {
            *value = masked;
        }
    }
}

/// The property that telephone numbers are kept by, where there is room for it.
fn phone(form: &Form, id: &PropertyId, catalogue: &Catalogue) -> Option<Property> {
    let asks = form.fields.iter().find(|field| field.property == *id)?;
    let (id, name) = (id.clone(), asks.label.clone());
    let made = Property { id, name, kind: Kind::Text, options: Vec::new() };
    let fits = catalogue.properties.len() < PROPERTIES && Catalogue::check_property(&made).is_ok();
    fits.then_some(made)
}

/// Of which properties something is known of somebody.
fn known_of(sql: &impl Sql, contact: Option<&Contact>) -> Result<Vec<PropertyId>, Error> {
    let Some(contact) = contact else { return Ok(Vec::new()) };
    let seen = lists::contact(sql, &contact.id)?;
    let values = seen.map(|seen| seen.facts.values).unwrap_or_default();
    let mut known: Vec<PropertyId> =
        values.into_keys().filter(|id| ![EMAIL, NAME].contains(&id.as_str())).collect();
    for (id, is_known) in [(EMAIL, contact.email.is_some()), (NAME, contact.name.is_some())] {
        if is_known {
            known.push(PropertyId::parse(id).map_err(|error| Error::fault("a field", error))?);
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests;
