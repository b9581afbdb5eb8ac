//! One engine, three places (N2): the conformance suite and as many made-up cases, decided natively, by the release
//! Worker inside workerd, and by the npm package inside Chromium. The records of a decision are the same bytes everywhere.
//!
//! Needs what `cargo xtask build worker npm` makes. Knows how each place is asked; what is right is said by the suite, which
//! `targeting/tests/table.rs` holds the native engine to.

mod cases;
mod chromium;
mod generated;
mod native;
mod place;
mod server;
mod workerd;

use std::sync::OnceLock;

use cases::Case;
use chromium::Answer;

/// The cases and what Chromium makes of them, asked once for all tests.
fn asked() -> &'static (Vec<Case>, Vec<Answer>) {
    static ASKED: OnceLock<(Vec<Case>, Vec<Answer>)> = OnceLock::new();
    ASKED.get_or_init(|| {
        let cases = cases::all();
        let answers = chromium::answers(&cases);
        (cases, answers)
    })
}

/// Panics with the first few differences, each with its case.
#[track_caller]
fn none(differences: &[String], of: usize) {
    let shown = differences.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} of {of} cases differ:\n{shown}", differences.len());
}

#[test]
fn the_records_are_the_same_bytes_in_three_places() {
    // N2 N11
    let (cases, in_chromium) = asked();
    let in_workerd = workerd::records(cases);
    let mut differences = Vec::new();
    for ((case, browser), worker) in cases.iter().zip(in_chromium).zip(&in_workerd) {
        let native = native::record(case);
        if native != *worker || native != browser.record {
            let Case { name, line, .. } = case;
            let browser = &browser.record;
            differences.push(format!(
                "{name}\n  native   {native}\n  workerd  {worker}\n  chromium {browser}\n  {line}"
            ));
        }
    }
    none(&differences, cases.len());
}

#[test]
fn the_reasons_are_the_same_in_the_browser() {
    // N2
    let (cases, in_chromium) = asked();
    let mut differences = Vec::new();
    for (case, browser) in cases.iter().zip(in_chromium) {
        let native = native::trace(case);
        if native != browser.trace {
            differences.push(format!("{}\n  native   {native}\n  chromium {}", case.name, browser.trace));
        }
    }
    none(&differences, cases.len());
}

/// What a page would load: the crate without features, the book of one audience, the address as the browser parses it.
#[test]
fn the_part_without_features_decides_alike_or_says_what_it_lacks() {
    // N2 N8
    let (cases, in_chromium) = asked();
    let mut differences = Vec::new();
    for (case, browser) in cases.iter().zip(in_chromium) {
        let (without, winner) = (native::decided_without_engine(case), native::winner(case));
        let decided_otherwise = without != "?missing_regex" && without != winner;
        // It has nothing that reads broken text, and leaves a parameter with U+FFFD to the edge as well.
        let leaves_it = browser.runtime == "?missing_regex" && case.asks_for_broken_text();
        if (without != browser.runtime && !leaves_it) || decided_otherwise {
            let Case { name, line, .. } = case;
            let browser = &browser.runtime;
            differences.push(format!("{name}\n  {winner}, native {without}, chromium {browser}\n  {line}"));
        }
    }
    none(&differences, cases.len());
}
