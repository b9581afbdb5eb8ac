//! Who gets a conversation: by rule, presence, load and capacity; that it can be told why; and that a crash between the
//! decision and the shard that keeps the thread loses nothing.

use serde_json::{Value, json};

use crate::accounts::{self, WORKSHOP};
use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::{Visitor, begin, post, resumes, says, starts};
use crate::wait::until;
use crate::workshop::Workshop;

/// A workshop whose chatflow is routed so.
#[track_caller]
fn routed(id: &'static str, rule: &Value) -> Workshop {
    let shop = Workshop::new(id);
    shop.edits("open", |chatflow| chatflow["routing"] = rule.clone()).ok();
    shop
}

fn people(agents: &[&str]) -> Value {
    json!({"assign": "people", "agents": agents, "teams": [], "last_agent_first": false})
}

/// The verdicts of the newest decision.
fn verdicts(routing: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let considered = routing["decisions"][0]["considered"].as_array().cloned().unwrap_or_default();
    considered.iter().map(|it| (text(&it["agent"]), text(&it["verdict"]))).collect()
}

fn pair(agent: &str, verdict: &str) -> (String, String) {
    (agent.to_owned(), verdict.to_owned())
}

/// The assignments in a thread's log.
fn assignments(entries: &[Value]) -> Vec<Value> {
    let assigned = entries.iter().filter(|entry| entry["body"]["kind"] == "assigned");
    assigned.map(|entry| json!([entry["from"]["kind"], entry["body"]["agent"]["id"]])).collect()
}

#[test]
fn a_chat_goes_to_whoever_is_there_and_it_can_be_told_why() {
    // S70 S71 S90 S91 S92 S93 N30 P37: online or away is what they said, not an open tab
    let shop = routed("ws-routed", &people(&["ida", "mia"]));
    let mine = shop.ida.sends("PUT", "/api/me/presence", &json!({"away": true})).ok();
    assert_eq!((&mine["away"], mine.get("away_by")), (&json!(true), None), "{mine}");
    let mut socket = shop.visitor().connects();
    let thread = starts(&mut socket, "open", "Is anybody there?");
    shop.until_it_is_with(&thread, "mia");
    let state = socket.take("the assignment", |frame| frame["t"] == "state");
    assert_eq!(state["thread"]["assignee"]["name"], "Mia Sand");
    let told = shop.routing(&thread);
    assert_eq!(
        (&told["decisions"][0]["because"], told.get("waits_since")),
        (&json!("available"), None),
        "{told}"
    );
    assert_eq!(verdicts(&told), [pair("ida", "away"), pair("mia", "chosen")]);
    // The other way round, from the next conversation on; the first stays where it is.
    shop.presence("mia", true);
    shop.ida.sends("PUT", "/api/me/presence", &json!({"away": false})).ok();
    let next = starts(&mut shop.visitor().connects(), "open", "And now?");
    shop.until_it_is_with(&next, "ida");
    shop.until_it_is_with(&thread, "mia");
    // Answered by hand, it is no rule's any more.
    says(&mut socket, &post(&thread, "still me"));
    assert_eq!(assignments(&resumes(&mut socket, &thread, 0).0), [json!(["system", "mia"])]);
}

#[test]
fn an_owner_gets_what_is_theirs_though_they_are_away() {
    // S97 S98 S99 S100
    let mut account = accounts::workshop("ws-owner");
    account["contacts"] =
        json!([{"id": "vera", "name": "Vera Lind", "email": "vera@customer.test", "owner": "mia"}]);
    account["chatflows"][0]["routing"] = json!({"assign": "owner", "otherwise": people(&["ida"])});
    let shop = Workshop::of("ws-owner", &account);
    shop.presence("mia", true);
    let product = Product::shared();
    let asked = json!({"account": "ws-owner", "email": "vera@customer.test"});
    let identity = product.internal("/internal/identify", &asked).ok()["token"].clone();
    let body = json!({"chatflow": "open", "token": identity}).to_string();
    let vera = shop.visitor().with(&begin(product, "ws-owner", WORKSHOP, &body).ok());
    let thread = starts(&mut vera.connects(), "open", "It is me.");
    shop.until_it_is_with(&thread, "mia");
    let told = shop.routing(&thread);
    let decision = &told["decisions"][0];
    assert_eq!(
        (&decision["because"], &decision["owner"]),
        (&json!("owner_though_away"), &json!("mia")),
        "{told}"
    );
    let stranger = starts(&mut shop.visitor().connects(), "open", "I am new.");
    shop.until_it_is_with(&stranger, "ida");
}

#[test]
fn the_rule_may_say_nobody() {
    // S101 S102 S103
    for (id, rule, because) in [
        ("ws-nobody", json!({"assign": "nobody"}), "rule_says_nobody"),
        ("ws-no-owner", json!({"assign": "owner", "otherwise": {"assign": "nobody"}}), "no_owner"),
    ] {
        let shop = routed(id, &rule);
        let thread = starts(&mut shop.visitor().connects(), "open", "Hello?");
        until("the row", || shop.ida.row("main", "view=unassigned", &thread));
        let told = shop.routing(&thread);
        assert_eq!(told["decisions"][0]["because"], because, "{told}");
        assert_eq!((told["decisions"][0].get("to"), told.get("waits_since")), (None, None));
    }
}

