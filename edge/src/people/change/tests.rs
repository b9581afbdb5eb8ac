//! People who come, change and go, over the real tables of the demo account.

use conversation::ids::InvitationId;
use protocol::frame::Agent;
use protocol::rest::audit::AuditFilter;
use protocol::rest::invitations::Invite;

use super::*;
use crate::people::invitations::{LIFE_MS, accept, invite, list, revoke};
use crate::store::account::audit;
use crate::store::account::sessions::Device;
use crate::store::account::tests::imported;
use crate::store::native::Memory;

fn id(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

fn inbox(id: &str) -> InboxId {
    InboxId::parse(id).unwrap()
}

fn mira() -> By {
    By { agent: Agent { id: id("mira"), name: "Mira Okafor".into() }, session: Some("s".into()), token: None }
}

fn code<T>(result: Result<T, Error>) -> Option<Code> {
    result.err().map(|error| error.code())
}

/// The words of the log, the newest first.
fn log(sql: &Memory) -> Vec<&'static str> {
    let page = audit::read(sql, &AuditFilter::default(), None, 50).unwrap();
    page.lines.iter().map(|line| line.what.as_str()).collect()
}

fn signs_in(sql: &Memory, who: &str, digest: &str) {
    sessions::open(sql, digest, &id(who), &Device::default(), (10, 1_000_000)).unwrap();
}

fn is_signed_in(sql: &Memory, digest: &str) -> bool {
    sessions::find(sql, digest, 20).unwrap().is_some()
}

fn asks(change: impl FnOnce(&mut ChangePerson)) -> ChangePerson {
    let mut asked = ChangePerson::default();
    change(&mut asked);
    asked
}

#[test]
fn a_new_role_signs_out_everywhere() {
    // T23 P68
    let sql = imported();
    signs_in(&sql, "anna", "one");
    signs_in(&sql, "anna", "two");
    signs_in(&sql, "jonas", "three");
    let info = change(&sql, &id("anna"), &asks(|it| it.role = Some(Role::Admin)), &mira(), 20).unwrap();
    assert_eq!(info.role, Role::Admin);
    assert!(!is_signed_in(&sql, "one") && !is_signed_in(&sql, "two") && is_signed_in(&sql, "three"));
    let ended = sessions::ended(&sql, 20).unwrap();
    assert!(ended.iter().any(|(digest, at)| digest == "one" && *at == inbox("main")), "{ended:?}");
    assert_eq!(log(&sql), ["person_changed"]);
}

#[test]
fn who_is_disabled_is_nobody_until_they_are_not() {
    // T23
    let sql = imported();
    signs_in(&sql, "anna", "one");
    let disable = |disabled| asks(|it| it.disabled = Some(disabled));
    assert!(change(&sql, &id("anna"), &disable(true), &mira(), 20).unwrap().disabled);
    assert!(!is_signed_in(&sql, "one"));
    signs_in(&sql, "anna", "two");
    assert!(!is_signed_in(&sql, "two"), "a session of somebody disabled is none");
    let (_, told) = colleagues::told(&sql, &inbox("main")).unwrap();
    let anna = told.iter().find(|known| known.agent.id == id("anna")).unwrap();
    assert!(!anna.has_seat && anna.is_away && anna.reassign_replies, "what they have is handed on");
    assert!(!change(&sql, &id("anna"), &disable(false), &mira(), 30).unwrap().disabled);
    assert_eq!(log(&sql), ["person_enabled", "person_disabled"]);
}

#[test]
fn the_owner_stays_until_they_hand_the_account_on() {
    // P68
    let sql = imported();
    let demoted = asks(|it| it.role = Some(Role::Admin));
    assert_eq!(code(change(&sql, &id("mira"), &demoted, &mira(), 20)), Some(Code::OwnerStays));
    let disabled = asks(|it| it.disabled = Some(true));
    assert_eq!(code(change(&sql, &id("mira"), &disabled, &mira(), 20)), Some(Code::OwnerStays));
    assert_eq!(code(remove(&sql, &id("mira"), &mira(), 20)), Some(Code::OwnerStays));
    let crowned = asks(|it| it.role = Some(Role::Owner));
    assert_eq!(code(change(&sql, &id("anna"), &crowned, &mira(), 20)), Some(Code::OwnerStays));
    signs_in(&sql, "mira", "one");
    hand_on(&sql, &id("mira"), &id("anna"), &mira(), 20).unwrap();
    let roles: Vec<_> = people::everyone(&sql).unwrap().into_iter().map(|it| (it.id, it.role)).collect();
    assert!(roles.contains(&(id("anna"), Role::Owner)) && roles.contains(&(id("mira"), Role::Admin)));
    assert!(!is_signed_in(&sql, "one"));
    assert_eq!(code(hand_on(&sql, &id("mira"), &id("jonas"), &mira(), 30)), Some(Code::OwnerStays));
}

