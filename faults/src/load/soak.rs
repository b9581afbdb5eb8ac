//! A slow load for a long time, with a crash now and then: does anything grow, and is everything still there?

use std::io;
use std::sync::Arc;
use std::time::Duration;

use conversation::ids::ThreadId;
use tokio::time::{MissedTickBehavior, interval};

use crate::check::Verdict;
use crate::client::Client;
use crate::clock;
use crate::product::{Product, Setup};
use crate::scene::{PATIENCE, Scene};
use crate::usage;

use super::Line;

/// Threads that are written into, each with somebody who looks on.
const THREADS: usize = 20;
/// Messages a second.
const PER_SECOND: u32 = 50;
/// Between two crashes, in a long run.
const CRASH_EVERY: Duration = Duration::from_secs(600);

/// Runs for so many minutes.
///
/// # Errors
/// Something that has nothing to do with delivery.
pub async fn run(minutes: u32, seed: u64, mut tell: impl FnMut(Line)) -> io::Result<Verdict> {
    let product = Arc::new(Product::start(Setup::default()).await?);
    let scene = Scene::open(product, None, seed).await?;
    let mut talks: Vec<(Client, Client, ThreadId)> = Vec::new();
    for number in 0..THREADS {
        let writer = scene.client(&format!("visitor {number}"), &scene.visitor().await?);
        let thread = scene.begin(&writer).await?;
        let reader = scene.client(&format!("console {number}"), &scene.ada);
        scene.follow(&reader, &thread);
        talks.push((writer, reader, thread));
    }
    let whole = Duration::from_secs(u64::from(minutes) * 60);
    let crash_every = CRASH_EVERY.min(whole / 3);
    let mut due = interval(Duration::from_secs(1) / PER_SECOND);
    due.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let (started, mut number, mut crashes, mut told) = (clock::now(), 0_usize, 0_u32, 0);
    while started.elapsed() < whole {
        due.tick().await;
        let (writer, _, thread) = &talks[number % talks.len()];
        number += 1;
        scene.say(writer, Some(thread));
        if started.elapsed() > crash_every * (crashes + 1) {
            crashes += 1;
            let pid = scene.product.workerd();
            scene.product.kill();
            scene.product.back(pid).await?;
        }
        let minute = started.elapsed().as_secs() / 60;
        if minute > told {
            told = minute;
            let pid = scene.product.workerd();
            tell(format!(
                "soak     minute {minute}: {} MiB, {} open files, {crashes} crashes, {number} messages",
                usage::memory_kib(pid) / 1_024,
                usage::open_files(pid)
            ));
        }
    }
    let everybody: Vec<&Client> = talks.iter().flat_map(|(writer, reader, _)| [writer, reader]).collect();
    scene.settle(&everybody, PATIENCE).await
}
