use conversation::consent::Mode;
use protocol::account::{Account, Consent};
use protocol::rest::{ChangeSettings, Stops};
use serde_json::json;

use super::*;
use crate::settings;
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

/// An account with three chatflows, of which only the last says its priority.
fn shop() -> Memory {
    let sql = Memory::migrated(ACCOUNT);
    let file: Account = serde_json::from_value(json!({
        "account": "shop", "name": "Shop", "origins": ["https://shop.example"], "gdpr": true,
        "people": [{"id": "ada", "name": "Ada", "email": "ada@shop.test", "role": "admin"}],
        "inboxes": [{"id": "main", "name": "Main", "members": ["ada"]}],
        "chatflows": [
            {"id": "one", "name": "One", "include": [{"op": "is", "value": "/one"}], "inbox": "main"},
            {"id": "two", "name": "Two", "include": [{"op": "is", "value": "/two"}], "inbox": "main",
             "consent": {"mode": "explicit", "text": "We keep it."}},
            {"id": "first", "name": "First", "include": [{"op": "all"}], "inbox": "main", "priority": 0},
        ],
    }))
    .unwrap();
    assert!(account::import(&sql, &file, &["phc".to_owned()], 1_000).unwrap());
    sql
}

fn id(text: &str) -> ChatflowId {
    ChatflowId::parse(text).unwrap()
}

fn version(sql: &Memory) -> u64 {
    account::itself(sql).unwrap().unwrap().version
}

fn order_of(sql: &Memory) -> Vec<String> {
    list(sql).unwrap().into_iter().map(|info| info.id.as_str().to_owned()).collect()
}

#[track_caller]
fn refused_with<T: std::fmt::Debug>(result: Result<T, Error>, code: Code, field: Option<&str>) {
    match result {
        Err(Error::Rejected(problem)) => assert_eq!((problem.code, problem.field.as_deref()), (code, field)),
        other => panic!("{other:?}"),
    }
}

/// Saves what `change` makes of a chatflow.
fn changes(
    sql: &Memory,
    chatflow: &str,
    change: impl FnOnce(&mut Chatflow),
) -> Result<ChatflowDetail, Error> {
    let ChatflowDetail { mut chatflow, revision, .. } = detail(sql, &id(chatflow)).unwrap();
    change(&mut chatflow);
    let name = id(&chatflow.targeting.id);
    save(sql, &name, revision, chatflow, 2_000)
}

#[test]
fn a_new_chatflow_is_off_and_last() {
    let sql = shop();
    let made = create(&sql, "Größen", None, 2_000).unwrap();
    assert_eq!((made.chatflow.targeting.id.as_str(), made.revision), ("groessen", 1));
    assert!(!made.chatflow.targeting.enabled);
    // S30: it can be kept without a rule, and is told what is missing.
    let said: Vec<_> = made.findings.iter().map(|finding| (finding.code.as_str(), finding.stops)).collect();
    assert_eq!(said, [("rule_missing", Stops::Publishing)]);
    assert_eq!(order_of(&sql), ["first", "one", "two", "groessen"]);
    assert_eq!(version(&sql), 2);
    let again = create(&sql, "Größen", None, 2_000).unwrap();
    assert_eq!(again.chatflow.targeting.id, "groessen-2");
    refused_with(create(&sql, " ", None, 2_000), Code::TextEmpty, Some("name"));
    refused_with(create(&sql, "Copy", Some(&id("gone")), 2_000), Code::NotFound, None);
    assert_eq!(order_of(&sql).len(), 5);
}

#[test]
fn a_copy_has_everything_but_name_and_switch() {
    // S47
    let sql = shop();
    let original = detail(&sql, &id("two")).unwrap().chatflow;
    let copy = create(&sql, "Two again", Some(&id("two")), 2_000).unwrap();
    assert_eq!(copy.consent_version, Some(1));
    assert_eq!(copy.chatflow.consent, original.consent);
    assert_eq!(copy.chatflow.targeting.include, original.targeting.include);
    assert_eq!((copy.chatflow.name.as_str(), copy.chatflow.targeting.enabled), ("Two again", false));
    // While the account cannot ask for consent, a copied step waits like the one it was copied from.
    settings::change(&sql, &ChangeSettings { gdpr: Some(false), ..ChangeSettings::default() }, 3_000)
        .unwrap();
    let copy = create(&sql, "Two once more", Some(&id("two")), 3_000).unwrap();
    assert_eq!(copy.findings.first().map(|finding| finding.code.as_str()), Some("consent_off"));
}

