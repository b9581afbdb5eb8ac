//! What a decision costs, beside everything else that could make it: the measuring half of `cargo xtask bench`.
//!
//! `targeting` measures engines, all of them in one process and one run; `account`, `capture` and `compare` are what
//! `cargo xtask bench edge` needs; `routing` measures who gets which thread. No time is asserted: a figure over its goal is printed as such, and only a wrong answer
//! fails.

mod chance;
mod counting;
mod edge;
mod engine;
mod figures;
mod long;
mod machine;
mod measure;
mod node;
mod options;
mod report;
mod rounds;
mod routing;
#[rustfmt::skip]
mod words;
mod workload;

use std::process::ExitCode;

use options::Options;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (what, rest) = words.split_first().map_or(("", &[][..]), |(what, rest)| (what.as_str(), rest));
    let done = match what {
        "targeting" => targeting(rest),
        "account" => account(rest),
        "capture" => edge::capture(rest),
        "compare" => edge::compare(rest),
        "routing" => {
            routing::run(rest.iter().any(|word| word == "--quick"));
            Ok(())
        }
        _ => Err("this is started by cargo xtask bench".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Measures the engines.
fn targeting(words: &[String]) -> Result<(), String> {
    let options = Options::parse(words.iter().cloned())?;
    let figures = measure::everything(&options);
    report::print(&figures);
    if let Some(file) = &options.json {
        let written = std::fs::write(file, report::json(&figures));
        written.map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    if figures.naive_agrees() { Ok(()) } else { Err("the index and the rules in turn disagree".to_owned()) }
}

/// Prints the account file for the edge.
fn account(words: &[String]) -> Result<(), String> {
    let rules = words.first().and_then(|word| word.parse().ok()).ok_or("account wants a number of rules")?;
    println!("{}", edge::account_file(rules));
    Ok(())
}