#[test]
fn capacity_holds_and_the_queue_is_given_out_oldest_first() {
    // H65 P35 P41 E46 E47 P44
    let shop = routed("ws-queue", &people(&["mia"]));
    shop.presence("mia", true);
    let work = shop.ida.sends("PUT", "/api/people/mia/work", &json!({"capacity": 1, "hours": null})).ok();
    assert_eq!(work["work"]["capacity"], 1, "{work}");
    let mut waiting = Vec::new();
    for text in ["first", "second", "third"] {
        let mut socket = shop.visitor().connects();
        waiting.push(starts(&mut socket, "open", text));
        until("it to wait", || {
            let overview = shop.ida.gets("/api/inboxes/main/colleagues").ok();
            (overview["waiting"]["threads"] == waiting.len()).then_some(())
        });
    }
    let told = shop.routing(&waiting[2]);
    assert_eq!(
        (&told["decisions"][0]["because"], &told["ahead"]),
        (&json!("nobody_available"), &json!(2)),
        "{told}"
    );
    assert_eq!(verdicts(&told), [pair("mia", "away")]);
    let overview = shop.ida.gets("/api/inboxes/main/colleagues").ok();
    let oldest = overview["waiting"]["oldest_since"].as_u64();
    assert!(oldest.is_some() && told["waits_since"].as_u64() > oldest, "{overview}");
    // Mia comes, and takes one at a time.
    let mia = shop.agent("mia");
    mia.sends("PUT", "/api/me/presence", &json!({"away": false})).ok();
    for (at, thread) in waiting.iter().enumerate() {
        shop.until_it_is_with(thread, "mia");
        for later in &waiting[at + 1..] {
            assert_eq!(shop.ida.row("main", "view=all", later).unwrap().get("assignee"), None, "{at}");
        }
        mia.acts("main", thread, "close", &json!({}));
    }
    let overview = shop.ida.gets("/api/inboxes/main/colleagues").ok();
    let state = overview["colleagues"].as_array().unwrap().iter().find(|it| it["agent"] == "mia").unwrap();
    assert_eq!((&state["open"], &state["capacity"], state.get("hindrance")), (&json!(0), &json!(1), None));
    assert_eq!(overview["waiting"]["threads"], 0);
    assert!(!overview.to_string().contains('@'), "{overview}");
}

#[test]
fn replying_takes_what_nobody_has_and_a_rule_leaves_it_there() {
    // S96 S105 H74
    let shop = routed("ws-reply", &people(&["mia"]));
    shop.presence("mia", true);
    let mut socket = shop.visitor().connects();
    let thread = starts(&mut socket, "open", "Hello?");
    until("the row", || shop.ida.row("main", "view=unassigned", &thread));
    says(&mut shop.ida.connects("main"), &post(&thread, "I am here."));
    shop.until_it_is_with(&thread, "ida");
    shop.presence("mia", false);
    let next = starts(&mut shop.visitor().connects(), "open", "Me too");
    shop.until_it_is_with(&next, "mia");
    shop.until_it_is_with(&thread, "ida");
    assert_eq!(assignments(&resumes(&mut socket, &thread, 0).0), [json!(["agent", "ida"])]);
}

#[test]
fn by_hand_a_chat_goes_to_any_member_and_to_nobody_else() {
    // S106 S96 E52 H73: who, in what state, and whether it goes to them
    let shop = routed("ws-hand", &json!({"assign": "nobody"}));
    let thread = starts(&mut shop.visitor().connects(), "open", "Hello?");
    until("the row", || shop.ida.row("main", "view=unassigned", &thread));
    let never = json!({"zone": "Europe/Berlin", "week": {}});
    for (state, presence, work) in [
        ("there", false, json!({})),
        ("away", true, json!({})),
        ("off work", false, json!({"hours": never})),
        ("with as many as they take", false, json!({"capacity": 1})),
    ] {
        shop.presence("ole", presence);
        shop.ida.sends("PUT", "/api/people/ole/work", &work).ok();
        let given = shop.ida.acts("main", &thread, "assign", &json!({"agent": "ole"}));
        assert_eq!(given["assignee"]["id"], "ole", "{state}");
        let taken = shop.ida.acts("main", &thread, "assign", &json!({"agent": null}));
        assert_eq!(taken.get("assignee"), None, "{state}");
    }
    let assign = |inbox: &str, thread: &str, agent: &str| {
        let path = format!("/api/threads/{inbox}/{thread}/assign");
        shop.agent("mia").sends("POST", &path, &json!({"agent": agent})).refusal()
    };
    assert_eq!(assign("main", &thread, "nobody-here"), (422, "assignee_not_in_inbox".to_owned()));
    // Ida works in `main` only.
    shop.edits("open", |chatflow| chatflow["inbox"] = json!("side")).ok();
    let side = starts(&mut shop.visitor().connects(), "open", "Hello?");
    let mia = shop.agent("mia");
    until("the row", || mia.row("side", "view=unassigned", &side));
    assert_eq!(assign("side", &side, "ida"), (422, "assignee_not_in_inbox".to_owned()));
    assert_eq!(mia.acts("side", &side, "assign", &json!({"agent": "mia"}))["assignee"]["id"], "mia");
}

