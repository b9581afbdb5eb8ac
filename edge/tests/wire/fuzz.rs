//! The API against what it says of itself: bodies made from the schemas of `/openapi.json`, good ones and ones that are
//! broken in one place, and parameters of every kind. No answer is a fault, every answer is as described (`described` sees
//! to that), and what is wrong is named.
//!
//! A fixed seed: a failure comes again. Bounded by a count, and by the clock on slow machines. Operators' routes are left
//! out: they restart and overwrite what the other tests stand on.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::accounts;
use crate::described;
use crate::http;
use crate::product::Product;
use crate::visitor::starts;
use crate::wait::{now, until};
use crate::workshop::Workshop;

/// Broken bodies of each operation, beside those that are broken at the top.
const DEEPER: usize = 8;
/// No new operation is begun after so long.
const PATIENCE: Duration = Duration::from_secs(120);

/// A small generator of numbers: the same every time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most.max(1) as u64).unwrap_or_default()
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Makes values of schemas.
struct Maker<'d> {
    document: &'d Value,
    chance: Chance,
    /// Ids that are somebody's, by the pattern they fit.
    ids: Vec<String>,
}

impl Maker<'_> {
    fn of(&mut self, schema: &Value, depth: usize) -> Value {
        let schema = &self.resolved(schema);
        if let Some(fixed) = schema.get("const") {
            return fixed.clone();
        }
        if let Some(words) = schema["enum"].as_array() {
            return self.chance.pick(words).clone();
        }
        for way in ["oneOf", "anyOf"] {
            if let Some(ways) = schema[way].as_array() {
                let chosen = self.chance.pick(ways).clone();
                let mut made = self.of(&chosen, depth + 1);
                if schema["properties"].is_object() {
                    let rest = self.object(schema, depth);
                    if let (Value::Object(made), Value::Object(rest)) = (&mut made, rest) {
                        made.extend(rest);
                    }
                }
                return made;
            }
        }
        if let Some(all) = schema["allOf"].as_array() {
            let mut made = Map::new();
            for one in all {
                if let Value::Object(fields) = self.of(one, depth + 1) {
                    made.extend(fields);
                }
            }
            return Value::Object(made);
        }
        let kinds = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Value::String(kind) => vec![kind.clone()],
            _ => vec!["object".to_owned()],
        };
        match self.chance.pick(&kinds).as_str() {
            "null" => Value::Null,
            "boolean" => json!(self.chance.below(2) == 0),
            "integer" | "number" => {
                let least = schema["minimum"].as_u64().unwrap_or(0);
                let most = schema["maximum"].as_u64().unwrap_or(least + 100).max(least);
                json!(least + self.chance.next() % (most - least).saturating_add(1).max(1))
            }
            "string" => self.text(schema),
            "array" => {
                let count = if depth > 6 { 0 } else { self.chance.below(3) };
                Value::Array((0..count).map(|_| self.of(&schema["items"], depth + 1)).collect())
            }
            _ => self.object(schema, depth),
        }
    }

    fn resolved(&self, schema: &Value) -> Value {
        let mut schema = schema.clone();
        while let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap_or_default();
            let mut named = self.document["components"]["schemas"][name].clone();
            if let (Some(named), Some(own)) = (named.as_object_mut(), schema.as_object()) {
                named.extend(
                    own.iter().filter(|(key, _)| *key != "$ref").map(|(k, v)| (k.clone(), v.clone())),
                );
            }
            schema = named;
        }
        schema
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let mut made = Map::new();
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            if required.contains(&name.as_str()) || (depth < 5 && self.chance.below(2) == 0) {
                made.insert(name.clone(), self.of(field, depth + 1));
            }
        }
        Value::Object(made)
    }

    fn text(&mut self, schema: &Value) -> Value {
        let Some(pattern) = schema["pattern"].as_str() else {
            let words =
                ["Hello", "https://shop.example/a", "ü 🍪", "", "a@b.example", "2026-01-01", "\u{202e}x"];
            return json!(self.chance.pick(&words));
        };
        let fits = jsonschema::validator_for(&json!({"pattern": pattern})).expect("it is a pattern");
        let found: Vec<&String> = self.ids.iter().filter(|id| fits.is_valid(&json!(id))).collect();
        found.first().map_or(json!("x"), |id| json!(id))
    }
}

