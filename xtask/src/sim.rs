//! `cargo xtask sim`: delivery under every fault that can be thought of, each time the same for the same seed.
//!
//! Knows how the crate `simulation` is built, optimised, and started. What it does is its own.

use std::process::{Command, ExitCode};

use crate::place;
use crate::stop::{Result, Trying as _};

/// Printed by `--help`.
pub(crate) const USAGE: &str = "\
usage: cargo xtask sim [--seeds N] [--steps M] [--from S] [--seed S [--trace]] [--sabotage NAME]

  --seeds N        so many lives, 1000 by default
  --steps M        so many things happen in each before the faults stop, 500 by default
  --from S         the first seed, 0 by default
  --seed S         the life of one seed
  --trace          every step of it
  --sabotage NAME  with a server that breaks a promise

A seed whose life breaks a promise is named, with the command that tells it step by step.";

/// Builds it and hands the words on; it refuses what it does not understand.
pub(crate) fn run(words: &[String]) -> ExitCode {
    match live(words) {
        Ok(code) => code,
        Err(stop) => {
            place::warn(format_args!("sim: {stop}"));
            ExitCode::from(2)
        }
    }
}

fn live(words: &[String]) -> Result<ExitCode> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--profile", "simulation", "--package", "simulation"]);
    if place::in_ci() {
        command.arg("--locked");
    }
    let status = command
        .arg("--")
        .args(words)
        .current_dir(place::root())
        .status()
        .trying(|| "start cargo".to_owned())?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
