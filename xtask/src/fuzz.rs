//! `cargo xtask fuzz`: a long search for bytes that break targeting, guided by coverage.
//!
//! Knows how the crate `targeting/fuzz` is compiled with LLVM's instruments, which the stable compiler has, and how
//! libFuzzer is started. What must hold is written in `targeting/tests/fuzz/targets.rs`; `cargo xtask test` replays the
//! corpus and searches for some seconds without instruments.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::place::{self, say};
use crate::stop::{Result, Stop, Trying as _};

/// Printed by `--help` and after a word that is not understood.
pub(crate) const USAGE: &str = "\
usage: cargo xtask fuzz <book|page|rule> [--seconds N]

  book   the reader of rule books, also of forged ones
  page   the parsers of page addresses, against each other
  rule   the compiler of rules, against an oracle

  --seconds N   how long, 60 by default; a finding ends it at once

What it learns is kept below target/fuzz; what it finds is named, and belongs into targeting/fuzz/corpus once it is mended.";

const TARGETS: [&str; 3] = ["book", "page", "rule"];

/// Counters at every edge and the operands of every comparison, for libFuzzer to read.
const INSTRUMENTS: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];

/// Searches.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let searched = match words {
        [target] if TARGETS.contains(&target.as_str()) => search(target, 60),
        [target, word, seconds] if TARGETS.contains(&target.as_str()) && word == "--seconds" => {
            match seconds.parse() {
                Ok(seconds) => search(target, seconds),
                Err(_) => Err(Stop::because(format!("`{seconds}` is no number of seconds"))),
            }
        }
        _ => {
            place::warn(USAGE);
            return ExitCode::from(2);
        }
    };
    match searched {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(stop) => {
            place::warn(format_args!("fuzz: {stop}"));
            ExitCode::from(2)
        }
    }
}

/// Whether nothing was found.
fn search(target: &str, seconds: u64) -> Result<bool> {
    let home = place::root().join("targeting/fuzz");
    let built = place::target_dir().join("fuzz");
    let program = build(&home, &built, target)?;
    let folder = |name: &str| -> Result<PathBuf> {
        let folder = built.join(name).join(target);
        fs::create_dir_all(&folder).trying(|| format!("make {}", folder.display()))?;
        Ok(folder)
    };
    let (learnt, found) = (folder("learnt")?, folder("found")?);
    say(format_args!("fuzz     {target} for {seconds} s"));
    let status = Command::new(program)
        // New inputs go into the first folder, the others are only read.
        .arg(learnt)
        .arg(home.join("corpus").join(target))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .args(["-timeout=10", "-max_len=4096", "-print_final_stats=1"])
        .status()
        .trying(|| "start the fuzzer".to_owned())?;
    Ok(status.success())
}

/// Compiles the target and all it stands on with the instruments, and says where it lies.
fn build(home: &std::path::Path, built: &std::path::Path, target: &str) -> Result<PathBuf> {
    let host = host()?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        // With a target named, build scripts and macros are spared the instruments.
        .args(["build", "--release", "--quiet", "--bin", target, "--target", &host, "--manifest-path"])
        .arg(home.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(built)
        .env("CARGO_ENCODED_RUSTFLAGS", INSTRUMENTS.join("\u{1f}"))
        .status()
        .trying(|| "start cargo".to_owned())?;
    if status.success() {
        Ok(built.join(host).join("release").join(target))
    } else {
        Err(Stop::because("the fuzzer does not build; beside Rust it needs a C++ compiler"))
    }
}

/// This machine, as rustc calls it.
fn host() -> Result<String> {
    let output =
        Command::new("rustc").args(["--print", "host-tuple"]).output().trying(|| "ask rustc".to_owned())?;
    let host = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if host.is_empty() { Err(Stop::because("rustc does not say what machine this is")) } else { Ok(host) }
}
