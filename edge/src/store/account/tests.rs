use conversation::access::Role;
use conversation::ids::AgentId;
use protocol::account::Account;

use super::*;
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

pub(super) fn demo() -> Account {
    serde_json::from_str(include_str!("../../../../www/demo-account.json")).unwrap()
}

pub(super) fn imported() -> Memory {
    let sql = Memory::migrated(ACCOUNT);
    let file = demo();
    let passwords: Vec<String> = file.people.iter().map(|person| format!("phc-of-{}", person.id)).collect();
    assert!(import(&sql, &file, &passwords, 1_000).unwrap());
    crate::lists::upkeep::the_first_time(&sql, 1_795_000_000_000).unwrap();
    sql
}

#[test]
fn the_demo_account_is_imported_whole_and_once() {
    let (sql, file) = (imported(), demo());
    let account = itself(&sql).unwrap().unwrap();
    assert_eq!((account.id, account.name, account.version), (file.account.clone(), file.name.clone(), 1));
    assert_eq!(origins(&sql).unwrap(), file.origins);
    assert_eq!(inboxes(&sql).unwrap().len(), file.inboxes.len());
    assert_eq!(people::everyone(&sql).unwrap().len(), file.people.len());
    let ids = |chatflows: &[protocol::account::Chatflow]| {
        chatflows.iter().map(|chatflow| chatflow.targeting.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&chatflows::all(&sql).unwrap()), ids(&file.chatflows));
    assert!(!import(&sql, &file, &[], 1_000).unwrap());
    assert_eq!(people::everyone(&sql).unwrap().len(), file.people.len());
}

#[test]
fn an_import_that_fails_leaves_nothing() {
    let sql = Memory::migrated(ACCOUNT);
    let mut file = demo();
    let twice = file.contacts.first().unwrap().clone();
    file.contacts.push(twice);
    let passwords: Vec<String> = file.people.iter().map(|_| "phc".to_owned()).collect();
    assert!(import(&sql, &file, &passwords, 1_000).is_err());
    assert_eq!(itself(&sql).unwrap(), None);
    assert_eq!(people::everyone(&sql).unwrap(), []);
}

#[test]
fn people_are_found_by_address() {
    let sql = imported();
    let person = demo().people.first().unwrap().clone();
    let (found, password) = people::by_email(&sql, &person.email).unwrap().unwrap();
    assert_eq!((found.id.clone(), found.role), (person.id.clone(), person.role));
    assert_eq!(password, format!("phc-of-{}", person.id));
    assert_eq!(people::by_email(&sql, "nobody@kiln.test").unwrap(), None);
    let owners = people::everyone(&sql).unwrap().iter().filter(|person| person.role == Role::Owner).count();
    assert_eq!(owners, 1);
}

#[test]
fn an_inbox_is_seen_by_its_members_only() {
    // S109
    let sql = imported();
    for person in people::everyone(&sql).unwrap() {
        let mine = people::inboxes_of(&sql, &person.id).unwrap();
        let listed: Vec<_> =
            demo().inboxes.into_iter().filter(|inbox| inbox.members.contains(&person.id)).collect();
        assert_eq!(mine.len(), listed.len());
        assert!(mine.iter().all(|inbox| inbox.members.iter().any(|member| member.id == person.id)));
    }
    assert_eq!(people::inboxes_of(&sql, &AgentId::parse("stranger").unwrap()).unwrap().len(), 0);
}

#[test]
fn a_session_lives_until_it_is_closed_or_over() {
    let sql = imported();
    let who = demo().people.first().unwrap().id.clone();
    people::open_session(&sql, "digest", &who, 1_000, 2_000).unwrap();
    let (person, expires_at) = people::session(&sql, "digest", 1_999).unwrap().unwrap();
    assert_eq!((person.id, expires_at), (who.clone(), 2_000));
    assert_eq!(people::session(&sql, "digest", 2_000).unwrap(), None);
    assert_eq!(people::session(&sql, "another", 1_000).unwrap(), None);
    people::close_session(&sql, "digest").unwrap();
    assert_eq!(people::session(&sql, "digest", 1_000).unwrap(), None);
    people::open_session(&sql, "old", &who, 1_000, 2_000).unwrap();
    people::open_session(&sql, "new", &who, 3_000, 4_000).unwrap();
    assert_eq!(sql.run("SELECT digest FROM sessions", &[]).unwrap().len(), 1);
}
