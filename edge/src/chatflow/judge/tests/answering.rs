//! Who answers: bots, routing rules, hours.

use conversation::ids::SkillId;

use super::*;

#[test]
fn what_is_wrong_with_a_bot_is_said_at_its_step() {
    // P84
    let bot = |steps: Value| json!({"name": "Helper", "secret": "0123456789abcdef", "steps": steps});
    let good = json!([{"id": "hello", "do": "message", "text": "Hello"}, {"id": "end", "do": "end"}]);
    check("bot", bot(good), &[]);
    for (steps, expected) in [
        (json!([]), ("bot.steps", "text_empty", Saving)),
        (
            json!([{"id": "a", "do": "message", "text": "", "then": "end"}, {"id": "end", "do": "end"}]),
            ("bot.steps[0].text", "text_empty", Saving),
        ),
        (
            json!([{"id": "a", "do": "message", "text": "A", "then": "gone"}]),
            ("bot.steps[0].then", "reference_unknown", Saving),
        ),
        (
            json!([{"id": "a", "do": "message", "text": "A", "then": "a"}]),
            ("bot.steps[0].id", "bot_invalid", Publishing),
        ),
        (
            json!([{"id": "end", "do": "end"}, {"id": "far", "do": "end"}]),
            ("bot.steps[1].id", "bot_invalid", Publishing),
        ),
        (
            json!([{"id": "a", "do": "webhook", "url": "http://kiln.example/"}, {"id": "end", "do": "end"}]),
            ("bot.steps[0].url", "rule_url", Saving),
        ),
        (
            json!([{"id": "a", "do": "webhook", "url": "https://10.0.0.1/"}, {"id": "end", "do": "end"}]),
            ("bot.steps[0].url", "rule_url", Saving),
        ),
        (
            json!([{"id": "a", "do": "property", "text": "Plan?", "property": "plan"}, {"id": "end", "do": "end"}]),
            ("bot.steps[0].property", "reference_unknown", Saving),
        ),
    ] {
        check("bot", bot(steps), &[expected]);
    }
}

#[test]
fn a_rule_names_people_who_can_get_something() {
    // S95 S100 H72
    let id = |id: &str| AgentId::parse(id).unwrap();
    let all = Surroundings {
        people: vec![id("anna"), id("jonas"), id("mira")],
        seats: vec![id("anna"), id("mira")],
        members: vec![(InboxId::parse("main").unwrap(), vec![id("anna"), id("jonas")])],
        skills: vec![SkillId::parse("german").unwrap()],
        ..around()
    };
    let people =
        |agents: &[&str], teams: &[&str]| json!({"assign": "people", "agents": agents, "teams": teams});
    let asking = |skills: &[&str]| json!({"assign": "people", "agents": ["anna"], "skills": skills});
    let (saving, publishing) = (Stops::Saving, Stops::Publishing);
    for (rule, expected) in [
        (json!({"assign": "nobody"}), vec![]),
        (people(&["anna"], &[]), vec![]),
        (people(&["anna", "jonas"], &[]), vec![("routing.agents[1]", "seat_missing", saving)]),
        (people(&["mira"], &[]), vec![("routing.agents[0]", "assignee_not_in_inbox", publishing)]),
        (
            people(&["zoe"], &["night"]),
            vec![
                ("routing.agents[0]", "reference_unknown", saving),
                ("routing.teams[0]", "reference_unknown", saving),
            ],
        ),
        (people(&[], &[]), vec![("routing.agents", "reference_unknown", publishing)]),
        // P40
        (asking(&["german"]), vec![]),
        (asking(&["german", "greek"]), vec![("routing.skills[1]", "reference_unknown", saving)]),
        (asking(&["german"; 65]), vec![("routing.skills", "too_many", saving)]),
        (json!({"assign": "owner", "otherwise": {"assign": "nobody"}}), vec![]),
        (
            json!({"assign": "owner", "otherwise": people(&["jonas"], &[])}),
            vec![("routing.otherwise.agents[0]", "seat_missing", saving)],
        ),
    ] {
        let found = judge(&with("routing", rule.clone()), &all, None);
        let found: Vec<_> =
            said(&found).into_iter().filter(|(field, ..)| field.starts_with("routing")).collect();
        assert_eq!(found, expected, "{rule}");
    }
}

#[test]
fn business_hours_are_hours_of_a_zone_that_exists() {
    // S62 E39 E42 E44
    let mode = |zone: &str, from: &str, until: &str| {
        json!({"mode": "hours", "schedule": {
        "zone": zone, "week": {"monday": [{"from": from, "until": until}]}, "dates": {"2026-12-25": []}}})
    };
    for (mode, expected) in [
        (mode("Europe/Berlin", "00:00", "24:00"), vec![]),
        (mode("Asia/Kathmandu", "09:00", "17:00"), vec![]),
        (
            mode("Europe/Nowhere", "09:00", "17:00"),
            vec![("availability.schedule.zone", "time_zone_unknown", Stops::Saving)],
        ),
        (
            mode("Europe/Berlin", "17:00", "09:00"),
            vec![("availability.schedule.week.monday", "schedule_invalid", Stops::Saving)],
        ),
        (
            json!({"mode": "status", "away": {"show": "message", "text": "x".repeat(501)}}),
            vec![("availability.away.text", "text_too_long", Stops::Saving)],
        ),
        // H66
        (json!({"mode": "status", "at_capacity": {"show": "message"}}), vec![]),
        (
            json!({"mode": "status", "at_capacity": {"show": "message", "text": "x".repeat(501)}}),
            vec![("availability.at_capacity.text", "text_too_long", Stops::Saving)],
        ),
        (
            json!({"mode": "status", "at_capacity": {"show": "email", "message": " "}}),
            vec![("availability.at_capacity.message", "text_empty", Stops::Saving)],
        ),
        (
            json!({"mode": "status", "at_capacity": {"show": "email", "message": "x".repeat(501)}}),
            vec![("availability.at_capacity.message", "text_too_long", Stops::Saving)],
        ),
    ] {
        let found = judge(&with("availability", mode.clone()), &around(), None);
        let found: Vec<_> =
            said(&found).into_iter().filter(|(field, ..)| field.starts_with("availability")).collect();
        assert_eq!(found, expected, "{mode}");
    }
}
