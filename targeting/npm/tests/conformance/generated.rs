//! Made-up cases: accounts, addresses and visitors close enough to each other that rules often match.
//!
//! The same number gives the same case for ever. Knows shapes; what is right, the places agree on among themselves.

use serde_json::{Value, json};

/// Numbers that look like chance (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).expect("usize fits u64")).expect("below end")
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }
}

const SCHEMES: [&str; 6] = ["https://", "https://", "https://", "http://", "HTTPS:\\\\", "ftp://"];
const HOSTS: [&str; 16] = [
    "www.example.com",
    "www.example.com",
    "www.example.com",
    "WWW.Example.com",
    "example.com",
    "www.example.com:443",
    "www.example.com:80",
    "www.example.com:8080",
    "me:pw@www.example.com",
    "münchen.de",
    "www.xn--mnchen-3ya.de",
    "straße.example",
    "[::1]:80",
    "127.1",
    "localhost:3000",
    "ex%61mple.com",
];
const SEGMENTS: [&str; 26] = [
    "a", "a", "a", "b", "b", "ab", "A", "..", ".", "", "ü", "%c3%BC", "%61", "%2F", "%2e", "%2E%2e", "a b",
    "%zz", "%", "*", "'", "%27", "a|b", "%2541", "日本", "😀",
];
const QUERIES: [&str; 16] = [
    "",
    "",
    "",
    "",
    "?",
    "?a=1",
    "?a=1",
    "?a=1&b=2",
    "?a=x&a=1",
    "?a",
    "?a=+",
    "?%61=%31",
    "?a=%C3%BC",
    "?a=%ff",
    "?b=2;a=1",
    "?a='\"<>`",
];
const FRAGMENTS: [&str; 10] = ["", "", "", "", "", "#", "#x", "#/a?a=1", "#ü", "#`<a>"];
const ODD_PAGES: [&str; 10] = [
    "about:blank",
    "",
    "file:///a",
    "https://",
    "https://ex ample.com/",
    "//www.example.com/a",
    "javascript:alert(1)",
    "https:www.example.com/a",
    "https:///www.example.com/a",
    " https://www.example.com/a\n",
];
const ODD_VALUES: [&str; 20] = [
    "",
    " ",
    "https://",
    "//",
    "javascript:1",
    "a b",
    "/*",
    "*",
    "#",
    "?",
    "?a=1",
    "localhost:3000",
    "/a/*/b",
    "*.example.com/*",
    "https:/",
    "http:///a",
    "[::",
    "//www.example.com",
    "www.mün",
    "MÜN",
];
const PATTERNS: [&str; 10] =
    ["/a", "^https?://www", "(a|b)$", "[", "a.*b", "#", "/(ab?)+$", "(?i)A", "ü", "\\?a="];
const OPERATORS: [&str; 15] = [
    "all",
    "is",
    "is",
    "is_not",
    "contains",
    "contains",
    "not_contains",
    "starts_with",
    "starts_with",
    "not_starts_with",
    "matches_wildcard",
    "matches_wildcard",
    "matches_regex",
    "query",
    "newer",
];
const LISTS: [&str; 3] = ["vip", "churned", "press"];

/// The question of this number.
pub(crate) fn question(number: u64) -> Value {
    let mut chance = Chance(number.wrapping_mul(0x5851_f42d_4c95_7f2d));
    // One in eight has so many rules that its book gets an index.
    let count = if chance.once_in(8) { 14 + chance.below(20) } else { chance.below(6) };
    let chatflows: Vec<Value> = (0..count).map(|index| chatflow(&mut chance, index)).collect();
    let url = if chance.once_in(12) { chance.of(&ODD_PAGES).to_owned() } else { address(&mut chance) };
    json!({ "chatflows": chatflows, "url": url, "visitor": visitor(&mut chance) })
}