/// Something that is wrong wherever it stands.
fn wrong(chance: &mut Chance, now: &Value) -> Value {
    let others = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!("no such word"),
        json!("x".repeat(20_000)),
        json!("\u{0}"),
        json!("\u{feff}\u{200b}"),
        json!([]),
        json!([[[[]]]]),
        json!({}),
        json!({"no_such_field": 1}),
    ];
    let other = chance.pick(&others).clone();
    if other == *now { json!(17) } else { other }
}

/// The places in a value, as pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| places(field, &format!("{at}/{name}"), found))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| places(item, &format!("{at}/{i}"), found));
        }
        _ => {}
    }
}

/// One request that is made, and how its errors have to name what is wrong.
struct Asker<'a> {
    shop: &'a Workshop,
    origin: String,
    asked: usize,
}

impl Asker<'_> {
    /// Asks, as whoever may; the answer is as described, or this fails.
    #[track_caller]
    fn asks(&mut self, method: &str, path: &str, body: &[u8], kind: &str) -> http::Answer {
        self.asked += 1;
        let product = Product::shared();
        let own = product.origin();
        let ida = &self.shop.ida;
        let headers: Vec<(&str, &str)> = if path.starts_with("/api/") {
            vec![("cookie", &ida.cookie), ("x-csrf", &ida.csrf), ("origin", &own), ("content-type", kind)]
        } else {
            vec![("origin", &self.origin), ("content-type", kind)]
        };
        let answer = http::ask(product.port, method, path, &headers, body);
        let said = || format!("{method} {path}: {}\n{}", answer.text(), String::from_utf8_lossy(body));
        assert!(answer.status < 500, "{}", said());
        described::check(product.port, method, path.split('?').next().unwrap_or(path), &answer);
        let error = &answer.json()["error"];
        let names = ["unknown_field", "missing_field", "limit_range", "cursor_invalid", "filter_unknown"];
        if names.contains(&answer.code().as_str()) {
            assert!(error["field"].is_string(), "{} names no field", said());
        }
        answer
    }
}

/// Ends what the other requests need, or cannot be asked like this: sockets, lines that wait, one's own session.
fn is_left_out(path: &str) -> bool {
    path.starts_with("/internal/")
        || ["/socket", "/poll", "/sign-out", "/sign-in", "/setup"].iter().any(|end| path.ends_with(end))
}

#[test]
fn whatever_is_sent_the_answer_is_as_described_and_never_a_fault() {
    // P66 T26 T46
    let mut account = accounts::workshop("ws-fuzz");
    account["contacts"] = json!([{"id": "vera", "name": "Vera", "email": "vera@fuzz.test"}]);
    let shop = Workshop::of("ws-fuzz", &account);
    let mut socket = shop.visitor().connects();
    let thread = starts(&mut socket, "open", "Hello");
    until("the row", || shop.ida.row("main", "view=all", &thread));
    let document = described::document(Product::shared().port);
    let random = "a".repeat(26);
    let ids = ["main", &thread, &random, "k1234567", "#16614e", "de"].map(str::to_owned).to_vec();
    let mut maker = Maker { document: &document, chance: Chance(0x5eed), ids };
    let mut asker = Asker { shop: &shop, origin: accounts::WORKSHOP.to_owned(), asked: 0 };
    let began = now();
    let mut left = 0;
    for (path, methods) in document["paths"].as_object().expect("there are paths") {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            if is_left_out(path) {
                continue;
            }
            if began.elapsed() > PATIENCE {
                left += 1;
                continue;
            }
            one(&mut asker, &mut maker, &method.to_ascii_uppercase(), path, operation, &thread);
        }
    }
    assert!(asker.asked > 1_000 || left > 0, "{} requests", asker.asked);
    assert!(left < 20, "{left} operations were not reached");
    // It still works.
    shop.ida.gets("/api/people").ok();
    asker.asks("GET", "/api/inboxes/main/threads", b"", "application/json").ok();
}

