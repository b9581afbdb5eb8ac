//! Presence, work and teams over the real tables of the demo account.

use conversation::ids::InboxId;
use conversation::schedule::Schedule;
use protocol::account::Account;
use protocol::rest::people::TeamMember;

use super::*;
use crate::store::account::{self, inboxes};
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

fn demo() -> Memory {
    let sql = Memory::migrated(ACCOUNT);
    let file: Account = serde_json::from_str(include_str!("../../../www/demo-account.json")).unwrap();
    let passwords: Vec<String> = file.people.iter().map(|_| "phc".to_owned()).collect();
    assert!(account::import(&sql, &file, &passwords, 1_000).unwrap());
    sql
}

fn id(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

fn mira() -> Agent {
    Agent { id: id("mira"), name: "Mira Okafor".into() }
}

fn main_inbox() -> InboxId {
    InboxId::parse("main").unwrap()
}

/// What the inbox would be told: the revision, and one of them.
fn told(sql: &Memory, who: &str) -> (u64, crate::colleagues::Known) {
    let (revision, crew) = colleagues::told(sql, &main_inbox()).unwrap();
    (revision, crew.into_iter().find(|known| known.agent.id == id(who)).unwrap())
}

#[test]
fn who_goes_is_away_since_then_and_by_whom() {
    // S70 S71 S72 S74 H63 P37
    let sql = demo();
    let away = Presence { away: true, reassign_replies: true };
    let anna = Agent { id: id("anna"), name: "Anna Keller".into() };
    let first = declare(&sql, &id("anna"), away, &anna, 5).unwrap();
    let expected = PresenceState { away: true, reassign_replies: true, away_since: Some(5), away_by: None };
    assert_eq!(first, expected);
    // Said again, it is since then all the same; whoever says it of somebody who is away changes no blame.
    let again =
        declare(&sql, &id("anna"), Presence { away: true, reassign_replies: false }, &mira(), 9).unwrap();
    assert_eq!(again, PresenceState { reassign_replies: false, ..expected });
    let back =
        declare(&sql, &id("anna"), Presence { away: false, reassign_replies: false }, &anna, 10).unwrap();
    assert_eq!((back.away, back.away_since), (false, None));
    let set = declare(&sql, &id("anna"), away, &mira(), 11).unwrap();
    assert_eq!((set.away_by.as_ref(), presence(&sql, &id("anna")).unwrap()), (Some(&mira()), set.clone()));
    assert_eq!(told(&sql, "anna").1.away_by, Some(mira()));
    assert!(declare(&sql, &id("zoe"), away, &mira(), 12).is_err());
}

#[test]
fn every_change_is_owed_to_every_inbox_until_it_has_heard_of_it() {
    // P37: survives whatever happens between the change and the telling
    let sql = demo();
    assert_eq!((colleagues::untold(&sql, 99).unwrap(), colleagues::next_due(&sql).unwrap()), (vec![], None));
    let away = Presence { away: true, reassign_replies: false };
    declare(&sql, &id("anna"), away, &mira(), 5).unwrap();
    assert_eq!(colleagues::untold(&sql, 5).unwrap(), [(main_inbox(), 0)]);
    let (revision, anna) = told(&sql, "anna");
    assert!(anna.is_away && anna.is_member && anna.has_seat);
    colleagues::postpone(&sql, &main_inbox(), 2_005).unwrap();
    assert_eq!(colleagues::untold(&sql, 2_004).unwrap(), []);
    assert_eq!(colleagues::untold(&sql, 2_005).unwrap(), [(main_inbox(), 1)]);
    // Changed while it was told: it is owed again.
    declare(&sql, &id("jonas"), away, &mira(), 2_006).unwrap();
    colleagues::heard(&sql, &main_inbox(), revision).unwrap();
    assert_eq!(colleagues::untold(&sql, 2_006).unwrap(), [(main_inbox(), 0)]);
    colleagues::heard(&sql, &main_inbox(), told(&sql, "anna").0).unwrap();
    assert_eq!(colleagues::untold(&sql, 9_999).unwrap(), []);
    // What changes nothing is told to nobody.
    declare(&sql, &id("jonas"), away, &mira(), 3_000).unwrap();
    assert_eq!(colleagues::untold(&sql, 9_999).unwrap(), []);
    assert_eq!(inboxes(&sql).unwrap().len(), 1);
}

#[test]
fn hours_and_capacity_come_back_as_they_went() {
    // H64 H65 E39
    let sql = demo();
    let hours: Schedule = serde_json::from_str(
        r#"{"zone":"Asia/Kathmandu","week":{"sunday":[{"from":"00:00","until":"24:00"}]},"dates":{"2026-12-25":[]}}"#,
    )
    .unwrap();
    let work = Work { capacity: Some(4), hours: Some(hours) };
    assert_eq!(put_work(&sql, &id("anna"), &work, 5).unwrap().work, work);
    let known = told(&sql, "anna").1;
    assert_eq!((known.capacity, known.hours), (work.capacity, work.hours));
    let nothing = Work::default();
    assert_eq!(put_work(&sql, &id("anna"), &nothing, 6).unwrap().work, nothing);
    for (capacity, holds) in [(0, false), (1, true), (1_000, true), (1_001, false)] {
        let work = Work { capacity: Some(capacity), hours: None };
        assert_eq!(put_work(&sql, &id("anna"), &work, 7).is_ok(), holds, "{capacity}");
    }
}

#[test]
fn a_team_reaches_those_who_are_in_it_first_and_foremost() {
    // S91 H72
    let sql = demo();
    let before = teams(&sql).unwrap().len();
    let member = |who: &str, primary| TeamMember { agent: id(who), primary };
    let content = |name: &str, members| TeamContent { name: name.into(), members };
    let made =
        create_team(&sql, content("Sales & more", vec![member("anna", true), member("jonas", false)]), 5);
    let team = made.unwrap().into_iter().find(|team| team.name == "Sales & more").unwrap();
    assert_eq!(team.id.as_str(), "sales-more");
    assert!(told(&sql, "anna").1.teams.contains(&team.id));
    assert!(!told(&sql, "jonas").1.teams.contains(&team.id));
    save_team(&sql, &team.id, content("Sales", vec![member("jonas", true)]), 6).unwrap();
    assert!(!told(&sql, "anna").1.teams.contains(&team.id) && told(&sql, "jonas").1.teams.contains(&team.id));
    let everybody = everybody(&sql).unwrap();
    let jonas = everybody.iter().find(|person| person.id == id("jonas")).unwrap();
    assert!(jonas.teams.contains(&team.id));
    assert!(save_team(&sql, &TeamId::parse("none").unwrap(), content("A", vec![]), 7).is_err());
    assert!(create_team(&sql, content("A", vec![member("zoe", true)]), 7).is_err());
    assert_eq!(remove_team(&sql, &team.id, 8).unwrap().len(), before);
    assert!(remove_team(&sql, &team.id, 9).is_err());
    assert!(!told(&sql, "jonas").1.teams.contains(&team.id));
}
