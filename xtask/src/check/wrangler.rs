//! `wrangler.jsonc` and the configuration that workerd gets: the same Worker, twice described.
//!
//! Knows what both say. What differs on purpose (logs, preview addresses, how assets are found) is held to what the guide
//! for the network promises.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::check::Found;
use crate::check::words::sources;
use crate::place;
use crate::stop::Trying as _;
use crate::workerd::{COMPATIBILITY_DATE, COMPATIBILITY_FLAG, OBJECTS};

pub(crate) fn wrangler_runs_what_workerd_runs() -> Found {
    let file = place::root().join("wrangler.jsonc");
    let text = std::fs::read_to_string(&file).trying(|| format!("read {}", file.display()))?;
    let config: Value = match serde_json::from_str(&without_comments(&text)) {
        Ok(config) => config,
        Err(error) => return Ok(vec![format!("wrangler.jsonc is not JSON with comments: {error}")]),
    };
    let mut found = differences(&config);
    let required = config["secrets"]["required"].as_array().into_iter().flatten();
    let required: BTreeSet<String> = required.filter_map(|name| Some(name.as_str()?.to_owned())).collect();
    let mut secrets = secrets()?;
    // It makes the first account and is deleted then: no later deployment may insist on it.
    secrets.remove("PARLOR_SETUP_SECRET");
    if required != secrets {
        found.push(format!("wrangler.jsonc: the edge asks for the secrets {secrets:?}"));
    }
    Ok(found)
}

/// Places where the file says something else than it has to.
fn differences(config: &Value) -> Vec<String> {
    let bindings: Vec<Value> =
        OBJECTS.iter().map(|(name, class)| json!({"name": name, "class_name": class})).collect();
    let expected = [
        ("/main", json!(".parlor/build/worker/index.js")),
        ("/no_bundle", json!(true)),
        ("/compatibility_date", json!(COMPATIBILITY_DATE)),
        ("/compatibility_flags", json!([COMPATIBILITY_FLAG])),
        ("/durable_objects/bindings", json!(bindings)),
        ("/assets/directory", json!(".parlor/build/assets")),
        ("/assets/binding", json!("ASSETS")),
        ("/assets/run_worker_first", json!(true)),
        ("/assets/html_handling", json!("none")),
        ("/assets/not_found_handling", json!("none")),
        ("/observability/logs/invocation_logs", json!(false)),
        ("/preview_urls", json!(false)),
    ];
    let mut found: Vec<String> = expected
        .iter()
        .filter(|(place, value)| config.pointer(place) != Some(value))
        .map(|(place, value)| format!("wrangler.jsonc: {place} is not {value}"))
        .collect();
    let made: BTreeSet<&str> = config["migrations"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|migration| migration["new_sqlite_classes"].as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if made != OBJECTS.iter().map(|(_, class)| *class).collect() {
        found.push("wrangler.jsonc: the migrations do not make the classes there are".to_owned());
    }
    found
}

/// The names of the secrets that the edge asks its environment for. What it asks for besides has a default.
fn secrets() -> crate::stop::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for source in sources()?.iter().filter(|source| source.path.starts_with("edge/src/")) {
        for word in source.text.split('"').filter(|word| word.starts_with("PARLOR_")) {
            if word.ends_with("_KEY") || word.ends_with("_SECRET") {
                names.insert(word.to_owned());
            }
        }
    }
    Ok(names)
}

/// JSON with comments, without them.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_text, mut escaped) = (false, false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if !in_text && c == '/' && rest.peek() == Some(&'/') {
            while rest.peek().is_some_and(|c| *c != '\n') {
                rest.next();
            }
            continue;
        }
        if c == '"' && !escaped {
            in_text = !in_text;
        }
        escaped = in_text && c == '\\' && !escaped;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{differences, without_comments};

    #[test]
    fn comments_go_and_texts_stay() {
        for (with, without) in [
            ("{} // x", "{} "),
            ("// \"\n{\"a\": \"b//c\"}", "\n{\"a\": \"b//c\"}"),
            (r#"{"a": "\"//"} // "y"#, r#"{"a": "\"//"} "#),
            (r#"{"a": "\\"} // y"#, r#"{"a": "\\"} "#),
        ] {
            assert_eq!(without_comments(with), without);
        }
    }

    #[test]
    fn a_file_that_says_nothing_differs_everywhere() {
        let found = differences(&serde_json::json!({}));
        assert!(
            found.len() > 10 && found.iter().any(|line| line.contains("/compatibility_flags")),
            "{found:?}"
        );
    }
}
