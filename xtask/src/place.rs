//! Where things lie in the checkout, and how lines get to the terminal.
//!
//! Knows paths and streams. Knows nothing of what is built or printed.

use std::fmt::Display;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The root of the checkout.
///
/// `cargo run` says where the package lies now; a bare binary remembers where it was built.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map(Path::to_path_buf).unwrap_or(package)
}

/// Where a build lies: `.parlor/build`, or `PARLOR_BUILD_DIR`, with which tests bring a worker of their own.
pub(crate) fn build_dir() -> PathBuf {
    std::env::var_os("PARLOR_BUILD_DIR").map_or_else(|| root().join(".parlor/build"), PathBuf::from)
}

/// A line on standard output. A reader that went away is no reason to stop serving, so its error is dropped.
pub(crate) fn say(line: impl Display) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// A line on standard error, dropped like [`say`] if nobody reads it.
pub(crate) fn warn(line: impl Display) {
    drop(writeln!(std::io::stderr(), "{line}"));
}

/// Where Cargo builds.
pub(crate) fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Where the output of each step of a test run is kept.
pub(crate) fn logs() -> PathBuf {
    target_dir().join("parlor-test")
}

/// This program's file, for commands that start it again. Asked once: a test run builds this program anew, and then
/// the system says of the old file that it is deleted.
pub(crate) fn this_program() -> PathBuf {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| std::env::current_exe().unwrap_or_else(|_| PathBuf::from("/proc/self/exe"))).clone()
}

/// Whether nobody watches and everything is built for the first and only time.
pub(crate) fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}