#[test]
fn whoever_leaves_hands_their_threads_on_and_nobody_gets_their_id() {
    // P68
    let sql = imported();
    assert_eq!(remove(&sql, &id("anna"), &mira(), 20).unwrap(), "anna@kiln.test");
    assert!(people::by_email(&sql, "anna@kiln.test").unwrap().is_none());
    let (_, told) = colleagues::told(&sql, &inbox("main")).unwrap();
    let anna = told.iter().find(|known| known.agent.id == id("anna")).unwrap();
    assert!(!anna.is_member && anna.is_away && anna.reassign_replies);
    assert!(people::ids(&sql).unwrap().contains(&"anna".to_owned()));
    assert_eq!(code(remove(&sql, &id("anna"), &mira(), 30)), Some(Code::NotFound));
}

#[test]
fn who_leaves_an_inbox_hears_no_more_of_it() {
    // S175
    let sql = imported();
    signs_in(&sql, "anna", "one");
    let nowhere = asks(|it| it.inboxes = Some(Vec::new()));
    assert!(change(&sql, &id("anna"), &nowhere, &mira(), 20).unwrap().inboxes.is_empty());
    assert!(is_signed_in(&sql, "one"));
    assert!(sessions::ended(&sql, 20).unwrap().contains(&("one".to_owned(), inbox("main"))));
    let unknown = asks(|it| it.inboxes = Some(vec![inbox("nowhere")]));
    assert_eq!(code(change(&sql, &id("anna"), &unknown, &mira(), 20)), Some(Code::ReferenceUnknown));
}

#[test]
fn a_viewer_holds_no_seat() {
    // S95 T24
    let sql = imported();
    let viewer = asks(|it| it.role = Some(Role::Viewer));
    assert!(!change(&sql, &id("anna"), &viewer, &mira(), 20).unwrap().seat);
    let seated = asks(|it| it.seat = Some(true));
    assert_eq!(code(change(&sql, &id("anna"), &seated, &mira(), 20)), Some(Code::SeatMissing));
}

fn invites(sql: &Memory, email: &str, digest: &str, now: u64) -> Result<(), Error> {
    let invitation = InvitationId::parse(&conversation::ids::random_part([now as u8; 16])).unwrap();
    let asked = Invite { email: email.into(), name: None, role: Role::Agent, inboxes: vec![inbox("main")] };
    invite(sql, invitation, digest, asked, &mira(), now).map(drop)
}

#[test]
fn an_invitation_lets_somebody_in_once_within_a_week() {
    // P68
    let sql = imported();
    invites(&sql, "New@Kiln.test", "one", 1).unwrap();
    assert_eq!(code(accept(&sql, "one", "Nia", "phc", 1 + LIFE_MS)), Some(Code::InvitationOver));
    assert_eq!(code(accept(&sql, "one", " ", "phc", 2)), Some(Code::TextEmpty));
    let nia = accept(&sql, "one", "Nia Adler", "phc", 2).unwrap();
    assert_eq!(nia, id("nia-adler"));
    assert_eq!(code(accept(&sql, "one", "Nia", "phc", 3)), Some(Code::InvitationOver));
    let (person, password) = people::by_email(&sql, "new@kiln.test").unwrap().unwrap();
    assert_eq!((person.role, password.as_str()), (Role::Agent, "phc"));
    assert_eq!(people::inboxes_of(&sql, &nia).unwrap().len(), 1);
    assert_eq!(log(&sql), ["invitation_accepted", "person_invited"]);
}

#[test]
fn a_newer_invitation_and_a_revoked_one() {
    let sql = imported();
    invites(&sql, "new@kiln.test", "one", 1).unwrap();
    invites(&sql, "new@kiln.test", "two", 2).unwrap();
    assert_eq!(code(accept(&sql, "one", "Nia", "phc", 3)), Some(Code::InvitationOver));
    let waiting = list(&sql).unwrap().invitations;
    assert_eq!(waiting.len(), 1);
    assert!(revoke(&sql, &waiting[0].id, &mira(), 3).unwrap().invitations.is_empty());
    assert_eq!(code(accept(&sql, "two", "Nia", "phc", 3)), Some(Code::InvitationOver));
    assert_eq!(code(invites(&sql, "anna@kiln.test", "three", 4)), Some(Code::EmailTaken));
    assert_eq!(code(invites(&sql, "no address", "three", 4)), Some(Code::EmailInvalid));
}
