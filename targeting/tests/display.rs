//! When and how a chatflow appears: told as stories, one a line, and as properties of every story there could be.

use proptest::prelude::*;
use targeting::display::{
    Cap, Display, Event, Frequency, Here, History, Next, Open, Opening, Past, Screen, Turn, When,
    may_persist, step,
};

/// Monday, 2026-11-23, 22:30 UTC.
const START: u64 = 1_795_473_000_000;
const DESKTOP: Here = Here { small: false, hovers: true, visit: 1, offset_minutes: 0 };
const PHONE: Here = Here { small: true, hovers: false, ..DESKTOP };

/// Where a story is told: one browser, in which time passes and pages are loaded.
struct Told {
    display: Display,
    here: Here,
    now: u64,
    turn: Turn,
    history: History,
}

/// Tells a story in words and returns what was said to it, a word for each step:
/// `enter`, `wait 10` (seconds), `scroll 50`, `leave`, `open`, `dismiss`, `reply` are steps of one page; `load` loads it
/// anew and forgets, `load kept` keeps what may be kept; `visit 2` begins another visit.
fn tell(display: Display, here: Here, story: &str) -> String {
    let mut told = Told { display, here, now: START, turn: Turn::default(), history: History::default() };
    let said: Vec<&str> = story.split(", ").filter_map(|part| told.part(part)).collect();
    said.join(", ")
}

impl Told {
    fn part(&mut self, part: &str) -> Option<&'static str> {
        let (word, number) = part.split_once(' ').unwrap_or((part, "0"));
        let number = || number.parse().expect("a number");
        let look = |scrolled, leaving| Event::Looked { scrolled, leaving };
        let event = match word {
            "load" => {
                let kept = if part == "load kept" { self.history.to_text() } else { String::new() };
                self.history = History::read(&kept);
                Event::Entered
            }
            "enter" => Event::Entered,
            "wait" => {
                self.now += u64::from(number()) * 1_000;
                look(0, false)
            }
            "scroll" => look(u16::try_from(number()).expect("a percentage"), false),
            "leave" => look(0, true),
            "open" => Event::Opened,
            "dismiss" => Event::Dismissed,
            "reply" => Event::Replied,
            "visit" => {
                self.here.visit = number();
                return None;
            }
            _ => panic!("{part} is no part of a story"),
        };
        let past = self.history.of("welcome");
        Some(match step(&self.display, &self.here, self.now, &mut self.turn, past, event) {
            Next::Rest => "-",
            Next::Watch { .. } => "…",
            Next::Open(Open::Window) => "window",
            Next::Open(Open::Welcome) => "welcome",
            Next::Open(Open::Launcher) => "launcher",
            Next::Open(Open::Hidden) => panic!("nothing is no opening"),
        })
    }
}

fn when(seconds: u16, scroll: u16, exit_intent: bool) -> When {
    let some = |number| (number > 0).then_some(number);
    When { seconds: some(seconds), scroll: some(scroll), exit_intent }
}

/// The same on every screen, as often as it likes.
fn shown(open: Open, when: When) -> Display {
    let screen = Screen { open, when };
    let frequency = Frequency { cap: Cap::Always, stop_after_dismissal: false, stop_after_reply: false };
    Display { large: screen, small: screen, frequency }
}

