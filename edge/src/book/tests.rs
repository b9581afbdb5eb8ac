//! What a page view gets of what an account published.

use conversation::consent::Mode;
use conversation::ids::AgentId;
use protocol::account::{Account, Consent, EmailCapture, Heading};
use protocol::boot::{Boot, ConsentStep, Shown, page_hash};
use protocol::frame::Agent;

use super::*;
use crate::palette::Rgb;

pub(super) fn demo() -> Account {
    serde_json::from_str(include_str!("../../../www/demo-account.json")).unwrap()
}

pub(super) fn source(file: &Account) -> Source {
    let people = file.people.iter();
    let texts = file.chatflows.iter().filter(|chatflow| chatflow.consent.is_some());
    Source {
        name: file.name.clone(),
        version: 7,
        origins: file.origins.clone(),
        any_loopback_origin: file.any_loopback_origin,
        gdpr: file.gdpr,
        verified_only: false,
        redaction: Redaction::default(),
        secrets: Vec::new(),
        inboxes: file.inboxes.iter().map(|inbox| (inbox.id.clone(), inbox.shards)).collect(),
        chatflows: file.chatflows.clone(),
        texts: texts.map(|chatflow| (chatflow.targeting.id.clone(), 3)).collect(),
        faces: false,
        people: people.map(|person| Agent { id: person.id.clone(), name: person.name.clone() }).collect(),
        teams: file
            .teams
            .iter()
            .map(|team| (team.id.clone(), team.members.iter().map(|it| it.agent.clone()).collect()))
            .collect(),
    }
}

pub(super) fn ready(file: &Account) -> Ready {
    let published = publish(source(file)).unwrap();
    let travelled = serde_json::from_str(&serde_json::to_string(&published).unwrap()).unwrap();
    Ready::new(travelled).unwrap()
}

fn boot(referer: Option<&str>) -> Boot {
    let file = demo();
    ready(&file).boot(file.account, "http://edge".into(), Asks { referer, ..Asks::default() }, 0)
}

fn decide(ready: &Ready, page: &str, known: bool, lists: &[ListId]) -> Option<Show> {
    let lists: Vec<&str> = lists.iter().map(ListId::as_str).collect();
    ready.decide(page, &Visitor { known, lists: &lists, facts: None }).unwrap().show
}

fn won(boot: &Boot) -> Option<&str> {
    boot.show.as_ref().map(|show| show.chatflow.as_str())
}

#[test]
fn a_page_view_is_decided_from_its_address() {
    let home = boot(Some("https://kiln.example/"));
    assert_eq!(won(&home), Some("welcome"));
    assert_eq!(home.page.as_deref(), Some(page_hash("https://kiln.example/").as_str()));
    assert_eq!(home.book, 7);
}

#[test]
fn without_an_address_or_on_a_foreign_site_nothing_is_decided() {
    // T6
    let referers = [
        None,
        Some(""),
        Some("https://evil.example/"),
        Some("about:client"),
        Some("https://kiln.example.evil.example/"),
    ];
    for referer in referers {
        let bare = boot(referer);
        assert_eq!((won(&bare), bare.page.as_deref()), (None, None), "{referer:?}");
    }
}

#[test]
fn a_switched_off_chatflow_is_never_served() {
    // S11
    let mut file = demo();
    for chatflow in &mut file.chatflows {
        chatflow.targeting.enabled = false;
    }
    let ready = ready(&file);
    assert!(decide(&ready, "https://kiln.example/", false, &[]).is_none());
    assert!(ready.running(&ChatflowId::parse("welcome").unwrap(), false).is_none());
}

#[test]
fn what_is_shown_carries_texts_names_and_colours() {
    // S41 S46 S56
    let file = demo();
    let ready = ready(&file);
    for chatflow in file.chatflows.iter().filter(|chatflow| chatflow.targeting.enabled) {
        let id = ChatflowId::parse(&chatflow.targeting.id).unwrap();
        let show = &ready.flow(&id).unwrap().show;
        assert_eq!((&show.welcome, show.pop_up), (&chatflow.welcome, chatflow.pop_up));
        assert_eq!(show.availability, Shown::On);
        assert!(show.light.iter().chain(&show.dark).all(|colour| Rgb::parse(colour).is_ok()));
        assert!(!show.heading.is_empty() && !show.heading.contains('@'));
        if let Heading::Agents { agents } = &chatflow.heading {
            let known = |id: &AgentId| file.people.iter().any(|person| person.id == *id);
            assert_eq!(show.agents.len(), agents.iter().filter(|id| known(id)).count().min(3));
        }
    }
}

