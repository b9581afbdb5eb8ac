//! The arrows of ARCHITECTURE.md: which crate may know what.
//!
//! Knows the forbidden dependencies and names. Asks Cargo and the sources, never a list kept by hand.

use std::collections::BTreeSet;

use crate::check::Found;
use crate::check::words::{has_word, output, sources};
use crate::stop::Result;

/// Crates that decide and nothing else.
const PURE: [&str; 3] = ["targeting/src/", "conversation/src/", "protocol/src/"];

pub(crate) fn targeting_stands_alone() -> Found {
    let reached = reach("targeting", &[])?;
    Ok(reached
        .into_iter()
        .filter(|name| name != "targeting")
        .map(|name| format!("targeting reaches {name}"))
        .collect())
}

pub(crate) fn conversation_knows_serde_at_most() -> Found {
    let allowed = ["conversation", "serde", "serde_core"];
    let reached = reach("conversation", &[])?;
    Ok(reached
        .into_iter()
        .filter(|name| !allowed.contains(&name.as_str()))
        .map(|name| format!("conversation reaches {name}"))
        .collect())
}

pub(crate) fn protocol_reaches_no_platform() -> Found {
    forbid("protocol", &["--all-features"], &["web-sys", "js-sys", "wasm-bindgen", "worker", "getrandom"])
}

/// Each of these costs a visitor more than the whole widget may weigh.
pub(crate) fn widget_stays_light() -> Found {
    let heavy = ["serde_json", "url", "idna", "regex", "regex-lite", "worker", "leptos"];
    forbid("widget", &["--target", "wasm32-unknown-unknown"], &heavy)
}

/// SQLite is the platform's: rusqlite is for tests, the simulation and benches.
pub(crate) fn worker_uses_the_platforms_sqlite() -> Found {
    forbid("edge", &["--target", "wasm32-unknown-unknown"], &["rusqlite", "libsqlite3-sys"])
}

/// `cargo xtask decide` must not wait for the bundler.
pub(crate) fn xtask_builds_in_seconds() -> Found {
    forbid("xtask", &[], &["bundle", "wasm-bindgen-cli-support", "wasm-bindgen-cli", "worker", "rusqlite"])
}

pub(crate) fn pure_crates_name_no_clock_and_no_chance() -> Found {
    let banned = ["SystemTime", "Instant", "getrandom", "rand", "thread_rng", "web_sys", "js_sys"];
    in_sources(&PURE, |line| {
        let code = line.split("//").next().unwrap_or_default();
        banned.iter().any(|name| has_word(code, name))
    })
}

pub(crate) fn sql_stays_in_the_store() -> Found {
    let shells =
        ["edge/src/", "widget/src/", "console/src/", "protocol/src/", "conversation/src/", "targeting/src/"];
    let found = in_sources(&shells, |line| {
        let code = line.split("//").next().unwrap_or_default();
        let statement = ["SELECT ", "INSERT INTO ", "INSERT OR ", "DELETE FROM ", "CREATE TABLE ", "PRAGMA "];
        statement.iter().any(|begin| code.contains(begin))
            || (code.contains("UPDATE ") && code.contains(" SET "))
    })?;
    let homes = ["edge/src/store/", "edge/src/store.rs", "edge/src/migrations/"];
    // Tests look behind the store on purpose.
    let is_at_home = |line: &String| {
        let is_test = line.contains("/tests.rs:") || line.contains("/tests/");
        is_test || homes.iter().any(|home| line.starts_with(home))
    };
    Ok(found.into_iter().filter(|line| !is_at_home(line)).collect())
}

/// Names of everything `package` needs to run, itself included; what only its macros and builds need is left out.
fn reach(package: &str, options: &[&str]) -> Result<BTreeSet<String>> {
    let mut words = vec!["tree", "--package", package, "--edges", "normal,no-proc-macro", "--prefix", "none"];
    words.extend(options);
    words.extend(["--format", "{p}"]);
    let listed = output("cargo", &words)?;
    Ok(listed.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}

fn forbid(package: &str, options: &[&str], banned: &[&str]) -> Found {
    let reached = reach(package, options)?;
    Ok(banned
        .iter()
        .filter(|name| reached.contains(**name))
        .map(|name| format!("{package} reaches {name}"))
        .collect())
}

fn in_sources(folders: &[&str], wrong: impl Fn(&str) -> bool) -> Found {
    Ok(sources()?
        .iter()
        .filter(|source| source.has_extension(&["rs"]))
        .filter(|source| folders.iter().any(|folder| source.path.starts_with(folder)))
        .flat_map(|source| source.lines_where(&wrong))
        .collect())
}
