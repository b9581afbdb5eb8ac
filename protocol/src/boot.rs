//! What the loader gets with a page view, and what it asks.
//!
//! Field names are short because they travel with every page view of every site. Knows the shapes; the decision
//! itself is `targeting`'s.

use std::collections::BTreeMap;

use conversation::ids::{AccountId, ChatflowId};
use targeting::display::NUMBERS;

use crate::availability::Told;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// Put into the loader by the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Boot {
    /// The account.
    #[cfg_attr(feature = "serde", serde(rename = "a"))]
    pub account: AccountId,
    /// The edge's origin, as the browser reached it.
    #[cfg_attr(feature = "serde", serde(rename = "e"))]
    pub edge: String,
    /// [`page_hash`] of the page that `show` was decided for; `None` where the edge did not learn the address.
    #[cfg_attr(feature = "serde", serde(rename = "h"))]
    pub page: Option<String>,
    /// Whether any rule looks at the fragment, which no server ever sees.
    #[cfg_attr(feature = "serde", serde(rename = "f"))]
    pub fragment_rules: bool,
    /// Whether any chatflow has conditions on circumstances: only then does the loader say them when it asks.
    #[cfg_attr(feature = "serde", serde(rename = "n"))]
    pub facts: bool,
    /// The country the page is looked at from, where conditions may ask for it and the network knows it: the browser
    /// decides with it too, and has no other way to learn it.
    #[cfg_attr(feature = "serde", serde(rename = "q", default, skip_serializing_if = "Option::is_none"))]
    pub country: Option<String>,
    /// The region of that country, as ISO 3166-2 writes it with the country before it; else as the country.
    #[cfg_attr(feature = "serde", serde(rename = "r", default, skip_serializing_if = "Option::is_none"))]
    pub region: Option<String>,
    /// What to show.
    #[cfg_attr(feature = "serde", serde(rename = "d"))]
    pub show: Option<Show>,
    /// The version of the rule book that decided.
    #[cfg_attr(feature = "serde", serde(rename = "b"))]
    pub book: u64,
    /// The decision's id, for support (N3): a line of text that the simulator makes again.
    #[cfg_attr(feature = "serde", serde(rename = "i", default, skip_serializing_if = "Option::is_none"))]
    pub id: Option<String>,
    /// What is told of the team now, where the chatflow shown is not always available.
    #[cfg_attr(feature = "serde", serde(rename = "v", default, skip_serializing_if = "Option::is_none"))]
    pub team: Option<Told>,
    /// What the launcher is called until the words have come, in the language of the chatflow or, where it leaves that to
    /// the visitor, of the browser; left out for English, which the loader knows.
    #[cfg_attr(feature = "serde", serde(rename = "l", default, skip_serializing_if = "Option::is_none"))]
    pub launcher: Option<String>,
}

impl Boot {
    /// Whether nothing is for this page: then the loader need not come. What depends on circumstances that only the browser
    /// knows was not decided for it, and names no page.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.page.is_some() && self.show.is_none()
    }
}

/// The loader's question, as the text/plain body of `POST /v1/{account}/decide`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DecideRequest {
    /// The page's full address, fragment included. Used for the decision, never stored, never logged.
    #[cfg_attr(feature = "serde", serde(rename = "u"))]
    pub url: String,
    /// The visitor's token, where they acted before or the site's server says who they are.
    #[cfg_attr(feature = "serde", serde(rename = "k", default, skip_serializing_if = "Option::is_none"))]
    pub token: Option<String>,
    /// The chatflow of a chat that runs in this browser.
    #[cfg_attr(feature = "serde", serde(rename = "c", default, skip_serializing_if = "Option::is_none"))]
    pub running: Option<ChatflowId>,
    /// The circumstances of the page view, by the names that conditions have; used for the decision, never stored,
    /// never logged. At most 64 of them, names of 64 and values of 1,024 bytes.
    #[cfg_attr(feature = "serde", serde(rename = "f", default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub facts: BTreeMap<String, String>,
    /// The number that the agents in the heading were drawn with before, on this page or, of a visitor who acted, ever.
    #[cfg_attr(feature = "serde", serde(rename = "j", default, skip_serializing_if = "Option::is_none"))]
    pub draw: Option<u32>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// What to show.
    #[cfg_attr(feature = "serde", serde(rename = "d"))]
    pub show: Option<Show>,
    /// The version of the rule book that decided.
    #[cfg_attr(feature = "serde", serde(rename = "b"))]
    pub book: u64,
    /// The decision's id, for support (N3): a line of text that the simulator makes again.
    #[cfg_attr(feature = "serde", serde(rename = "i", default, skip_serializing_if = "Option::is_none"))]
    pub id: Option<String>,
    /// A fresh token, where the one sent was stale.
    #[cfg_attr(feature = "serde", serde(rename = "k", default, skip_serializing_if = "Option::is_none"))]
    pub token: Option<String>,
    /// What is told of the team now, where the chatflow shown is not always available.
    #[cfg_attr(feature = "serde", serde(rename = "v", default, skip_serializing_if = "Option::is_none"))]
    pub team: Option<Told>,
}