#[test]
fn a_running_chat_is_shown_whatever_the_page() {
    let ready = ready(&demo());
    let show = ready.running(&ChatflowId::parse("welcome").unwrap(), false).unwrap();
    assert_eq!(show.why, Why::Running);
}

#[test]
fn the_browsers_rules_decide_like_ours() {
    let ready = ready(&demo());
    let vip = [ListId::parse("vip").unwrap()];
    for (known, lists) in [(false, &[][..]), (true, &[]), (true, &vip)] {
        let book = OwnedBook::read(ready.sub_book(known, lists)).unwrap();
        for page in
            ["https://kiln.example/", "https://kiln.example/account/orders", "https://kiln.example/?plan=pro"]
        {
            let here = targeting::decide(&book.book(), &PageUrl::parse(page), &Visitor::ANONYMOUS).unwrap();
            let there = decide(&ready, page, known, lists);
            assert_eq!(
                here.map(|winner| winner.id()),
                there.as_ref().map(|show| show.chatflow.as_str()),
                "{page}"
            );
        }
    }
}

/// The demo account, its home page's chatflow changed.
fn changed(change: impl FnOnce(&mut Account, usize)) -> Ready {
    let mut file = demo();
    let home = file.chatflows.iter().position(|chatflow| chatflow.targeting.id == "welcome").unwrap();
    change(&mut file, home);
    ready(&file)
}

const HOME: &str = "https://kiln.example/";

#[test]
fn consent_is_asked_for_only_while_the_account_can() {
    // S79 S81 S82 S83
    for (gdpr, mode, expected) in [
        (true, Mode::Explicit, Some(true)),
        (true, Mode::LegitimateInterest, Some(false)),
        (false, Mode::Explicit, None),
        (false, Mode::LegitimateInterest, None),
    ] {
        let ready = changed(|file, home| {
            file.gdpr = gdpr;
            file.chatflows[home].consent = Some(Consent { mode, text: "We keep it.".into() });
        });
        let step = decide(&ready, HOME, false, &[]).unwrap().consent;
        let told = expected.map(|explicit| ConsentStep { explicit, version: 3, text: "We keep it.".into() });
        assert_eq!(step, told, "{gdpr} {mode:?}");
    }
}

#[test]
fn an_address_is_asked_for_from_strangers_only() {
    // S48 S49 S51
    for (capture, after_minutes) in [
        (EmailCapture::RightAway { message: "Where to?".into() }, 0),
        (EmailCapture::Unanswered { minutes: 5, message: "Where to?".into() }, 5),
    ] {
        let ready = changed(|file, home| file.chatflows[home].email_capture = Some(capture));
        let step = Some(CaptureStep { after_minutes, message: "Where to?".into() });
        let id = ChatflowId::parse("welcome").unwrap();
        assert_eq!(decide(&ready, HOME, false, &[]).unwrap().capture, step);
        assert_eq!(ready.running(&id, false).unwrap().capture, step);
        assert_eq!(decide(&ready, HOME, true, &[]).unwrap().capture, None);
        assert_eq!(ready.running(&id, true).unwrap().capture, None);
    }
}

#[test]
fn who_wins_a_page_never_depends_on_who_is_there() {
    // E7 H54: an inbox that cannot be reached tells of nobody; its chatflow is served all the same
    use conversation::availability::{AtCapacity, Away, Mode};
    let message = "To where?".to_owned();
    for away in [Away::Message { text: None }, Away::Nothing] {
        let at_capacity = Some(AtCapacity::Email { message: message.clone() });
        let mode = Mode::Status { reply_minutes: None, away, at_capacity };
        let ready = changed(|file, home| file.chatflows[home].availability = mode);
        assert_eq!(ready.watched().len(), 1, "it would have asked");
        let asks = Asks { referer: Some(HOME), ..Asks::default() };
        let boot = ready.boot(demo().account, "http://edge".into(), asks, 0);
        assert_eq!(won(&boot), Some("welcome"));
        let told = boot.team.map(|told| told.shown);
        assert!(told.is_some_and(|told| told != protocol::availability::Team::Available), "{told:?}");
        let mut written = Vec::new();
        ready.write_decision(&mut written, HOME, &[], 0).unwrap();
        let written: serde_json::Value = serde_json::from_slice(&written).unwrap();
        assert_eq!(written["d"]["c"], "welcome");
    }
}

#[test]
fn the_reply_time_travels_as_a_number() {
    // S57
    for reply_minutes in [None, Some(1), Some(43_200)] {
        let ready = changed(|file, home| {
            file.chatflows[home].availability = conversation::availability::Mode::Always { reply_minutes };
        });
        assert_eq!(decide(&ready, HOME, false, &[]).unwrap().reply_minutes, reply_minutes);
    }
}
