//! `cargo xtask backup` and `restore`: a copy of a running instance's data, and the way back.
//!
//! Knows where the program is that does it, and builds it in a checkout under development. What it does is known by the
//! crate in `xtask/backup`, which brings SQLite along: this one shall build in seconds.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::place;
use crate::stop::{Result, Stop, Trying as _};

/// Printed by `--help`.
pub(crate) const USAGE: &str = "\
usage: cargo xtask backup --data DIR --to NEW_DIR
       cargo xtask restore --from DIR --data NEW_DIR [--build DIR]

  backup   copies the data directory of an instance, which goes on running; run it as the user that runs the instance
    --data DIR   the directory that `serve --data` was given
    --to DIR     where the copy is to lie; it must not be there yet
  restore  checks a copy and makes a data directory of it, for a start with `serve --data`
    --from DIR   the copy
    --data DIR   the new data directory; it must not be there yet, or be empty
    --build DIR  the build whose data it is to be   (.parlor/build)

Exit code: 0 when it is done, 1 if something broke, 2 if nothing was done because something has to change first.";

/// Runs one of the two.
pub(crate) fn run(what: &str, words: &[String]) -> ExitCode {
    let ran = program().and_then(|program| {
        let mut command = Command::new(&program);
        command.arg(what).args(words);
        let names_a_build = words.iter().any(|word| word == "--build" || word.starts_with("--build="));
        if what == "restore" && !names_a_build {
            command.arg("--build").arg(place::build_dir());
        }
        let status = command.status().trying(|| format!("start {}", program.display()))?;
        // What it had to say, it said.
        Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
    });
    ran.unwrap_or_else(|stop| {
        place::warn(format_args!("{what}: {stop}"));
        stop.exit_code()
    })
}

/// The program: built anew where Cargo started us, else the one beside this one.
fn program() -> Result<PathBuf> {
    let Some(cargo) = std::env::var_os("CARGO") else {
        let beside = place::this_program().with_file_name("backup");
        if beside.is_file() {
            return Ok(beside);
        }
        return Err(Stop::because(format!(
            "{} is missing: build it with `cargo build --release --locked -p xtask -p backup`",
            beside.display()
        ))
        .before_the_start());
    };
    // A hash of every byte: unoptimised, that takes minutes.
    let status = Command::new(cargo)
        .args(["build", "--release", "--quiet", "--package", "backup"])
        .current_dir(place::root())
        .status()
        .trying(|| "start cargo".to_owned())?;
    if !status.success() {
        return Err(Stop::because("the program that makes backups does not build"));
    }
    Ok(place::target_dir().join("release/backup"))
}
