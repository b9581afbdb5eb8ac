//! The two questions of every page view, answered in one call: no future, no object of the platform, only texts.
//!
//! Nearly all of what a request cost was its way through the layers between JavaScript and Rust, not its decision. The
//! shim (`edge/shim/quick.js`) takes from a request what is asked here. Whatever is out of the ordinary — an account
//! not in memory, a visitor with a token, a body that is none, a site that is not on the list — is answered with
//! nothing, and goes the ordinary way, which knows how to say so. Both ways answer the same.

use conversation::ids::AccountId;
use protocol::boot::{DecideRequest, Decision};
use protocol::limits::BODY_BYTES;
use targeting::Visitor;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::encoding::{Encoding, accepted as encoding, any_tag_is};
use crate::routes::{loader_source, loader_tag};
use crate::{facts, json, memory};

/// What the loader of an account starts with: the tag of the answer, how it is to be compressed (or `-`), and the boot as
/// JSON, with a space between them. `=` instead of the last two where the browser has this very answer already.
#[wasm_bindgen(js_name = quickBoot)]
#[must_use]
pub fn quick_boot(
    account: &str,
    own: String,
    referer: Option<String>,
    country: Option<String>,
    encodings: Option<String>,
    held: Option<String>,
) -> Option<String> {
    let account = AccountId::parse(account).ok()?;
    let ready = memory::at_hand(&account)?;
    let country = country.filter(|country| facts::is_country(country));
    let boot = serde_json::to_string(&ready.boot(account, own, referer.as_deref(), country)).ok()?;
    let tag = loader_tag(&boot)?;
    if held.is_some_and(|held| any_tag_is(&held, &tag)) {
        return Some(tag + " =");
    }
    let encoding = encoding(&encodings.unwrap_or_default()).map_or("-", Encoding::name);
    Some([&tag, encoding, &boot].join(" "))
}

/// The loader's source, before and after the place of the boot.
#[wasm_bindgen(js_name = quickLoader)]
#[must_use]
pub fn quick_loader() -> Option<Vec<String>> {
    loader_source().map(Into::into)
}

/// The answer to a stranger's page: a [`Decision`] as JSON.
#[wasm_bindgen(js_name = quickDecision)]
#[must_use]
pub fn quick_decision(account: &str, origin: &str, body: &str, country: Option<String>) -> Option<String> {
    let account = AccountId::parse(account).ok()?;
    let ready = memory::at_hand(&account).filter(|ready| ready.origins.allow(origin))?;
    let mut asked: DecideRequest = json::read_up_to(body.as_bytes(), BODY_BYTES).ok()?;
    if asked.token.is_some() || asked.running.is_some() {
        return None;
    }
    facts::check(&asked.facts).ok()?;
    facts::place(&mut asked.facts, country.filter(|country| facts::is_country(country)));
    let facts: Vec<(&str, &str)> =
        asked.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let decided = ready.decide(&asked.url, &Visitor { facts: Some(&facts), ..Visitor::ANONYMOUS }).ok()?;
    let decision = Decision { show: decided.show, book: ready.version, id: Some(decided.id), token: None };
    serde_json::to_string(&decision).ok()
}
