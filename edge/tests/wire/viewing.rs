//! Which colleagues look at the same conversation (P51), and how somebody likes to work (P56, S182).

use serde_json::{Value, json};

use crate::agent::Agent;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::starts;
use crate::wait::until;
use crate::workshop::Workshop;

fn views(socket: &mut Socket, thread: Option<&str>) {
    socket.send(&match thread {
        Some(thread) => json!({"t": "viewing", "thread": thread}),
        None => json!({"t": "viewing"}),
    });
}

#[track_caller]
fn names(socket: &mut Socket, thread: &str) -> Vec<String> {
    let frame = socket.take("who looks", |frame| frame["t"] == "viewing" && frame["thread"] == thread);
    let agents = frame["agents"].as_array().cloned().unwrap_or_default();
    agents.iter().map(|agent| agent["id"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn colleagues_at_the_same_conversation_hear_of_each_other_and_no_visitor_does() {
    // P51
    let shop = Workshop::new("ws-viewing");
    let me = shop.visitor();
    let mut visitor = me.connects();
    let thread = starts(&mut visitor, "open", "Is anybody there?");
    let other = starts(&mut visitor, "open", "And here?");
    for id in [&thread, &other] {
        until("the row", || shop.ida.row("main", "view=all&status=open", id));
    }
    let (mut mia, mut ole) = (shop.agent("mia").connects("main"), shop.agent("ole").connects("main"));
    views(&mut mia, Some(&thread));
    assert_eq!(names(&mut mia, &thread), [""; 0], "alone");
    views(&mut ole, Some(&thread));
    assert_eq!(names(&mut ole, &thread), ["mia"]);
    assert_eq!(names(&mut mia, &thread), ["ole"]);
    // A second tab of the same colleague says nothing new of them.
    let mut tab = shop.agent("ole").connects("main");
    views(&mut tab, Some(&thread));
    assert_eq!(names(&mut tab, &thread), ["mia"]);
    assert_eq!(names(&mut mia, &thread), ["ole"]);
    tab.close();
    assert_eq!(names(&mut mia, &thread), ["ole"], "one of two pages is shut");
    // Elsewhere: gone here, and there alone.
    views(&mut ole, Some(&other));
    assert_eq!(names(&mut mia, &thread), [""; 0]);
    assert_eq!(names(&mut ole, &other), [""; 0]);
    views(&mut ole, Some(&thread));
    assert_eq!(names(&mut mia, &thread), ["ole"]);
    // Nothing, and a closed page.
    views(&mut ole, None);
    assert_eq!(names(&mut mia, &thread), [""; 0]);
    views(&mut ole, Some(&thread));
    assert_eq!(names(&mut mia, &thread), ["ole"]);
    ole.close();
    assert_eq!(names(&mut mia, &thread), [""; 0]);
    // Who looks at nothing is told nothing; nor is whoever reads on the other side.
    let mut ida = shop.ida.connects("main");
    views(&mut ida, Some(&thread));
    assert_eq!(names(&mut mia, &thread), ["ida"]);
    for (who, heard) in
        [("the visitor", visitor.so_far()), ("another page of theirs", me.connects().so_far())]
    {
        assert!(!heard.iter().any(|frame| frame["t"] == "viewing"), "{who}: {heard:?}");
        let told = Value::from(heard).to_string();
        assert!(!told.contains("mia") && !told.contains("ole"), "{who}: {told}");
    }
}

#[test]
fn what_is_no_conversation_of_theirs_is_not_looked_at() {
    // P51
    let shop = Workshop::new("ws-viewing-not");
    let mut mia = shop.agent("mia").connects("main");
    views(&mut mia, Some("0-aaaaaaaaaaaaaaaaaaaaaaaaaa"));
    assert_eq!(mia.refusal().0, "not_found");
    mia.send(&json!({"t": "viewing", "thread": 7}));
    assert_eq!(mia.refusal().0, "id_format");
    let mut visitor = shop.visitor().connects();
    let thread = starts(&mut visitor, "open", "Me?");
    views(&mut visitor, Some(&thread));
    assert_eq!(visitor.refusal().0, "frame_unknown", "a visitor says no such thing");
    // Of another account it is not there.
    let mut ada = Agent::of(Product::shared(), "ada@rival.test").connects("main");
    views(&mut ada, Some(&thread));
    assert_eq!(ada.refusal().0, "not_found");
}

#[test]
fn how_one_likes_to_work_is_ones_own_and_the_same_everywhere() {
    // P56 S182
    let shop = Workshop::new("ws-preferences");
    let (mia, at) = (shop.agent("mia"), "/api/me/preferences");
    let begins = mia.gets(at).ok();
    assert_eq!(
        (&begins["undo_send_s"], &begins["conversation"]["sound"]),
        (&json!(0), &json!(true)),
        "{begins}"
    );
    let mut wanted = begins.clone();
    wanted["undo_send_s"] = json!(20);
    wanted["mine"] = json!({"desktop": true, "sound": false, "title": true});
    wanted["words"] = json!(false);
    wanted["quiet"] = json!({"from": 1320, "to": 420});
    wanted["muted"] = json!(["main"]);
    assert_eq!(mia.sends("PUT", at, &wanted).ok(), wanted);
    // Another browser of theirs, and a colleague.
    assert_eq!(Agent::signs_in(Product::shared(), "mia@ws-preferences.test").gets(at).ok(), wanted);
    assert_eq!(shop.agent("ole").gets(at).ok(), begins);
    for (slip, code) in [
        (json!({"undo_send_s": 7}), "number_range"),
        (json!({"quiet": {"from": 60, "to": 60}}), "schedule_invalid"),
        (json!({"quiet": {"from": 60, "to": 1440}}), "schedule_invalid"),
        (json!({"muted": vec!["main"; 201]}), "too_many"),
        (json!({"loud": true}), "unknown_field"),
        (json!({"mine": {"smell": true}}), "unknown_field"),
        (json!({"words": "no"}), "json_type"),
    ] {
        let answer = mia.sends("PUT", at, &slip);
        assert_eq!(answer.code(), code, "{slip}");
    }
    assert_eq!(mia.gets(at).ok(), wanted, "nothing of that was kept");
    // What is left out is as it begins.
    assert_eq!(mia.sends("PUT", at, &json!({"undo_send_s": 0})).ok()["words"], true);
    assert_eq!(Product::shared().ask("GET", at, &[], "").status, 401);
}