/// Everything the browser needs of one chatflow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Show {
    /// The chatflow.
    #[cfg_attr(feature = "serde", serde(rename = "c"))]
    pub chatflow: ChatflowId,
    /// Its welcome message (S41).
    #[cfg_attr(feature = "serde", serde(rename = "w"))]
    pub welcome: String,
    /// Whether the welcome message pops open by itself (S46).
    #[cfg_attr(feature = "serde", serde(rename = "p"))]
    pub pop_up: bool,
    /// The same for small screens, and whether there is a launcher at all (S52–S54).
    #[cfg_attr(feature = "serde", serde(rename = "s"))]
    pub small: SmallScreens,
    /// When and how it appears, instead of what `pop_up` and `small` say: [`targeting::display::Display`] as
    /// `to_numbers` writes it.
    #[cfg_attr(feature = "serde", serde(rename = "z", default, skip_serializing_if = "Option::is_none"))]
    pub display: Option<[u16; NUMBERS]>,
    /// Whom the visitor talks to (S42).
    #[cfg_attr(feature = "serde", serde(rename = "n"))]
    pub heading: String,
    /// The names of the agents behind the heading, at most three.
    #[cfg_attr(feature = "serde", serde(rename = "g", default, skip_serializing_if = "Vec::is_empty"))]
    pub agents: Vec<String>,
    /// Whether anybody of the account has a picture (H59): else nobody asks for one.
    #[cfg_attr(feature = "serde", serde(rename = "a", default, skip_serializing_if = "core::ops::Not::not"))]
    pub faces: bool,
    /// The number they were drawn with, where there are more (S43): comes back with the next question, so that they stay.
    #[cfg_attr(feature = "serde", serde(rename = "j", default, skip_serializing_if = "Option::is_none"))]
    pub draw: Option<u32>,
    /// Whether the launcher sits at the end of the line, its usual corner.
    #[cfg_attr(feature = "serde", serde(rename = "o"))]
    pub position: Position,
    /// Whether somebody will answer.
    #[cfg_attr(feature = "serde", serde(rename = "v"))]
    pub availability: Shown,
    /// The typical reply time in minutes; the widget finds the words (S57).
    #[cfg_attr(feature = "serde", serde(rename = "r", default, skip_serializing_if = "Option::is_none"))]
    pub reply_minutes: Option<u32>,
    /// The consent step (S81).
    #[cfg_attr(feature = "serde", serde(rename = "x", default, skip_serializing_if = "Option::is_none"))]
    pub consent: Option<ConsentStep>,
    /// When and how to ask for an e-mail address; none where the edge knows the visitor already (S48, S51).
    #[cfg_attr(feature = "serde", serde(rename = "e", default, skip_serializing_if = "Option::is_none"))]
    pub capture: Option<CaptureStep>,
    /// Whether it has a form: the browser asks the edge what is left of it for this visitor, once the chat is opened (P3).
    #[cfg_attr(feature = "serde", serde(rename = "f", default, skip_serializing_if = "is_false"))]
    pub form: bool,
    /// Whether its visitors can agree to be written to (S85): the browser asks the edge for the text, once the chat is opened.
    #[cfg_attr(feature = "serde", serde(rename = "u", default, skip_serializing_if = "is_false"))]
    pub communication: bool,
    /// Brand colours on a light ground: fill, text on it, hover, soft, line, brand as text; `#rrggbb` each.
    #[cfg_attr(feature = "serde", serde(rename = "l"))]
    pub light: [String; 6],
    /// The same on a dark ground.
    #[cfg_attr(feature = "serde", serde(rename = "m"))]
    pub dark: [String; 6],
    /// The language of the widget's own words (H55), one of [`crate::language::LANGUAGES`]; where there is none, the
    /// page's or the browser's.
    #[cfg_attr(feature = "serde", serde(rename = "t", default, skip_serializing_if = "Option::is_none"))]
    pub language: Option<String>,
    /// What is masked in what visitors write, where that is not card numbers alone (N20): `c` for these and `i` for IBANs, and
    /// on lines of their own the account's patterns.
    #[cfg_attr(feature = "serde", serde(rename = "h", default, skip_serializing_if = "Option::is_none"))]
    pub redaction: Option<String>,
    /// Its look, where it is not the usual one (H58).
    #[cfg_attr(feature = "serde", serde(rename = "k", default, skip_serializing_if = "Option::is_none"))]
    pub look: Option<ShownLook>,
    /// Why it is shown.
    #[cfg_attr(feature = "serde", serde(rename = "y"))]
    pub why: Why,
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// What makes the widget look as its owner wants it. The edge makes all of it; only the label is the owner's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownLook {
    /// Rules of style behind the loader's own.
    #[cfg_attr(feature = "serde", serde(rename = "c", default, skip_serializing_if = "String::is_empty"))]
    pub css: String,
    /// The launcher's icon: a path for a square of 24.
    #[cfg_attr(feature = "serde", serde(rename = "i", default, skip_serializing_if = "Option::is_none"))]
    pub icon: Option<String>,
    /// What is written on it.
    #[cfg_attr(feature = "serde", serde(rename = "t", default, skip_serializing_if = "String::is_empty"))]
    pub label: String,
    /// Names for the widget's own style: `light` or `dark`, `serif` or `page`, and `pill` where there is a label.
    #[cfg_attr(feature = "serde", serde(rename = "s", default, skip_serializing_if = "String::is_empty"))]
    pub classes: String,
}

