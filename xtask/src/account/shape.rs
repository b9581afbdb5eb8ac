//! Whether an account file has the shape that the types in `protocol` read.
//!
//! The shape is not written down here: it is the JSON schema that the types derive, so a field that is added there is
//! known here. Stricter than reading in one thing: a key that nobody knows is refused at every level, also where serde
//! passes it over (a chatflow flattens its targeting). Knows keys, kinds and ranges; knows no meaning.

use conversation::ids::AccountId;
use conversation::schedule::Minute;
use protocol::account::Account;
use protocol::nearest::nearest;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Number, Value as Json};

use super::document::{Entry, Node, Problem, Value, position, shown};

/// Finds everything in a document that is not as the types want it. `whole`: also what is missing.
pub(super) fn check(text: &str, root: &Node, whole: bool) -> Vec<Problem> {
    let schema = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let schema = schema.into_generator().into_root_schema_for::<Account>();
    let mut shape = Shape { text, whole, problems: Vec::new() };
    shape.check(root, schema.as_value(), "");
    shape.problems.sort_by_key(|problem| problem.at);
    shape.problems
}

struct Shape<'t> {
    text: &'t str,
    whole: bool,
    problems: Vec<Problem>,
}

impl Shape<'_> {
    fn check(&mut self, node: &Node, schema: &Json, path: &str) {
        let forms = forms(schema);
        let words: Vec<&str> = forms.iter().flat_map(|form| words(form)).collect();
        if !words.is_empty() {
            self.check_word(node, &words, path);
            return;
        }
        match forms.as_slice() {
            [] => {}
            [form] => self.check_form(node, form, path),
            variants => self.check_variants(node, variants, path),
        }
    }

    fn check_word(&mut self, node: &Node, words: &[&str], path: &str) {
        if !node.text().is_some_and(|text| words.contains(&text)) {
            let meant = node.text().and_then(|text| nearest(text, words.iter().copied()));
            self.wrong(node, path, &list_of(words), meant);
        }
    }

    /// A record of which one field says what the others are; or a value that may be of several kinds.
    fn check_variants<'s>(&mut self, node: &Node, variants: &[&'s Json], path: &str) {
        if variants.iter().all(|variant| kind(variant) != "object") {
            match variants.iter().find(|variant| is_of_kind(node, kind(variant))) {
                Some(variant) => self.check_form(node, variant, path),
                None => {
                    let kinds: Vec<String> = variants.iter().map(|variant| expected(variant)).collect();
                    self.wrong(node, path, &kinds.join(", or "), None);
                }
            }
            return;
        }
        if !matches!(node.value, Value::Record(_)) {
            self.wrong(node, path, "an object in { }", None);
            return;
        }
        let Some(tag) = variants.first().and_then(|variant| tag(variant)) else { return };
        let named = |variant: &&'s Json| constant(properties(variant)?.get(tag)?);
        let Some(chosen) = node.get(tag) else {
            let words: Vec<&str> = variants.iter().filter_map(named).collect();
            self.missing(node, &join(path, tag), &list_of(&words));
            return;
        };
        match variants.iter().find(|variant| named(variant).is_some() && named(variant) == chosen.text()) {
            Some(variant) => self.check_form(node, variant, path),
            None => {
                let words: Vec<&str> = variants.iter().filter_map(named).collect();
                self.check_word(chosen, &words, &join(path, tag));
            }
        }
    }

    fn check_form(&mut self, node: &Node, form: &Json, path: &str) {
        match (kind(form), &node.value) {
            ("object", Value::Record(entries)) => self.check_record(node, entries, form, path),
            ("array", Value::List(items)) => {
                let Some(of) = form.get("items") else { return };
                for (index, item) in items.iter().enumerate() {
                    self.check(item, of, &format!("{path}[{index}]"));
                }
            }
            ("boolean", Value::Flag(_)) => {}
            ("string", Value::Text(text)) if is_of_its_form(text, form) => {}
            ("integer", Value::Number(number)) if is_within(number, form) => {}
            ("number", Value::Number(_)) => {}
            _ => self.wrong(node, path, &expected(form), None),
        }
    }

    fn check_record(&mut self, node: &Node, entries: &[Entry], form: &Json, path: &str) {
        let none = Map::new();
        let named = any_name(form);
        let fields = match properties(form) {
            Some(fields) => fields,
            None if named.is_some() => &none,
            None => return,
        };
        for (index, entry) in entries.iter().enumerate() {
            let at = join(path, &entry.name);
            if let Some(first) = entries.iter().take(index).find(|first| first.name == entry.name) {
                let (line, column) = position(self.text, first.at);
                self.problems.push(Problem::new(
                    entry.at,
                    format!("{at} stands here a second time; the first is at {line}:{column}"),
                ));
            }
            match fields.get(&entry.name).or(named) {
                None => {
                    let known: Vec<&str> = fields.keys().map(String::as_str).collect();
                    let what = format!("unknown key {}; expected {}", shown(&entry.name), list_of(&known));
                    self.problems.push(Problem::new(entry.at, what + &meant(nearest(&entry.name, known))));
                }
                // What may be left out may be null as far as we care; where it may not, reading says so.
                Some(_) if entry.value.value == Value::Null && !requires(form, &entry.name) => {}
                Some(field) => self.check(&entry.value, field, &at),
            }
        }
        let required = form.get("required").and_then(Json::as_array).into_iter().flatten();
        for name in required.filter_map(Json::as_str).filter(|name| node.get(name).is_none()) {
            let field = fields.get(name).map_or_else(String::new, describe);
            self.missing(node, &join(path, name), &field);
        }
    }

    fn wrong(&mut self, node: &Node, path: &str, expected: &str, nearest: Option<&str>) {
        let place = if path.is_empty() { "the file" } else { path };
        let found = if path.ends_with("password") { kind_of(node).to_owned() } else { found(node) };
        let what = format!("{place} is {found}; expected {expected}{}", meant(nearest));
        self.problems.push(Problem::new(node.at, what));
    }

    fn missing(&mut self, node: &Node, path: &str, expected: &str) {
        if self.whole {
            self.problems.push(Problem::new(node.at, format!("{path} is missing; expected {expected}")));
        }
    }
}

