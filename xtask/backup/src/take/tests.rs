use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _, symlink};

use rusqlite::Connection;

use super::*;
use crate::scratch::Scratch;

/// A data directory like that of an instance with an object of each kind.
pub(crate) fn data(scratch: &Scratch) -> PathBuf {
    let data = scratch.0.join("data");
    for kind in ["threads", "inbox", "account", "directory"] {
        let folder = data.join(format!("objects/parlor-{kind}"));
        fs::create_dir_all(&folder).unwrap();
        object(&folder.join(format!("{kind}.sqlite")), 2);
        object(&folder.join("metadata.sqlite"), 1);
    }
    fs::write(data.join("secrets.json"), "{}").unwrap();
    fs::write(data.join("kind"), "empty\n").unwrap();
    fs::write(data.join("schema"), "account 5\ninbox 1\n").unwrap();
    fs::write(data.join("lock"), "serve, pid 1\n").unwrap();
    fs::write(data.join("workerd.log"), "noise\n").unwrap();
    data
}

pub(crate) fn object(path: &Path, version: u32) {
    let database = Connection::open(path).unwrap();
    database
        .execute_batch(&format!(
            "PRAGMA journal_mode = WAL; CREATE TABLE schema (one INTEGER PRIMARY KEY, version INTEGER NOT NULL);
             INSERT INTO schema VALUES (1, {version}); CREATE TABLE \"odd \"\"name\" (a); INSERT INTO \"odd \"\"name\" VALUES (1), (2)"
        ))
        .unwrap();
}

fn quiet(_: u64, _: &str) {}

fn paths(manifest: &Manifest) -> Vec<&str> {
    manifest.files.iter().map(|entry| entry.path.as_str()).collect()
}

#[test]
fn f14_a_copy_has_everything_but_what_belongs_to_a_process() {
    // F14: who refers to others before those others, and the alarms of a kind after it
    let scratch = Scratch::new();
    let (data, to) = (data(&scratch), scratch.0.join("copy"));
    let before = now_ms();
    let manifest = take(&data, &to, &mut quiet).unwrap();
    assert_eq!(
        paths(&manifest),
        [
            "objects/parlor-threads/threads.sqlite",
            "objects/parlor-threads/metadata.sqlite",
            "objects/parlor-inbox/inbox.sqlite",
            "objects/parlor-inbox/metadata.sqlite",
            "objects/parlor-account/account.sqlite",
            "objects/parlor-account/metadata.sqlite",
            "objects/parlor-directory/directory.sqlite",
            "objects/parlor-directory/metadata.sqlite",
            "kind",
            "schema",
            "secrets.json",
        ]
    );
    // The newest of what the objects have and what the directory was served with.
    let schema = [("account", 5), ("directory", 2), ("inbox", 2), ("threads", 2)];
    assert_eq!(manifest.schema, Schema::from(schema.map(|(kind, version)| (kind.to_owned(), version))));
    assert_eq!(manifest.files[0].rows["odd \"name"], 2);
    assert!(before <= manifest.started_ms && manifest.started_ms <= manifest.files[0].at_ms);
    assert!(manifest.files.iter().all(|entry| entry.at_ms <= manifest.ended_ms));
    assert_eq!(Manifest::read(&to).unwrap(), manifest);
    assert!(!scratch.0.join("copy.partial").exists());
    for entry in &manifest.files {
        assert_eq!(fs::metadata(to.join(&entry.path)).unwrap().len(), entry.bytes, "{}", entry.path);
    }
}

#[test]
fn f14_nobody_else_reads_a_copy() {
    // F14
    let scratch = Scratch::new();
    let (data, to) = (data(&scratch), scratch.0.join("copy"));
    take(&data, &to, &mut quiet).unwrap();
    let mode = |path: &str| fs::metadata(to.join(path)).unwrap().permissions().mode() & 0o777;
    for folder in ["", "objects", "objects/parlor-inbox"] {
        assert_eq!(mode(folder), 0o700, "{folder}");
    }
    for file in ["secrets.json", "kind", "manifest.json", "objects/parlor-inbox/inbox.sqlite"] {
        assert_eq!(mode(file), 0o600, "{file}");
    }
}

#[test]
fn f14_what_is_in_the_way_stays_as_it_is() {
    // F14
    let scratch = Scratch::new();
    let data = data(&scratch);
    let to = scratch.0.join("copy");
    let refused = |data: &Path, to: &Path, expected: &str| {
        let problem = take(data, to, &mut quiet).unwrap_err();
        assert!(problem.to_string().contains(expected), "{problem}");
        problem
    };
    fs::create_dir(&to).unwrap();
    refused(&data, &to, "copy is there already; expected the name of a new directory");
    fs::remove_dir(&to).unwrap();
    fs::create_dir(scratch.0.join("copy.partial")).unwrap();
    let problem =
        refused(&data, &to, "copy.partial is there: another run is at work, or one was interrupted");
    assert_eq!(problem.exit_code(), 2);
    refused(&scratch.0, &scratch.0.join("b"), "is not a data directory: it has no objects/");
    refused(&data, &scratch.0.join("no/b"), "cannot make");
    refused(&data, Path::new("/"), "is there already");
}

#[test]
fn f14_one_damaged_object_and_there_is_no_copy() {
    // F14: a copy without it would pass for a whole one
    let scratch = Scratch::new();
    let (data, to) = (data(&scratch), scratch.0.join("copy"));
    let file = data.join("objects/parlor-account/account.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    let length = bytes.len();
    bytes[4_096..length].fill(0x5a);
    fs::write(&file, bytes).unwrap();
    let said = take(&data, &to, &mut quiet).unwrap_err().to_string();
    assert!(said.contains("account.sqlite is damaged: SQLite says"), "{said}");
    assert!(!to.exists());
}

#[test]
fn what_comes_and_goes_meanwhile() {
    let scratch = Scratch::new();
    let (data, to) = (data(&scratch), scratch.0.join("copy"));
    fs::write(data.join("objects/parlor-inbox/new.sqlite"), "").unwrap();
    symlink("/dev/null", data.join("objects/parlor-inbox/link.sqlite")).unwrap();
    fs::DirBuilder::new().mode(0o700).create(data.join("objects/parlor-new")).unwrap();
    // While the threads are copied, an object of theirs is removed, and an inbox and an account come to be.
    let mut once = false;
    let mut meanwhile = |_: u64, _: &str| {
        if !std::mem::replace(&mut once, true) {
            object(&data.join("objects/parlor-account/later.sqlite"), 7);
            fs::remove_file(data.join("objects/parlor-threads/metadata.sqlite")).unwrap();
        }
    };
    let manifest = take(&data, &to, &mut meanwhile).unwrap();
    assert!(paths(&manifest).contains(&"objects/parlor-account/later.sqlite"));
    assert!(!paths(&manifest).contains(&"objects/parlor-threads/metadata.sqlite"));
    assert_eq!(manifest.schema["account"], 7);
    assert_eq!(
        manifest.left_out,
        [
            "objects/parlor-threads/metadata.sqlite: it was removed meanwhile",
            "objects/parlor-inbox/link.sqlite: it is no file",
            "objects/parlor-inbox/new.sqlite: nothing was ever stored in it",
        ]
    );
}
