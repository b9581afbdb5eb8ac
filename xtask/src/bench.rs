//! `cargo xtask bench`: what things cost, measured. Nothing here is part of a test.
//!
//! Knows how the measuring programs are built and started. What they measure is known by the crate in `bench/`, which is
//! no member of the workspace: its peers are heavy, and nothing else needs them.

mod edge;
mod inbox;

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use crate::place;
use crate::stop::{Result, Stop, Trying as _};

/// Printed by `--help` and after a word that is not understood.
pub(crate) const USAGE: &str = "\
usage: cargo xtask bench targeting [--quick] [--rules N] [--engines a,b] [--json FILE]
       cargo xtask bench edge [--quick]
       cargo xtask bench inbox [--threads N]
       cargo xtask bench routing [--quick]

  targeting   what a decision costs, beside everything else that could make it
    --quick        fewer rounds, and of the engines only Parlor's
    --rules N      one account of N rules in place of 10, 1,000, 10,000 and 100,000
    --engines a,b  only these: ours naive regex urlpattern adblock growthbook polyfill
    --json FILE    writes every figure to FILE as well
  edge        decisions a second of the real worker, beside one that answers a constant
    --quick        fewer rounds
  inbox       listing, counting and searching a large inbox: its statements, on SQLite in a file
    --threads N    so many threads, 1,000,000 by default
  routing     who gets which of 10,000 threads at 500 agents, beside a sort of them; availability; a simulated day
    --quick        fewer rounds";

/// Runs one of the benchmarks.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let ran = match words {
        [what, rest @ ..] if what == "targeting" => targeting(rest),
        [what, rest @ ..] if what == "edge" => edge::run(rest),
        [what, rest @ ..] if what == "inbox" => inbox::run(rest),
        [what, rest @ ..] if what == "routing" => routing(rest),
        _ => {
            place::warn(USAGE);
            return ExitCode::from(2);
        }
    };
    ran.unwrap_or_else(|stop| {
        place::warn(format_args!("bench: {stop}"));
        stop.exit_code()
    })
}

fn targeting(words: &[String]) -> Result<ExitCode> {
    let program = build()?;
    if !words.iter().any(|word| word == "--quick") {
        install_peers();
    }
    let status = Command::new(&program)
        .arg("targeting")
        .args(words)
        .status()
        .trying(|| "start the benchmark".into())?;
    // What it had to say, it said.
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn routing(words: &[String]) -> Result<ExitCode> {
    let status =
        Command::new(build()?).arg("routing").args(words).status().trying(|| "start the benchmark".into())?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds the program that measures, as fast as it can be, and says where it lies.
fn build() -> Result<PathBuf> {
    let target = place::target_dir().join("bench");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--release", "--quiet", "--manifest-path"]);
    command.arg(folder().join("Cargo.toml")).arg("--target-dir").arg(&target);
    let status = command.status().trying(|| "start cargo".into())?;
    if status.success() {
        Ok(target.join("release/bench"))
    } else {
        Err(Stop::because("the benchmark does not build"))
    }
}

/// Installs the peers that run in Node, from their own lock file. Without them the others are measured.
fn install_peers() {
    let node = folder().join("node");
    if node.join("node_modules").is_dir() {
        return;
    }
    let npm = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&node)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !npm.is_ok_and(|status| status.success()) {
        place::warn("bench: npm could not install the peers in bench/node; they are left out");
    }
}

fn folder() -> PathBuf {
    place::root().join("bench")
}