/// `; did you mean …?`, where there is something to suggest.
pub(super) fn meant(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean {name}?"))
}

/// What a schema allows beside null: itself, or the branches of its `anyOf` and `oneOf`.
fn forms(schema: &Json) -> Vec<&Json> {
    let branches = ["anyOf", "oneOf"].iter().find_map(|key| schema.get(key)?.as_array());
    match branches {
        Some(branches) => branches.iter().flat_map(forms).filter(|form| kind(form) != "null").collect(),
        None => vec![schema],
    }
}

/// The kind that is not null.
fn kind(form: &Json) -> &str {
    match form.get("type") {
        Some(Json::Array(kinds)) => {
            kinds.iter().filter_map(Json::as_str).find(|kind| *kind != "null").unwrap_or("null")
        }
        Some(Json::String(kind)) => kind,
        _ => "",
    }
}

/// The words that are all a text may be; empty where it may be any.
fn words(form: &Json) -> Vec<&str> {
    let listed = form.get("enum").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
    listed.chain(constant(form)).collect()
}

fn constant(form: &Json) -> Option<&str> {
    form.get("const").and_then(Json::as_str)
}

fn properties(form: &Json) -> Option<&Map<String, Json>> {
    form.get("properties").and_then(Json::as_object)
}

/// What stands behind every name of a record whose names are not fixed.
fn any_name(form: &Json) -> Option<&Json> {
    let by_pattern =
        form.get("patternProperties").and_then(Json::as_object).and_then(|it| it.values().next());
    by_pattern.or_else(|| form.get("additionalProperties").filter(|of| of.is_object()))
}

