use conversation::ids::AgentId;
use protocol::account::Account;
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::limits::KEPT_VERSIONS;
use serde_json::json;

use super::*;
use crate::store::account;
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

/// An account with one chatflow that is on and one that is off.
pub(crate) fn shop() -> Memory {
    let sql = Memory::migrated(ACCOUNT);
    let flow = |id: &str, enabled: bool| {
        json!({"id": id, "name": id, "include": [{"op": "is", "value": format!("/{id}")}], "inbox": "main",
            "enabled": enabled})
    };
    let file: Account = serde_json::from_value(json!({
        "account": "shop", "name": "Shop", "origins": ["https://shop.example"],
        "people": [{"id": "ada", "name": "Ada", "email": "ada@shop.test", "role": "admin"}],
        "inboxes": [{"id": "main", "name": "Main", "members": ["ada"]}],
        "chatflows": [flow("live", true), flow("sale", false)],
    }))
    .unwrap();
    assert!(account::import(&sql, &file, &["phc".to_owned()], 1_000).unwrap());
    sql
}

pub(crate) fn id(text: &str) -> ChatflowId {
    ChatflowId::parse(text).unwrap()
}

pub(crate) fn ada() -> Agent {
    Agent { id: AgentId::parse("ada").unwrap(), name: "Ada".into() }
}

/// Saves other words of welcome.
fn says(sql: &Memory, chatflow: &str, welcome: &str, now: u64) {
    let ChatflowDetail { mut chatflow, revision, .. } = edit::detail(sql, &id(chatflow)).unwrap();
    chatflow.welcome = welcome.into();
    let name = id(&chatflow.targeting.id);
    edit::save(sql, &name, revision, chatflow, now).unwrap();
}

/// Number, how and words of each, the newest first.
fn told(sql: &Memory, chatflow: &str) -> Vec<(u64, &'static str, String)> {
    let versions = list(sql, &id(chatflow)).unwrap().versions.into_iter();
    versions.map(|one| (one.number, one.how.as_str(), one.chatflow.welcome)).collect()
}

fn words(sql: &Memory, chatflow: &str) -> String {
    edit::detail(sql, &id(chatflow)).unwrap().chatflow.welcome
}

#[test]
fn every_change_is_a_version_and_so_is_what_was_there_before() {
    // N9
    let sql = shop();
    assert_eq!(told(&sql, "live"), []);
    says(&sql, "live", "One", 2_000);
    says(&sql, "live", "Two", 3_000);
    // Saving what is there already is no change.
    says(&sql, "live", "Two", 4_000);
    edit::switch(&sql, &id("live"), false, 5_000).unwrap();
    edit::switch(&sql, &id("live"), false, 6_000).unwrap();
    assert_eq!(
        told(&sql, "live"),
        [
            (4, "switched_off", "Two".into()),
            (3, "published", "Two".into()),
            (2, "published", "One".into()),
            (1, "found", String::new())
        ]
    );
    let made = edit::create(&sql, "New", None, 7_000).unwrap();
    assert_eq!(told(&sql, &made.chatflow.targeting.id), [(1, "created", String::new())]);
    says(&sql, "new", "Later", 8_000);
    assert_eq!(told(&sql, "new")[0], (2, "saved", "Later".into()));
    assert!(
        matches!(list(&sql, &id("gone")), Err(Error::Rejected(problem)) if problem.code == Code::NotFound)
    );
}

#[test]
fn whoever_changed_it_stands_there_and_what_was_found_is_nobodys() {
    // N9
    let sql = shop();
    says(&sql, "live", "One", 2_000);
    versions::sign(&sql, &ada()).unwrap();
    let bo = Agent { id: AgentId::parse("bo").unwrap(), name: "Bo".into() };
    says(&sql, "live", "Two", 3_000);
    versions::sign(&sql, &bo).unwrap();
    let by: Vec<_> = list(&sql, &id("live")).unwrap().versions.into_iter().map(|one| one.by).collect();
    assert_eq!(by, [Some(bo), Some(ada()), None]);
}

#[test]
fn going_back_is_a_new_version_and_leaves_the_switch_alone() {
    // N9
    let sql = shop();
    says(&sql, "live", "One", 2_000);
    says(&sql, "live", "Two", 3_000);
    let revision = edit::detail(&sql, &id("live")).unwrap().revision;
    let stale = roll_back(&sql, &id("live"), 2, revision - 1, 4_000);
    assert!(matches!(stale, Err(Error::Rejected(problem)) if problem.code == Code::ChatflowChanged));
    let before = account::itself(&sql).unwrap().unwrap().version;
    let back = roll_back(&sql, &id("live"), 2, revision, 4_000).unwrap();
    assert_eq!((back.chatflow.welcome.as_str(), back.chatflow.targeting.enabled), ("One", true));
    assert_eq!(account::itself(&sql).unwrap().unwrap().version, before + 1, "published as one");
    let newest = list(&sql, &id("live")).unwrap().versions.remove(0);
    assert_eq!((newest.number, newest.how, newest.restored), (4, How::RolledBack, Some(2)));
    // Of one that is off meanwhile nothing goes live.
    edit::switch(&sql, &id("live"), false, 5_000).unwrap();
    let revision = edit::detail(&sql, &id("live")).unwrap().revision;
    let back = roll_back(&sql, &id("live"), 3, revision, 6_000).unwrap();
    assert_eq!((back.chatflow.welcome.as_str(), back.chatflow.targeting.enabled), ("Two", false));
    let missing = roll_back(&sql, &id("live"), 99, back.revision, 7_000);
    assert!(matches!(missing, Err(Error::Rejected(problem)) if problem.code == Code::NotFound));
}

#[test]
fn what_could_not_be_saved_today_cannot_be_gone_back_to() {
    // N9 S30
    let sql = shop();
    says(&sql, "sale", "One", 2_000);
    let ChatflowDetail { mut chatflow, revision, .. } = edit::detail(&sql, &id("sale")).unwrap();
    let rules = std::mem::take(&mut chatflow.targeting.include);
    edit::save(&sql, &id("sale"), revision, chatflow.clone(), 3_000).unwrap();
    chatflow.targeting.include = rules;
    chatflow.targeting.enabled = true;
    edit::save(&sql, &id("sale"), revision + 1, chatflow, 4_000).unwrap();
    // Version 3 had no rule, which is good enough for one that is off, and not for this one.
    let refused = roll_back(&sql, &id("sale"), 3, revision + 2, 5_000);
    assert!(matches!(refused, Err(Error::Rejected(problem)) if problem.code == Code::RuleMissing));
    assert_eq!((words(&sql, "sale").as_str(), told(&sql, "sale").len()), ("One", 4));
}

#[test]
fn the_oldest_versions_go() {
    // N9
    let sql = shop();
    for n in 0..KEPT_VERSIONS as u64 + 5 {
        says(&sql, "live", &n.to_string(), 2_000 + n);
    }
    let told = told(&sql, "live");
    assert_eq!((told.len(), told[0].0, told[KEPT_VERSIONS - 1].0), (KEPT_VERSIONS, 56, 7));
    edit::remove(&sql, &id("live"), 9_000).unwrap();
    assert!(versions::of(&sql, "live").unwrap().is_empty());
}
