//! What can be known of contacts, and what is: the account's properties, and a contact's values of them.

use std::collections::BTreeMap;

use conversation::ids::{ContactId, PropertyId};
use conversation::list::{BUILT_IN, Catalogue, PROPERTIES, Property, Test, Value};
use protocol::code::Code;
use protocol::lists::{
    BuiltIn, ContactDetail, Contacts, NewProperty, Properties, SHOWN, SaveProperty, User, UserKind,
};

use super::edit::{cards, named, told};
use super::{refused, upkeep};
use crate::chatflow::free_id;
use crate::error::Error;
use crate::store::account::{contacts, lists, properties};
use crate::store::{Sql, StoreError};
use crate::webhooks;

/// All properties.
///
/// # Errors
/// A fault of the database.
pub fn list(sql: &impl Sql) -> Result<Properties, Error> {
    let built_in = BUILT_IN.iter().map(|(id, kind)| Ok(BuiltIn { id: PropertyId::parse(id)?, kind: *kind }));
    Ok(Properties { built_in: built_in.collect::<Result<_, Error>>()?, properties: properties::all(sql)? })
}

/// Makes a property.
///
/// # Errors
/// What keeps it from being saved; `too_many`.
pub fn create(sql: &impl Sql, NewProperty { name, kind, options }: NewProperty) -> Result<Properties, Error> {
    sql.atomically(|| {
        let kept = properties::all(sql)?;
        if kept.len() >= PROPERTIES {
            return Err(Error::rejected(Code::TooMany, format!("at most {PROPERTIES} properties")));
        }
        named(&name)?;
        let taken: Vec<String> = kept.into_iter().map(|property| String::from(property.id)).collect();
        let id = free_id(&name, "property", &BUILT_IN.map(|(id, _)| id), &taken);
        let id = id.and_then(|id| PropertyId::parse(&id).ok());
        let id = id.ok_or_else(|| Error::fault("a new property", "its id has no good shape"))?;
        let property = Property { id, name, kind, options };
        Catalogue::check_property(&property).map_err(|found| refused(&found, ""))?;
        properties::add(sql, &property)?;
        list(sql)
    })
}

/// Saves name and options of a property. What it holds stays what it is.
///
/// # Errors
/// What keeps it from being saved; `property_in_use` where an option is still needed; `not_found`.
pub fn save(
    sql: &impl Sql,
    id: &PropertyId,
    SaveProperty { name, options }: &SaveProperty,
) -> Result<Properties, Error> {
    sql.atomically(|| {
        let mut all = properties::all(sql)?.into_iter();
        let kept = all.find(|property| property.id == *id).ok_or_else(Error::not_found)?;
        named(name)?;
        let changed = Property { name: name.clone(), options: options.clone(), ..kept.clone() };
        Catalogue::check_property(&changed).map_err(|found| refused(&found, ""))?;
        for gone in kept.options.iter().filter(|option| !options.contains(option)) {
            let users = users(sql, |tested, test| tested == id && names(test, gone))?;
            let has = properties::has(sql, id, gone)?;
            if has || !users.is_empty() {
                let by = if users.is_empty() { "a contact".to_owned() } else { told(&users) };
                let error = Error::rejected(Code::PropertyInUse, format!("{gone} is needed by {by}"));
                return Err(error.about("options"));
            }
        }
        properties::put(sql, id, name, options)?;
        list(sql)
    })
}

/// Removes a property, and what is known of it.
///
/// # Errors
/// `not_found`; `property_in_use` where a list tests it.
pub fn remove(sql: &impl Sql, id: &PropertyId) -> Result<Properties, Error> {
    sql.atomically(|| {
        if properties::all(sql)?.iter().all(|property| property.id != *id) {
            return Err(Error::not_found());
        }
        let users = users(sql, |tested, _| tested == id)?;
        if !users.is_empty() {
            return Err(Error::rejected(Code::PropertyInUse, format!("needed by {}", told(&users))));
        }
        properties::remove(sql, id)?;
        list(sql)
    })
}

/// Contacts whose name or address holds a text, by name: a page behind one of them.
///
/// # Errors
/// A fault of the database.
pub fn search(
    sql: &impl Sql,
    text: &str,
    after: Option<&ContactId>,
    limit: Option<u32>,
) -> Result<Contacts, Error> {
    let limit = limit.unwrap_or(SHOWN as u32);
    let (page, found) = contacts::search(sql, text, after, limit)?;
    let next = page.last().filter(|_| page.len() >= limit as usize).cloned();
    Ok(Contacts { contacts: cards(sql, &page)?, found, next })
}

/// A contact with what is known of them.
///
/// # Errors
/// `not_found`.
pub fn contact(sql: &impl Sql, id: &ContactId) -> Result<ContactDetail, Error> {
    let contact = contacts::card(sql, id)?.ok_or_else(Error::not_found)?;
    let seen = lists::contact(sql, id)?.ok_or_else(Error::not_found)?;
    Ok(ContactDetail { contact, properties: seen.facts.values })
}

/// Keeps what is known of a contact, forgets what is not any more, and finds their lists anew at `now` (ms).
///
/// # Errors
/// `not_found`; `reference_unknown` and `property_kind` about `properties.plan`.
pub fn set(
    sql: &impl Sql,
    id: &ContactId,
    values: &BTreeMap<PropertyId, Option<Value>>,
    now: u64,
) -> Result<ContactDetail, Error> {
    sql.atomically(|| {
        contacts::contact(sql, id)?.ok_or_else(Error::not_found)?;
        let catalogue = lists::catalogue(sql)?;
        for (property, value) in values {
            let place = format!("properties.{property}");
            match value {
                Some(value) => {
                    catalogue.check_value(property, value).map_err(|found| refused(&found, &place))?
                }
                None if catalogue.properties.contains_key(property) => {}
                None => {
                    let message = format!("{property} is no property of this account");
                    return Err(Error::rejected(Code::ReferenceUnknown, message).about(place));
                }
            }
            properties::set(sql, id, property, value.as_ref())?;
        }
        upkeep::refresh(sql, id, now)?;
        webhooks::contact_changed(sql, id, now)?;
        contact(sql, id)
    })
}

/// The lists with such a criterion.
fn users(sql: &impl Sql, is_one: impl Fn(&PropertyId, &Test) -> bool) -> Result<Vec<User>, StoreError> {
    let mut users = Vec::new();
    for list in lists::all(sql)? {
        let mut criteria = list.criteria.iter().flat_map(|criteria| criteria.0.iter().flatten());
        if criteria.any(|criterion| is_one(&criterion.property, &criterion.test)) {
            users.push(User { kind: UserKind::List, id: list.id.into(), name: list.name });
        }
    }
    Ok(users)
}

fn names(test: &Test, option: &str) -> bool {
    match test {
        Test::AnyOf { values } | Test::NoneOf { values } => values.iter().any(|value| value == option),
        _ => false,
    }
}