/// What a visitor reads about their data before writing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsentStep {
    /// Whether "I agree" has to be clicked before anything can be sent (S82); else the text is only shown (S83).
    #[cfg_attr(feature = "serde", serde(rename = "q"))]
    pub explicit: bool,
    /// The text's version within its chatflow; comes back with the message.
    #[cfg_attr(feature = "serde", serde(rename = "v"))]
    pub version: u32,
    /// The text (S84).
    #[cfg_attr(feature = "serde", serde(rename = "t"))]
    pub text: String,
}

/// How a visitor is asked for their e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaptureStep {
    /// After so many minutes without an answer; 0 is as soon as the visitor wrote (S48).
    #[cfg_attr(feature = "serde", serde(rename = "a"))]
    pub after_minutes: u16,
    /// The words (S49).
    #[cfg_attr(feature = "serde", serde(rename = "m"))]
    pub message: String,
}

/// What small screens show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ShownSmallScreens"))]
pub struct SmallScreens {
    /// Whether the widget exists there at all (S54).
    #[cfg_attr(feature = "serde", serde(rename = "l"))]
    pub launcher: bool,
    /// Whether the welcome message pops open (S53).
    #[cfg_attr(feature = "serde", serde(rename = "p"))]
    pub pop_up: bool,
}

/// The corner of the launcher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Position {
    /// Where lines end: right in English, left in Arabic.
    #[default]
    End,
    /// Where lines start.
    Start,
}

/// What the visitor is told about the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ShownAvailability"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Shown {
    /// Someone will answer.
    On,
}

/// Why a chatflow is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ShownBecause"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Why {
    /// Its rules won this page.
    Won,
    /// The visitor's chat runs in it, whatever this page's rules say.
    Running,
}

/// Body of `POST /v1/{account}/book` (text/plain): the rules that a known visitor can meet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct BookRequest {
    /// The visitor's token; without one, the rules for a stranger.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub token: Option<String>,
}

/// Body of `POST /v1/{account}/visitors` (text/plain): the visitor acts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "VisitorSessionRequest"))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct SessionRequest {
    /// The chatflow they write to.
    pub chatflow: ChatflowId,
    /// The token they have, if any.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub token: Option<String>,
}

/// The answer: who they are now, and where their socket is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "VisitorSession"))]
pub struct Session {
    /// The visitor's token; never put into an address or a log.
    pub token: String,
    /// Path of the socket on the edge's origin.
    pub socket: String,
}

/// The fingerprint of a page's address, without its fragment: FNV-1a (32 bits) over UTF-16 code units, as eight
/// lower-case hexadecimal digits. Tells two addresses apart; it is no secret and proves nothing.
///
/// UTF-16, because the loader computes the same in five lines of JavaScript.
#[must_use]
pub fn page_hash(url: &str) -> String {
    let page = url.split('#').next().unwrap_or(url);
    let mut hash: u32 = 0x811c_9dc5;
    for unit in page.encode_utf16() {
        hash = (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193);
    }
    let mut text = String::with_capacity(8);
    for shift in (0..32).step_by(4).rev() {
        text.push(char::from_digit((hash >> shift) & 15, 16).unwrap_or('0'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_hash_ignores_the_fragment_and_nothing_else() {
        assert_eq!(page_hash("https://a.example/b#c"), page_hash("https://a.example/b"));
        assert_ne!(page_hash("https://a.example/b?c"), page_hash("https://a.example/b"));
        // The offset basis itself: a fixed point for the loader's own test.
        assert_eq!(page_hash(""), "811c9dc5");
        assert_eq!(page_hash("a"), "e40c292c");
    }
}
