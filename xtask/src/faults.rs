//! `cargo xtask crash`, `load` and `soak`: the product treated badly, and what it makes of it.
//!
//! Knows how the harness is built and started. What it does is known by the crate in `faults/`.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::build::{self, Part};
use crate::place;
use crate::stop::{Result, Stop, Trying as _};

/// Printed by `--help` and after a word that is not understood.
pub(crate) const USAGE: &str = "\
usage: cargo xtask crash [--kills 100] [--acked N] [--threads 20] [--viewers 40] [--seed 1]
                         [--network bad] [--history FILE]
       cargo xtask crash --check FILE
       cargo xtask load <idle|storm|rate|stalled> [...]
       cargo xtask soak [--minutes 10] [--seed 1]

  crash   kills workerd (SIGKILL) under load, again and again, and counts what became of the messages; the last line is
          acked=… lost=0 dup=0 reordered=0 gaps=0 reconnect_p99_ms=…
    --acked N       goes on killing until so many are acknowledged
    --network bad   cuts, delays and silences connections meanwhile
    --history FILE  writes one JSON line per event, so that anyone can count again
    --check FILE    counts such a file again
  load    what it carries, and how fast
    idle     [--sockets 9000] [--seconds 60]    visitors' sockets that say nothing
    storm    [--sockets 9000]                   all of them come back after a crash
    rate     [--threads 200] [--per-second 100] [--seconds 30]   messages, beside a bare socket that commits a row
    stalled  [--stalled 50] [--minutes 10]      readers that stop reading, and everybody else
  soak    a slow load with a crash now and then: memory, open files, and every promise

Exit code: 0 if every promise was kept, 1 if one was not, 2 if nothing was found out.";

/// Runs one of the three.
pub(crate) fn run(what: &str, words: &[String]) -> ExitCode {
    let ran = harness().and_then(|program| {
        let status = Command::new(&program)
            .arg(what)
            .args(words)
            .env("PARLOR_XTASK", place::this_program())
            .status()
            .trying(|| "start the harness".to_owned())?;
        // What it had to say, it said.
        Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2)))
    });
    ran.unwrap_or_else(|stop| {
        place::warn(format_args!("{what}: {stop}"));
        ExitCode::from(2)
    })
}

/// Builds the harness, and the product where none lies ready; says where the harness lies.
fn harness() -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // Its clients must not be what is slow.
    let status = Command::new(cargo)
        .args(["build", "--release", "--quiet", "--package", "faults"])
        .current_dir(place::root())
        .status()
        .trying(|| "start cargo".to_owned())?;
    if !status.success() {
        return Err(Stop::because("the harness does not build"));
    }
    if !place::build_dir().join("worker/index.js").is_file() {
        build::build(&Part::ALL)?;
    }
    Ok(place::target_dir().join("release/faults"))
}
