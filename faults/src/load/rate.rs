//! Messages at a steady rate: until they are acknowledged, and until they are on somebody's screen.
//!
//! They are said when they are due, whether or not earlier ones were answered, so that a slow answer cannot hide the ones
//! behind it. In turn with the product runs a bare socket that commits one row.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use conversation::ids::{ClientMessageId, ThreadId};
use tokio::time::{MissedTickBehavior, interval};

use crate::chance::Chance;
use crate::client::{Client, Kind};
use crate::figures::Figures;
use crate::product::{Product, Setup};
use crate::scene::{PATIENCE, Scene};
use crate::usage;

use super::Line;
use super::bare::Bare;
use super::latency::{Latency, in_ms};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Threads, each with a visitor.
    pub threads: usize,
    /// Visitors' messages a second; an agent says a tenth of that beside them.
    pub per_second: u32,
    /// How long.
    pub seconds: u32,
}

/// Measures. `tell` gets a line of figures at a time.
///
/// # Errors
/// The product does not start, or a message is not acknowledged.
pub async fn run(asked: Rate, mut tell: impl FnMut(Line)) -> io::Result<()> {
    let product = Arc::new(Product::start(Setup { shards: 4, ..Setup::default() }).await?);
    let scene = Scene::open(product, None, 1).await?;
    let latency = Arc::new(Latency::default());
    let mut chance = scene.chance();
    let of_rate = |name: &str, person: &crate::people::Person, chance: Chance| {
        let kind = Kind { ear: latency.ear(), ..Kind::default() };
        Client::start(name, scene.product.address(), person.clone(), kind, chance)
    };
    let mut talks: Vec<(Client, ThreadId)> = Vec::new();
    for number in 0..asked.threads {
        let client = of_rate(&format!("visitor {number}"), &scene.visitor().await?, chance.split());
        let thread = scene.begin(&client).await?;
        talks.push((client, thread));
    }
    let ada = of_rate("ada", &scene.ada, chance.split());
    ada.until(PATIENCE, |standing| standing.live).await.map_err(io::Error::other)?;

    let bare = Bare::start(asked.threads).await?;
    // First a little of everything, for what is only slow once; then both twice, in turn.
    latency.take();
    said(asked, 2, &talks, &ada, &latency, &mut chance).await?;
    bare.run(asked.per_second, 2).await?;
    latency.take();
    let (mut acked, mut shown, mut floor) = (Figures::default(), Figures::default(), Figures::default());
    // The processor's time tells also on a busy machine what a message costs.
    let pids = [scene.product.workerd(), bare.pid()];
    let mut used = [0, 0];
    for _ in 0..2 {
        let before = pids.map(usage::processor_ms);
        said(asked, asked.seconds / 2, &talks, &ada, &latency, &mut chance).await?;
        let (more_acked, more_shown) = latency.take();
        acked.join(more_acked);
        shown.join(more_shown);
        floor.join(bare.run(asked.per_second, asked.seconds / 2).await?);
        for ((used, before), pid) in used.iter_mut().zip(before).zip(pids) {
            *used += usage::processor_ms(pid) - before;
        }
    }
    let Rate { threads, per_second, .. } = asked;
    tell(format!("rate     {threads} threads, {per_second} messages a second"));
    tell(format!("rate     acknowledged: {}", in_ms(&mut acked)));
    tell(format!("rate     agent to visitor's screen: {}", in_ms(&mut shown)));
    tell(format!("rate     a bare socket that commits a row: {}", in_ms(&mut floor)));
    let ratio = |part| acked.clone().per_mille(part) as f64 / floor.clone().per_mille(part).max(1) as f64;
    tell(format!("rate     ratio p50 {:.2}, p99 {:.2}", ratio(500), ratio(990)));
    // An agent's message costs as much as a visitor's, or more.
    let each = [used[0] as f64 / (acked.count().max(1)) as f64, used[1] as f64 / floor.count().max(1) as f64];
    tell(format!("rate     workerd's processor time a message: {:.2} ms, bare {:.2} ms", each[0], each[1]));
    Ok(())
}

/// Says messages when they are due, and waits until all are acknowledged.
async fn said(
    asked: Rate,
    seconds: u32,
    talks: &[(Client, ThreadId)],
    ada: &Client,
    latency: &Latency,
    chance: &mut Chance,
) -> io::Result<()> {
    let mut due = interval(Duration::from_secs(1) / asked.per_second);
    due.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for number in 0..asked.per_second * seconds {
        due.tick().await;
        let (visitor, thread) = &talks[number as usize % talks.len()];
        latency.say(
            visitor,
            Some(thread),
            ClientMessageId::from_random(chance.bits()),
            "How long does it take?",
        );
        if number % 10 == 0 {
            let (_, thread) = &talks[chance.between(0, talks.len() as u64 - 1) as usize];
            latency.say(ada, Some(thread), ClientMessageId::from_random(chance.bits()), "Not long.");
        }
    }
    for client in talks.iter().map(|(client, _)| client).chain([ada]) {
        client.until(PATIENCE, |standing| standing.unsent == 0).await.map_err(io::Error::other)?;
    }
    Ok(())
}