#[test]
fn it_opens_when_its_owner_said() {
    // P27 E4 H56
    use Open::{Hidden, Launcher, Welcome, Window};
    for (open, when, story, expected) in [
        (Window, when(0, 0, false), "enter", "window"),
        (Welcome, when(0, 0, false), "enter", "welcome"),
        (Launcher, when(0, 0, false), "enter", "launcher"),
        (Hidden, when(0, 0, false), "enter, wait 9, leave", "-, -, -"),
        (Hidden, when(5, 50, true), "enter, wait 9, scroll 90, leave", "-, -, -, -"),
        // Each alone.
        (Window, when(10, 0, false), "enter, wait 9, wait 1, wait 1", "…, …, window, -"),
        (Welcome, when(0, 50, false), "enter, scroll 49, scroll 50, scroll 51", "…, …, welcome, -"),
        (Welcome, when(0, 100, false), "enter, scroll 99, scroll 100", "…, …, welcome"),
        (Window, when(0, 0, true), "enter, wait 99, leave, leave", "…, …, window, -"),
        (Launcher, when(10, 0, false), "enter, wait 10", "…, launcher"),
        // What is not waited for changes nothing.
        (Window, when(10, 0, false), "enter, scroll 100, leave, wait 10", "…, …, …, window"),
        (Window, when(0, 0, true), "enter, scroll 100, wait 99", "…, …, …"),
        // Together: whichever comes first, and it alone.
        (Window, when(10, 50, true), "enter, wait 10, scroll 90, leave", "…, window, -, -"),
        (Window, when(10, 50, true), "enter, scroll 90, wait 10", "…, window, -"),
        (Window, when(10, 50, true), "enter, leave, wait 10", "…, window, -"),
        // In-page navigation starts anew.
        (Window, when(10, 0, false), "enter, wait 9, enter, wait 9, wait 1", "…, …, …, …, window"),
        (Welcome, when(0, 0, false), "enter, enter", "welcome, welcome"),
        // What the visitor does comes before.
        (Window, when(10, 0, false), "enter, open, wait 10", "…, -, -"),
        (Window, when(10, 0, false), "enter, dismiss, wait 10", "…, -, -"),
        (Window, when(10, 0, false), "enter, reply, wait 10", "…, -, -"),
        // A launcher that was there stays.
        (Launcher, when(10, 0, false), "enter, wait 10, enter", "…, launcher, launcher"),
        (Launcher, when(10, 0, false), "load, wait 10, load kept, wait 9", "…, launcher, …, …"),
    ] {
        assert_eq!(tell(shown(open, when), DESKTOP, story), expected, "{open:?} {when:?}: {story}");
    }
}

#[test]
fn leaving_cannot_be_seen_without_a_pointer() {
    // H56: a touch screen knows no exit intent. It opens nothing then, and keeps no launcher away.
    for (open, when, here, expected) in [
        (Open::Window, when(0, 0, true), PHONE, "-, -"),
        (Open::Welcome, when(0, 0, true), PHONE, "-, -"),
        (Open::Launcher, when(0, 0, true), PHONE, "launcher, -"),
        (Open::Window, when(5, 0, true), PHONE, "…, …"),
        (Open::Launcher, when(5, 0, true), PHONE, "…, …"),
        (Open::Window, when(0, 0, true), DESKTOP, "…, window"),
        (Open::Launcher, when(0, 0, true), DESKTOP, "…, launcher"),
        // A small window of a machine with a mouse can be left.
        (Open::Window, when(0, 0, true), Here { small: true, ..DESKTOP }, "…, window"),
    ] {
        assert_eq!(tell(shown(open, when), here, "enter, leave"), expected, "{open:?} {when:?} {here:?}");
    }
}

#[test]
fn small_screens_have_rules_of_their_own() {
    // H56 S52
    let display = Display {
        large: Screen { open: Open::Window, when: when(5, 0, false) },
        small: Screen { open: Open::Welcome, when: when(0, 30, false) },
        frequency: Frequency::default(),
    };
    assert_eq!(tell(display, DESKTOP, "enter, scroll 30, wait 5"), "…, …, window");
    assert_eq!(tell(display, PHONE, "enter, wait 5, scroll 30"), "…, …, welcome");
    let hidden = Display { small: Screen { open: Open::Hidden, ..Screen::default() }, ..display };
    assert_eq!(tell(hidden, PHONE, "enter, wait 5, scroll 30, load, visit 2, load"), "-, -, -, -, -");
}

#[test]
fn it_opens_no_more_often_than_its_owner_said() {
    // P30
    for (cap, story, expected) in [
        (Cap::Always, "load, enter, load, load kept", "welcome, welcome, welcome, welcome"),
        (Cap::PageLoad, "load, enter, load, load kept", "welcome, -, welcome, welcome"),
        (Cap::Session, "load, enter, load kept, visit 2, load kept", "welcome, -, -, welcome"),
        // Before the visitor acts nothing is kept, and every page load is the first.
        (Cap::Session, "load, load", "welcome, welcome"),
        (Cap::Day, "load, enter, load kept, visit 2, load kept", "welcome, -, -, -"),
        (Cap::Day, "load, wait 5399, load kept", "welcome, -, -"),
        (Cap::Day, "load, wait 5400, load kept", "welcome, -, welcome"),
        (Cap::Visitor, "load, wait 999999, visit 9, load kept", "welcome, -, -"),
        (Cap::Visitor, "load, load", "welcome, welcome"),
        // Who opened it alone was not to be told any more.
        (Cap::Day, "visit 1, open, load kept", "-, -"),
    ] {
        let mut display = shown(Open::Welcome, When::default());
        display.frequency.cap = cap;
        assert_eq!(tell(display, DESKTOP, story), expected, "{cap:?}: {story}");
    }
}