/// The field whose one possible value tells a variant from the others.
fn tag(variant: &Json) -> Option<&str> {
    let mut fields = properties(variant)?.iter();
    fields.find(|(_, field)| constant(field).is_some()).map(|(name, _)| name.as_str())
}

fn requires(form: &Json, name: &str) -> bool {
    form.get("required").and_then(Json::as_array).is_some_and(|names| names.iter().any(|it| it == name))
}

/// The smallest and the largest whole number allowed.
fn range(form: &Json) -> (i64, i64) {
    let (least, most) = match form.get("format").and_then(Json::as_str) {
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64") => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    };
    let bound = |name: &str| form.get(name).and_then(Json::as_i64);
    (bound("minimum").unwrap_or(least), bound("maximum").unwrap_or(most))
}

fn is_of_kind(node: &Node, kind: &str) -> bool {
    match node.value {
        Value::Flag(_) => kind == "boolean",
        Value::Number(_) => matches!(kind, "number" | "integer"),
        Value::Text(_) => kind == "string",
        Value::List(_) => kind == "array",
        Value::Record(_) => kind == "object",
        Value::Null => false,
    }
}

fn is_within(number: &Number, form: &Json) -> bool {
    let (least, most) = range(form);
    number.as_i64().is_some_and(|number| (least..=most).contains(&number))
}

/// What may stand there, for people.
fn describe(schema: &Json) -> String {
    let forms = forms(schema);
    let words: Vec<&str> = forms.iter().flat_map(|form| words(form)).collect();
    match forms.first() {
        _ if !words.is_empty() => list_of(&words),
        Some(form) => expected(form),
        None => "a value".to_owned(),
    }
}

/// Texts of a certain form are times of day and ids, all of the same.
fn is_of_its_form(text: &str, form: &Json) -> bool {
    if is_time(form) {
        return text.parse::<Minute>().is_ok();
    }
    form.get("pattern").is_none() || AccountId::parse(text).is_ok()
}

/// Whether it is a time of day: no id has a colon.
fn is_time(form: &Json) -> bool {
    form.get("pattern").and_then(Json::as_str).is_some_and(|pattern| pattern.contains(':'))
}

fn expected(form: &Json) -> String {
    match kind(form) {
        "object" => "an object in { }".to_owned(),
        "array" => "a list in [ ]".to_owned(),
        "boolean" => "true or false".to_owned(),
        "string" if is_time(form) => "a time of day, 00:00 to 24:00".to_owned(),
        "string" if form.get("pattern").is_some() => {
            "an id: 1 to 40 of a-z, 0-9 and hyphen, beginning with no hyphen".to_owned()
        }
        "string" => "a text in double quotes".to_owned(),
        "number" => "a number".to_owned(),
        "integer" => match range(form) {
            (i64::MIN, i64::MAX) => "a whole number".to_owned(),
            (least, most) => format!("a whole number from {least} to {most}"),
        },
        _ => "a value".to_owned(),
    }
}

/// More names than a person reads.
const MOST_NAMED: usize = 20;

/// `a`, `a or b`, `one of a, b, c`.
pub(super) fn list_of(words: &[&str]) -> String {
    match words {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} or {other}"),
        many => {
            // Whoever has hundreds of people knows where to look.
            let (first, more) = many.split_at(many.len().min(MOST_NAMED));
            let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
            format!("one of {}{more}", first.join(", "))
        }
    }
}

fn found(node: &Node) -> String {
    match &node.value {
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => shown(text),
        Value::Null | Value::List(_) | Value::Record(_) => kind_of(node).to_owned(),
    }
}

fn kind_of(node: &Node) -> &'static str {
    match node.value {
        Value::Null => "null",
        Value::Flag(_) => "true or false",
        Value::Number(_) => "a number",
        Value::Text(_) => "a text",
        Value::List(_) => "a list",
        Value::Record(_) => "an object",
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
