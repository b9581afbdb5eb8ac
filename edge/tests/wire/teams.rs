//! People and teams: what an owner sets, who may, and what follows for routing.

use serde_json::{Value, json};

use crate::product::Product;
use crate::visitor::{post, resumes, says, starts};
use crate::wait::until;
use crate::workshop::Workshop;

fn team(teams: &Value, id: &str) -> Value {
    let found =
        teams["teams"].as_array().and_then(|teams| teams.iter().find(|team| team["id"] == id).cloned());
    found.unwrap_or_default()
}

/// A good and a failed request of each kind.
pub(crate) fn every_operation() {
    let shop = Workshop::new("ws-operations");
    let thread = starts(&mut shop.visitor().connects(), "open", "hello");
    until("the row", || shop.ida.row("main", "view=all", &thread));
    let site = [("origin", crate::accounts::WORKSHOP)];
    let availability = "/v1/ws-operations/availability";
    let product = Product::shared();
    product.ask("GET", &format!("{availability}?chatflow=open"), &site, "").ok();
    assert_eq!(product.ask("GET", availability, &site, "").status, 400);
    let plain = [site[0], ("content-type", "text/plain")];
    product.ask("POST", availability, &plain, &json!({"chatflow": "open"}).to_string()).ok();
    assert_eq!(product.ask("POST", availability, &plain, "{}").status, 400);
    for (good, bad) in [
        ("/api/me/presence".to_owned(), None),
        ("/api/people".to_owned(), None),
        ("/api/teams".to_owned(), None),
        ("/api/skills".to_owned(), None),
        ("/api/inboxes/main/colleagues".to_owned(), Some("/api/inboxes/none/colleagues")),
        (
            format!("/api/threads/main/{thread}/routing"),
            Some("/api/threads/none/0-aaaaaaaaaaaaaaaaaaaaaaaaaa/routing"),
        ),
        ("/api/chatflows/open/availability".to_owned(), Some("/api/chatflows/none/availability")),
    ] {
        shop.ida.gets(&good).ok();
        let refused = bad.map_or_else(|| product.ask("GET", &good, &[], ""), |bad| shop.ida.gets(bad));
        assert!(refused.status >= 400, "{good}");
    }
    let team = json!({"name": "Crew", "members": []});
    for (method, path, body) in [
        ("PUT", "/api/me/presence", json!({"away": false})),
        ("PUT", "/api/people/mia/presence", json!({"away": false})),
        ("PUT", "/api/people/mia/work", json!({})),
        ("POST", "/api/teams", team.clone()),
        ("PUT", "/api/teams/crew", team),
        ("DELETE", "/api/teams/crew", json!({})),
        ("POST", "/api/skills", json!({"name": "Greek"})),
        ("PUT", "/api/skills/greek", json!({"name": "Greek"})),
        ("DELETE", "/api/skills/greek", json!({})),
        ("POST", "/api/chatflows/open/routing/simulate", json!({"rule": {"assign": "nobody"}})),
    ] {
        shop.ida.sends(method, path, &body).ok();
        let answer = shop.ida.sends(method, path, &json!({"surprise": true}));
        assert!(answer.status >= 400, "{method} {path}");
    }
}

#[test]
fn a_team_is_made_routed_to_and_removed() {
    // S91 H72 P41: only who is in it first and foremost gets what is for it
    let shop = Workshop::new("ws-teams");
    let members = json!([{"agent": "ida", "primary": false}, {"agent": "mia"}]);
    let made = shop.ida.sends("POST", "/api/teams", &json!({"name": "Night shift", "members": members})).ok();
    assert_eq!(team(&made, "night-shift")["members"][1], json!({"agent": "mia", "primary": true}), "{made}");
    let rule = json!({"assign": "people", "agents": [], "teams": ["night-shift"], "last_agent_first": false});
    shop.edits("open", |chatflow| chatflow["routing"] = rule.clone()).ok();
    let first = starts(&mut shop.visitor().connects(), "open", "Good evening");
    shop.until_it_is_with(&first, "mia");
    let considered = shop.routing(&first)["decisions"][0]["considered"].clone();
    assert_eq!(considered.as_array().map(Vec::len), Some(1), "{considered}");
    // Another one comes first and foremost; who waits gets them.
    shop.presence("mia", true);
    let second = starts(&mut shop.visitor().connects(), "open", "Still there?");
    until("the row", || shop.ida.row("main", "view=unassigned", &second));
    let members = json!([{"agent": "ole"}]);
    let body = json!({"name": "Late shift", "members": members});
    let saved = shop.ida.sends("PUT", "/api/teams/night-shift", &body).ok();
    assert_eq!(team(&saved, "night-shift")["name"], "Late shift");
    shop.until_it_is_with(&second, "ole");
    // While a rule names it, it stays; and once none does, no rule can name it again.
    let kept = shop.ida.sends("DELETE", "/api/teams/night-shift", &json!({}));
    assert_eq!(kept.refusal(), (409, "named_by_routing".to_owned()));
    let name = shop.opens("open")["chatflow"]["name"].as_str().expect("a name").to_owned();
    assert!(kept.json()["error"]["message"].as_str().is_some_and(|it| it.contains(&name)), "{kept:?}");
    shop.edits("open", |chatflow| chatflow["routing"] = json!({"assign": "nobody"})).ok();
    let left = shop.ida.sends("DELETE", "/api/teams/night-shift", &json!({})).ok();
    assert_eq!(left["teams"], json!([]));
    let answer = shop.edits("open", |chatflow| chatflow["routing"] = rule);
    assert_eq!(answer.refusal(), (422, "reference_unknown".to_owned()));
    assert_eq!(answer.json()["error"]["field"], "routing.teams[0]");
}

