//! The two questions of every page view, and the way to a visitor's shard, answered in one call: no future, no object of
//! the platform, no text that crosses on its own.
//!
//! Nearly all of what a request cost was its way through the layers between JavaScript and Rust, not its decision. The
//! shim (`edge/shim/quick.js`) writes what is asked here into this memory, and reads the answer there; only numbers
//! cross. Whatever is out of the ordinary — an account not in memory, a visitor with a token, a body that is none, a
//! site that is not on the list — is answered with nothing, and goes the ordinary way, which knows how to say so. Both
//! ways answer the same.

use std::cell::RefCell;

use conversation::ids::AccountId;
use protocol::boot::DecideRequest;
use protocol::limits::BODY_BYTES;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::book::Asks;
use crate::chat_page;
use crate::encoding::{Encoding, accepted as encoding, any_tag_is};
use crate::facts::Place;
use crate::platform::clock::now_ms;
use crate::routes::table::{Route, find};
use crate::routes::{loader_sources, loader_tag, shard_of_path};
use crate::{facts, json, memory, question};

/// Room for what is asked: the longest body, and as much again for everything else.
const ASKED_BYTES: usize = 2 * BODY_BYTES;

/// The ordinary way has to answer.
const ORDINARY: i32 = 0;
/// The place matters here: ask again with it.
const WHERE: i32 = -1;
/// Somebody else is asking for what is needed: ask again in a little while.
const SOON: i32 = -2;