#[test]
fn it_stops_when_its_owner_said() {
    // P30
    for (dismissal, reply, story, expected) in [
        (true, false, "load, dismiss, enter, load kept", "welcome, -, -, -"),
        (false, false, "load, dismiss, enter, load kept", "welcome, -, welcome, welcome"),
        (false, true, "load, reply, enter, load kept", "welcome, -, -, -"),
        (true, false, "load, reply, enter, load kept", "welcome, -, welcome, welcome"),
        (false, false, "load, reply, enter", "welcome, -, welcome"),
        // Before the visitor acts nothing is kept.
        (true, true, "load, dismiss, load", "welcome, -, welcome"),
    ] {
        let mut display = shown(Open::Welcome, When::default());
        display.frequency.stop_after_dismissal = dismissal;
        display.frequency.stop_after_reply = reply;
        assert_eq!(tell(display, DESKTOP, story), expected, "{dismissal} {reply}: {story}");
    }
}

#[test]
fn a_day_is_the_visitors_own() {
    // P30: it starts at 22:30 UTC; in Berlin (+60) that is 23:30, in Apia (+780) noon, in New York (-300) half past five.
    for (offset_minutes, minutes, expected) in [
        (0, 89, "welcome, -, -"),
        (0, 90, "welcome, -, welcome"),
        (60, 29, "welcome, -, -"),
        (60, 30, "welcome, -, welcome"),
        (780, 90, "welcome, -, -"),
        (780, 750, "welcome, -, welcome"),
        (-300, 389, "welcome, -, -"),
        (-300, 390, "welcome, -, welcome"),
    ] {
        let mut display = shown(Open::Welcome, When::default());
        display.frequency.cap = Cap::Day;
        let here = Here { offset_minutes, ..DESKTOP };
        let story = format!("load, wait {}, load kept", minutes * 60);
        assert_eq!(tell(display, here, &story), expected, "{offset_minutes} {minutes}");
    }
}

#[test]
fn nothing_outlives_the_page_before_the_visitor_acts_or_the_site_agrees() {
    // P30
    for (acted, site_consent, expected) in
        [(false, false, false), (true, false, true), (false, true, true), (true, true, true)]
    {
        assert_eq!(may_persist(acted, site_consent), expected, "{acted} {site_consent}");
    }
}

#[test]
fn what_is_kept_is_read_back_and_what_makes_no_sense_did_not_happen() {
    for (text, expected) in [
        ("", ""),
        ("7.2.20778.1", "7.2.20778.1"),
        ("7.2.20778.3 8.0.0.1", "7.2.20778.3 8.0.0.1"),
        ("7.2.20778", ""),
        ("x.2.20778.1 8.1.1.0", "8.1.1.0"),
        ("7.2.-1.1", ""),
        ("99999999999.1.1.1", ""),
        // Only the newest four.
        ("1.1.1.0 2.1.1.0 3.1.1.0 4.1.1.0 5.1.1.0", "2.1.1.0 3.1.1.0 4.1.1.0 5.1.1.0"),
        // Nothing happened.
        ("7.0.0.0", ""),
    ] {
        assert_eq!(History::read(text).to_text(), expected, "{text}");
    }
}

#[test]
fn numbers_of_a_newer_version_annoy_nobody() {
    let strange = Display::from_numbers([9, 0, 0, 0, 9, 0, 0, 0, 9, 0]);
    assert_eq!((strange.large.open, strange.frequency.cap), (Open::Launcher, Cap::Visitor));
}

