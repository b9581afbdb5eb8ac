use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use super::*;
use crate::manifest::NAME;
use crate::scratch::Scratch;
use crate::take::{take, tests};

fn quiet(_: u64, _: &str) {}

fn known(version: u32) -> Schema {
    ["account", "directory", "inbox", "threads"].map(|kind| (kind.to_owned(), version)).into()
}

/// A copy, and where it may be brought back to.
fn copied(scratch: &Scratch) -> (PathBuf, PathBuf) {
    let (data, copy) = (tests::data(scratch), scratch.0.join("copy"));
    take(&data, &copy, &mut quiet).unwrap();
    (copy, scratch.0.join("restored"))
}

#[test]
fn f14_what_was_copied_is_there_again_to_the_byte_and_marked() {
    // F14
    let scratch = Scratch::new();
    let (copy, data) = copied(&scratch);
    let manifest = restore(&copy, &data, &known(5), &mut quiet).unwrap();
    for entry in &manifest.files {
        let path = data.join(&entry.path);
        assert!(fs::read(&path).unwrap() == fs::read(copy.join(&entry.path)).unwrap(), "{}", entry.path);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", entry.path);
    }
    assert_eq!(fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    let mark: serde_json::Value = serde_json::from_slice(&fs::read(data.join("restored")).unwrap()).unwrap();
    assert_eq!(mark["backup"].as_str(), Some(manifest.id.as_str()));
    assert!(mark["restored_ms"].as_u64() >= mark["taken_ms"].as_u64());
    assert!(!data.join(NAME).exists());
    // A copy of a restored instance is one like any other.
    let again = scratch.0.join("again");
    let second = take(&data, &again, &mut quiet).unwrap();
    assert_eq!(second.files.len(), manifest.files.len());
    assert_ne!(second.id, manifest.id);
}

#[test]
fn f14_a_copy_that_is_not_whole_is_refused_before_anything_is_written() {
    // F14
    let scratch = Scratch::new();
    let (copy, data) = copied(&scratch);
    let refused = |from: &Path, known: &Schema, expected: &str| {
        let problem = restore(from, &data, known, &mut quiet).unwrap_err();
        assert!(problem.to_string().contains(expected), "{problem}");
        assert_eq!(problem.exit_code(), 2);
        assert!(!data.exists() && !scratch.0.join("restored.partial").exists());
    };
    let file = copy.join("objects/parlor-account/account.sqlite");
    let whole = fs::read(&file).unwrap();
    let mut other = whole.clone();
    other[5_000] ^= 1;
    for (bytes, expected) in [
        (&other[..], "account.sqlite is damaged: its SHA-256 is not the one in the manifest"),
        (&whole[..4_096], "account.sqlite is damaged: it has 4096 bytes, expected"),
    ] {
        fs::write(&file, bytes).unwrap();
        refused(&copy, &known(5), expected);
    }
    fs::remove_file(&file).unwrap();
    refused(&copy, &known(5), "account.sqlite is damaged: it is missing");
    fs::write(&file, whole).unwrap();
    refused(&copy, &known(4), "objects of kind account have schema version 5, this build knows 4");
    refused(&copy, &Schema::new(), "this build knows 0");
    // Half a backup is one without its last file.
    fs::rename(&copy, scratch.0.join("half.partial")).unwrap();
    fs::remove_file(scratch.0.join("half.partial").join(NAME)).unwrap();
    refused(&scratch.0.join("half.partial"), &known(5), "holds no whole backup: its manifest.json");
}

#[test]
fn f14_a_target_in_use_or_with_something_in_it_is_refused() {
    // F14
    let scratch = Scratch::new();
    let (copy, data) = copied(&scratch);
    let refused = |expected: &str| {
        let problem = restore(&copy, &data, &known(5), &mut quiet).unwrap_err();
        assert!(problem.to_string().contains(expected), "{problem}");
        assert!(!scratch.0.join("restored.partial").exists());
    };
    fs::write(&data, "").unwrap();
    refused("restored is no directory");
    fs::remove_file(&data).unwrap();
    fs::create_dir(&data).unwrap();
    fs::write(data.join("lock"), "serve, pid 17, since today\n").unwrap();
    let lock = File::open(data.join("lock")).unwrap();
    lock.lock().unwrap();
    refused("restored is in use by serve, pid 17, since today");
    drop(lock);
    refused("restored is not empty; move it away first");
    fs::remove_file(data.join("lock")).unwrap();
    restore(&copy, &data, &known(5), &mut quiet).unwrap();
    refused("restored is not empty");
}