fn chatflow(chance: &mut Chance, index: usize) -> Value {
    let rules = |chance: &mut Chance, most| {
        let count = chance.below(most);
        (0..count).map(|_| rule(chance)).collect::<Vec<Value>>()
    };
    let mut chatflow = json!({
        "id": format!("chatflow-{index}"),
        "include": rules(chance, 4),
        "exclude": rules(chance, 2),
        "enabled": !chance.once_in(7),
        "audience": {
            "who": chance.of(&["everyone", "everyone", "everyone", "anonymous", "known", "lists", "lists", "newer"]),
            "lists": lists(chance),
            "hide_for_lists": if chance.once_in(3) { lists(chance) } else { Vec::new() },
        },
    });
    if chance.once_in(2) {
        chatflow["priority"] = json!(i64::try_from(chance.below(8)).expect("small") - 2);
    }
    if chance.once_in(4) {
        let groups: Vec<Vec<Value>> = (0..=chance.below(2))
            .map(|_| (0..chance.below(3)).map(|_| condition(chance)).collect())
            .collect();
        chatflow["conditions"] = json!(groups);
    }
    chatflow
}

fn rule(chance: &mut Chance) -> Value {
    match chance.of(&OPERATORS) {
        "query" => {
            let value = chance.of(&["1", "2", "", " ", "ü", "\u{FFFD}", "-"]);
            let value = if value == "-" { Value::Null } else { json!(value) };
            json!({ "op": "query", "name": chance.of(&["a", "a", "b", "ü", "", "ab"]), "value": value })
        }
        "matches_regex" => json!({ "op": "matches_regex", "value": chance.of(&PATTERNS) }),
        op => json!({ "op": op, "value": value(chance) }),
    }
}

/// The value of a rule: an address, a part of one, a wildcard, or what cannot be understood.
fn value(chance: &mut Chance) -> String {
    let whole = address(chance);
    let after_scheme = whole.split_once("://").map_or("", |(_, rest)| rest).to_owned();
    match chance.below(8) {
        0 => whole,
        1 | 2 => after_scheme,
        3 => path(chance) + &tail(chance),
        4 => path(chance).trim_end_matches('/').to_owned() + "/*",
        5 => after_scheme.trim_end_matches('/').to_owned() + "/*",
        6 => {
            let (from, length) = (chance.below(30), chance.below(20));
            whole.chars().skip(from).take(length).collect()
        }
        _ => chance.of(&ODD_VALUES).to_owned(),
    }
}

fn address(chance: &mut Chance) -> String {
    chance.of(&SCHEMES).to_owned() + chance.of(&HOSTS) + &path(chance) + &tail(chance)
}

fn path(chance: &mut Chance) -> String {
    let segments: String = (0..chance.below(4)).map(|_| format!("/{}", chance.of(&SEGMENTS))).collect();
    segments + chance.of(&["", "/"])
}

fn tail(chance: &mut Chance) -> String {
    chance.of(&QUERIES).to_owned() + chance.of(&FRAGMENTS)
}

fn condition(chance: &mut Chance) -> Value {
    json!({
        "fact": chance.of(&["device", "language", "attribute.plan", "visits", "referrer", "weather"]),
        "op": chance.of(&[
            "is", "is_not", "contains", "not_contains", "starts_with", "not_starts_with", "at_least", "at_most",
            "known", "unknown", "newer",
        ]),
        "value": chance.of(&["mobile", "MOBILE", "de", "d", "pro", "Pro", "3", "2.5", "10", "-1", " ", ""]),
    })
}

fn visitor(chance: &mut Chance) -> Value {
    let mut facts = serde_json::Map::new();
    for (name, value) in
        [("device", "mobile"), ("language", "de-AT"), ("attribute.plan", "pro"), ("visits", "3")]
    {
        if chance.once_in(2) {
            facts.insert(name.to_owned(), json!(value));
        }
    }
    json!({ "known": chance.once_in(2), "lists": lists(chance), "facts": facts })
}

fn lists(chance: &mut Chance) -> Vec<&'static str> {
    LISTS.into_iter().filter(|_| chance.once_in(2)).collect()
}