#[cfg(feature = "json")]
#[test]
fn its_form_leaves_out_what_says_nothing() {
    let read = |text: &str| serde_json::from_str::<Display>(text);
    assert_eq!(read("{}").unwrap(), Display::default());
    let text = r#"{"large":{"open":"window","when":{"seconds":10,"scroll":50,"exit_intent":true}},"small":{"open":"hidden","when":{"exit_intent":false}},"frequency":{"cap":"session","stop_after_dismissal":false,"stop_after_reply":true}}"#;
    assert_eq!(serde_json::to_string(&read(text).unwrap()).unwrap(), text);
    for wrong in [r#"{"large":{"open":"both"}}"#, r#"{"huge":{}}"#, r#"{"large":{"when":{"after":5}}}"#] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

fn screen() -> impl Strategy<Value = Screen> {
    let open = prop::sample::select(vec![Open::Window, Open::Welcome, Open::Launcher, Open::Hidden]);
    let when = (prop::option::of(1..=20_u16), prop::option::of(1..=100_u16), any::<bool>());
    (open, when).prop_map(|(open, (seconds, scroll, exit_intent))| Screen {
        open,
        when: When { seconds, scroll, exit_intent },
    })
}

fn display() -> impl Strategy<Value = Display> {
    let caps = vec![Cap::Always, Cap::PageLoad, Cap::Session, Cap::Day, Cap::Visitor];
    (screen(), screen(), prop::sample::select(caps), any::<bool>(), any::<bool>()).prop_map(
        |(large, small, cap, stop_after_dismissal, stop_after_reply)| Display {
            large,
            small,
            frequency: Frequency { cap, stop_after_dismissal, stop_after_reply },
        },
    )
}

#[derive(Clone, Debug)]
enum Move {
    Event(Event),
    Load,
    Visit,
    Seconds(u64),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let event = prop_oneof![
        3 => Just(Event::Entered),
        4 => (0..=100_u16, any::<bool>()).prop_map(|(scrolled, leaving)| Event::Looked { scrolled, leaving }),
        1 => Just(Event::Opened),
        1 => Just(Event::Dismissed),
        1 => Just(Event::Replied),
    ];
    let each = prop_oneof![
        6 => event.prop_map(Move::Event),
        1 => Just(Move::Load),
        1 => Just(Move::Visit),
        1 => (0..50_000_u64).prop_map(Move::Seconds),
    ];
    prop::collection::vec(each, 0..60)
}

proptest! {
    #[test]
    fn it_never_opens_more_often_than_the_cap_nor_after_an_end(
        display in display(), small in any::<bool>(), hovers in any::<bool>(), moves in moves(),
    ) {
        // P30
        let mut here = Here { small, hovers, visit: 1, offset_minutes: 0 };
        let (mut now, mut load, mut turn) = (START, 0, Turn::default());
        let mut history = History::default();
        let mut opened: Vec<(u32, Opening)> = Vec::new();
        let (mut dismissed, mut replied) = (false, false);
        for each in moves {
            let event = match each {
                Move::Event(event) => event,
                Move::Load => {
                    load += 1;
                    history = History::read(&history.to_text());
                    Event::Entered
                }
                Move::Visit => {
                    here.visit += 1;
                    continue;
                }
                Move::Seconds(seconds) => {
                    now += seconds * 1_000;
                    continue;
                }
            };
            dismissed |= event == Event::Dismissed;
            replied |= event == Event::Replied;
            let next = step(&display, &here, now, &mut turn, history.of("a"), event);
            let screen = if small { display.small } else { display.large };
            prop_assert!(history.to_text().len() <= 100);
            let Next::Open(open) = next else { continue };
            // Hidden stays hidden, and nothing else opens than was said.
            prop_assert_eq!(open, screen.open);
            prop_assert!(open != Open::Hidden);
            if open == Open::Launcher {
                continue;
            }
            prop_assert!(!(dismissed && display.frequency.stop_after_dismissal));
            prop_assert!(!(replied && display.frequency.stop_after_reply));
            let at = Opening { visit: here.visit, day: u32::try_from(now / 86_400_000).unwrap() };
            let before = |same: &dyn Fn(&(u32, Opening)) -> bool| opened.iter().any(same);
            let again = match display.frequency.cap {
                Cap::Always => false,
                Cap::PageLoad => before(&|(other, _)| *other == load),
                Cap::Session => before(&|(_, other)| other.visit == at.visit),
                Cap::Day => before(&|(_, other)| other.day == at.day),
                Cap::Visitor => before(&|_| true),
            };
            prop_assert!(!again, "{:?} of {:?}", at, opened);
            opened.push((load, at));
        }
    }

    #[test]
    fn it_travels_as_numbers(display in display()) {
        prop_assert_eq!(Display::from_numbers(display.to_numbers()), display);
    }

    #[test]
    fn any_record_is_read_and_what_is_kept_is_short(text in "[0-9. x-]{0,200}", ids in prop::collection::vec("[a-z]{1,40}", 0..9)) {
        let mut history = History::read(&text);
        for id in &ids {
            let far = Opening { visit: u32::MAX, day: u32::MAX };
            *history.of(id) = Past { last: Some(far), dismissed: true, replied: true, ..Past::default() };
        }
        let kept = history.to_text();
        prop_assert!(kept.len() <= 100, "{}", kept);
        prop_assert_eq!(History::read(&kept).to_text(), kept);
    }
}