/// A product with a short grace, and its workshop.
fn impatient() -> (Product, Value) {
    let product = Product::start_with(&[("PARLOR_GRACE_MS", "700")]);
    let mut account = accounts::workshop("ws-grace");
    account["chatflows"][0]["routing"] = people(&["mia", "ole"]);
    product.internal("/internal/seed", &account).ok();
    (product, account)
}

#[test]
fn what_goes_on_while_its_agent_is_away_goes_to_others_or_back_to_all() {
    // H63 S72 S73 S108 P36 E45
    let (product, _) = impatient();
    let ida = Agent::signs_in(&product, "ida@ws-grace.test");
    let mia = Agent::signs_in(&product, "mia@ws-grace.test");
    let away = |who: &str, away: bool, reassign: bool| {
        let body = json!({"away": away, "reassign_replies": reassign});
        ida.sends("PUT", &format!("/api/people/{who}/presence"), &body).ok()
    };
    let is_with = |thread: &str, who: Value| {
        until("the assignee", || {
            let row = ida.row("main", "view=all", thread)?;
            (row["assignee"]["id"] == who).then_some(())
        });
    };
    away("ole", true, false);
    let mut socket = Visitor::acts(&product, "ws-grace", WORKSHOP, "open").connects();
    let thread = starts(&mut socket, "open", "one");
    is_with(&thread, json!("mia"));
    // H63: said for her, and it says by whom; she can say otherwise herself.
    let told = away("mia", true, false);
    assert_eq!(told["away_by"]["id"], "ida", "{told}");
    assert_eq!(mia.gets("/api/me/presence").ok(), told);
    away("ole", false, false);
    // Without reassign replies it stays.
    says(&mut socket, &post(&thread, "two"));
    let next = starts(&mut Visitor::acts(&product, "ws-grace", WORKSHOP, "open").connects(), "open", "other");
    is_with(&next, json!("ole"));
    is_with(&thread, json!("mia"));
    // With it, the next word goes to whoever is there.
    away("mia", true, true);
    says(&mut socket, &post(&thread, "three"));
    is_with(&thread, json!("ole"));
    let routing = ida.gets(&format!("/api/threads/main/{thread}/routing")).ok();
    let decision = &routing["decisions"][0];
    assert_eq!((&decision["because"], &decision["from"]), (&json!("reassigned"), &json!("mia")), "{routing}");
    // Nobody is there: after the grace it is everybody's, and the thread says so.
    away("ole", true, true);
    says(&mut socket, &post(&thread, "four"));
    is_with(&thread, json!(null));
    let log = assignments(&resumes(&mut socket, &thread, 0).0);
    let expected = [json!(["system", "mia"]), json!(["system", "ole"]), json!(["system", null])];
    assert_eq!(log, expected);
    mia.sends("PUT", "/api/me/presence", &json!({"away": false})).ok();
    is_with(&thread, json!("mia"));
    is_with(&next, json!("mia"));
}

#[test]
fn a_crash_between_decision_and_assignment_loses_nothing() {
    // S92 P1: decided and ordered in one transaction, told at least once
    let (product, _) = impatient();
    let ida = Agent::signs_in(&product, "ida@ws-grace.test");
    let mut threads = Vec::new();
    for round in 0..6 {
        let visitor = Visitor::acts(&product, "ws-grace", WORKSHOP, "open");
        let mut socket = visitor.connects();
        let thread = starts(&mut socket, "open", &format!("{round}"));
        if round % 2 == 1 {
            // As soon as the inbox has decided; the shard may not have heard.
            until("a decision", || {
                let answer = ida.gets(&format!("/api/threads/main/{thread}/routing"));
                (answer.status == 200 && answer.json()["decisions"][0].is_object()).then_some(())
            });
        }
        product.restart_workerd();
        threads.push((visitor, thread));
    }
    for (visitor, thread) in threads {
        until("everything to be with somebody", || {
            ida.row("main", "view=all", &thread).filter(|row| row["assignee"].is_object())
        });
        let assigned = assignments(&resumes(&mut visitor.connects(), &thread, 0).0);
        assert_eq!(assigned.len(), 1, "once: {assigned:?}");
    }
    let load = ida.gets("/api/inboxes/main/colleagues").ok();
    let open = |who: &str| {
        let all = load["colleagues"].as_array().unwrap();
        all.iter().find(|it| it["agent"] == who).unwrap()["open"].as_u64().unwrap()
    };
    assert_eq!((open("mia"), open("ole"), open("ida")), (3, 3, 0), "E48: evenly");
}
