use serde_json::json;

use super::*;
use crate::store::account::{import, people};
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

fn agent(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

/// An account of Ida and Tom.
fn account() -> Memory {
    let sql = Memory::migrated(ACCOUNT);
    let person = |id: &str, role: &str| json!({"id": id, "name": id, "email": format!("{id}@a.test"), "password": "a long password", "role": role});
    let file = json!({"account": "a", "name": "A", "origins": [], "people": [person("ida", "admin"), person("tom", "agent")]});
    let file = serde_json::from_value(file).unwrap();
    assert!(import(&sql, &file, &["one".into(), "two".into()], 5).unwrap());
    sql
}

fn save(name: &str, text: &str) -> SaveReply {
    SaveReply { name: name.into(), text: text.into() }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, code: Code) -> String {
    let error = result.expect_err("it is refused");
    assert_eq!(error.code(), code);
    format!("{error:?}")
}

fn names(sql: &Memory, me: &str) -> Vec<(String, bool)> {
    list(sql, &agent(me)).unwrap().saved_replies.into_iter().map(|reply| (reply.name, reply.shared)).collect()
}

#[test]
fn a_reply_is_everybodys_or_ones_own() {
    // P45
    let sql = account();
    let (ida, tom) = (agent("ida"), agent("tom"));
    let shared = put(&sql, &ida, true, None, &save(" refund ", "Back in 5 days.\r\n")).unwrap().saved_replies;
    assert_eq!((shared[0].id.as_str(), shared[0].text.as_str()), ("refund", "Back in 5 days.\n"));
    let own = put(&sql, &tom, false, None, &save("refund", "Mine")).unwrap().saved_replies;
    assert_eq!(names(&sql, "ida"), [("refund".to_owned(), true)]);
    assert_eq!(names(&sql, "tom"), [("refund".to_owned(), true), ("refund".to_owned(), false)]);
    let own = own.iter().find(|reply| !reply.shared).unwrap().id.clone();

    // Neither road reaches what is on the other, nor what is another's.
    let other = save("other", "x");
    for (me, shared, id) in
        [(&ida, false, &own), (&tom, true, &own), (&ida, true, &own), (&tom, false, &shared[0].id)]
    {
        refused(put(&sql, me, shared, Some(id.clone()), &other), Code::NotFound);
        refused(remove(&sql, me, shared, id), Code::NotFound);
    }
    put(&sql, &tom, false, Some(own.clone()), &save("refund", "Mine, changed")).unwrap();
    refused(put(&sql, &tom, false, None, &save("REFUND", "x")), Code::SavedReplyTaken);
    put(&sql, &ida, true, None, &other).unwrap();
    refused(put(&sql, &ida, true, Some(shared[0].id.clone()), &other), Code::SavedReplyTaken);

    // Who goes takes theirs along.
    let (person, _) = people::by_id(&sql, &tom).unwrap().unwrap();
    people::remove(&sql, &person, 9).unwrap();
    assert_eq!(rows::ids(&sql).unwrap(), ["other", "refund"]);
    assert_eq!(remove(&sql, &ida, true, &shared[0].id).unwrap().saved_replies.len(), 1);
}

#[test]
fn what_cannot_be_kept_is_refused_with_its_field() {
    // P45
    let sql = account();
    let ida = agent("ida");
    let put = |name: &str, text: &str| put(&sql, &ida, true, None, &save(name, text));
    refused(put("", "x"), Code::TextEmpty);
    refused(put("two words", "x"), Code::SavedReplyName);
    refused(put(&"a".repeat(41), "x"), Code::TextTooLong);
    refused(put("a", " \n"), Code::TextEmpty);
    refused(put("a", "x\0"), Code::TextEncoding);
    refused(put("a", &"x".repeat(TEXT_CHARS + 1)), Code::TextTooLong);
    refused(put("a", &"x".repeat(20_000)), Code::TextTooLong);
    let told = refused(put("a", "Hi {{contact.shoe_size|42}}"), Code::VariableUnknown);
    assert!(told.contains("contact.shoe_size") && told.contains("contact.first_name"), "{told}");
    let told = refused(put("a", "Hi {{agent.name"), Code::VariableUnknown);
    assert!(told.contains("agent.name"), "{told}");
    for n in 0..SAVED_REPLIES {
        put(&format!("reply-{n}"), "x").unwrap();
    }
    refused(put("one-more", "x"), Code::TooMany);
    let tom = agent("tom");
    for n in 0..SAVED_REPLIES_OWN {
        super::put(&sql, &tom, false, None, &save(&format!("own-{n}"), "x")).unwrap();
    }
    refused(super::put(&sql, &tom, false, None, &save("one-more", "x")), Code::TooMany);
}
