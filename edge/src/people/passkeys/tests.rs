//! What follows from a passkey, over the real tables of the demo account.

use protocol::rest::audit::AuditFilter;

use super::*;
use crate::passkey::Algorithm;
use crate::people::oneself;
use crate::store::account::sessions::{self, Device};
use crate::store::account::tests::imported;
use crate::store::account::{audit, people};
use crate::store::native::Memory;

fn id(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

fn by(who: &str) -> By {
    By { agent: Agent { id: id(who), name: who.to_owned() }, session: Some("s".into()), token: None }
}

fn passkey(who: &str, credential: &str) -> Kept {
    Kept {
        credential: credential.to_owned(),
        handle: format!("handle-of-{credential}"),
        person: id(who),
        rp_id: "chat.example.com".into(),
        name: " Laptop ".into(),
        algorithm: Algorithm::Es256,
        public_key: "key".into(),
        sign_count: 0,
    }
}

fn asks(sql: &Memory, who: &str, challenge: &str) {
    // Of an earlier asking, where that was not answered.
    factors::answered(sql, challenge, ADDING, 11).unwrap();
    factors::ask(sql, challenge, ADDING, &id(who), (10, 100)).unwrap();
}

/// Adds one, after it was asked for: whether its recovery codes count.
fn adds(sql: &Memory, passkey: Kept) -> Result<bool, Code> {
    asks(sql, passkey.person.as_str(), "asked");
    let who = by(passkey.person.as_str());
    let codes = ["one".to_owned(), "two".to_owned()];
    add(sql, passkey, "asked", &codes, ("mine", &who), 20)
        .map(|(_, is_first)| is_first)
        .map_err(|error| error.code())
}

fn log(sql: &Memory) -> Vec<&'static str> {
    let page = audit::read(sql, &AuditFilter::default(), None, 50).unwrap();
    page.lines.iter().map(|line| line.what.as_str()).collect()
}

fn code<T>(result: Result<T, Error>) -> Option<Code> {
    result.err().map(|error| error.code())
}

#[test]
fn the_first_brings_codes_and_the_last_takes_them_along() {
    // P69 T22
    let sql = imported();
    let left = || factors::codes_left(&sql, &id("anna")).unwrap();
    assert_eq!(adds(&sql, passkey("anna", "a")), Ok(true));
    assert_eq!((adds(&sql, passkey("anna", "b")), left()), (Ok(false), 2));
    assert!(oneself::has_factor(&sql, &id("anna")).unwrap());
    remove(&sql, &id("anna"), "handle-of-a", ("mine", &by("anna")), 30).unwrap();
    assert_eq!(left(), 2);
    let profile = remove(&sql, &id("anna"), "handle-of-b", ("mine", &by("anna")), 30).unwrap();
    assert_eq!((profile.passkeys, profile.recovery_codes), (Vec::new(), 0));
    assert!(!oneself::has_factor(&sql, &id("anna")).unwrap());
    assert_eq!(log(&sql)[..4], ["passkey_removed", "passkey_removed", "passkey_added", "passkey_added"]);
}

#[test]
fn codes_stay_as_long_as_either_factor_does() {
    // P69 T22
    let sql = imported();
    let anna = id("anna");
    factors::begin(&sql, &anna, "sealed").unwrap();
    let codes = ["three".to_owned()];
    oneself::confirm_factor(&sql, &anna, 7, &codes, ("mine", &by("anna")), 10).unwrap();
    assert_eq!(adds(&sql, passkey("anna", "a")), Ok(false), "there are codes already");
    oneself::remove_factor(&sql, &anna, "mine", &by("anna"), 30).unwrap();
    assert_eq!(factors::codes_left(&sql, &anna).unwrap(), 1);
    remove(&sql, &anna, "handle-of-a", ("mine", &by("anna")), 40).unwrap();
    assert_eq!(factors::codes_left(&sql, &anna).unwrap(), 0);
}

#[test]
fn every_other_session_ends_with_what_changes() {
    // T23
    let sql = imported();
    let signs_in = |digest: &str| {
        sessions::open(&sql, digest, &id("anna"), &Device::default(), (10, 1_000)).unwrap();
    };
    let is_in = |digest: &str| sessions::find(&sql, digest, 20).unwrap().is_some();
    signs_in("mine");
    signs_in("other");
    adds(&sql, passkey("anna", "a")).unwrap();
    assert!(is_in("mine") && !is_in("other"));
    signs_in("other");
    rename(&sql, &id("anna"), "handle-of-a", "Phone", &by("anna"), 30).unwrap();
    assert!(is_in("other"), "a name ends nothing");
    remove(&sql, &id("anna"), "handle-of-a", ("mine", &by("anna")), 30).unwrap();
    assert!(is_in("mine") && !is_in("other"));
}

