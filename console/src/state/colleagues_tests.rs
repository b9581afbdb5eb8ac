//! Who works in an inbox, as answers tell it and forms write it.

use serde_json::json;

use super::*;

#[test]
fn how_somebody_stands_is_the_first_thing_that_keeps_them() {
    // P44 S70 H64 H65
    let free = Colleague { is_at_work: true, ..Colleague::default() };
    for (case, colleague, expected) in [
        ("free", free.clone(), Stand::Available),
        ("room left", Colleague { capacity: Some(3), open: 2, ..free.clone() }, Stand::Available),
        ("full", Colleague { capacity: Some(3), open: 3, ..free.clone() }, Stand::Full),
        ("off work", Colleague { is_at_work: false, capacity: Some(0), ..free.clone() }, Stand::OffWork),
        ("away", Colleague { is_away: true, is_at_work: false, ..free }, Stand::Away),
    ] {
        assert_eq!(colleague.stand(), expected, "{case}");
    }
}

#[test]
fn a_team_says_whose_first_it_is() {
    // H72
    let answer = json!({"teams": [{"id": "repairs", "name": "Repairs",
        "members": [{"agent": "anna", "primary": true}, {"agent": "jonas", "primary": false}]}]});
    let mut team = teams(&answer).remove(0);
    assert_eq!(team.primary().collect::<Vec<_>>(), ["anna"]);
    assert_eq!(
        [team.membership("anna"), team.membership("jonas"), team.membership("mira")],
        [Some(true), Some(false), None]
    );
    team.set("jonas", Some(true));
    team.set("anna", None);
    team.set("mira", Some(false));
    let body: Value = serde_json::from_str(&team.body()).unwrap();
    assert_eq!(
        body,
        json!({"name": "Repairs", "members": [{"agent": "jonas", "primary": true}, {"agent": "mira", "primary": false}]})
    );
}

#[test]
fn work_is_sent_as_it_was_told() {
    // H64 H65 E39
    let hours = json!({"zone": "Europe/Berlin", "week": {"monday": [{"from": "00:00", "until": "24:00"}], "tuesday": [],
        "wednesday": [], "thursday": [], "friday": [], "saturday": [], "sunday": []}});
    let colleague = Colleague { capacity: Some(4), hours: hours.clone(), ..Colleague::default() };
    let mut draft = WorkDraft::of(&colleague, "UTC");
    let body = |draft: &WorkDraft| draft.body().map(|body| serde_json::from_str::<Value>(&body).unwrap());
    assert_eq!(body(&draft), Some(json!({"capacity": 4, "hours": hours})));
    draft.has_hours = false;
    draft.capacity = "  ".into();
    assert_eq!(body(&draft), Some(json!({"capacity": null, "hours": null})));
    for wrong in ["0", "-1", "x", "1001", "1.5"] {
        draft.capacity = wrong.into();
        assert_eq!(body(&draft), None, "{wrong}");
    }
    let fresh = WorkDraft::of(&Colleague::default(), "Asia/Kathmandu");
    assert_eq!((fresh.has_hours, fresh.hours.zone.as_str()), (false, "Asia/Kathmandu"));
    let mut wrong = WorkDraft { has_hours: true, ..fresh };
    wrong.hours.add_date();
    assert_eq!(wrong.body(), None, "hours that are none");
}

#[test]
fn answers_are_read_as_they_are_written() {
    // P44 S70 S72 H63 H65
    let by = json!({"id": "mira", "name": "Mira Sommer"});
    let anna = json!({"agent": "anna", "name": "Anna", "seat": true, "teams": ["repairs"], "away": true,
        "reassign_replies": true, "away_since": 5, "away_by": by, "at_work": false, "capacity": 3, "open": 1, "elsewhere": 1, "idle_since": 1,
        "hindrance": "away"});
    let jonas = json!({"agent": "jonas", "name": "Jonas", "seat": false, "teams": [], "away": false,
        "reassign_replies": false, "at_work": true, "open": 0, "idle_since": 1, "hindrance": "no_seat"});
    let answer = json!({"colleagues": [anna, jonas], "waiting": {"threads": 2, "oldest_since": 10}});
    let room = Room::of(&answer);
    let anna = room.colleague("anna").unwrap();
    assert_eq!((anna.has_seat, anna.stand(), anna.capacity, anna.open), (true, Stand::Away, Some(3), 2));
    assert_eq!(
        (anna.away_by.as_deref(), anna.away_since, anna.reassigns),
        (Some("Mira Sommer"), Some(5), true)
    );
    assert_eq!((room.available(), room.waiting, room.oldest), (1, 2, Some(10)));
    let presence =
        Presence::of(&json!({"away": true, "reassign_replies": false, "away_since": 5, "away_by": by}));
    assert_eq!(presence.away_by.as_deref(), Some("Mira Sommer"));
    assert_eq!(presence.body(), r#"{"away":true,"reassign_replies":false}"#);
    let info = json!({"people": [{"id": "anna", "name": "Anna", "role": "agent", "seat": true,
        "presence": {"away": true, "reassign_replies": false}, "work": {"capacity": 3, "hours": null}, "teams": []}]});
    let anna = &people(&info)[0];
    assert_eq!(
        (anna.id.as_str(), anna.is_away, anna.capacity, anna.hours.is_null()),
        ("anna", true, Some(3), true)
    );
}
