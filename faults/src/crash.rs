//! The kill loop: workerd dies under load, again and again, and nothing that was acknowledged may be missing.
//!
//! In every thread a visitor writes as fast as acknowledgements come, and an agent answers. Other tabs of the visitors and
//! agents' consoles look on. SIGKILL comes 200 to 800 ms after everybody is back from the last one. Clients come back by
//! their own back-off; between two kills each lives through a quiet minute (its clock is put forward), as a client
//! whose link is stable would.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use conversation::ids::ThreadId;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::check::Verdict;
use crate::client::{self, Client, Order, Standing};
use crate::clock;
use crate::history::{Event, Kind};
use crate::network::Bad;
use crate::people::Person;
use crate::product::{Product, Setup};
use crate::proxy::Proxy;
use crate::scene::{PATIENCE, Scene};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loop {
    /// How often workerd is killed, at least.
    pub kills: u32,
    /// How many messages have to be acknowledged before it is enough; it is killed until then.
    pub acked: u64,
    /// How many threads are written into.
    pub threads: usize,
    /// How many look on, beside those who write.
    pub viewers: usize,
    /// Chance begins here: the moments of the kills, ids and back-offs.
    pub seed: u64,
    /// Whether the network between them is bad as well; coming back then takes as long as that makes it.
    pub bad_network: bool,
    /// Where the history is written.
    pub history: Option<PathBuf>,
}

/// Everybody in one thread of the loop.
struct Talk {
    thread: ThreadId,
    /// The visitor's tab that writes.
    visitor: Arc<Client>,
    /// Agents' consoles that write, too.
    agents: Vec<Arc<Client>>,
    /// Other tabs, which only look on.
    tabs: Vec<Arc<Client>>,
}

/// A message waits while two others are on their way, as with somebody who types fast.
const AT_ONCE: usize = 3;

/// Runs it. `tell` gets a line now and then.
///
/// # Errors
/// Something that has nothing to do with delivery: no build, no disk, no server coming back.
pub async fn run(asked: &Loop, tell: impl Fn(String)) -> io::Result<Verdict> {
    let product = Arc::new(Product::start(Setup::default()).await?);
    let scene = Arc::new(Scene::open(product, asked.history.as_deref(), asked.seed).await?);
    let network = Bad::new(scene.chance());
    let proxy = match asked.bad_network {
        true => Some(Proxy::start(scene.product.address(), network.rule()).await?),
        false => None,
    };
    let edge = proxy.as_ref().map_or(scene.product.address(), |proxy| proxy.address);
    let talks = people(&scene, asked, edge).await?;
    let everybody: Vec<Arc<Client>> = talks.iter().flat_map(Talk::everybody).collect();
    for client in &everybody {
        client.until(PATIENCE, |standing| standing.live).await.map_err(io::Error::other)?;
        client.order(Order::QuietMinute);
    }

    let (go, going) = watch::channel(true);
    let mut writers = Vec::new();
    for talk in &talks {
        for writer in std::iter::once(&talk.visitor).chain(&talk.agents) {
            let (scene, writer, thread) = (Arc::clone(&scene), Arc::clone(writer), talk.thread.clone());
            writers.push(tokio::spawn(writes(scene, writer, thread, going.clone())));
        }
    }
    let mut chance = scene.chance();
    let mut kill = 0;
    while kill < asked.kills || acked(&everybody) < asked.acked {
        kill += 1;
        for client in &everybody {
            client.until(PATIENCE, has_had_its_minute).await.map_err(io::Error::other)?;
        }
        sleep(Duration::from_millis(chance.between(200, 800))).await;
        killed(&scene, &everybody).await?;
        if kill % 10 == 0 {
            tell(format!("crash    {kill} kills, {} acknowledged", acked(&everybody)));
        }
    }
    // Nobody listens any more where every writer gave up.
    let _ = go.send(false);
    for writer in writers {
        drop(writer.await);
    }
    network.end();
    let all: Vec<&Client> = everybody.iter().map(AsRef::as_ref).collect();
    scene.settle(&all, PATIENCE).await
}

