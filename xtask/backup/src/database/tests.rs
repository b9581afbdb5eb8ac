use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::scratch::Scratch;

/// A database as workerd keeps one.
fn made(path: &Path) -> Connection {
    let database = Connection::open(path).unwrap();
    database
        .execute_batch(
            "PRAGMA journal_mode = WAL; CREATE TABLE schema (one INTEGER PRIMARY KEY, version INTEGER NOT NULL);
             INSERT INTO schema VALUES (1, 3);
             CREATE TABLE entries (seq INTEGER PRIMARY KEY, text TEXT NOT NULL);
             CREATE TABLE marks (seq INTEGER PRIMARY KEY)",
        )
        .unwrap();
    database
}

/// Tells a thread that it is over, also where something fails.
struct Ended<'a>(&'a AtomicBool);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Two rows that belong together.
fn write(database: &Connection, text: &str) -> rusqlite::Result<()> {
    database.execute_batch(&format!(
        "BEGIN IMMEDIATE; INSERT INTO entries (text) VALUES ('{text}'); INSERT INTO marks DEFAULT VALUES; COMMIT"
    ))
}

fn rows(copied: Copied) -> Rows {
    match copied {
        Copied::Whole { rows, .. } => rows,
        other => panic!("{other:?}"),
    }
}

#[test]
fn f14_a_hammered_database_is_copied_as_it_was_at_one_instant() {
    // F14: and whoever writes never waits for the copy, nor is refused
    let scratch = Scratch::new();
    let source = scratch.0.join("a.sqlite");
    let database = made(&source);
    database.busy_timeout(Duration::ZERO).unwrap();
    let text = "x".repeat(2_000);
    for _ in 0..400 {
        write(&database, &text).unwrap();
    }
    let over = AtomicBool::new(false);
    let copies: Vec<Rows> = std::thread::scope(|scope| {
        let (over, text) = (&over, &text);
        let end = Ended(over);
        let writer = scope.spawn(move || {
            let mut written = 400;
            while !over.load(Ordering::Relaxed) {
                write(&database, text).unwrap();
                written += 1;
            }
            written
        });
        let copies = (0..8)
            .map(|number| {
                let target = scratch.0.join(format!("{number}.copy"));
                let mut bytes = 0;
                let copied = copy(&source, &target, &mut |more| bytes += more).unwrap();
                assert_eq!(bytes, fs::metadata(&target).unwrap().len());
                rows(copied)
            })
            .collect();
        drop(end);
        assert!(writer.join().unwrap() > 400, "nobody wrote meanwhile");
        copies
    });
    for copied in &copies {
        assert_eq!(copied["entries"], copied["marks"], "half a transaction");
    }
    assert!(copies.windows(2).all(|pair| pair[0]["entries"] <= pair[1]["entries"]));
    assert!(copies[0]["entries"] >= 400, "what was stored before the copy began is in it");
    // Nothing lies beside the copies.
    let beside = fs::read_dir(&scratch.0)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("copy-"));
    assert_eq!(beside.count(), 0);
}

#[test]
fn f14_the_source_is_not_written_to() {
    // F14: also where nobody else has it open, and everything is still in its journal
    let scratch = Scratch::new();
    let source = scratch.0.join("a.sqlite");
    let database = made(&source);
    for _ in 0..50 {
        write(&database, "x").unwrap();
    }
    let bytes = |name: &str| fs::read(scratch.0.join(name)).unwrap();
    let before = (bytes("a.sqlite"), bytes("a.sqlite-wal"));
    assert_eq!(rows(copy(&source, &scratch.0.join("1"), &mut |_| {}).unwrap())["entries"], 50);
    assert!(before == (bytes("a.sqlite"), bytes("a.sqlite-wal")), "in use");
    drop(database);
    let before = bytes("a.sqlite");
    assert_eq!(rows(copy(&source, &scratch.0.join("2"), &mut |_| {}).unwrap())["entries"], 50);
    assert!(before == bytes("a.sqlite"), "in use by nobody");
    assert!(fs::metadata(scratch.0.join("a.sqlite-wal")).is_ok_and(|journal| journal.len() == 0));
}

#[test]
fn f14_what_is_no_whole_database_is_told_with_its_file() {
    // F14
    let scratch = Scratch::new();
    let source = scratch.0.join("a.sqlite");
    let database = made(&source);
    for _ in 0..200 {
        write(&database, &"y".repeat(1_000)).unwrap();
    }
    drop(database);
    let whole = fs::read(&source).unwrap();
    let mut torn = whole.clone();
    let middle = torn.len() / 2 / 4_096 * 4_096;
    torn[middle..middle + 4_096].fill(0x5a);
    let mut rollback = whole.clone();
    rollback[18..20].copy_from_slice(&[1, 1]);
    let copied = |name: &str| copy(&source, &scratch.0.join(name), &mut |_| {});
    for (name, bytes, expected) in [
        ("torn", torn, "a.sqlite is damaged: SQLite says `"),
        (
            "text",
            b"something else entirely".to_vec(),
            "a.sqlite is malformed: it is no SQLite database in WAL mode",
        ),
        ("rollback", rollback, "a.sqlite is malformed: it is no SQLite database in WAL mode"),
    ] {
        fs::write(&source, bytes).unwrap();
        let said = copied(name).unwrap_err().to_string();
        assert!(said.contains(expected), "{name}: {said}");
    }
    fs::write(&source, "").unwrap();
    assert_eq!(copied("empty").unwrap(), Copied::Empty);
    fs::remove_file(&source).unwrap();
    assert_eq!(copied("gone").unwrap(), Copied::Gone);
    fs::write(&source, whole).unwrap();
    match copied("whole").unwrap() {
        Copied::Whole { schema, rows, .. } => assert_eq!((schema, rows["entries"]), (Some(3), 200)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_that_is_being_made_is_waited_for() {
    let scratch = Scratch::new();
    let source = scratch.0.join("a.sqlite");
    fs::write(&source, "").unwrap();
    let copied = std::thread::scope(|scope| {
        let copied = scope.spawn(|| copy(&source, &scratch.0.join("copy"), &mut |_| {}));
        let database = made(&source);
        write(&database, "z").unwrap();
        copied.join().unwrap().unwrap()
    });
    // Copied at any moment after it became a database of workerd's; never refused, and never in the writer's way.
    assert!(matches!(copied, Copied::Whole { .. }), "{copied:?}");
}