/// Everything about one operation.
fn one(
    asker: &mut Asker<'_>,
    maker: &mut Maker<'_>,
    method: &str,
    path: &str,
    operation: &Value,
    thread: &str,
) {
    // What is deleted is nobody's; what is changed or read is there.
    let nobodys = described::example(path)
        .replace("/nobodys", if path.starts_with("/v1/") { "/ws-fuzz" } else { "/nobodys" });
    // The inbox itself stays: everything else happens in it.
    let is_inbox = path == "/api/inboxes/{inbox}";
    let nobodys = if is_inbox { "/api/inboxes/nobodys".to_owned() } else { nobodys };
    let somebodys = path
        .replace("{account}", "ws-fuzz")
        .replace("{inbox}", "main")
        .replace("{thread}", thread)
        .replace("{chatflow}", "open")
        .replace("{contact}", "vera")
        .replace("{list}", "vip")
        .replace("{agent}", "mia");
    let there = if method == "DELETE" || is_inbox { nobodys.clone() } else { described::example(&somebodys) };
    let content = operation["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
    let body = content.map(|(kind, content)| {
        let schema = &content["schema"];
        (kind.as_str(), schema.get("contentSchema").unwrap_or(schema).clone())
    });
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default();
        let given = match parameter["in"].as_str() {
            Some("query") => {
                let good = maker.of(&parameter["schema"], 0);
                let good = good.as_str().map_or_else(|| good.to_string(), str::to_owned);
                [
                    escaped(&good),
                    String::new(),
                    "%F0%9F%92%A5".into(),
                    "-1".into(),
                    "9".repeat(30),
                    "x".repeat(4_000),
                    "%FF".into(),
                    "%00".into(),
                ]
                .map(|value| format!("{there}?{name}={value}"))
                .to_vec()
            }
            Some("path") if !path.starts_with("/v1/") => {
                ["%20", "%F0%9F%92%A5", "..%2f", "A", "-1", "%00", "%FF", &"x".repeat(300)]
                    .map(|value| {
                        described::example(&somebodys_but(path, name, thread))
                            .replace("?", "")
                            .replace("/nobodys-here", &format!("/{value}"))
                    })
                    .to_vec()
            }
            _ => continue,
        };
        let sent = body.as_ref().map_or("", |_| "{}");
        for path in given {
            asker.asks(method, &path, sent.as_bytes(), "application/json");
        }
    }
    let Some((kind, schema)) = body else {
        asker.asks(method, &there, b"", "application/json");
        asker.asks(method, &format!("{there}?no_such_parameter=1"), b"", "application/json");
        return;
    };
    for bytes in [
        &b""[..],
        b"{",
        b"[]",
        b"null",
        b"\"\"",
        b"{\"a\":1,\"a\":2}",
        b"{\"\xff\":1}",
        b"\xef\xbb\xbf{}",
        &[b'['; 2_000],
    ] {
        let answer = asker.asks(method, &there, bytes, kind);
        // A file may be any words.
        let is_file = kind == "application/octet-stream";
        assert!(is_file || (400..500).contains(&answer.status), "{method} {there}: {}", answer.text());
    }
    let good = maker.of(&schema, 0);
    asker.asks(method, &there, good.to_string().as_bytes(), kind);
    asker.asks(method, &nobodys, good.to_string().as_bytes(), kind);
    let Some(fields) = good.as_object().cloned() else { return };
    // Every field at the top: gone, and of other kinds; and one that nobody knows.
    let mut unknown = good.clone();
    unknown["no_such_field"] = json!(1);
    let answer = asker.asks(method, &there, unknown.to_string().as_bytes(), kind);
    if answer.code() == "unknown_field" {
        assert_eq!(answer.json()["error"]["field"], "no_such_field", "{method} {there}");
    }
    for name in fields.keys() {
        let mut broken = good.clone();
        if let Some(fields) = broken.as_object_mut() {
            fields.remove(name);
        }
        asker.asks(method, &there, broken.to_string().as_bytes(), kind);
        for _ in 0..3 {
            let mut broken = good.clone();
            broken[name] = wrong(&mut maker.chance, &good[name]);
            asker.asks(method, &there, broken.to_string().as_bytes(), kind);
        }
    }
    for _ in 0..DEEPER {
        let mut broken = maker.of(&schema, 0);
        let mut all = Vec::new();
        places(&broken, "", &mut all);
        let place = maker.chance.pick(&all).clone();
        if let Some(value) = broken.pointer_mut(&place) {
            *value = wrong(&mut maker.chance, value);
        }
        asker.asks(method, &there, broken.to_string().as_bytes(), kind);
    }
}

/// The path with ids that are there, but for one.
fn somebodys_but(path: &str, name: &str, thread: &str) -> String {
    let path = path.replace(&format!("{{{name}}}"), "nobodys-here");
    path.replace("{inbox}", "main").replace("{thread}", thread)
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}
