//! Skills: who can do what, what rules ask for, and who gets what then (P40).

use serde_json::{Value, json};

use crate::visitor::starts;
use crate::wait::until;
use crate::workshop::Workshop;

#[track_caller]
fn learns(shop: &Workshop, who: &str, skills: &[&str]) -> Value {
    shop.ida.sends("PUT", &format!("/api/people/{who}"), &json!({"skills": skills})).ok()
}

#[test]
fn who_can_do_it_gets_it_though_others_are_idle() {
    // P40 N30: an owner gives a skill, and the routing asks for it
    let shop = Workshop::new("ws-skills");
    let made = shop.ida.sends("POST", "/api/skills", &json!({"name": "Deutsch"})).ok();
    assert_eq!(made["skills"], json!([{"id": "deutsch", "name": "Deutsch"}]));
    let told = learns(&shop, "mia", &["deutsch"]);
    assert_eq!(told["skills"], json!(["deutsch"]), "{told}");
    let rule = json!({"assign": "people", "agents": ["mia", "ole"], "skills": ["deutsch"]});
    shop.edits("open", |chatflow| chatflow["routing"] = rule).ok();
    let kept = shop.opens("open")["chatflow"]["routing"].clone();
    assert_eq!(kept["skills"], json!(["deutsch"]), "{kept}");
    for _ in 0..2 {
        let thread = starts(&mut shop.visitor().connects(), "open", "Guten Tag");
        shop.until_it_is_with(&thread, "mia");
        let decision = shop.routing(&thread)["decisions"][0].clone();
        let of = |who: &str| {
            let all = decision["considered"].as_array().cloned().unwrap_or_default();
            all.into_iter().find(|it| it["agent"] == who).unwrap_or_default()
        };
        assert_eq!(
            (&of("ole")["verdict"], &of("ole")["lacks"]),
            (&json!("lacks_skill"), &json!(["deutsch"]))
        );
        assert_eq!((&of("mia")["verdict"], of("mia").get("lacks")), (&json!("chosen"), None), "{decision}");
    }
    // Nobody who can is there: it waits for them, and whoever learns it gets it at once.
    shop.presence("mia", true);
    let waits = starts(&mut shop.visitor().connects(), "open", "Noch da?");
    until("the row", || shop.ida.row("main", "view=unassigned", &waits));
    assert_eq!(shop.routing(&waits)["decisions"][0]["because"], "nobody_available");
    let crew = shop.ida.gets("/api/inboxes/main/colleagues").ok();
    let skilled = |who: &str| {
        let all = crew["colleagues"].as_array().cloned().unwrap_or_default();
        all.into_iter().find(|it| it["agent"] == who).map(|it| it["skills"].clone()).unwrap_or_default()
    };
    assert_eq!((skilled("mia"), skilled("ole")), (json!(["deutsch"]), Value::Null), "{crew}");
    learns(&shop, "ole", &["deutsch"]);
    shop.until_it_is_with(&waits, "ole");
}

#[test]
fn visitors_are_told_of_those_alone_who_can() {
    // P40 N32: whoever is there and cannot do it is nobody to them
    let shop = Workshop::new("ws-skilled");
    shop.ida.sends("POST", "/api/skills", &json!({"name": "Kilns"})).ok();
    shop.presence("ida", true);
    shop.presence("mia", true);
    let rule = json!({"assign": "people", "agents": ["mia", "ole"], "skills": ["kilns"]});
    shop.edits("open", |chatflow| {
        chatflow["routing"] = rule;
        chatflow["availability"] = json!({"mode": "status"});
    })
    .ok();
    let now = || shop.ida.gets("/api/chatflows/open/availability").ok()["spans"][0].clone();
    assert_eq!((&now()["reachable"], &now()["because"]), (&json!(false), &json!("nobody_is_there")));
    learns(&shop, "ole", &["kilns"]);
    until("somebody who can", || (now()["reachable"] == true).then_some(()));
    learns(&shop, "ole", &[]);
    until("nobody who can", || (now()["reachable"] == false).then_some(()));
}

#[test]
fn what_cannot_be_is_refused_and_said_where() {
    // P40: unknown, too many, not one's own to give, asked for by a rule
    let shop = Workshop::new("ws-no-skill");
    let long = json!({"name": "x".repeat(101)});
    for (body, status, code) in [(json!({"name": " "}), 422, "text_empty"), (long, 413, "text_too_long")] {
        let answer = shop.ida.sends("POST", "/api/skills", &body);
        assert_eq!(answer.refusal(), (status, code.to_owned()));
        assert_eq!(answer.json()["error"]["field"], "name");
    }
    let stranger = shop.ida.sends("PUT", "/api/people/mia", &json!({"skills": ["greek"]}));
    assert_eq!(stranger.refusal(), (422, "reference_unknown".to_owned()));
    assert_eq!(stranger.json()["error"]["field"], "skills[0]");
    let asked = |skills: Value| {
        let rule = json!({"assign": "people", "agents": ["mia"], "skills": skills});
        shop.edits("open", |chatflow| chatflow["routing"] = rule)
    };
    let unknown = asked(json!(["greek"]));
    assert_eq!(unknown.refusal(), (422, "reference_unknown".to_owned()));
    assert_eq!(unknown.json()["error"]["field"], "routing.skills[0]");
    shop.ida.sends("POST", "/api/skills", &json!({"name": "Greek"})).ok();
    let many = asked(json!(vec!["greek"; 65]));
    assert_eq!(many.refusal(), (422, "too_many".to_owned()));
    // Agents see what there is, and give nobody anything, themselves least.
    let mia = shop.agent("mia");
    assert_eq!(mia.gets("/api/skills").ok()["skills"][0]["id"], "greek");
    assert_eq!(mia.sends("PUT", "/api/people/mia", &json!({"skills": ["greek"]})).status, 403);
    assert_eq!(mia.sends("POST", "/api/skills", &json!({"name": "Mine"})).status, 403);
    // While a rule asks for it, it stays.
    asked(json!(["greek"])).ok();
    let kept = shop.ida.sends("DELETE", "/api/skills/greek", &json!({}));
    assert_eq!(kept.refusal(), (409, "named_by_routing".to_owned()));
    let renamed = shop.ida.sends("PUT", "/api/skills/greek", &json!({"name": "Ελληνικά"})).ok();
    assert_eq!(renamed["skills"], json!([{"id": "greek", "name": "Ελληνικά"}]));
    asked(json!([])).ok();
    assert_eq!(shop.ida.sends("DELETE", "/api/skills/greek", &json!({})).ok()["skills"], json!([]));
    for n in 0..64 {
        shop.ida.sends("POST", "/api/skills", &json!({"name": format!("Skill {n}")})).ok();
    }
    let more = shop.ida.sends("POST", "/api/skills", &json!({"name": "One more"}));
    assert_eq!(more.refusal(), (422, "too_many".to_owned()));
}
