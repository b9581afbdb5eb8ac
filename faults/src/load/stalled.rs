//! Readers that stop reading, in the middle of traffic: what that costs the server, and everybody else.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use conversation::ids::{ClientMessageId, ThreadId};
use tokio::time::{MissedTickBehavior, interval};

use crate::client::{Client, Kind, Order};
use crate::clock;
use crate::figures::Figures;
use crate::product::{Product, Setup};
use crate::scene::{PATIENCE, Scene};
use crate::usage;

use super::Line;
use super::latency::{Latency, in_ms};

/// Threads that are written into.
const THREADS: usize = 10;
/// Messages a second.
const PER_SECOND: u32 = 10;
/// Length of a message: a longish paragraph.
const CHARS: usize = 2_000;

/// Measures with so many who stall, for so long.
///
/// # Errors
/// The product does not start, or somebody who reads is not served.
pub async fn run(stalled: usize, minutes: f64, mut tell: impl FnMut(Line)) -> io::Result<()> {
    let product = Arc::new(Product::start(Setup::default()).await?);
    let scene = Scene::open(product, None, 1).await?;
    let latency = Arc::new(Latency::default());
    let edge = scene.product.address();
    let mut chance = scene.chance();
    let mut talks: Vec<(Client, Client, ThreadId)> = Vec::new();
    for number in 0..THREADS {
        let person = scene.visitor().await?;
        let mut tab = |name: &str| {
            let kind = Kind { ear: latency.ear(), ..Kind::default() };
            Client::start(&format!("{name} {number}"), edge, person.clone(), kind, chance.split())
        };
        let (writer, reader) = (tab("writer"), tab("reader"));
        let thread = scene.begin(&writer).await?;
        reader.follow(thread.clone());
        talks.push((writer, reader, thread));
    }
    // Consoles are sent every entry of the inbox.
    let ben = scene.product.agent("ben").await?;
    let mut consoles = Vec::new();
    for number in 0..stalled {
        let console = scene.client_of(&format!("stalled {number}"), &ben, edge, Kind::default());
        console.until(PATIENCE, |standing| standing.live).await.map_err(io::Error::other)?;
        consoles.push(console);
    }
    let seconds = (minutes * 60.0).max(2.0);
    let pid = scene.product.workerd();
    let mut talk = async |seconds: f64| -> io::Result<(Figures, Figures)> {
        let mut due = interval(Duration::from_secs(1) / PER_SECOND);
        due.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let (started, mut number) = (clock::now(), 0);
        let text = "How long does it take? ".repeat(CHARS / 23);
        latency.take();
        while started.elapsed().as_secs_f64() < seconds {
            due.tick().await;
            let (writer, _, thread) = &talks[number % talks.len()];
            number += 1;
            latency.say(writer, Some(thread), ClientMessageId::from_random(chance.bits()), &text);
        }
        for (writer, ..) in &talks {
            writer.until(PATIENCE, |standing| standing.unsent == 0).await.map_err(io::Error::other)?;
        }
        Ok(latency.take())
    };
    // First everybody reads, for what memory and time that takes.
    let (_, mut before) = talk((seconds / 2.0).min(60.0)).await?;
    let memory_before = usage::memory_kib(pid);
    for console in &consoles {
        console.order(Order::Stall(true));
    }
    let (_, mut during) = talk(seconds).await?;
    let growth = usage::memory_kib(pid).saturating_sub(memory_before) as f64 / 1_024.0;
    tell(format!(
        "stalled  {stalled} stop reading for {minutes} min of {PER_SECOND} messages of {CHARS} characters a second"
    ));
    tell(format!("stalled  others' screens before: {}", in_ms(&mut before)));
    tell(format!("stalled  others' screens meanwhile: {}", in_ms(&mut during)));
    tell(format!("stalled  memory grew by {growth:.1} MiB from {} MiB", memory_before / 1_024));
    // Who reads again sees all of it, from where they were.
    for console in &consoles {
        console.order(Order::Stall(false));
    }
    for console in &consoles {
        console.until(PATIENCE, |standing| standing.live).await.map_err(io::Error::other)?;
    }
    let away = consoles.iter().filter(|console| console.look(|standing| standing.closed.is_some())).count();
    tell(format!("stalled  {away} of them had been sent away; all are back"));
    Ok(())
}
