//! Apps over the real tables of the demo account.

use protocol::rest::inboxes::SaveInbox;

use super::*;
use crate::model::inboxes;
use crate::store::account::tests::imported;
use crate::store::native::Memory;

const OWN: &str = "https://chat.kiln.example";

fn content(name: &str, url: &str, inboxes: &[&str]) -> AppContent {
    let inboxes = inboxes.iter().map(|id| InboxId::parse(id).unwrap()).collect();
    AppContent { name: name.into(), url: url.into(), inboxes }
}

fn add(sql: &Memory, content: AppContent) -> Result<Apps, Error> {
    put(sql, None, content, OWN)
}

fn second_inbox() -> SaveInbox {
    SaveInbox { name: "Second".into(), reopen_within_hours: None, members: Vec::new() }
}

fn refusal(result: Result<Apps, Error>) -> Option<(Code, Option<String>)> {
    match result {
        Err(Error::Rejected(problem)) => Some((problem.code, problem.field)),
        _ => None,
    }
}

#[test]
fn apps_are_made_changed_and_removed() {
    // P58
    let sql = imported();
    let made = add(&sql, content("Our CRM", "https://crm.kiln.example/beside?x=1#top", &[])).unwrap();
    assert_eq!(made.apps.len(), 1);
    let id = made.apps[0].id.clone();
    assert_eq!(id.as_str(), "our-crm");
    let changed =
        put(&sql, Some(id.clone()), content("CRM", "https://crm.kiln.example/", &["main", "main"]), OWN);
    let changed = changed.unwrap().apps.remove(0);
    assert_eq!((changed.id.as_str(), changed.name.as_str(), changed.inboxes.len()), ("our-crm", "CRM", 1));
    assert!(remove(&sql, &id).unwrap().apps.is_empty());
    assert_eq!(remove(&sql, &id).err().map(|error| error.code()), Some(Code::NotFound));
    let gone = put(&sql, Some(id), content("CRM", "https://crm.kiln.example/", &[]), OWN);
    assert_eq!(gone.err().map(|error| error.code()), Some(Code::NotFound));
}

#[test]
fn what_may_stand_in_a_frame() {
    let long = format!("https://crm.example/{}", "x".repeat(APP_URL_BYTES));
    for (url, taken) in [
        ("https://crm.example", true),
        ("https://crm.example:8443/beside?for=parlor#top", true),
        ("https://10.0.0.7/crm", true),
        ("http://localhost:3000/crm", true),
        ("http://127.0.0.1:3000/", true),
        ("http://crm.example/", false),
        ("http://10.0.0.7/crm", false),
        ("https://chat.kiln.example/console/", false),
        ("https://CHAT.kiln.example:443/", false),
        ("https://user:pass@crm.example/", false),
        ("https://crm.example; script-src *", false),
        ("javascript:alert(1)", false),
        ("data:text/html,hello", false),
        ("//crm.example/", false),
        ("crm.example", false),
        ("", false),
        (&long, false),
    ] {
        let sql = imported();
        let answer = add(&sql, content("CRM", url, &[]));
        if taken {
            assert!(answer.is_ok(), "{url}: {answer:?}");
        } else {
            assert_eq!(refusal(answer), Some((Code::AppUrl, Some("url".into()))), "{url}");
        }
    }
}

#[test]
fn each_part_that_is_wrong_is_named() {
    let sql = imported();
    let url = "https://crm.example/";
    let nameless = add(&sql, content(" ", url, &[]));
    assert_eq!(refusal(nameless), Some((Code::TextEmpty, Some("name".into()))));
    let nowhere = add(&sql, content("CRM", url, &["main", "nowhere"]));
    assert_eq!(refusal(nowhere), Some((Code::ReferenceUnknown, Some("inboxes[1]".into()))));
    for n in 0..APPS {
        assert!(add(&sql, content(&format!("App {n}"), url, &[])).is_ok());
    }
    assert_eq!(refusal(add(&sql, content("One more", url, &[]))), Some((Code::TooMany, None)));
}

#[test]
fn agents_are_told_of_their_inboxes_alone() {
    let sql = imported();
    let made = inboxes::put(&sql, None, &second_inbox(), 1_000).unwrap();
    let second = made.inboxes.iter().find(|inbox| inbox.inbox.name == "Second").unwrap().id().clone();
    let main = InboxId::parse("main").unwrap();
    let url = "https://crm.example/";
    add(&sql, content("Everywhere", url, &[])).unwrap();
    add(&sql, content("Main", url, &["main"])).unwrap();
    add(&sql, content("Both", url, &["main", second.as_str()])).unwrap();
    add(&sql, content("Second", url, &[second.as_str()])).unwrap();
    let names = |of: Option<&[InboxId]>| -> Vec<String> {
        list(&sql, of).unwrap().apps.into_iter().map(|app| app.name).collect()
    };
    assert_eq!(names(None), ["Both", "Everywhere", "Main", "Second"]);
    assert_eq!(names(Some(std::slice::from_ref(&main))), ["Both", "Everywhere", "Main"]);
    assert_eq!(names(Some(&[])), ["Everywhere"]);
    let both = list(&sql, Some(std::slice::from_ref(&main))).unwrap().apps.remove(0);
    assert_eq!(both.inboxes, [main], "what other inboxes there are is not told");
    // What stood beside the conversations of a deleted inbox alone stands nowhere.
    inboxes::remove(&sql, &second, "Second", 2_000).unwrap();
    assert_eq!(names(None), ["Both", "Everywhere", "Main"]);
}