#[test]
fn saving_takes_effect_with_the_next_version() {
    // S87
    let sql = shop();
    let saved = changes(&sql, "one", |chatflow| chatflow.welcome = "Hello.".into()).unwrap();
    assert_eq!((saved.chatflow.welcome.as_str(), saved.revision), ("Hello.", 2));
    assert_eq!(version(&sql), 2);
    assert_eq!(chatflows::by_id(&sql, &id("one")).unwrap().unwrap(), saved.chatflow);
    refused_with(
        changes(&sql, "one", |chatflow| chatflow.color = "red".into()),
        Code::ColourInvalid,
        Some("color"),
    );
    assert_eq!((version(&sql), detail(&sql, &id("one")).unwrap().revision), (2, 2));
}

#[test]
fn id_and_priority_are_not_the_editors_to_change() {
    let sql = shop();
    let saved = changes(&sql, "first", |chatflow| {
        chatflow.targeting.priority = Some(99);
        chatflow.welcome = "Hello.".into();
    });
    assert_eq!(saved.unwrap().chatflow.targeting.priority, Some(0));
    let ChatflowDetail { mut chatflow, revision, .. } = detail(&sql, &id("one")).unwrap();
    chatflow.targeting.id = "two".into();
    chatflow.welcome = "Hello.".into();
    assert_eq!(save(&sql, &id("one"), revision, chatflow, 2_000).unwrap().chatflow.targeting.id, "one");
    assert_eq!(detail(&sql, &id("two")).unwrap().revision, 1);
}

#[test]
fn of_two_who_change_it_the_second_is_told() {
    let sql = shop();
    let ChatflowDetail { chatflow, revision, .. } = detail(&sql, &id("one")).unwrap();
    let mine = Chatflow { welcome: "Mine.".into(), ..chatflow.clone() };
    let theirs = Chatflow { welcome: "Theirs.".into(), ..chatflow };
    save(&sql, &id("one"), revision, mine.clone(), 2_000).unwrap();
    refused_with(save(&sql, &id("one"), revision, theirs, 2_000), Code::ChatflowChanged, Some("revision"));
    // Whose answer was lost may send it again.
    assert_eq!(save(&sql, &id("one"), revision, mine, 2_000).unwrap().revision, 2);
    assert_eq!(version(&sql), 2);
    // A switch is a change too: an open editor must not undo it.
    switch(&sql, &id("one"), false, 2_000).unwrap().unwrap();
    refused_with(
        changes_from(&sql, "one", 2, |chatflow| chatflow.welcome = "Late.".into()),
        Code::ChatflowChanged,
        Some("revision"),
    );
    refused_with(changes_from(&sql, "gone", 1, |_| {}), Code::NotFound, None);
}

fn changes_from(
    sql: &Memory,
    chatflow: &str,
    revision: u64,
    change: impl FnOnce(&mut Chatflow),
) -> Result<ChatflowDetail, Error> {
    let mut content = detail(sql, &id("one")).unwrap().chatflow;
    change(&mut content);
    save(sql, &id(chatflow), revision, content, 2_000)
}

#[test]
fn saving_without_one_rule_leaves_the_others() {
    // S29
    let sql = shop();
    let rules = ["/a", "/b", "/c"].map(|value| targeting::Rule::new(targeting::Operator::Is, value));
    changes(&sql, "one", |chatflow| chatflow.targeting.include = rules.to_vec()).unwrap();
    let saved = changes(&sql, "one", |chatflow| drop(chatflow.targeting.include.remove(1))).unwrap();
    let [a, _, c] = rules;
    assert_eq!(saved.chatflow.targeting.include, [a, c]);
}

#[test]
fn nothing_is_published_without_a_page_rule() {
    // S30
    let sql = shop();
    let bare = |chatflow: &mut Chatflow| chatflow.targeting.include.clear();
    refused_with(changes(&sql, "one", bare), Code::RuleMissing, Some("include"));
    changes(&sql, "one", |chatflow| {
        bare(chatflow);
        chatflow.targeting.enabled = false;
    })
    .unwrap();
    refused_with(switch(&sql, &id("one"), true, 2_000), Code::RuleMissing, Some("include"));
    assert!(!detail(&sql, &id("one")).unwrap().chatflow.targeting.enabled);
}

#[test]
fn a_switch_is_kept_and_published() {
    // S10 S11
    let sql = shop();
    assert!(!switch(&sql, &id("one"), false, 2_000).unwrap().unwrap().enabled);
    assert_eq!((version(&sql), detail(&sql, &id("one")).unwrap().revision), (2, 2));
    // The same again is no change.
    assert!(!switch(&sql, &id("one"), false, 2_000).unwrap().unwrap().enabled);
    assert_eq!((version(&sql), detail(&sql, &id("one")).unwrap().revision), (2, 2));
    assert!(switch(&sql, &id("one"), true, 2_000).unwrap().unwrap().enabled);
    assert!(switch(&sql, &id("nothing"), true, 2_000).unwrap().is_none());
    assert_eq!(version(&sql), 3);
}

