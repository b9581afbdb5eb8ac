//! F2, and what of F14 a build can do: another build takes over while old and new clients talk, and the way back.

use std::fs;
use std::path::{Path, PathBuf};

use faults::product::{Product, Setup};
use faults::wording::Speaks;

use crate::{scene, settled, speaking, until};

/// A copy of the build that says of itself that it is another; gone with the value.
struct Build(PathBuf);

impl Build {
    fn stamped(name: &str) -> Self {
        let from = std::env::var_os("PARLOR_BUILD_DIR")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../.parlor/build"), PathBuf::from);
        let to = std::env::temp_dir().join(format!("faults-build-{}-{name}", std::process::id()));
        for part in ["worker", "assets"] {
            copy(&from.join(part), &to.join(part));
        }
        fs::copy(from.join("schema"), to.join("schema")).expect("a build tells its schema");
        let entry = to.join("worker/index.js");
        let code = fs::read_to_string(&entry).expect("a build has an entry");
        fs::write(&entry, format!("// build {name}\n{code}")).expect("a file can be written");
        Self(to)
    }

    /// The same with one migration more, so far as the supervisor can see.
    fn migrated(self) -> Self {
        let schema = fs::read_to_string(self.0.join("schema")).expect("a build tells its schema");
        let more = schema.lines().map(|line| {
            let (object, version) = line.split_once(' ').expect("an object and its version");
            format!("{object} {}\n", version.parse::<u32>().expect("a number") + 1)
        });
        fs::write(self.0.join("schema"), more.collect::<String>()).expect("a file can be written");
        self
    }
}

impl Drop for Build {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a build is there: `cargo xtask build`").flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a file can be copied");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f2_another_build_and_back_with_old_and_new_clients() {
    // F2 P9
    let (first, second) = (Build::stamped("v1"), Build::stamped("v2"));
    let scene = scene(Setup { build: Some(first.0.clone()), ..Setup::default() }).await;
    let me = scene.visitor().await.unwrap();
    let older = speaking(&scene, "older", &me, Speaks::Older);
    let thread = scene.begin(&older).await.unwrap();
    let newer = speaking(&scene, "newer", &me, Speaks::Newer);
    let ours = scene.client("ours", &me);
    let ada = scene.client("ada", &scene.ada);
    let ben = speaking(&scene, "ben", &scene.product.agent("ben").await.unwrap(), Speaks::Older);
    let everybody = [&older, &newer, &ours, &ada, &ben];
    for client in &everybody[1..] {
        scene.follow(client, &thread);
    }
    for build in [&second, &first, &second, &first] {
        for client in everybody {
            until(client, |standing| standing.live && standing.unsent == 0).await;
        }
        // Under way when the good-bye comes, and while nobody is there.
        for _ in 0..20 {
            for client in everybody {
                scene.say(client, Some(&thread));
            }
        }
        scene.product.stop().await.unwrap();
        for client in everybody {
            until(client, |standing| standing.closed.is_some()).await;
            assert_eq!(client.look(|standing| standing.closed), Some(1012), "{}", client.name);
        }
        for client in everybody {
            scene.say(client, Some(&thread));
        }
        scene.product.start_again(Some(&build.0)).await.unwrap();
    }
    assert_eq!(settled(&scene, &everybody).await.acked, 1 + 4 * 21 * 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn f14_the_way_back_over_a_migration_is_refused() {
    // F2 F14 P9
    let (old, new) = (Build::stamped("before"), Build::stamped("after").migrated());
    let scene = scene(Setup { build: Some(old.0.clone()), ..Setup::default() }).await;
    let visitor = scene.client("visitor", &scene.visitor().await.unwrap());
    let thread = scene.begin(&visitor).await.unwrap();
    scene.product.stop().await.unwrap();
    scene.product.start_again(Some(&new.0)).await.unwrap();
    scene.say(&visitor, Some(&thread));
    until(&visitor, |standing| standing.unsent == 0).await;
    scene.product.stop().await.unwrap();
    let said = scene.product.start_again(Some(&old.0)).await.unwrap_err().to_string();
    assert!(said.contains("was served by a newer build"), "{said}");
    scene.product.start_again(Some(&new.0)).await.unwrap();
    settled(&scene, &[&visitor]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f2_two_processes_never_share_a_directory() {
    // F2 P9: not even after one of them was killed while it had work to do
    let scene = scene(Setup::default()).await;
    let visitor = scene.client("visitor", &scene.visitor().await.unwrap());
    let thread = scene.begin(&visitor).await.unwrap();
    for _ in 0..3 {
        let second = Setup { data: Some(scene.product.data()), ..Setup::default() };
        let Err(said) = Product::start(second).await else { panic!("two on one directory") };
        assert!(said.to_string().contains("is in use by serve, pid"), "{said}");
        scene.say(&visitor, Some(&thread));
        let pid = scene.product.workerd();
        scene.product.kill();
        scene.product.back(pid).await.unwrap();
    }
    settled(&scene, &[&visitor]).await;
}