/// Counts a history again.
///
/// # Errors
/// It cannot be read.
pub fn recount(file: &Path) -> io::Result<Verdict> {
    Ok(crate::check::check(&crate::history::read(file)?))
}

impl Talk {
    fn everybody(&self) -> impl Iterator<Item = Arc<Client>> {
        std::iter::once(&self.visitor).chain(&self.agents).chain(&self.tabs).cloned()
    }
}

/// How many messages were acknowledged so far: who has nothing in the outbox was told of all they said.
fn acked(everybody: &[Arc<Client>]) -> u64 {
    everybody
        .iter()
        .map(|client| client.look(|standing| standing.submitted.saturating_sub(standing.unsent as u64)))
        .sum()
}

fn has_had_its_minute(standing: &Standing) -> bool {
    standing.live && standing.waiting_for_quiet == 0
}

/// Threads with their writers; viewers in turn a tab and a console.
async fn people(scene: &Scene, asked: &Loop, edge: SocketAddr) -> io::Result<Vec<Talk>> {
    // Waiting out a back-off that bad luck made long is not what is looked at.
    let kind = client::Kind { hasty: asked.bad_network, ..client::Kind::default() };
    let client = |name: &str, person: &Person| Arc::new(scene.client_of(name, person, edge, kind.clone()));
    let agents = [scene.ada.clone(), scene.product.agent("ben").await?];
    let mut talks = Vec::new();
    let mut visitors = Vec::new();
    for number in 0..asked.threads {
        let person = scene.visitor().await?;
        let visitor = client(&format!("visitor {number}"), &person);
        let thread = scene.begin(&visitor).await?;
        talks.push(Talk { thread, visitor, agents: Vec::new(), tabs: Vec::new() });
        visitors.push(person);
    }
    for viewer in 0..asked.viewers {
        let number = viewer / 2 % talks.len();
        let talk = &mut talks[number];
        // A visitor may have three tabs; one of them writes.
        let is_tab = viewer % 2 == 0 && talk.tabs.len() < 2;
        let (name, person) = if is_tab {
            (format!("tab {viewer}"), &visitors[number])
        } else {
            (format!("console {viewer}"), &agents[viewer / 2 % agents.len()])
        };
        let client = client(&name, person);
        scene.follow(&client, &talk.thread);
        if is_tab { talk.tabs.push(client) } else { talk.agents.push(client) }
    }
    Ok(talks)
}

/// Writes until it is over, as fast as acknowledgements come; not before the quiet minute has passed.
pub async fn writes(
    scene: Arc<Scene>,
    writer: Arc<Client>,
    thread: ThreadId,
    mut going: watch::Receiver<bool>,
) {
    let may = |standing: &Standing| standing.waiting_for_quiet == 0 && standing.unsent < AT_ONCE;
    while *going.borrow() {
        tokio::select! {
            ready = writer.until(PATIENCE, may) => if ready.is_ok() { scene.say(&writer, Some(&thread)) },
            _ = going.changed() => {}
        }
    }
}

/// Kills workerd and waits until everybody is back, each by their own means.
async fn killed(scene: &Scene, everybody: &[Arc<Client>]) -> io::Result<()> {
    let before: Vec<u64> = everybody.iter().map(|client| client.look(|standing| standing.greeted)).collect();
    let pid = scene.product.workerd();
    let at = clock::now();
    scene.product.kill();
    scene.history.note(Event::new(Kind::Kill));
    let mut waiting = tokio::task::JoinSet::new();
    for (client, before) in everybody.iter().zip(before) {
        client.order(Order::QuietMinute);
        let (client, history) = (Arc::clone(client), Arc::clone(&scene.history));
        waiting.spawn(async move {
            let back = |standing: &Standing| standing.live && standing.greeted > before;
            client.until(PATIENCE, back).await?;
            history.note(Event::new(Kind::Reconnect).of(&client.name).after(clock::ms_since(at)));
            Ok::<(), String>(())
        });
    }
    scene.product.back(pid).await?;
    while let Some(back) = waiting.join_next().await {
        back.map_err(io::Error::other)?.map_err(io::Error::other)?;
    }
    Ok(())
}
