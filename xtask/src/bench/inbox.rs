//! `cargo xtask bench inbox`: the statements of a large inbox, timed.
//!
//! Knows how the example of the crate `edge` is built and started. What it measures is its own.

use std::process::{Command, ExitCode};

use crate::place;
use crate::stop::{Result, Stop, Trying as _};

/// Threads of the inbox, unless somebody says otherwise.
const THREADS: &str = "1000000";

pub(super) fn run(words: &[String]) -> Result<ExitCode> {
    let threads = match words {
        [] => THREADS,
        [flag, threads] if flag == "--threads" && threads.parse::<u64>().is_ok_and(|threads| threads > 0) => {
            threads
        }
        _ => return Err(Stop::because("inbox takes --threads and a number, and nothing else")),
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--release", "--package", "edge", "--features", "native"])
        .args(["--example", "inbox_bench", "--", threads])
        .current_dir(place::root())
        .status()
        .trying(|| "start cargo".into())?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
