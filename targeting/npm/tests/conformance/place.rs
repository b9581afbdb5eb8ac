//! Where things lie, how long to wait, and a folder that goes away.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

/// Longer than any place takes; what takes longer hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// What `cargo xtask build npm` made.
pub(crate) fn package() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let build = env::var_os("PARLOR_BUILD_DIR").map_or_else(|| root.join(".parlor/build"), PathBuf::from);
    let package = build.join("npm");
    assert!(package.join("package.json").is_file(), "first: cargo xtask build npm");
    package
}

/// `cargo xtask`, the very program that runs the tests where there is one.
pub(crate) fn xtask() -> Command {
    let mut command = match env::var_os("PARLOR_XTASK") {
        Some(program) => Command::new(program),
        None => {
            let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            cargo.args(["run", "-q", "-p", "xtask", "--"]);
            cargo
        }
    };
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    // It would take this package's folder for the root's neighbour.
    command.env_remove("CARGO_MANIFEST_DIR");
    command
}

/// A folder of our own, deleted at the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(what: &str) -> Self {
        let path = env::temp_dir().join(format!("conformance-{what}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left of it lies where the system cleans up.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A program that is stopped at the end, however that comes.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // SIGTERM, so that it can take its own children along.
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}
