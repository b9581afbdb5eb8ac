//! What a decision costs, beside everything else that could make it: `cargo xtask bench targeting`.
//!
//! One process and one run for all that is compared. Knows the workload, the engines and the goals; knows nothing of the
//! edge (`cargo xtask bench edge`) and asserts no time: a figure over its goal is printed as such, and only a wrong answer
//! fails.

mod chance;
mod counting;
mod engine;
mod figures;
mod long;
mod machine;
mod node;
mod options;
mod report;
mod rounds;
#[rustfmt::skip]
mod words;
mod workload;

use std::process::ExitCode;

use options::Options;

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("bench: {problem}");
            return ExitCode::from(2);
        }
    };
    let figures = figures::measure(&options);
    report::print(&figures);
    if let Some(file) = &options.json
        && let Err(error) = std::fs::write(file, report::json(&figures))
    {
        eprintln!("bench: cannot write {}: {error}", file.display());
        return ExitCode::FAILURE;
    }
    if figures.naive_agrees() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
