//! Reports: figures, a chart that keys walk over, the tables behind it, what is asked for, and what stands where there is
//! nothing.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlElement, HtmlSelectElement};

use super::{Scene, allow, click, count, find, focused, press, refuse, requests, until, words};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn set_answer(path: &str, json: &str);
}

fn figures(opened: u64, closed: u64, median: Option<u64>) -> Value {
    let times = json!({"count": opened, "median": median, "ninetieth": median, "within": opened});
    json!({"opened": opened, "known": 0, "unanswered": 1, "from_visitors": 1, "from_agents": 1, "replied": opened,
        "closed": closed, "first_response": times, "closing": times,
        "ratings": [{"scale": "stars", "count": 2, "scores": [0, 0, 0, 2, 0], "result": 400}]})
}

fn report(groups: &Value) -> String {
    let day = |(n, opened): (usize, u64)| json!({"date": format!("2026-11-2{n}"), "figures": figures(opened, 1, (opened > 0).then_some(90_000))});
    let days: Vec<Value> = [4, 0, 9].into_iter().enumerate().map(day).collect();
    let by = groups.as_array().map(|_| "agent");
    let mut heat = vec![vec![0; 24]; 7];
    (heat[0][9], heat[6][23]) = (8, 2);
    json!({"from": "2026-11-20", "to": "2026-11-22", "zone": "UTC", "business_hours": false, "reply_within": 300,
        "close_within": 86_400, "unread": 0, "total": figures(1_204, 900, Some(90_000)), "before": figures(602, 900, Some(90_000)),
        "days": days, "heat": heat,
        "by": by, "groups": groups})
    .to_string()
}

fn pick(id: &str, value: &str) {
    let field = find(&format!("#{id}")).unwrap().unchecked_into::<HtmlSelectElement>();
    field.set_value(value);
    let init = EventInit::new();
    init.set_bubbles(true);
    field.dispatch_event(&Event::new_with_event_init_dict("change", &init).unwrap()).unwrap();
}

fn said() -> String {
    find("#report-volume").and_then(|plot| plot.get_attribute("aria-valuetext")).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn a_report_is_read_walked_over_and_compared() {
    // P82
    let scene = Scene::at("/console/reports", true);
    set_answer("/api/reports", &report(&Value::Null));
    set_answer("/api/people", r#"{"people": [{"id": "anna", "name": "Anna Keller"}]}"#);
    until("the tiles", || count(".report-tile .report-figure") == 6).await;
    assert!(words("[aria-label='Conversations begun']").contains("1,204"), "{}", words(".report-tiles"));
    assert!(words("[aria-label='Conversations begun']").contains("100 % more than in the period before"));
    assert!(words("[aria-label='Conversations ended']").contains("as in the period before"));
    assert!(words("[aria-label='Until the first answer']").contains("1.5 min100 % within 5 min"));
    assert!(words("[aria-label='What visitors thought']").contains("4.0 of 5 stars"));
    assert_eq!(count(".report-plot svg"), 2);
    assert_eq!(count(".report-plot [style]"), 0, "the policy forbids styles of elements");

    // Keys walk over the days and stop at their ends.
    find("#report-volume").unwrap().unchecked_into::<HtmlElement>().focus().unwrap();
    assert_eq!(focused(), "report-volume");
    for (key, expected) in [
        ("Home", "4 began, 1 ended"),
        ("ArrowLeft", "4 began, 1 ended"),
        ("ArrowRight", "0 began, 1 ended"),
        ("End", "9 began, 1 ended"),
        ("ArrowRight", "9 began, 1 ended"),
    ] {
        press(key);
        until(&format!("{key}: {expected}"), || said().ends_with(expected)).await;
    }
    assert_eq!(
        words("#report-volume ~ .report-point"),
        said().split_whitespace().collect::<Vec<_>>().join(" ")
    );
    assert_eq!(count(".report-column.here"), 1);

    // A table stands behind it.
    assert_eq!(count(".report-table"), 0);
    click("[aria-labelledby=report-volume-title] .report-foot button").await;
    until("its days", || count(".report-table tbody tr") == 3).await;
    assert_eq!(
        words(".report-table thead"),
        "DayConversations begunAnsweredConversations endedWithout an answer"
    );
    // The hours of a week, the fullest the darkest.
    assert_eq!(
        (count("table.report-heat tbody tr"), count("td.report-heat-4"), count("td.report-heat-1")),
        (7, 1, 1)
    );

    // What is chosen is asked for; the chart stays as it is walked.
    let groups = json!([
        {"key": "anna", "name": "Anna Keller", "figures": figures(3, 2, Some(3_600_000))},
        {"key": "", "figures": figures(1, 0, None)},
    ]);
    set_answer("/api/reports", &report(&groups));
    until("people to choose from", || count("#report-agent option") == 2).await;
    pick("report-by", "agent");
    until("groups", || words("[aria-labelledby=report-groups-title] tbody").contains("Anna Keller331 h"))
        .await;
    assert!(words("[aria-labelledby=report-groups-title] tbody").contains("None1"));
    pick("report-period", "30");
    pick("report-agent", "anna");
    click("#report-business-hours").await;
    until("all of it", || requests().contains("&agent=anna&by=agent&business_hours=true")).await;
    let csv = find("a[download]").and_then(|link| link.get_attribute("href")).unwrap();
    assert!(
        csv.starts_with("/api/reports.csv?from=") && csv.ends_with("by=agent&business_hours=true"),
        "{csv}"
    );
    assert!(find("#report-from").is_none());
    pick("report-period", "own");
    until("one's own days", || find("#report-from").is_some() && find("#report-to").is_some()).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn where_there_is_nothing_it_is_said_and_a_failure_can_be_tried_again() {
    // P82
    let scene = Scene::at("/console/reports", true);
    refuse("/api/reports", 503, "storage_full");
    until("what went wrong", || words("[role=alert]").contains("The report could not be loaded")).await;
    allow("/api/reports");
    set_answer(
        "/api/reports",
        r#"{"total": {}, "before": {}, "days": [], "heat": [], "groups": [], "unread": 3}"#,
    );
    click("[role=alert] button").await;
    until("nothing", || words(".blank").contains("Nothing happened in this time.")).await;
    assert!(words(".report-unread").contains("3 conversations are still being read."));
    scene.leave().await;
}
