//! A program written for HubSpot's conversations API, with nothing changed but the server's name and its token.

use serde_json::{Value, json};

use crate::accounts;
use crate::api::Program;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{Visitor, message_id, post, says, starts};
use crate::wait::until;
use crate::workshop::Workshop;

const V3: &str = "/conversations/v3/conversations";

#[track_caller]
fn gets(program: &Program, path: &str) -> Value {
    program.asks("GET", &format!("{V3}{path}"), &json!({})).ok()
}

fn results(page: &Value) -> Vec<Value> {
    page["results"].as_array().cloned().expect("results")
}

/// The number of a thread, as a page's script hears it.
fn number(thread: &str) -> u64 {
    let random = thread.split_once('-').expect("a shard").1;
    random[..10].bytes().fold(0, |number, byte| {
        number * 32 + u64::from(if byte.is_ascii_digit() { byte - b'2' + 26 } else { byte - b'a' })
    })
}

#[track_caller]
fn a_chat(shop: &Workshop, text: &str) -> String {
    let thread = starts(&mut shop.visitor().connects(), "open", text);
    until("the row", || shop.ida.row("main", "view=all", &thread));
    thread
}

#[test]
fn inboxes_and_the_channel_are_told_and_found_by_their_numbers() {
    // H89: those of whoever the token is of, and no other
    let shop = Workshop::new("ws-v3");
    let program = Program::of(&shop, &["threads:read"]);
    let inboxes = results(&gets(&program, "/inboxes"));
    assert_eq!(inboxes.len(), 1, "Ida works in one of two: {inboxes:?}");
    let id = inboxes[0]["id"].as_str().expect("a text");
    assert!(id.parse::<u64>().is_ok_and(|id| id < 1 << 50), "{id}");
    for named in [id, "main"] {
        assert_eq!(gets(&program, &format!("/inboxes/{named}")), inboxes[0]);
    }
    let nowhere = |path: &str| program.asks("GET", &format!("{V3}{path}"), &json!({})).refusal();
    assert_eq!(nowhere("/inboxes/side"), (404, "not_found".to_owned()));
    assert_eq!(results(&gets(&program, "/channels")), [json!({"id": "1000", "name": "LIVE_CHAT"})]);
    assert_eq!(gets(&program, "/channels/1000")["id"], "1000");
    assert_eq!(nowhere("/channels/1"), (404, "not_found".to_owned()));
}

