//! F9: the power goes, at moments that nobody chose.
//!
//! workerd stands still while its files are copied, so that a copy is what the files held at that moment, whatever was
//! under way. What a disk still had in its cache cannot be taken away from here; a torn tail of each write-ahead log
//! stands for it, and the index of that log, which is memory, is not copied. The simulation loses what was not yet
//! written at every other place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use faults::chance::Chance;
use faults::client::Client;
use faults::crash::writes;
use faults::product::{Product, Setup};
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::{scene, settled, until};

/// A folder that goes with the value.
struct Copy(PathBuf);

impl Copy {
    /// What a folder holds now, but for the lock and the indexes of write-ahead logs.
    fn of(data: &Path, number: usize) -> io::Result<Self> {
        let to = std::env::temp_dir().join(format!("faults-power-{}-{number}", std::process::id()));
        copy(data, &to)?;
        Ok(Self(to))
    }

    /// Half-written bytes behind every write-ahead log: how many were there to tear.
    fn tear(&self, chance: &mut Chance) -> io::Result<usize> {
        let mut torn = 0;
        for file in files(&self.0)? {
            if file.to_string_lossy().ends_with("-wal") {
                let mut bytes = fs::read(&file)?;
                let tail = chance.between(1, 4_200);
                bytes.extend((0..tail).map(|_| chance.next().to_le_bytes()[0]));
                fs::write(&file, bytes)?;
                torn += 1;
            }
        }
        Ok(torn)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    fs::set_permissions(to, fs::metadata(from)?.permissions())?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            copy(&path, &to.join(&name))?;
        } else if name != "lock" && !name.ends_with("-shm") {
            fs::copy(&path, to.join(&name))?;
        }
    }
    Ok(())
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    Ok(found)
}

fn place(entry: &Value) -> u64 {
    entry["seq"].as_u64().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn f9_a_copy_of_any_moment_holds_what_was_acknowledged() {
    // F9 P1: five moments, three threads
    let scene = Arc::new(scene(Setup::default()).await);
    let mut talks = Vec::new();
    for number in 0..3 {
        let me = scene.visitor().await.unwrap();
        let visitor = Arc::new(scene.client(&format!("visitor {number}"), &me));
        let thread = scene.begin(&visitor).await.unwrap();
        talks.push((visitor, thread));
    }
    let (go, going) = watch::channel(true);
    let mut writing = JoinSet::new();
    for (visitor, thread) in &talks {
        writing.spawn(writes(Arc::clone(&scene), Arc::clone(visitor), thread.clone(), going.clone()));
    }
    let mut chance = scene.chance();
    let (mut torn, mut before) = (0, Vec::new());
    for moment in 0..5 {
        // A moment that nobody chose is one that nothing is waited for.
        tokio::time::sleep(Duration::from_millis(chance.between(100, 400))).await;
        scene.product.freeze();
        let copied = Copy::of(&scene.product.data(), moment).unwrap();
        let acked: Vec<u64> =
            talks.iter().map(|(visitor, thread)| visitor.look(|standing| standing.acked[thread])).collect();
        scene.product.thaw();
        torn += copied.tear(&mut chance).unwrap();
        let setup = Setup { data: Some(copied.0.clone()), ..Setup::default() };
        let after = Product::start(setup).await.expect("it starts on what the disk held");
        let ada = after.agent("ada").await.unwrap();
        for ((_, thread), acked) in talks.iter().zip(acked) {
            let log = ada.log(after.address(), thread.as_str()).await.unwrap();
            assert!(log.iter().map(place).eq(1..=log.len() as u64), "moment {moment}: a gap in {thread}");
            assert!(log.len() as u64 >= acked, "moment {moment}: {} of {acked} in {thread}", log.len());
            before.push((thread, log));
        }
    }
    assert!(torn >= 5, "there were {torn} logs to tear");
    go.send(false).unwrap();
    writing.join_all().await;
    for (visitor, _) in &talks {
        until(visitor, |standing| standing.unsent == 0).await;
    }
    for (thread, log) in before {
        let whole = scene.ada.log(scene.product.address(), thread.as_str()).await.unwrap();
        assert_eq!(whole[..log.len()], log[..], "what the disk held of {thread} is how it went on");
    }
    let visitors: Vec<&Client> = talks.iter().map(|(visitor, _)| visitor.as_ref()).collect();
    settled(&scene, &visitors).await;
}