thread_local! {
    /// Written by the shim.
    static ASKED: RefCell<Vec<u8>> = RefCell::new(vec![0; ASKED_BYTES]);
    /// Read by the shim.
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    /// A boot, until its tag is known, which stands before it.
    static BOOT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The memory that both sides see.
#[wasm_bindgen(js_name = quickMemory)]
#[must_use]
pub fn quick_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// Where in the memory the shim writes, as long as this instance lives.
#[wasm_bindgen(js_name = quickAsked)]
#[must_use]
pub fn quick_asked() -> *const u8 {
    ASKED.with_borrow(Vec::as_ptr)
}

/// How much it may write there.
#[wasm_bindgen(js_name = quickRoom)]
#[must_use]
pub fn quick_room() -> usize {
    ASKED_BYTES
}

/// Where in the memory the last answer is.
#[wasm_bindgen(js_name = quickAnswer)]
#[must_use]
pub fn quick_answer() -> *const u8 {
    ANSWER.with_borrow(Vec::as_ptr)
}

/// The sources of loader and scout, each before and after the place of the boot.
#[wasm_bindgen(js_name = quickLoader)]
#[must_use]
pub fn quick_loader() -> Option<Vec<String>> {
    loader_sources().map(|sources| sources.concat())
}

/// Where the request comes from, as the shim has it in two numbers: the country's two letters, or that nobody looked (0)
/// or knows (1); and the region's characters, none where nobody knows.
struct Whence {
    country: u32,
    region: u32,
}

impl Whence {
    /// The place where it matters; nothing where it matters and nobody looked.
    fn where_it(&self, matters: bool) -> Option<Option<Place>> {
        match self.country {
            _ if !matters => Some(None),
            0 => None,
            _ => Some(Place::of(&letters(self.country), Some(&letters(self.region)))),
        }
    }
}

/// The characters of a number, eight bits each; what is no ASCII is none of a code either.
fn letters(number: u32) -> String {
    number.to_be_bytes().into_iter().filter(|byte| *byte != 0).map(char::from).collect()
}

/// Runs `answer` with what was asked and room for the answer; says how long the answer is.
fn at_the_desk(length: usize, answer: impl FnOnce(&[u8], &mut Vec<u8>) -> Option<i32>) -> i32 {
    ASKED.with_borrow(|asked| {
        ANSWER.with_borrow_mut(|out| {
            out.clear();
            asked.get(..length).and_then(|asked| answer(asked, out)).unwrap_or(ORDINARY)
        })
    })
}

/// What the loader of an account starts with. Asked are lines: the account, our own origin, the page, the encodings and
/// the languages that are accepted, and the tags that the browser holds. The answer: the tag of the whole, how it is to be compressed (or
/// `-`, with `!` before it where the scout is to come in place of the loader), and the boot as JSON, with a space between them. `=` instead of the last two where the browser has this very
/// answer already.
#[wasm_bindgen(js_name = quickBoot)]
#[must_use]
pub fn quick_boot(length: usize, country: u32, region: u32) -> i32 {
    at_the_desk(length, |asked, out| {
        let mut lines = std::str::from_utf8(asked).ok()?.split('\n');
        let account = AccountId::parse(lines.next()?).ok()?;
        let [own, referer, encodings] = [lines.next()?, lines.next()?, lines.next()?];
        let [languages, held] = [lines.next()?, lines.next()?];
        let ready = memory::at_hand(&account)?;
        let whence = Whence { country, region };
        let Some(place) = whence.where_it(ready.has_conditions()) else { return Some(WHERE) };
        let encoding = encoding(encodings).map_or("-", Encoding::name);
        let referer = Some(referer).filter(|referer| !referer.is_empty());
        let asks = Asks { referer, place: place.as_ref(), languages, draw: 0 };
        BOOT.with_borrow_mut(|boot| {
            boot.clear();
            let is_idle = ready.write_boot(boot, &account, own, asks, now_ms())?;
            let tag = loader_tag(std::str::from_utf8(boot).ok()?)?;
            out.extend_from_slice(tag.as_bytes());
            if any_tag_is(held, &tag) {
                out.extend_from_slice(b" =");
            } else {
                let space: &[u8] = if is_idle { b" !" } else { b" " };
                for part in [space, encoding.as_bytes(), b" ", boot] {
                    out.extend_from_slice(part);
                }
            }
            i32::try_from(out.len()).ok()
        })
    })
}

/// The answer to a stranger's page: a [`Decision`](protocol::boot::Decision) as JSON. Asked are the account, the page's
/// origin from `origin_at` on, and the body from `body_at` on.
#[wasm_bindgen(js_name = quickDecision)]
#[must_use]
pub fn quick_decision(origin_at: usize, body_at: usize, length: usize, country: u32, region: u32) -> i32 {
    at_the_desk(length, |asked, out| {
        let text = |from: usize, to: usize| std::str::from_utf8(asked.get(from..to)?).ok();
        let account = AccountId::parse(text(0, origin_at)?).ok()?;
        let origin = text(origin_at, body_at)?;
        let body = text(body_at, length)?;
        let ready = memory::at_hand(&account).filter(|ready| ready.origins.allow(origin))?;
        // What an address of our own names is no decision.
        if chat_page::may_be(body) {
            return None;
        }
        let whence = Whence { country, region };
        let Some(place) = whence.where_it(ready.has_conditions()) else { return Some(WHERE) };
        if let Some(mut asked) = question::read(body) {
            // What a browser says of it does not count.
            asked.facts.retain(|(name, _)| !facts::is_of_the_network(name));
            asked.facts.extend(place.iter().flat_map(Place::facts));
            ready.write_decision(out, asked.url, &asked.facts, now_ms())?;
        } else {
            let mut asked: DecideRequest = json::read_up_to(body.as_bytes(), BODY_BYTES).ok()?;
            if asked.token.is_some() || asked.running.is_some() {
                return None;
            }
            facts::check(&asked.facts).ok()?;
            facts::place(&mut asked.facts, place.as_ref());
            let facts: Vec<(&str, &str)> =
                asked.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            ready.write_decision(out, &asked.url, &facts, now_ms())?;
        }
        i32::try_from(out.len()).ok()
    })
}

/// The name of the shard that a visitor's socket leads to. Asked are lines: the path, and the page's origin.
#[wasm_bindgen(js_name = quickShard)]
#[must_use]
pub fn quick_shard(length: usize) -> i32 {
    at_the_desk(length, |asked, out| {
        let (path, origin) = std::str::from_utf8(asked).ok()?.split_once('\n')?;
        let Ok(Route::VisitorSocket(account, inbox, shard)) = find("GET", path) else { return None };
        let Some(ready) = memory::at_hand(&account) else {
            return memory::is_asked_for(&account).then_some(SOON);
        };
        if !ready.origins.allow(origin) {
            return None;
        }
        let shard = shard_of_path(account, &ready, inbox, shard)?;
        out.extend_from_slice(shard.name().as_bytes());
        i32::try_from(out.len()).ok()
    })
}