#[test]
fn what_cannot_be_is_refused_and_said_where() {
    // S95 H64 H65 H72 E39
    let shop = Workshop::new("ws-cannot");
    let day = |from: &str, until: &str| json!({"zone": "Europe/Berlin", "week": {"monday": [{"from": from, "until": until}]}});
    let twice = json!({"zone": "Europe/Berlin", "week": {"friday": [
        {"from": "09:00", "until": "12:00"}, {"from": "11:00", "until": "17:00"}]}});
    for (body, code, field) in [
        (json!({"capacity": 0}), "number_range", "capacity"),
        (json!({"capacity": 1001}), "number_range", "capacity"),
        (json!({"hours": day("17:00", "09:00")}), "schedule_invalid", "hours.week.monday"),
        (json!({"hours": twice}), "schedule_invalid", "hours.week.friday"),
        (json!({"hours": {"zone": "Europe/Nowhere", "week": {}}}), "time_zone_unknown", "hours.zone"),
        (json!({"hours": {"zone": "", "week": {}}}), "time_zone_unknown", "hours.zone"),
    ] {
        let answer = shop.ida.sends("PUT", "/api/people/mia/work", &body);
        assert_eq!(answer.refusal(), (422, code.to_owned()), "{body}");
        assert_eq!(answer.json()["error"]["field"], field, "{body}");
    }
    // 24 hours are hours, and come back as they went.
    let whole = json!({"capacity": 3, "hours": day("00:00", "24:00")});
    let kept = shop.ida.sends("PUT", "/api/people/mia/work", &whole).ok();
    assert_eq!(
        kept["work"]["hours"]["week"]["monday"],
        json!([{"from": "00:00", "until": "24:00"}]),
        "{kept}"
    );
    let listed = shop.ida.gets("/api/people").ok();
    assert!(
        listed["people"].as_array().is_some_and(|people| people.iter().any(|it| it["work"] == kept["work"]))
    );
    let by_mia = shop.agent("mia").gets("/api/people").ok();
    assert!(!by_mia.to_string().contains('@'), "addresses are for admins: {by_mia}");
    for (body, code, field) in [
        (json!({"name": " ", "members": []}), "text_empty", "name"),
        (json!({"name": "A", "members": [{"agent": "zoe"}]}), "reference_unknown", "members[0].agent"),
    ] {
        let answer = shop.ida.sends("POST", "/api/teams", &body);
        assert_eq!(
            (answer.code().as_str(), &answer.json()["error"]["field"]),
            (code, &json!(field)),
            "{body}"
        );
    }
    // Rules name people who can get something.
    for (agents, inbox, code) in [
        (json!(["zoe"]), "main", "reference_unknown"),
        (json!(["ida"]), "side", "assignee_not_in_inbox"),
        (json!([]), "main", "reference_unknown"),
    ] {
        let answer = shop.edits("open", |chatflow| {
            chatflow["inbox"] = json!(inbox);
            chatflow["routing"] =
                json!({"assign": "people", "agents": agents, "teams": [], "last_agent_first": false});
        });
        assert_eq!(answer.refusal(), (422, code.to_owned()), "{agents}");
    }
}

#[test]
fn agents_say_it_of_themselves_and_admins_of_everybody() {
    // H63 S15
    let shop = Workshop::new("ws-may");
    let mia = shop.agent("mia");
    for (method, path, body) in [
        ("PUT", "/api/people/ida/presence", json!({"away": true})),
        ("PUT", "/api/people/mia/work", json!({"capacity": 1})),
        ("POST", "/api/teams", json!({"name": "A", "members": []})),
        ("PUT", "/api/teams/a", json!({"name": "A", "members": []})),
        ("DELETE", "/api/teams/a", json!({})),
    ] {
        assert_eq!(
            mia.sends(method, path, &body).refusal(),
            (403, "forbidden".to_owned()),
            "{method} {path}"
        );
    }
    assert_eq!(mia.sends("PUT", "/api/me/presence", &json!({"away": true})).ok()["away"], true);
    assert_eq!(mia.gets("/api/teams").status, 200);
    assert_eq!(mia.gets("/api/people").status, 200);
    assert_eq!(shop.ida.sends("PUT", "/api/people/zoe/presence", &json!({"away": true})).refusal().0, 404);
    assert_eq!(
        shop.ida.sends("PUT", "/api/teams/none", &json!({"name": "A", "members": []})).refusal().0,
        404
    );
    for path in ["/api/me/presence", "/api/people", "/api/teams", "/api/inboxes/main/colleagues"] {
        assert_eq!(Product::shared().ask("GET", path, &[], "").code(), "unauthenticated", "{path}");
    }
    // Somebody else's inbox is as good as none.
    assert_eq!(shop.ida.gets("/api/inboxes/side/colleagues").refusal(), (404, "not_found".to_owned()));
}

