//! The runtime: finding it, what it is told, starting it so that it cannot outlive us.
//!
//! Knows workerd's command line and configuration. Knows nothing of what the Worker answers.

mod config;
mod process;

use std::path::PathBuf;

use crate::place;
use crate::stop::{Result, Stop};

pub(crate) use config::{COMPATIBILITY_DATE, COMPATIBILITY_FLAG, OBJECTS, write as write_config};
pub(crate) use process::{Launch, Workerd, exec_as_child_of};

/// The binary npm brought, or `WORKERD`.
pub(crate) fn find() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("WORKERD") {
        return Ok(PathBuf::from(path));
    }
    let package = match std::env::consts::ARCH {
        "aarch64" => "workerd-linux-arm64",
        _ => "workerd-linux-64",
    };
    let path = place::root().join("node_modules/@cloudflare").join(package).join("bin/workerd");
    if path.is_file() {
        return Ok(path);
    }
    Err(Stop::because(
        "workerd is missing: run `npm ci --ignore-scripts`, or name a binary in the environment variable WORKERD",
    ))
}