#[test]
fn an_order_is_all_of_them_once() {
    let sql = shop();
    let ids = |names: &[&str]| names.iter().map(|name| id(name)).collect::<Vec<_>>();
    for wrong in [&["one", "two"][..], &["one", "two", "two"], &["one", "two", "first", "gone"], &[]] {
        refused_with(order(&sql, &ids(wrong), 2_000), Code::ChatflowChanged, Some("chatflows"));
    }
    assert_eq!((order_of(&sql), version(&sql)), (vec!["first".into(), "one".into(), "two".into()], 1));
    let ordered = order(&sql, &ids(&["two", "first", "one"]), 2_000).unwrap();
    let priorities: Vec<_> = ordered.iter().map(|info| info.targeting.priority).collect();
    assert_eq!(priorities, [Some(1), Some(2), Some(3)]);
    assert_eq!(order_of(&sql), ["two", "first", "one"]);
    assert_eq!(version(&sql), 2);
    // An editor that was open all the while can still save.
    assert_eq!(detail(&sql, &id("one")).unwrap().revision, 1);
}

#[test]
fn what_is_removed_leaves_the_order_of_the_others_and_its_texts() {
    // S89
    let sql = shop();
    let left = remove(&sql, &id("one"), 2_000).unwrap();
    assert_eq!(left.iter().map(|info| info.id.as_str()).collect::<Vec<_>>(), ["first", "two"]);
    remove(&sql, &id("two"), 2_000).unwrap();
    refused_with(remove(&sql, &id("two"), 2_000), Code::NotFound, None);
    assert_eq!(version(&sql), 3);
    let text = consents::published(&sql, &id("two"), 1).unwrap().unwrap();
    assert_eq!((text.mode, text.text.as_str()), (Mode::Explicit, "We keep it."));
    // Another one of the same name goes on counting.
    create(&sql, "Two", None, 2_000).unwrap();
    let saved = changes(&sql, "two", |chatflow| chatflow.consent = consent(Mode::Explicit, "Another text."));
    assert_eq!(saved.unwrap().consent_version, Some(2));
}

fn consent(mode: Mode, text: &str) -> Option<Consent> {
    Some(Consent { mode, text: text.into() })
}

#[test]
fn every_change_of_the_text_is_a_version() {
    // S89
    let sql = shop();
    let saves = |step: Option<Consent>| {
        changes(&sql, "two", |chatflow| chatflow.consent = step).unwrap().consent_version
    };
    assert_eq!(detail(&sql, &id("two")).unwrap().consent_version, Some(1));
    assert_eq!(saves(consent(Mode::Explicit, "Another text.")), Some(2));
    assert_eq!(saves(consent(Mode::LegitimateInterest, "Another text.")), Some(3));
    assert_eq!(saves(consent(Mode::Explicit, "We keep it.")), Some(4), "going back is a version too");
    assert_eq!(
        changes(&sql, "two", |chatflow| chatflow.welcome = "x".into()).unwrap().consent_version,
        Some(4)
    );
    // Taken away and put back, it is the same text.
    assert_eq!(saves(None), None);
    assert_eq!(saves(consent(Mode::Explicit, "We keep it.")), Some(4));
    for (version, text) in
        [(1, "We keep it."), (2, "Another text."), (3, "Another text."), (4, "We keep it.")]
    {
        let kept = consents::published(&sql, &id("two"), version).unwrap().unwrap();
        assert_eq!((kept.version, kept.text.as_str()), (version, text));
    }
}

#[test]
fn what_is_refused_makes_no_version() {
    // S79 S89
    let sql = shop();
    settings::change(&sql, &ChangeSettings { gdpr: Some(false), ..ChangeSettings::default() }, 2_000)
        .unwrap();
    let another = |chatflow: &mut Chatflow| chatflow.consent = consent(Mode::Explicit, "Another text.");
    refused_with(changes(&sql, "two", another), Code::GdprOff, Some("consent"));
    assert_eq!(consents::newest(&sql, "two").unwrap().unwrap().version, 1);
    // What exists stays, and everything else can be changed.
    let saved = changes(&sql, "two", |chatflow| chatflow.welcome = "x".into()).unwrap();
    assert_eq!(saved.findings.first().map(|finding| finding.code.as_str()), Some("consent_off"));
    let rules = check(&sql, &saved.chatflow, Vec::new()).unwrap();
    assert_eq!(rules.first().map(|finding| finding.code.as_str()), Some("consent_off"));
}

#[test]
fn checking_saves_nothing() {
    let sql = shop();
    let mut chatflow = detail(&sql, &id("one")).unwrap().chatflow;
    chatflow.color = "red".into();
    chatflow.targeting.include.clear();
    let codes: Vec<_> =
        check(&sql, &chatflow, Vec::new()).unwrap().into_iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["rule_missing", "colour_invalid"]);
    assert_eq!((version(&sql), detail(&sql, &id("one")).unwrap().revision), (1, 1));
}
