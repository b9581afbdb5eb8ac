//! Webhooks over the real tables of the demo account.

use conversation::ids::ThreadId;
use protocol::account::Account;

use super::*;
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

const NOW: u64 = 1_700_000_000_000;

fn demo() -> Memory {
    let sql = Memory::migrated(ACCOUNT);
    let file: Account = serde_json::from_str(include_str!("../../../www/demo-account.json")).unwrap();
    let passwords: Vec<String> = file.people.iter().map(|_| "phc".to_owned()).collect();
    assert!(account::import(&sql, &file, &passwords, NOW).unwrap());
    sql
}

fn id(n: char) -> WebhookId {
    WebhookId::parse(&n.to_string().repeat(26)).unwrap()
}

fn content(events: &[EventKind]) -> SaveWebhook {
    SaveWebhook {
        name: "CRM".into(),
        url: "https://crm.example/hook".into(),
        events: events.to_vec(),
        enabled: true,
    }
}

fn made(sql: &Memory, n: char) -> WebhookId {
    create(sql, &id(n), &content(&EventKind::ALL), format!("secret {n}"), NOW).unwrap();
    id(n)
}

fn thread(n: u8) -> ThreadId {
    ThreadId::from_random(0, [n; 16])
}

fn said(n: u8, seq: u64) -> Happened {
    let event = Happened::deleted(&thread(n), NOW);
    Happened { id: format!("{}/{seq}", thread(n)), kind: EventKind::MessageCreated, seq: Some(seq), ..event }
}

fn told(sql: &Memory, events: &[Happened], now: u64) {
    hear(sql, &InboxId::parse("main").unwrap(), events, now).unwrap();
}

/// What is due, as the part of the event's id behind the thread.
fn next(sql: &Memory, webhook: &WebhookId, now: u64) -> Option<(String, Job)> {
    let job = kept::due(sql, webhook, now).unwrap()?;
    let event = job.event.rsplit('/').next().unwrap().to_owned();
    Some((event, job))
}

fn states(sql: &Memory, webhook: &WebhookId, now: u64) -> Vec<(DeliveryState, u32)> {
    let log = log(sql, webhook, None, 100, now).unwrap().deliveries;
    log.iter().map(|delivery| (delivery.state, delivery.attempts)).collect()
}

#[test]
fn an_event_that_is_told_twice_is_one() {
    // P67
    let sql = demo();
    let hook = made(&sql, 'a');
    told(&sql, &[said(1, 1), said(1, 2)], NOW);
    told(&sql, &[said(1, 2), said(1, 3)], NOW + 1);
    assert_eq!(states(&sql, &hook, NOW + 1).len(), 3);
    // Told of what it does not listen to, nothing is kept.
    let quiet = create(&sql, &id('b'), &content(&[EventKind::ThreadDeleted]), "s".into(), NOW).unwrap();
    told(&sql, &[said(1, 4)], NOW + 2);
    assert!(states(&sql, &quiet.webhook.id, NOW + 2).is_empty());
}

#[test]
fn what_is_about_one_thread_goes_in_order_and_others_do_not_wait() {
    // P67
    let sql = demo();
    let hook = made(&sql, 'a');
    told(&sql, &[said(1, 1), said(1, 2), said(2, 1)], NOW);
    let (event, job) = next(&sql, &hook, NOW).unwrap();
    assert_eq!((event.as_str(), job.about.as_str()), ("1", thread(1).as_str()));
    settle(&sql, &job, Err("timeout"), NOW).unwrap();
    // The webhook rests first, then the other thread comes before what waits.
    assert!(next(&sql, &hook, NOW + REST_MS - 1).is_none());
    let (_, other) = next(&sql, &hook, NOW + REST_MS).unwrap();
    let first = if other.about == thread(2).as_str() { other } else { panic!("{other:?}") };
    settle(&sql, &first, Ok(204), NOW + REST_MS).unwrap();
    told(&sql, &[said(1, 3)], NOW + REST_MS);
    for expected in ["1", "2", "3"] {
        let (event, job) = next(&sql, &hook, NOW + 20_000).unwrap();
        assert_eq!(event, expected);
        settle(&sql, &job, Ok(200), NOW + 20_000).unwrap();
    }
    assert!(next(&sql, &hook, NOW + 20_000).is_none());
    assert_eq!(kept::next_due(&sql).unwrap(), None);
}

#[test]
fn a_delivery_is_tried_ever_less_often_and_then_given_up() {
    // P67 T33
    let sql = demo();
    let hook = made(&sql, 'a');
    told(&sql, &[said(1, 1)], NOW);
    let mut now = NOW;
    for pause in PAUSES_MS {
        let (_, job) = next(&sql, &hook, now).unwrap();
        settle(&sql, &job, Ok(500), now).unwrap();
        assert!(next(&sql, &hook, now + pause - 1).is_none(), "{pause}");
        now += pause;
        assert_eq!(kept::next_due(&sql).unwrap(), Some(now));
    }
    let (_, job) = next(&sql, &hook, now).unwrap();
    settle(&sql, &job, Ok(500), now).unwrap();
    assert_eq!(states(&sql, &hook, now), [(DeliveryState::Dead, 8)]);
    // By hand it is sent again, under the same id.
    let sent = again(&sql, &hook, job.delivery, now + 1).unwrap();
    assert_eq!(sent.deliveries[0].state, DeliveryState::Waiting);
    let (_, repeated) = next(&sql, &hook, now + 1).unwrap();
    assert_eq!((&repeated.event, &repeated.body), (&job.event, &job.body));
    settle(&sql, &repeated, Ok(200), now + 1).unwrap();
    assert_eq!(states(&sql, &hook, now + 1), [(DeliveryState::Delivered, 1)]);
}

