//! The packages for sites' developers (P14), as their users have them: real frameworks in real Chromium, on a server without a
//! page, and their types under `tsc`. What they are tested with is pinned in `packages/package-lock.json`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../packages")
}

fn runs(program: &str, words: &[&str]) {
    let output = Command::new(program).args(words).current_dir(folder()).output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// What the tests need, as the lock says it; once for all of them.
fn installed() {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        let lock = fs::read(folder().join("package-lock.json")).expect("there is a lock");
        let mark = folder().join("node_modules/.parlor-lock");
        if fs::read(&mark).is_ok_and(|there| there == lock) {
            return;
        }
        runs("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        fs::write(mark, lock).expect("the mark is written");
    });
}

#[test]
fn every_framework_shows_the_chat_in_chromium_and_takes_it_away() {
    // P14: the element, React under StrictMode, Vue and Svelte, against a stand-in of the account's script
    installed();
    runs("node", &["--test", "test/browser.test.mjs"]);
}

#[test]
fn on_a_server_nothing_happens_and_the_door_is_small() {
    // P14
    installed();
    runs("node", &["--test", "test/server.test.mjs"]);
}

#[test]
fn their_types_say_what_is_right_and_what_is_not() {
    // P14
    installed();
    runs("node", &["node_modules/typescript/bin/tsc", "--project", "."]);
}
