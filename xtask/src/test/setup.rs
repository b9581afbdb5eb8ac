//! `cargo xtask setup`: what the tests need beside Rust and Node.
//!
//! Knows how to see what is missing and, where it may, to install it. Where it may not, it says in one line what to
//! install. The wasm target and the npm packages are the build's business.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use crate::build::Tools;
use crate::place::{self, say};
use crate::stop::{Result, Stop};

/// Program, the variable that names another one, and Debian's package.
const NEEDED: [(&str, &str, &str); 2] =
    [("chromium", "CHROMIUM", "chromium"), ("chromedriver", "CHROMEDRIVER", "chromium-driver")];

/// Looks, installs, or says what to install.
pub(crate) fn run(_words: &[String]) -> ExitCode {
    match browser().map(|()| extras()).and_then(|()| Tools::set_up()) {
        Ok(_) => ExitCode::SUCCESS,
        Err(stop) => {
            place::warn(format_args!("setup: {stop}"));
            ExitCode::FAILURE
        }
    }
}

fn browser() -> Result<()> {
    let missing = missing();
    if missing.is_empty() {
        say("setup    chromium and its driver are there");
        return Ok(());
    }
    let asked = format!("install {} (Debian: apt-get install {})", missing.join(" and "), missing.join(" "));
    if !rustix::process::geteuid().is_root() || find("apt-get").is_none() {
        return Err(Stop::because(asked));
    }
    say(format_args!("setup    installing {}", missing.join(" and ")));
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&missing);
    // The first try spares a machine whose lists are fresh the minute that renewing them takes.
    let installed = apt(&install) || apt(&["update"]) && apt(&install);
    if !installed {
        return Err(Stop::because(format!("apt-get did not help: {asked}")));
    }
    if self::missing().is_empty() { Ok(()) } else { Err(Stop::because(asked)) }
}

/// What a test uses where it is there: CI installs it where it may, and goes on without it where it may not.
fn extras() {
    let may = place::in_ci() && rustix::process::geteuid().is_root() && find("apt-get").is_some();
    if may && find("php").is_none() && !apt(&["install", "--yes", "--no-install-recommends", "php-cli"]) {
        say("setup    php is not there: the WordPress plugin goes untested");
    }
}

/// Debian's names of what is not there.
fn missing() -> Vec<&'static str> {
    let there = |program: &str, variable: &str| {
        std::env::var_os(variable).map_or_else(|| find(program).is_some(), |path| Path::new(&path).is_file())
    };
    NEEDED
        .iter()
        .filter(|(program, variable, _)| !there(program, variable))
        .map(|(_, _, package)| *package)
        .collect()
}

/// The program's file, if `PATH` leads to it.
fn find(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn apt(words: &[&str]) -> bool {
    Command::new("apt-get")
        .args(words)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
