//! Thousands of visitors whose tabs are open and say nothing; and all of them coming back after a crash.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::client::{Client, Kind, Standing};
use crate::clock;
use crate::figures::Figures;
use crate::people;
use crate::product::{Product, Setup};
use crate::scene::PATIENCE;
use crate::usage;

use super::{Line, bare};

/// In so many objects they live.
const SHARDS: u16 = 16;

/// So many come in at once: a shop's visitors do not all arrive in one instant, and they are not what is measured.
const AT_ONCE: usize = 64;

/// Whoever is not back by then has failed.
const STORM: Duration = Duration::from_secs(120);

/// workerd drops the memory of an object after ten seconds of rest.
const REST: Duration = Duration::from_secs(25);

/// Clients ping less often once nothing has happened for two minutes.
const QUIET: Duration = Duration::from_secs(120);

/// The crowd and the product it visits.
pub struct Crowd {
    product: Product,
    clients: Vec<Arc<Client>>,
    empty_kib: u64,
    full_kib: u64,
    opened_ms: u64,
}

impl Crowd {
    /// Lets so many visitors in.
    ///
    /// # Errors
    /// The product does not start, or somebody does not get in.
    pub async fn gather(sockets: usize) -> io::Result<Self> {
        let product = Product::start(Setup { shards: SHARDS, ..Setup::default() }).await?;
        let edge = product.address();
        let doors = Arc::new(Semaphore::new(AT_ONCE));
        let mut coming = JoinSet::new();
        // Every object is awake once before the count begins.
        people::visitor(edge).await?;
        let empty_kib = usage::memory_kib(product.workerd());
        let started = clock::now();
        let mut chance = crate::chance::Chance::new(1);
        for number in 0..sockets {
            let (doors, chance) = (Arc::clone(&doors), chance.split());
            coming.spawn(async move {
                let _in_the_door = doors.acquire_owned().await.map_err(io::Error::other)?;
                let person = people::visitor(edge).await?;
                let client =
                    Client::start(&format!("visitor {number}"), edge, person, Kind::default(), chance);
                client.until(PATIENCE, |standing| standing.live).await.map_err(io::Error::other)?;
                io::Result::Ok(Arc::new(client))
            });
        }
        let mut clients = Vec::new();
        while let Some(came) = coming.join_next().await {
            clients.push(came.map_err(io::Error::other)??);
        }
        let opened_ms = clock::ms_since(started);
        sleep(REST).await;
        let full_kib = usage::memory_kib(product.workerd());
        Ok(Self { product, clients, empty_kib, full_kib, opened_ms })
    }

    /// Watches them say nothing for so many seconds.
    ///
    /// # Errors
    /// Somebody was dropped.
    pub async fn idle(&self, seconds: u64) -> io::Result<Line> {
        sleep(QUIET).await;
        let pid = self.product.workerd();
        let (before, started) = (usage::processor_ms(pid), clock::now());
        sleep(Duration::from_secs(seconds)).await;
        let percent =
            (usage::processor_ms(pid) - before) as f64 / clock::ms_since(started).max(1) as f64 * 100.0;
        let dropped = |client: &&Arc<Client>| client.look(|standing| !standing.live || standing.greeted != 1);
        let drops = self.clients.iter().filter(dropped).count();
        let sockets = self.clients.len() as u64;
        let each = self.full_kib.saturating_sub(self.empty_kib) as f64 / sockets as f64;
        let line = format!(
            "idle     sockets {sockets}, opened in {:.1} s; {each:.1} KiB each, {:.0} a GiB; {} MiB in all; CPU {percent:.1} %; \
             open files {}; drops {drops}",
            self.opened_ms as f64 / 1_000.0,
            1_048_576.0 / each.max(0.1),
            self.full_kib / 1_024,
            usage::open_files(pid),
        );
        if drops == 0 { Ok(line) } else { Err(io::Error::other(line)) }
    }

    /// The same with a worker that does nothing but open sockets and commit a row, and has nothing to come back from.
    ///
    /// # Errors
    /// It does not start, or somebody got no answer.
    pub async fn bare_storm(sockets: usize) -> io::Result<Line> {
        let (mut times, used) = bare::storm(sockets, usize::from(SHARDS), STORM).await?;
        let [first, p50, p99, most] = [0, 500, 990, 1_000].map(|part| times.per_mille(part));
        Ok(format!(
            "storm    a bare worker's {sockets} sockets: the first after {first} ms; p50 {p50} ms, p99 {p99} ms, the last {most} ms; processor {used} ms"
        ))
    }

    /// Kills workerd and waits until all are back, each by their own back-off.
    ///
    /// # Errors
    /// Somebody did not come back within two minutes.
    pub async fn storm(&self) -> io::Result<Line> {
        let at = clock::now();
        self.product.kill();
        let mut coming = JoinSet::new();
        for client in &self.clients {
            let client = Arc::clone(client);
            coming.spawn(async move {
                let back = |standing: &Standing| standing.live && standing.greeted > 1;
                client.until(STORM, back).await.ok().map(|()| clock::ms_since(at))
            });
        }
        let (mut times, mut failed) = (Figures::default(), 0);
        while let Some(back) = coming.join_next().await {
            match back.map_err(io::Error::other)? {
                Some(ms) => times.add(ms),
                None => failed += 1,
            }
        }
        let [first, p50, p99, most] = [0, 500, 990, 1_000].map(|part| times.per_mille(part));
        let line = format!(
            "storm    sockets {}; the first back after {first} ms; p50 {p50} ms, p99 {p99} ms, the last {most} ms; failed {failed}",
            self.clients.len()
        );
        let used = usage::processor_ms(self.product.workerd());
        let line = format!("{line}; processor {used} ms");
        if failed == 0 { Ok(line) } else { Err(io::Error::other(line)) }
    }
}
