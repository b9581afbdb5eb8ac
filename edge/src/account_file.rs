//! Whether an account file may become an account.
//!
//! The file's own form is `protocol::account`'s; a chatflow in it is judged like one that is saved. The first thing
//! that cannot stand is named by its place: `chatflows[2].include[0].value`.

use conversation::email::EmailAddress;
use protocol::account::{Account, Chatflow, List};
use protocol::code::Code;
use protocol::limits::CHATFLOWS;
use protocol::rest::people::Work;

use crate::chatflow::{RESERVED, expectations, judge};
use crate::error::Error;
use crate::lists::edit::RESERVED as RESERVED_LISTS;
use crate::password;
use crate::people::check_work;
use crate::settings::check_origins;

/// The file, if it holds together, with every address in the form in which it is kept.
///
/// # Errors
/// The code of what was found, about its place, which the message begins with.
pub fn checked(file: Account) -> Result<Account, Error> {
    check(file).map_err(|error| match error {
        Error::Rejected(mut problem) => {
            if let Some(place) = &problem.field {
                problem.message = format!("{place}: {}", problem.message);
            }
            Error::Rejected(problem)
        }
        other => other,
    })
}

fn check(mut file: Account) -> Result<Account, Error> {
    if let Some(found) = judge::name("name", &file.name) {
        return Err(judge::refused(&found));
    }
    check_origins(&file.origins)?;
    file.check().map_err(|found| refused(found.code, found.at, &found.problem))?;
    if file.chatflows.len() > CHATFLOWS {
        let problem = format!("at most {CHATFLOWS}, got {}", file.chatflows.len());
        return Err(refused(Code::TooMany, "chatflows", &problem));
    }
    let is_reserved = |chatflow: &Chatflow| RESERVED.contains(&chatflow.targeting.id.as_str());
    if let Some(i) = file.chatflows.iter().position(is_reserved) {
        let problem = format!("{} are words of the API and no ids", RESERVED.join(", "));
        return Err(refused(Code::AccountInvalid, format!("chatflows[{i}].id"), &problem));
    }
    let reserved = |list: &List| RESERVED_LISTS.contains(&list.id.as_str());
    if let Some(i) = file.lists.iter().position(reserved) {
        let problem = format!("{} is a word of the API and no id", RESERVED_LISTS.join(" and "));
        return Err(refused(Code::AccountInvalid, format!("lists[{i}].id"), &problem));
    }
    for (what, i, name) in named(&file) {
        if let Some(found) = judge::name("name", name) {
            return Err(judge::refused(&found).about(format!("{what}[{i}].name")));
        }
    }
    judge::judge_file(&file)?;
    if let Some(broken) = expectations::broken(&file.chatflows) {
        return Err(judge::refused(&broken));
    }
    for (i, contact) in file.contacts.iter_mut().enumerate() {
        contact.email = address(&contact.email, || format!("contacts[{i}].email"))?;
    }
    for (i, person) in file.people.iter_mut().enumerate() {
        person.email = address(&person.email, || format!("people[{i}].email"))?;
        check_work(
            &format!("people[{i}]."),
            &Work { capacity: person.capacity, hours: person.hours.clone() },
        )?;
        let length = person.password.as_ref().map(String::len);
        if length.is_some_and(|length| !password::LENGTH.contains(&length)) {
            let problem = format!("{} to {} bytes", password::LENGTH.start(), password::LENGTH.end());
            return Err(refused(Code::PasswordLength, "password", &problem));
        }
    }
    Ok(file)
}

/// The names of skills, types of subscriptions, lists, teams and properties, each with its place.
fn named(file: &Account) -> impl Iterator<Item = (&'static str, usize, &str)> {
    let lists = file.lists.iter().enumerate().map(|(i, list)| ("lists", i, list.name.as_str()));
    let teams = file.teams.iter().enumerate().map(|(i, team)| ("teams", i, team.name.as_str()));
    let skills = file.skills.iter().enumerate().map(|(i, skill)| ("skills", i, skill.name.as_str()));
    let kinds =
        file.subscriptions.iter().enumerate().map(|(i, kind)| ("subscriptions", i, kind.name.as_str()));
    lists
        .chain(teams)
        .chain(skills)
        .chain(kinds)
        .chain(file.properties.iter().enumerate().map(|(i, it)| ("properties", i, it.name.as_str())))
}

fn address(text: &str, at: impl FnOnce() -> String) -> Result<String, Error> {
    let parsed = EmailAddress::parse(text).map(EmailAddress::into_string);
    parsed.map_err(|error| refused(Code::EmailInvalid, at(), &error.to_string()))
}

