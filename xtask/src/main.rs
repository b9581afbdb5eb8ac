//! The one command of the house: `cargo xtask <what>`. People and CI run the same.
//!
//! Knows how the parts are built, started and checked. Knows nothing of what they do.

mod decide;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let what = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    match what.as_str() {
        "decide" => decide::run(&rest),
        _ => {
            eprintln!("usage: cargo xtask decide");
            ExitCode::from(2)
        }
    }
}
