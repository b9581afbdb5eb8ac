//! The third place: the npm package in headless Chromium.

use std::env;
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::Value;

use crate::cases::Case;
use crate::place::{Folder, PATIENCE, Running, package};
use crate::server::serve;

/// What the page found.
#[derive(Deserialize)]
pub(crate) struct Answer {
    /// The record of the whole engine.
    pub(crate) record: String,
    /// Its reasons.
    pub(crate) trace: Value,
    /// What the part without features decided: an id, `-`, or `?` and what it lacks.
    pub(crate) runtime: String,
}

#[derive(Deserialize)]
struct Brought {
    answers: Option<Vec<Answer>>,
    error: Option<String>,
}

/// Asks a page.
pub(crate) fn answers(cases: &[Case]) -> Vec<Answer> {
    let lines: Vec<&str> = cases.iter().map(|case| case.line.as_str()).collect();
    let (address, brought) = serve(package(), lines.join("\n"));
    let profile = Folder::new("chromium");
    let program = env::var_os("CHROMIUM").unwrap_or_else(|| "chromium".into());
    let child = Command::new(program)
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
        ])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", profile.0.display()))
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("Chromium starts");
    let _browser = Running(child);
    let body = brought.recv_timeout(PATIENCE).expect("the page brings its answers in time");
    let brought: Brought = serde_json::from_slice(&body).expect("the page writes JSON");
    if let Some(error) = brought.error {
        panic!("in Chromium: {error}");
    }
    let answers = brought.answers.unwrap_or_default();
    assert_eq!(answers.len(), cases.len(), "an answer a case");
    answers
}