fn refused(code: Code, at: impl Into<String>, problem: &str) -> Error {
    Error::rejected(code, problem).about(at)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn demo() -> Value {
        serde_json::from_str(include_str!("../../www/demo-account.json")).unwrap()
    }

    #[track_caller]
    fn refused(file: Value, code: Code, place: &str) {
        let Err(Error::Rejected(problem)) = checked(serde_json::from_value(file).unwrap()) else {
            panic!("{place} was taken")
        };
        assert_eq!((problem.code, problem.field.as_deref()), (code, Some(place)));
        assert!(problem.message.starts_with(&format!("{place}: ")), "{}", problem.message);
    }

    #[track_caller]
    fn check(pointer: &str, value: Value, (code, place): (Code, &str)) {
        let mut file = demo();
        *file.pointer_mut(pointer).unwrap() = value;
        refused(file, code, place);
    }

    #[test]
    fn the_demo_account_is_one() {
        assert!(checked(serde_json::from_value(demo()).unwrap()).is_ok());
    }

    #[test]
    fn a_file_that_does_not_hold_together_is_told_where() {
        check("/chatflows/1/include", json!([]), (Code::RuleMissing, "chatflows[1].include")); // S30
        let empty = json!({"op": "is", "value": ""});
        check("/chatflows/2/include/0", empty, (Code::RuleValue, "chatflows[2].include[0].value")); // row 52
        check("/chatflows/0/color", json!("red;}"), (Code::ColourInvalid, "chatflows[0].color")); // row 38
        check("/chatflows/0/inbox", json!("other"), (Code::ReferenceUnknown, "chatflows[0].inbox"));
        let consent = json!({"mode": "explicit", "text": " "});
        let text = "chatflows[0].consent.text";
        check("/chatflows/0/consent", consent, (Code::ConsentTextRequired, text)); // row 39
        let expected = json!([{"url": "https://kiln.example/nowhere-else", "show": "gone"}]);
        let (code, place) = (Code::ExpectationFailed, "chatflows[0].expected[0]");
        let mut expecting = demo();
        expecting["chatflows"][0]["enabled"] = json!(true);
        expecting["chatflows"][0]["expected"] = expected;
        refused(expecting, code, place); // N7
        check("/chatflows/0/id", json!("order"), (Code::AccountInvalid, "chatflows[0].id"));
        check("/inboxes/0/members", json!(["nobody"]), (Code::ReferenceUnknown, "inboxes[0].members"));
        let property = "lists[0].criteria[0][0].property";
        check("/lists/0/criteria/0/0/property", json!("colour"), (Code::ReferenceUnknown, property));
        let circle = json!([[{"property": "lists", "test": {"op": "in", "list": "win-back"}}]]);
        check("/lists/1/criteria", circle, (Code::ListCircle, "lists[1].criteria[0][0].test.list"));
        check("/lists/3/name", json!(" "), (Code::TextEmpty, "lists[3].name"));
        check("/contacts/1/lists", json!(["vip"]), (Code::ListKind, "contacts[1].lists[0]"));
        let option = (Code::PropertyKind, "contacts[0].properties.buys-for");
        check("/contacts/0/properties/buys-for", json!("moon"), option);
        check("/properties/0/id", json!("name"), (Code::PropertyTaken, "properties[0].id"));
        check("/people/1/id", json!("mira"), (Code::AccountInvalid, "people[1].id"));
        check("/people/1/email", json!("a@b"), (Code::EmailInvalid, "people[1].email")); // row 16
    }

    #[test]
    fn teams_hours_and_rules_hold_together_or_are_told_where() {
        // S91 S95 H64 H65
        let mut file = demo();
        let shop = json!({"id": "shop", "name": "Shop", "members": [{"agent": "anna"}]});
        file["teams"].as_array_mut().unwrap().insert(0, shop);
        file["people"][1]["hours"] =
            json!({"zone": "Europe/Berlin", "week": {"monday": [{"from": "09:00", "until": "17:00"}]}});
        file["people"][1]["capacity"] = json!(3);
        file["skills"] = json!([{"id": "german", "name": "Deutsch"}]);
        file["people"][1]["skills"] = json!(["german"]);
        file["chatflows"][0]["routing"] =
            json!({"assign": "people", "agents": ["jonas"], "teams": ["shop"], "skills": ["german"]});
        assert!(checked(serde_json::from_value(file.clone()).unwrap()).is_ok());
        for (pointer, value, code, place) in [
            ("/teams/0/members/0/agent", json!("zoe"), Code::ReferenceUnknown, "teams[0].members"),
            ("/teams/0/name", json!(" "), Code::TextEmpty, "teams[0].name"),
            ("/people/1/hours/zone", json!("Nowhere/Else"), Code::TimeZoneUnknown, "people[1].hours.zone"),
            ("/people/1/capacity", json!(0), Code::NumberRange, "people[1].capacity"),
            // P40
            ("/skills/0/name", json!(" "), Code::TextEmpty, "skills[0].name"),
            ("/people/1/skills", json!(["greek"]), Code::ReferenceUnknown, "people[1].skills[0]"),
            (
                "/chatflows/0/routing/skills/0",
                json!("greek"),
                Code::ReferenceUnknown,
                "chatflows[0].routing.skills[0]",
            ),
            ("/people/2/seat", json!(false), Code::SeatMissing, "chatflows[0].routing.agents[0]"),
            (
                "/chatflows/0/routing/teams/0",
                json!("night"),
                Code::ReferenceUnknown,
                "chatflows[0].routing.teams[0]",
            ),
        ] {
            let mut file = file.clone();
            *file.pointer_mut(pointer).unwrap() = value;
            refused(file, code, place);
        }
    }

    #[test]
    fn consent_needs_the_accounts_switch() {
        // S79
        let mut file = demo();
        file["chatflows"][1]["consent"] = json!({"mode": "explicit", "text": "We keep it."});
        file["gdpr"] = json!(true);
        assert!(checked(serde_json::from_value(file.clone()).unwrap()).is_ok());
        file["gdpr"] = json!(false);
        let first = file["chatflows"].as_array().unwrap().iter().position(|flow| flow["consent"].is_object());
        refused(file.clone(), Code::GdprOff, &format!("chatflows[{}].consent", first.unwrap()));
    }

    #[test]
    fn row_31_a_site_that_is_none() {
        for origin in ["example.com", "https://example.com/path", "*", "https://*", ""] {
            let mut file = demo();
            file["origins"] = json!(["https://kiln.example", origin]);
            refused(file, Code::OriginInvalid, "origins[1]");
        }
    }
}
