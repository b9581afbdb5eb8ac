//! The peers that run in Node: GrowthBook's SDK and the polyfill of URLPattern.
//!
//! Hands account and addresses to `node/peers.mjs` and reads back what it measured. Knows that their packages may not
//! be installed.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::json;
use targeting::Chatflow;

use crate::workload::Views;

/// Their words on the command line.
pub(crate) const WORDS: [&str; 2] = ["growthbook", "polyfill"];

/// The largest account that they decide in seconds.
pub(crate) const RULES: usize = 1_000;

/// What Node measured of one engine.
#[derive(Debug, Deserialize)]
pub(crate) struct Figure {
    /// What the table says.
    pub(crate) title: String,
    /// Nanoseconds a decision, in the least disturbed round.
    pub(crate) least: f64,
    /// And in the middle one.
    pub(crate) median: f64,
    /// Milliseconds to make it.
    pub(crate) build: f64,
    /// For each address that was decided, the place of the chatflow.
    pub(crate) winners: Vec<Option<usize>>,
}

/// Measures them with an account of [`RULES`] rules.
pub(crate) fn measure(
    account: &[Chatflow],
    views: &Views,
    stride: usize,
    words: &[&str],
    rounds: usize,
) -> Result<Vec<Figure>, String> {
    let folder = folder();
    if !folder.join("node_modules").is_dir() {
        return Err("they are not installed: run `npm ci --ignore-scripts` in bench/node".to_owned());
    }
    let people = views.every(stride).map(|(href, person)| {
        let visitor = person.visitor();
        json!({ "href": href, "known": visitor.known, "lists": visitor.lists })
    });
    let task = json!({
        "account": account, "views": people.collect::<Vec<_>>(), "engines": words, "rounds": rounds,
    });
    let answer = ask(&folder, task.to_string().as_bytes())?;
    serde_json::from_slice(&answer).map_err(|error| format!("what Node answered cannot be read: {error}"))
}

/// Runs Node with the task on its standard input.
fn ask(folder: &Path, task: &[u8]) -> Result<Vec<u8>, String> {
    let started = Command::new("node")
        .arg("peers.mjs")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut child = started.map_err(|error| format!("Node does not start: {error}"))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(task).map_err(|error| format!("Node does not listen: {error}"))?;
    }
    let output = child.wait_with_output().map_err(|error| format!("Node does not answer: {error}"))?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("Node failed ({})", output.status)) }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("node")
}
