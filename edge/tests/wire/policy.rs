//! A routing rule is tried out before it is switched on, with what really came.

use serde_json::{Value, json};

use crate::accounts::{self, WORKSHOP};
use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::{Visitor, message_id, post, says, starts};
use crate::workshop::Workshop;

fn people(agents: &[&str]) -> Value {
    json!({"assign": "people", "agents": agents})
}

const SIMULATE: &str = "/api/chatflows/open/routing/simulate";

#[test]
fn last_weeks_conversations_are_given_out_once_more_by_another_rule() {
    // N31: Ida was away when somebody wrote; Mia, whom the rule did not name, was there
    let shop = Workshop::new("ws-policy");
    shop.edits("open", |chatflow| chatflow["routing"] = people(&["ida"])).ok();
    shop.presence("ida", true);
    shop.presence("mia", false);
    let thread = starts(&mut shop.visitor().connects(), "open", "Anybody?");
    crate::wait::until("the row", || shop.ida.row("main", "view=unassigned", &thread));
    let told = shop.ida.sends("POST", SIMULATE, &json!({"rule": people(&["ida", "mia"])})).ok();
    let outcome = |which: &str| (told[which]["came"].clone(), told[which]["taken"].clone());
    assert_eq!(outcome("present"), (json!(1), json!(0)), "{told}");
    assert_eq!(outcome("proposed"), (json!(1), json!(1)), "{told}");
    assert_eq!(told["proposed"]["longest_ms"], 0);
    assert_eq!(told["proposed"]["queue"].as_array().map(Vec::len), Some(168));
    let mia =
        told["proposed"]["agents"].as_array().and_then(|all| all.iter().find(|it| it["agent"] == "mia"));
    assert_eq!(mia.map(|mia| mia["given"].clone()), Some(json!(1)), "{told}");
    // Nothing was changed by that.
    assert_eq!(shop.opens("open")["chatflow"]["routing"]["agents"], json!(["ida"]));
    assert_eq!(
        shop.ida.row("main", "view=unassigned", &thread).map(|row| row["thread"].clone()),
        Some(json!(thread))
    );
    // With arrivals that are made up, the same twice.
    let made_up = json!({"rule": people(&["mia"]), "arrivals": {"per_hour": [3], "minutes": [20]},
        "agents": [{"agent": "mia", "work": {"capacity": 1}}]});
    let once = shop.ida.sends("POST", SIMULATE, &made_up).ok();
    assert_eq!(once["proposed"]["came"], 3 * 168);
    let taken = |told: &Value| told["proposed"]["agents"].clone();
    assert!(taken(&once).to_string().contains(r#""most":1"#), "{once}");
}

#[test]
fn a_rule_is_tried_out_by_admins_alone_and_only_with_what_can_be() {
    // N31 S15
    let shop = Workshop::new("ws-policy-refused");
    let refused = |body: Value| {
        let answer = shop.ida.sends("POST", SIMULATE, &body);
        (answer.refusal(), answer.json()["error"]["field"].clone())
    };
    let rule = json!({"assign": "nobody"});
    for (body, code, field) in [
        (json!({"rule": rule, "agents": [{"agent": "zoe"}]}), "reference_unknown", "agents[0].agent"),
        (
            json!({"rule": rule, "agents": [{"agent": "mia", "work": {"capacity": 0}}]}),
            "number_range",
            "agents[0].work.capacity",
        ),
        (
            json!({"rule": rule, "arrivals": {"per_hour": [60], "minutes": [1]}}),
            "number_range",
            "arrivals.per_hour",
        ),
    ] {
        assert_eq!(refused(body), ((422, code.to_owned()), json!(field)));
    }
    let unknown = shop.ida.sends("POST", "/api/chatflows/none/routing/simulate", &json!({"rule": rule}));
    assert_eq!(unknown.refusal(), (404, "not_found".to_owned()));
    let mia = shop.agent("mia").sends("POST", SIMULATE, &json!({"rule": rule}));
    assert_eq!(mia.refusal(), (403, "forbidden".to_owned()));
}

#[test]
fn who_comes_and_goes_is_told_to_visitors_and_colleagues_on_the_line() {
    // S58 N32 E41 H63 P44: nobody has to ask again and again
    let shop = Workshop::new("ws-policy-team");
    let mut visitor = shop.visitor().connects();
    starts(&mut visitor, "open", "Hello");
    let mut console = shop.agent("mia").connects("main");
    shop.presence("mia", true);
    console.tagged("team");
    visitor.tagged("team");
    // What was told can be asked about by then.
    let mine = shop.agent("mia").gets("/api/me/presence").ok();
    assert_eq!((&mine["away"], &mine["away_by"]["id"]), (&json!(true), &json!("ida")));
}

#[test]
fn whoever_waits_too_long_for_nobody_is_told_of() {
    // E49: a rule that looks for nobody is no reason to forget anybody
    let product = Product::start_with(&[("PARLOR_LONG_WAIT_MS", "600")]);
    let account = accounts::workshop("ws-limbo");
    product.internal("/internal/seed", &account).ok();
    let ida = Agent::signs_in(&product, "ida@ws-limbo.test");
    let mut console = ida.connects("main");
    let mut visitor = Visitor::acts(&product, "ws-limbo", WORKSHOP, "open").connects();
    let thread = starts(&mut visitor, "open", "Anybody?");
    let told = console.take("the long wait", |frame| frame["t"] == "long_wait");
    assert_eq!(told["thread"], thread);
    let since =
        crate::wait::until("the row", || ida.row("main", "view=unassigned", &thread))["waiting_since"]
            .clone();
    assert_eq!(told["since"], since);
}

#[test]
fn a_silent_chat_closes_by_itself_and_a_word_opens_it_again() {
    // H67: five minutes, of a tenth of a second each; also where the process is killed meanwhile
    let product = Product::start_with(&[("PARLOR_MINUTE_MS", "100")]);
    let mut account = accounts::workshop("ws-silent");
    account["chatflows"][0]["closes_after_minutes"] = json!(5);
    product.internal("/internal/seed", &account).ok();
    let ida = Agent::signs_in(&product, "ida@ws-silent.test");
    let visitor = Visitor::acts(&product, "ws-silent", WORKSHOP, "open");
    let mut socket = visitor.connects();
    let thread = starts(&mut socket, "open", "Hello?");
    let row = |status: &str| ida.row("main", &format!("view=all&status={status}"), &thread);
    crate::wait::until("the row", || row("open"));
    let reply = |text: &str| {
        let path = format!("/api/threads/main/{thread}/messages");
        ida.sends("POST", &path, &json!({"client_message_id": message_id(), "text": text})).ok();
    };
    reply("Here I am.");
    let closed = socket
        .take("the closing", |frame| frame["t"] == "entry" && frame["entry"]["body"]["kind"] == "closed");
    assert_eq!(closed["entry"]["from"]["kind"], "system", "{closed}");
    let said = closed["entry"]["at"].as_u64().unwrap();
    crate::wait::until("the row to be closed", || row("closed"));
    let log = ida.gets(&format!("/api/threads/main/{thread}/messages")).ok();
    let before =
        log["entries"].as_array().unwrap().iter().rev().find(|entry| entry["body"]["kind"] == "text");
    assert!(said >= before.unwrap()["at"].as_u64().unwrap() + 500, "{log}");
    // A word opens it again, and it stays open while it waits for an answer.
    says(&mut socket, &post(&thread, "One more thing"));
    crate::wait::until("the row to be open", || row("open"));
    drop(socket);
    reply("Yes?");
    product.restart_workerd();
    crate::wait::until("it to close though nobody asked", || row("closed"));
}