#[test]
fn what_cannot_be_kept_is_refused() {
    // T22
    let sql = imported();
    adds(&sql, passkey("anna", "a")).unwrap();
    for (name, passkey, expected) in [
        ("a credential that somebody has", passkey("jonas", "a"), Code::PasskeyInvalid),
        ("one's own, again", passkey("anna", "a"), Code::PasskeyInvalid),
        ("no name", Kept { name: "  ".into(), ..passkey("anna", "b") }, Code::TextEmpty),
        ("a long name", Kept { name: "x".repeat(101), ..passkey("anna", "b") }, Code::TextTooLong),
    ] {
        assert_eq!(adds(&sql, passkey), Err(expected), "{name}");
    }
    // A challenge is one person's, counts once, and ends.
    let add = |who: &str, now| add(&sql, passkey(who, "c"), "asked", &[], ("mine", &by(who)), now);
    let asked_of = |who: &str| asks(&sql, who, "asked");
    asked_of("anna");
    assert_eq!(code(add("jonas", 20)), Some(Code::ChallengeOver));
    asked_of("anna");
    assert_eq!(code(add("anna", 100)), Some(Code::ChallengeOver));
    asked_of("anna");
    add("anna", 20).unwrap();
    assert_eq!(code(add("anna", 20)), Some(Code::ChallengeOver));
    for n in 0..MOST {
        let answer = adds(&sql, passkey("jonas", &format!("j{n}")));
        assert!(answer.is_ok(), "{n}: {answer:?}");
    }
    assert_eq!(adds(&sql, passkey("jonas", "one more")), Err(Code::TooMany));
}

#[test]
fn nobody_touches_anothers() {
    let sql = imported();
    adds(&sql, passkey("anna", "a")).unwrap();
    let jonas = id("jonas");
    let renamed = rename(&sql, &jonas, "handle-of-a", "Mine", &by("jonas"), 30);
    assert_eq!(code(renamed), Some(Code::NotFound));
    let removed = remove(&sql, &jonas, "handle-of-a", ("mine", &by("jonas")), 30);
    assert_eq!(code(removed), Some(Code::NotFound));
    assert_eq!(passkeys::of(&sql, &id("anna")).unwrap()[0].name, "Laptop");
}

#[test]
fn a_counter_that_goes_back_is_told_and_uses_the_challenge_up() {
    // T22
    let sql = imported();
    let kept = Kept { sign_count: 5, ..passkey("anna", "a") };
    adds(&sql, kept.clone()).unwrap();
    let asked = |digest: &str| factors::ask(&sql, digest, "second", &id("anna"), (10, 100)).unwrap();
    asked("d");
    prove(&sql, &kept, 6, Some(("d", "second")), 20).unwrap();
    assert_eq!(code(prove(&sql, &kept, 7, Some(("d", "second")), 20)), Some(Code::ChallengeOver));
    asked("e");
    assert_eq!(code(prove(&sql, &kept, 6, Some(("e", "second")), 20)), Some(Code::PasskeyFailed));
    assert_eq!(log(&sql)[0], "passkey_refused");
    assert_eq!(code(prove(&sql, &kept, 7, Some(("e", "second")), 20)), Some(Code::ChallengeOver));
    prove(&sql, &kept, 7, None, 25).unwrap();
    let now = passkeys::of(&sql, &id("anna")).unwrap();
    assert_eq!((now[0].used_at, log(&sql).len()), (Some(25), 2));
}

#[test]
fn who_may_not_sign_in_or_is_gone_has_none() {
    let sql = imported();
    adds(&sql, passkey("anna", "a")).unwrap();
    let (anna, _) = people::by_id(&sql, &id("anna")).unwrap().unwrap();
    people::put(&sql, &people::Person { disabled_at: Some(5), ..anna.clone() }).unwrap();
    assert_eq!(passkeys::find(&sql, "a").unwrap(), None);
    people::put(&sql, &anna).unwrap();
    assert!(passkeys::find(&sql, "a").unwrap().is_some());
    people::remove(&sql, &anna, 30).unwrap();
    assert!(!passkeys::has_any(&sql, &id("anna")).unwrap());
}

#[test]
fn passkeys_are_offered_where_they_count() {
    let sql = imported();
    adds(&sql, passkey("anna", "a")).unwrap();
    adds(&sql, Kept { rp_id: "localhost".into(), ..passkey("anna", "b") }).unwrap();
    let ways = |rp_id| oneself::ways(&sql, &id("anna"), rp_id).unwrap();
    assert_eq!(
        (ways(Some("localhost")).credentials, ways(None).credentials),
        (vec!["b".to_owned()], Vec::new())
    );
    assert!(!ways(None).code);
}

#[test]
fn a_challenge_of_nobody_is_answered_once_while_it_counts() {
    // T22
    let sql = imported();
    let once =
        |digest: &str, now, expires_at| passkeys::answer_once(&sql, digest, (now, expires_at)).unwrap();
    assert!(once("d", 10, 100));
    assert!(!once("d", 11, 100));
    assert!(!once("e", 100, 100), "over");
    // What is over is forgotten, and refused for that.
    assert!(once("f", 100, 200) && !once("f", 101, 200));
    assert!(!once("d", 100, 100));
}
