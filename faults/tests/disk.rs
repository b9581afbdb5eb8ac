//! F12: no space, no permission, no sense on the disk.
//!
//! A full disk is a small file system of its own; whoever may not mount one is told so, and the test proves nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use faults::product::{Product, Setup};

use crate::{scene, settled, until};

/// A small file system in memory; gone with the value.
struct Disk(PathBuf);

impl Disk {
    /// Mounts it, or tells why not.
    fn mount(name: &str, size: &str) -> Option<Self> {
        let path = std::env::temp_dir().join(format!("faults-disk-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder can be made");
        let disk = Self(path);
        let mounted = disk.run("mount", &["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]);
        if !mounted {
            println!("F12 needs to mount a file system, which is not permitted here: not tested");
        }
        mounted.then_some(disk)
    }

    fn remount(&self, options: &str) {
        assert!(self.run("mount", &["-o", &format!("remount,{options}")]), "a mounted disk can be changed");
    }

    fn run(&self, program: &str, words: &[&str]) -> bool {
        let status = Command::new(program).args(words).arg(&self.0).status();
        status.is_ok_and(|status| status.success())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.run("umount", &["--lazy"]);
        drop(fs::remove_dir(&self.0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f12_a_full_disk_acknowledges_nothing_and_comes_back_with_space() {
    // F12 P1
    let Some(disk) = Disk::mount("full", "4m") else { return };
    let scene = scene(Setup { data: Some(disk.0.join("data")), ..Setup::default() }).await;
    let me = scene.visitor().await.unwrap();
    let visitor = scene.client("visitor", &me);
    let thread = scene.begin(&visitor).await.unwrap();
    for _ in 0..10 {
        scene.say(&visitor, Some(&thread));
    }
    until(&visitor, |standing| standing.unsent == 0).await;
    // Somebody else fills it.
    let ballast = disk.0.join("ballast");
    drop(fs::write(&ballast, vec![0; 8 << 20]));
    // What is free within files already there lets some more through, and every one of those counts.
    let mut said = 0;
    while visitor.until(Duration::from_secs(3), |standing| standing.unsent == 0).await.is_ok() {
        assert!(said < 4_000, "a full disk takes everything");
        for _ in 0..20 {
            scene.say(&visitor, Some(&thread));
            said += 1;
        }
    }
    // Reading still works, for whoever is there and for whoever comes.
    let log = scene.ada.log(scene.product.address(), thread.as_str()).await.unwrap();
    assert!(log.len() > 10);
    fs::remove_file(&ballast).expect("a file can be removed");
    disk.remount("size=64m");
    settled(&scene, &[&visitor]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f12_a_disk_that_may_only_be_read() {
    // F12: told before anything is served, and served again once it may be written
    let Some(disk) = Disk::mount("read-only", "32m") else { return };
    let setup = Setup { data: Some(disk.0.join("data")), ..Setup::default() };
    let scene = scene(setup.clone()).await;
    let visitor = scene.client("visitor", &scene.visitor().await.unwrap());
    let thread = scene.begin(&visitor).await.unwrap();
    scene.product.stop().await.unwrap();
    disk.remount("ro");
    let said = scene.product.start_again(None).await.unwrap_err().to_string();
    assert!(said.contains("data/lock") && said.contains("Read-only file system"), "{said}");
    disk.remount("rw");
    scene.product.start_again(None).await.unwrap();
    scene.say(&visitor, Some(&thread));
    settled(&scene, &[&visitor]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f12_a_damaged_file_is_named_and_nothing_is_served() {
    // F12
    let scene = scene(Setup::default()).await;
    let visitor = scene.client("visitor", &scene.visitor().await.unwrap());
    let thread = scene.begin(&visitor).await.unwrap();
    scene.product.stop().await.unwrap();
    let files = databases(&scene.product.data().join("objects"));
    assert!(files.len() >= 4, "an object of every kind");
    for file in files {
        let whole = fs::read(&file).expect("a file can be read");
        fs::write(&file, damaged(&whole)).expect("a file can be written");
        let said = scene.product.start_again(None).await.unwrap_err().to_string();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(said.contains(&name) && said.contains("is damaged"), "{said}");
        fs::write(&file, whole).expect("a file can be written");
    }
    scene.product.start_again(None).await.unwrap();
    scene.say(&visitor, Some(&thread));
    settled(&scene, &[&visitor]).await;
}

/// Every database below a folder.
fn databases(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(databases(&path));
        } else if path.extension().is_some_and(|extension| extension == "sqlite") {
            found.push(path);
        }
    }
    found
}

fn damaged(whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    bytes.resize(whole.len().max(100), 0);
    bytes[..100].fill(0x5a);
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn f12_a_directory_in_the_way() {
    // F12: wrong permissions look the same to whoever is not root
    let folder = std::env::temp_dir().join(format!("faults-way-{}", std::process::id()));
    fs::write(&folder, "not a folder").expect("a file can be written");
    let Err(said) = Product::start(Setup { data: Some(folder.clone()), ..Setup::default() }).await else {
        panic!("served from a file")
    };
    fs::remove_file(&folder).expect("a file can be removed");
    assert!(said.to_string().contains("cannot make"), "{said}");
}