#[test]
fn threads_are_listed_filtered_and_paged() {
    // H89 H90
    let shop = Workshop::new("ws-v3-threads");
    let threads: Vec<String> = (0..5).map(|n| a_chat(&shop, &format!("chat {n}"))).collect();
    shop.ida.acts("main", &threads[1], "close", &json!({}));
    shop.ida.acts("main", &threads[2], "snooze", &json!({}));
    shop.ida.acts("main", &threads[3], "delete", &json!({}));
    let program = Program::of(&shop, &["conversations.read"]);
    let listed = |query: &str| -> Vec<u64> {
        let all = results(&gets(&program, &format!("/threads?{query}")));
        let mut ids: Vec<u64> =
            all.iter().map(|one| one["id"].as_str().expect("a text").parse().expect("a number")).collect();
        ids.sort_unstable();
        ids
    };
    let numbers = |which: &[usize]| {
        let mut numbers: Vec<u64> = which.iter().map(|n| number(&threads[*n])).collect();
        numbers.sort_unstable();
        numbers
    };
    until("the rows", || {
        let as_it_is = (listed("threadStatus=CLOSED"), listed("threadStatus=OPEN"), listed("archived=true"));
        (as_it_is == (numbers(&[1]), numbers(&[0, 2, 4]), numbers(&[3]))).then_some(())
    });
    assert_eq!(listed("inboxId=main"), numbers(&[0, 1, 2, 4]));
    // P40
    shop.ida.acts("main", &threads[4], "priority", &json!({"priority": "urgent"}));
    let is = |one: &Value, n: usize| one["id"] == number(&threads[n]).to_string().as_str();
    until("its priority", || {
        let all = results(&gets(&program, "/threads"));
        let priority = |n: usize| all.iter().find(|one| is(one, n)).map(|one| one["priority"].clone());
        ((priority(4), priority(0)) == (Some(json!("URGENT")), Some(json!("MEDIUM")))).then_some(())
    });
    assert_eq!(listed("latestMessageTimestampAfter=2099-01-01T00:00:00Z"), Vec::<u64>::new());
    // Page by page, each once, and the newest first.
    let (mut after, mut walked) = (String::new(), Vec::new());
    loop {
        let page = gets(&program, &format!("/threads?limit=2{after}"));
        walked.extend(results(&page));
        let Some(next) = page["paging"]["next"]["after"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(walked.len(), 4);
    let times: Vec<&str> =
        walked.iter().map(|one| one["latestMessageTimestamp"].as_str().expect("a time")).collect();
    assert!(times.windows(2).all(|two| two[0] >= two[1]), "{times:?}");
    let first = &walked[3];
    assert_eq!(
        (&first["status"], &first["spam"], &first["originalChannelId"]),
        (&json!("OPEN"), &json!(false), &json!("1000"))
    );
    assert!(first["createdAt"].as_str().is_some_and(|at| at.ends_with('Z') && at.len() == 24), "{first}");
    for (query, code) in [
        ("threadStatus=open", "filter_unknown"),
        ("sort=id", "filter_unknown"),
        ("limit=0", "limit_range"),
        ("after=x", "cursor_invalid"),
        ("latestMessageTimestampAfter=yesterday", "filter_unknown"),
        ("statuss=OPEN", "filter_unknown"),
    ] {
        let answer = program.asks("GET", &format!("{V3}/threads?{query}"), &json!({}));
        assert_eq!(answer.refusal(), (400, code.to_owned()), "{query}");
    }
    assert_eq!(program.asks("GET", &format!("{V3}/threads?inboxId=side"), &json!({})).refusal().0, 404);
}

#[test]
fn a_thread_is_read_answered_and_commented_by_its_number() {
    // H89 H90
    let shop = Workshop::new("ws-v3-messages");
    let mut visitor: crate::socket::Socket =
        Visitor::acts(Product::shared(), "ws-v3-messages", accounts::WORKSHOP, "open").connects();
    let thread = starts(&mut visitor, "open", "Is it <oven>-proof?");
    until("the row", || shop.ida.row("main", "view=all", &thread));
    let program = Program::of(&shop, &["conversations.read", "conversations.write"]);
    let path = format!("{V3}/threads/{}/messages", number(&thread));
    let sends = |body: Value| -> Answer { program.asks("POST", &path, &body) };
    let sent =
        sends(json!({"type": "MESSAGE", "text": "Yes.", "richText": "<p>Yes.</p>", "senderActorId": "A-ida",
        "channelId": "1000", "channelAccountId": "1", "recipients": [{"actorId": "V-x"}]}))
        .ok();
    assert_eq!(
        (&sent["type"], &sent["text"], &sent["direction"]),
        (&json!("MESSAGE"), &json!("Yes."), &json!("OUTGOING")),
        "{sent}"
    );
    assert_eq!((&sent["createdBy"], &sent["senders"][0]["name"]), (&json!("A-ida"), &json!("Ida Holm")));
    visitor.take("the answer", |frame| frame["t"] == "entry" && frame["entry"]["body"]["text"] == "Yes.");
    let comment = sends(json!({"type": "COMMENT", "text": "Ask Ole."})).ok();
    assert_eq!(
        (&comment["type"], &comment["text"], &comment["createdBy"]),
        (&json!("COMMENT"), &json!("Ask Ole."), &json!("A-ida")),
        "{comment}"
    );
    says(&mut visitor, &post(&thread, "Thanks"));
    until("the row to follow", || {
        shop.ida.row("main", "view=all", &thread).filter(|row| row["preview"] == "Thanks")
    });
    for named in [number(&thread).to_string(), thread.clone()] {
        let told = results(&gets(&program, &format!("/threads/{named}/messages")));
        let kinds: Vec<(&str, Option<&str>)> =
            told.iter().map(|one| (one["type"].as_str().expect("a type"), one["text"].as_str())).collect();
        assert_eq!(
            kinds,
            [
                ("MESSAGE", Some("Is it <oven>-proof?")),
                ("ASSIGNMENT", None),
                ("MESSAGE", Some("Yes.")),
                ("COMMENT", Some("Ask Ole.")),
                ("MESSAGE", Some("Thanks")),
            ],
            "{told:?}"
        );
        assert_eq!(
            (&told[0]["direction"], &told[0]["richText"]),
            (&json!("INCOMING"), &json!("Is it &lt;oven&gt;-proof?"))
        );
        assert!(told[0]["createdBy"].as_str().is_some_and(|actor| actor.starts_with("V-")));
        assert_eq!(told[3]["id"], comment["id"]);
    }
    let newest = gets(&program, &format!("/threads/{}/messages?sort=-createdAt&limit=1", number(&thread)));
    assert_eq!(results(&newest)[0]["text"], "Thanks");
    assert!(newest["paging"]["next"]["after"].is_string());
    for (body, status, code) in [
        (json!({"type": "MESSAGE", "text": ""}), 422, "text_empty"),
        (json!({"type": "MESSAGE", "text": "x", "senderActorId": "A-ole"}), 403, "forbidden"),
        (json!({"type": "EMAIL", "text": "x"}), 400, "json_type"),
        (json!({"type": "MESSAGE"}), 400, "missing_field"),
        (json!({"type": "MESSAGE", "text": "x", "bcc": "y"}), 400, "unknown_field"),
    ] {
        assert_eq!(sends(body.clone()).refusal(), (status, code.to_owned()), "{body}");
    }
}

#[test]
fn a_status_is_changed_and_nobody_else_is_let_in() {
    // H89 H90 T13
    let shop = Workshop::new("ws-v3-status");
    let thread = a_chat(&shop, "Hello");
    let writes = Program::of(&shop, &["threads:write"]);
    let path = format!("{V3}/threads/{}", number(&thread));
    for (body, status, archived) in [
        (json!({"status": "CLOSED"}), "CLOSED", false),
        (json!({"status": "CLOSED"}), "CLOSED", false),
        (json!({"status": "OPEN", "archived": true}), "OPEN", true),
        (json!({"archived": false}), "OPEN", false),
    ] {
        let told = writes.asks("PATCH", &path, &body).ok();
        assert_eq!((&told["status"], &told["archived"]), (&json!(status), &json!(archived)), "{body}");
    }
    let log = shop.ida.log("main", &thread, "");
    assert_eq!(log["thread"]["status"], "open");
    // A scope, an inbox of one's own, a thread that is there: without one of them nothing.
    let forbidden = (403, "forbidden".to_owned());
    let nothing = (404, "not_found".to_owned());
    assert_eq!(writes.asks("GET", &path, &json!({})).refusal(), forbidden);
    let reads = Program::of(&shop, &["threads:read"]);
    assert_eq!(reads.asks("PATCH", &path, &json!({"status": "OPEN"})).refusal(), forbidden);
    assert_eq!(reads.asks("GET", &format!("{V3}/threads/77"), &json!({})).refusal(), nothing);
    assert_eq!(
        reads.asks("GET", &format!("{V3}/threads/x"), &json!({})).refusal(),
        (400, "id_format".to_owned())
    );
    let other = Workshop::new("ws-v3-neighbour");
    let neighbour = Program::of(&other, &["threads:read", "threads:write"]);
    for (method, path) in
        [("GET", path.clone()), ("PATCH", path.clone()), ("GET", format!("{path}/messages"))]
    {
        assert_eq!(neighbour.asks(method, &path, &json!({})).refusal(), nothing, "{method} {path}");
    }
    let said = json!({"type": "MESSAGE", "text": message_id()});
    assert_eq!(neighbour.asks("POST", &format!("{path}/messages"), &said).refusal(), nothing);
    // Whoever is no member of its inbox any more finds it nowhere, by whatever address.
    let mia = shop.agent("mia");
    shop.ida.sends("PUT", "/api/inboxes/main", &json!({"name": "Main", "members": ["ida", "ole"]})).ok();
    assert_eq!(mia.gets(&path).refusal(), nothing);
    assert!(results(&mia.gets(&format!("{V3}/threads")).ok()).is_empty());
}

/// Each of the operations, done and refused.
pub(crate) fn every_operation() {
    let shop = Workshop::new("ws-v3-operations");
    let thread = format!("/threads/{}", number(&a_chat(&shop, "Hello")));
    let program = Program::of(&shop, &["threads:read", "threads:write"]);
    for path in ["/inboxes", "/inboxes/main", "/channels", "/channels/1000", "/threads", &thread] {
        gets(&program, path);
        assert_eq!(Product::shared().ask("GET", &format!("{V3}{path}"), &[], "").status, 401, "{path}");
    }
    let messages = format!("{thread}/messages");
    gets(&program, &messages);
    assert_eq!(Product::shared().ask("GET", &format!("{V3}{messages}"), &[], "").status, 401);
    let said = json!({"type": "COMMENT", "text": "Done"});
    for (method, path, body) in [("POST", &messages, said), ("PATCH", &thread, json!({"status": "CLOSED"}))] {
        program.asks(method, &format!("{V3}{path}"), &body).ok();
        assert_eq!(program.asks(method, &format!("{V3}{path}"), &json!({"x": 1})).status, 400, "{path}");
    }
}