#[test]
fn what_fails_for_three_days_is_switched_off_and_says_so() {
    // P67
    let sql = demo();
    let hook = made(&sql, 'a');
    let mut now = NOW;
    for n in 1..=4 {
        told(&sql, &[said(n, 1)], now);
        let (_, job) = next(&sql, &hook, now).unwrap();
        settle(&sql, &job, Err("unreachable"), now).unwrap();
        let webhook = one(&sql, &hook, now).unwrap();
        assert_eq!((webhook.enabled, webhook.failing_since), (n < 4, Some(NOW)), "day {n}");
        now += 86_400_000;
    }
    let off = one(&sql, &hook, now).unwrap();
    assert_eq!(off.gave_up_at, Some(now - 86_400_000));
    let delivery = log(&sql, &hook, None, 1, now).unwrap().deliveries[0].id;
    assert_eq!(again(&sql, &hook, delivery, now).unwrap_err().code(), Code::WebhookOff);
    assert!(!kept::any_listens(&sql).unwrap());
    let on = save(&sql, &hook, &content(&EventKind::ALL), now).unwrap();
    assert_eq!((on.enabled, on.failing_since, on.gave_up_at), (true, None, None));
}

#[test]
fn for_a_day_the_old_secret_signs_too() {
    // T33
    let sql = demo();
    let hook = made(&sql, 'a');
    let rotated = rotate(&sql, &hook, "new".into(), NOW).unwrap();
    assert_eq!(rotated.webhook.old_secret_until, Some(NOW + OLD_SECRET_MS));
    told(&sql, &[said(1, 1)], NOW);
    assert_eq!(next(&sql, &hook, NOW).unwrap().1.secrets, ["new", "secret a"]);
    assert_eq!(next(&sql, &hook, NOW + OLD_SECRET_MS).unwrap().1.secrets, ["new"]);
    assert_eq!(one(&sql, &hook, NOW + OLD_SECRET_MS).unwrap().old_secret_until, None);
}

#[test]
fn the_log_comes_in_pages_and_is_forgotten_after_a_week() {
    // P67
    let sql = demo();
    let hook = made(&sql, 'a');
    for seq in 1..=5 {
        told(&sql, &[said(1, seq)], NOW);
    }
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let page = log(&sql, &hook, before, 2, NOW).unwrap();
        seen.extend(page.deliveries.iter().map(|delivery| delivery.id));
        let Some(next) = page.next else { break };
        before = next.parse().ok();
    }
    assert_eq!(seen, [5, 4, 3, 2, 1]);
    assert_eq!(next_due(&sql).unwrap(), Some(NOW));
    forget_old(&sql, NOW + DELIVERY_LOG_MS + 1).unwrap();
    assert!(log(&sql, &hook, None, 10, NOW).unwrap().deliveries.is_empty());
}

#[test]
fn a_contact_that_changes_is_an_event() {
    // H92
    let sql = demo();
    let hook = made(&sql, 'a');
    let contact = ContactId::parse("sofia").unwrap();
    for n in 1..=2 {
        contact_changed(&sql, &contact, NOW).unwrap();
        assert_eq!(states(&sql, &hook, NOW).len(), n);
    }
    let (_, job) = next(&sql, &hook, NOW).unwrap();
    let event: Event = serde_json::from_str(&job.body).unwrap();
    assert_eq!((event.event, event.contact), (EventKind::ContactChanged, Some(contact)));
}

#[test]
fn what_cannot_be_of_a_webhook_names_its_field() {
    // P67 T32
    let sql = demo();
    let of = |change: fn(&mut SaveWebhook)| {
        let mut content = content(&EventKind::ALL);
        change(&mut content);
        let error = create(&sql, &id('z'), &content, "s".into(), NOW).unwrap_err();
        let field = error.to_http("r").1.error.field;
        (error.code(), field.unwrap_or_default())
    };
    for (change, code, field) in [
        ((|it| it.name = String::new()) as fn(&mut SaveWebhook), Code::TextEmpty, "name"),
        (|it| it.name = "x".repeat(101), Code::TextTooLong, "name"),
        (|it| it.url = "https://10.0.0.1/".into(), Code::WebhookUrl, "url"),
        (|it| it.url = format!("https://a.example/{}", "x".repeat(3_000)), Code::WebhookUrl, "url"),
        (|it| it.events.clear(), Code::NumberRange, "events"),
    ] {
        assert_eq!(of(change), (code, field.to_owned()));
    }
    for n in "abcdefghijklmnopqrst".chars() {
        made(&sql, n);
    }
    assert_eq!(of(|_| ()).0, Code::TooMany);
}
