//! F21: more than fits into memory or into one turn.

use std::fs;
use std::path::{Path, PathBuf};

use conversation::ids::ThreadId;
use faults::product::Setup;
use faults::usage;
use rusqlite::{Connection, params};

use crate::{scene, until};

/// Entries of the long thread.
const LONG: u64 = 100_000;

/// workerd may need so much more than before.
const MORE_KIB: u64 = 192 * 1_024;

/// It is read in so many parts, each within what anything may take; after each of them somebody else says something.
const PARTS: u64 = 10;

/// Where an object keeps the thread.
fn database(folder: &Path, thread: &ThreadId) -> Option<PathBuf> {
    fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).find_map(|path| {
        if path.is_dir() {
            return database(&path, thread);
        }
        if path.extension().is_none_or(|extension| extension != "sqlite") {
            return None;
        }
        let found = Connection::open(&path)
            .and_then(|sql| {
                sql.query_row("SELECT 1 FROM entries WHERE thread = ?", [thread.as_str()], |_| Ok(()))
            })
            .is_ok();
        found.then_some(path)
    })
}

/// Writes what a very long talk leaves behind; nobody waits here until it was said.
fn lengthen(data: &Path, thread: &ThreadId) {
    let path = database(data, thread).expect("some object keeps the thread");
    let sql = Connection::open(path).unwrap();
    let entries = "
        WITH RECURSIVE more (seq) AS (SELECT 2 UNION ALL SELECT seq + 1 FROM more WHERE seq < ?2)
        INSERT INTO entries (thread, seq, at, author, client_message_id, kind, text)
        SELECT ?1, seq, 1700000000000 + seq, 'visitor', 'long-talk-' || seq, 'text', 'Line ' || seq || ' of very many.'
        FROM more";
    sql.execute(entries, params![thread.as_str(), LONG]).unwrap();
    sql.execute("UPDATE threads SET last_seq = ?2 WHERE id = ?1", params![thread.as_str(), LONG]).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn f21_a_thread_of_a_hundred_thousand_entries() {
    // F21 P4: read whole by two, step by step, while others talk
    let scene = scene(Setup::default()).await;
    let me = scene.visitor().await.unwrap();
    let visitor = scene.client("visitor", &me);
    let thread = scene.begin(&visitor).await.unwrap();
    drop(visitor);
    scene.product.stop().await.unwrap();
    lengthen(&scene.product.data(), &thread);
    scene.product.start_again(None).await.unwrap();

    let other = scene.client("other", &scene.visitor().await.unwrap());
    let short = scene.begin(&other).await.unwrap();
    let (pid, before) = (scene.product.workerd(), usage::memory_kib(scene.product.workerd()));
    let (tab, ada) = (scene.client("tab", &me), scene.client("ada", &scene.ada));
    for reader in [&tab, &ada] {
        scene.follow(reader, &thread);
    }
    for part in 1..=PARTS {
        for reader in [&tab, &ada] {
            until(reader, |standing| standing.place(&thread) >= LONG / PARTS * part).await;
        }
        scene.say(&other, Some(&short));
        until(&other, |standing| standing.unsent == 0).await;
    }
    let more = usage::memory_kib(pid).saturating_sub(before);
    assert!(more < MORE_KIB, "{more} KiB more than before");
    scene.say(&tab, Some(&thread));
    until(&tab, |standing| standing.unsent == 0).await;
    assert_eq!(tab.look(|standing| standing.acked[&thread]), LONG + 1);
    assert_eq!(scene.product.workerd(), pid, "it never had to start anew");
    until(&ada, |standing| standing.place(&thread) == LONG + 1).await;
}
