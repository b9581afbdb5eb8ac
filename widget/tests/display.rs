//! `loader/display.js` is `targeting::display` in another language: told the same stories, both give the same answers.
#![cfg(target_arch = "wasm32")]

use targeting::display::{
    Cap, Display, Event, Frequency, Here, History, NUMBERS, Next, Open, Screen, Turn, When, step,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/loader/display.js")]
extern "C" {
    #[wasm_bindgen(js_name = step)]
    fn step_there(
        rules: &[u16],
        here: &JsValue,
        now: f64,
        turn: &JsValue,
        past: &JsValue,
        event: u8,
        scrolled: u16,
        left: bool,
    ) -> JsValue;

    #[wasm_bindgen(js_name = History)]
    type HistoryThere;
    #[wasm_bindgen(constructor, js_class = "History")]
    fn read(text: &str) -> HistoryThere;
    #[wasm_bindgen(method)]
    fn of(this: &HistoryThere, chatflow: &str) -> JsValue;
    #[wasm_bindgen(method)]
    fn text(this: &HistoryThere) -> String;
}

/// Numbers that look like chance and are the same every time (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u16) -> u16 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(sides)) as u16
    }

    fn heads(&mut self) -> bool {
        self.throw(2) == 0
    }

    fn screen(&mut self) -> Screen {
        let some = |number: u16| (number > 0).then_some(number);
        let open = [Open::Window, Open::Welcome, Open::Launcher, Open::Hidden][usize::from(self.throw(4))];
        let (seconds, scroll) = (self.throw(3) * 7, self.throw(3) * 40);
        Screen {
            open,
            when: When { seconds: some(seconds), scroll: some(scroll), exit_intent: self.heads() },
        }
    }

    fn display(&mut self) -> Display {
        let caps = [Cap::Always, Cap::PageLoad, Cap::Session, Cap::Day, Cap::Visitor];
        Display {
            large: self.screen(),
            small: self.screen(),
            frequency: Frequency {
                cap: caps[usize::from(self.throw(5))],
                stop_after_dismissal: self.heads(),
                stop_after_reply: self.heads(),
            },
        }
    }
}

/// What was answered there, in the words of here.
fn answer(said: &JsValue) -> Next {
    if said.is_undefined() {
        return Next::Rest;
    }
    if let Some(open) = said.as_f64() {
        return Next::Open([Open::Window, Open::Welcome, Open::Launcher][open as usize]);
    }
    let field = |name: &str| js_sys::Reflect::get(said, &name.into()).expect("an object");
    Next::Watch {
        at: field("at").as_f64().filter(|at| *at > 0.0).map(|at| at as u64),
        scroll: field("scroll").is_truthy(),
        leaving: field("leaving").is_truthy(),
    }
}

fn object(json: &str) -> JsValue {
    js_sys::JSON::parse(json).expect("JSON")
}

#[wasm_bindgen_test]
fn both_answer_every_story_alike() {
    // P27 P30 H56
    let mut dice = Dice(1);
    for story in 0..2_000 {
        let display = dice.display();
        let rules: [u16; NUMBERS] = display.to_numbers();
        let mut here = Here { small: dice.heads(), hovers: dice.heads(), visit: 1, offset_minutes: 0 };
        here.offset_minutes = (i32::from(dice.throw(5)) - 2) * 330;
        let mut now = 1_795_473_000_000_u64;
        let (mut turn, turn_there) = (Turn::default(), object(r#"{"since":0,"over":false}"#));
        let (mut history, mut history_there) = (History::default(), HistoryThere::read(""));
        for _ in 0..40 {
            let event = match dice.throw(12) {
                0 | 1 => Event::Entered,
                2 => Event::Opened,
                3 => Event::Dismissed,
                4 => Event::Replied,
                5 => {
                    here.visit += 1;
                    continue;
                }
                6 => {
                    now += u64::from(dice.throw(40_000)) * 1_000;
                    continue;
                }
                7 => {
                    // Another page load, of somebody who acted.
                    history = History::read(&history.to_text());
                    history_there = HistoryThere::read(&history_there.text());
                    Event::Entered
                }
                _ => {
                    now += u64::from(dice.throw(9)) * 1_000;
                    Event::Looked { scrolled: dice.throw(101), leaving: dice.heads() }
                }
            };
            let (number, scrolled, left) = match event {
                Event::Entered => (0, 0, false),
                Event::Looked { scrolled, leaving } => (1, scrolled, leaving),
                Event::Opened => (2, 0, false),
                Event::Dismissed => (3, 0, false),
                Event::Replied => (4, 0, false),
            };
            let chatflow = ["shop", "pricing", "a-b", "z9", "everywhere"][usize::from(dice.throw(5))];
            let Here { small, hovers, visit, offset_minutes } = here;
            let here_there = object(&format!(
                r#"{{"small":{small},"hovers":{hovers},"visit":{visit},"offset":{offset_minutes}}}"#
            ));
            let said = step(&display, &here, now, &mut turn, history.of(chatflow), event);
            let there = step_there(
                &rules,
                &here_there,
                now as f64,
                &turn_there,
                &history_there.of(chatflow),
                number,
                scrolled,
                left,
            );
            assert_eq!(answer(&there), said, "story {story}: {display:?} {event:?}");
            assert_eq!(history_there.text(), history.to_text(), "story {story}: {display:?} {event:?}");
        }
    }
}