#[test]
fn a_team_has_a_thread_until_one_of_it_takes_or_gets_it() {
    // H73 H74 S127 N30: who is offered, who may have it, what visitors hear, and what the queue does with it
    let shop = Workshop::new("ws-team-owned");
    let members = json!([{"agent": "mia"}, {"agent": "ida", "primary": false}]);
    shop.ida.sends("POST", "/api/teams", &json!({"name": "Night shift", "members": members})).ok();
    shop.ida.sends("POST", "/api/teams", &json!({"name": "Nobody here", "members": []})).ok();
    let main = shop.ida.gets("/api/me").ok()["inboxes"][0].clone();
    assert_eq!(main["teams"], json!([{"id": "night-shift", "name": "Night shift"}]), "{main}");
    shop.edits("open", |chatflow| chatflow["routing"] = json!({"assign": "nobody"})).ok();
    shop.presence("mia", true);
    let mut socket = shop.visitor().connects();
    let thread = starts(&mut socket, "open", "Good evening");
    until("the row", || shop.ida.row("main", "view=unassigned", &thread));
    let path = format!("/api/threads/main/{thread}/assign");
    for (body, status, code) in [
        (json!({"team": "nobody-here"}), 422, "assignee_not_in_inbox"),
        (json!({"team": "no-such"}), 422, "assignee_not_in_inbox"),
        (json!({"team": "night-shift", "agent": "ida"}), 400, "json_type"),
        (json!({"team": 7}), 400, "json_type"),
    ] {
        let answer = shop.ida.sends("POST", &path, &body);
        assert_eq!(answer.refusal(), (status, code.to_owned()), "{body}");
    }
    let given = shop.ida.acts("main", &thread, "assign", &json!({"team": "night-shift"}));
    assert_eq!(given.get("assignee"), None, "visitors hear of agents only: {given}");
    // Nobody of it is there: it is the team's, and still nobody's.
    let row = until("the team to have it", || {
        let row = shop.ida.row("main", "view=unassigned", &thread)?;
        row["desk"]["team"].is_object().then_some(row)
    });
    assert_eq!(row["desk"]["team"]["team"]["name"], "Night shift", "{row}");
    let found = |filter: Value| {
        let found = shop.ida.sends("POST", "/api/inboxes/main/threads/find", &json!({"filter": filter})).ok();
        found["rows"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(found(json!({"assignee": {"team": "night-shift"}})), 1);
    assert_eq!(found(json!({"assignee": {"team": "other"}})), 0);
    let told = shop.routing(&thread);
    assert_eq!(told["decisions"][0]["because"], "nobody_of_team", "{told}");
    assert_eq!(told["decisions"][0]["team"]["name"], "Night shift");
    assert!(told["waits_since"].is_u64(), "{told}");
    // Who comes and has room gets it.
    shop.presence("mia", false);
    shop.until_it_is_with(&thread, "mia");
    assert_eq!(shop.routing(&thread)["decisions"][0]["because"], "team");
    assert_eq!(found(json!({"assignee": {"team": "night-shift"}})), 0);
    // Who replies has it: here one whom routing does not reach, being in the team, and not first and foremost.
    shop.presence("mia", true);
    let many = json!({"threads": [thread], "act": {"assign_team": "night-shift"}});
    assert_eq!(shop.ida.sends("POST", "/api/inboxes/main/threads/act", &many).ok()["done"], json!([thread]));
    until("the team to have it", || shop.ida.row("main", "view=unassigned", &thread));
    says(&mut shop.ida.connects("main"), &post(&thread, "I have it."));
    shop.until_it_is_with(&thread, "ida");
    let log = shop.ida.gets(&format!("/api/threads/main/{thread}/messages")).ok();
    let notes: Vec<&Value> =
        log["annotations"].as_array().expect("notes").iter().map(|it| &it["note"]).collect();
    let given = json!({"kind": "given", "team": {"id": "night-shift", "name": "Night shift"}});
    assert_eq!(notes, [&given, &given], "{log}");
    let seen = resumes(&mut socket, &thread, 0).0;
    assert!(!json!(seen).to_string().contains("ight shift"), "no team is told to visitors: {seen:?}");
}
