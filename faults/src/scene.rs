//! A product with people in it, and the history of what they do: what every test and every load begins with.
//!
//! Knows how a thread begins, how somebody comes to follow it, and when everything has come to rest. What goes wrong
//! meanwhile is the caller's business.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use conversation::ids::{ClientMessageId, ThreadId};
use protocol::delivery::News;
use tokio::time::sleep;

use crate::chance::Chance;
use crate::check::{Verdict, check};
use crate::client::{Client, Ear, Kind};
use crate::clock;
use crate::history::{self, Event, History};
use crate::people::{self, Person};
use crate::product::Product;

/// How long anything that should happen may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A product, its people, and what happened.
pub struct Scene {
    /// The product.
    pub product: Arc<Product>,
    /// What happened so far.
    pub history: Arc<History>,
    /// Ada, who reads the logs in the end.
    pub ada: Person,
    chance: Mutex<Chance>,
    threads: Mutex<Vec<ThreadId>>,
}

impl Scene {
    /// An empty scene around a product.
    ///
    /// # Errors
    /// The history's file cannot be made, or nobody can sign in.
    pub async fn open(product: Arc<Product>, history: Option<&Path>, seed: u64) -> io::Result<Self> {
        let ada = product.agent("ada").await?;
        let history = Arc::new(History::begin(history)?);
        Ok(Self { product, history, ada, chance: Mutex::new(Chance::new(seed)), threads: Mutex::default() })
    }

    /// Numbers of the scene's own.
    pub fn chance(&self) -> Chance {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).split()
    }

    /// Writes down what a client shows: entries and acknowledgements.
    #[must_use]
    pub fn ear(&self) -> Ear {
        let history = Arc::clone(&self.history);
        Arc::new(move |viewer, news| match news {
            News::Entry { thread, entry } => {
                let seen = Event::new(history::Kind::Seen).of(viewer).within(thread.as_str()).at(entry.seq);
                history.note(seen.message(entry.client_message_id.as_ref().map(ClientMessageId::as_str)));
            }
            News::Acked { client_message_id, thread, seq } => {
                let ack = Event::new(history::Kind::Ack).of(viewer).within(thread.as_str()).at(*seq);
                history.note(ack.message(Some(client_message_id.as_str())));
            }
            _ => {}
        })
    }

    /// A client whose showing is written down, directly at the edge.
    #[must_use]
    pub fn client(&self, name: &str, person: &Person) -> Client {
        self.client_of(name, person, self.product.address(), Kind::default())
    }

    /// A client whose showing is written down, of some kind, by way of some address. `kind.ear` hears nothing.
    #[must_use]
    pub fn client_of(&self, name: &str, person: &Person, edge: SocketAddr, kind: Kind) -> Client {
        Client::start(name, edge, person.clone(), Kind { ear: self.ear(), ..kind }, self.chance())
    }

    /// A visitor of the product.
    ///
    /// # Errors
    /// The edge is not there, or refuses.
    pub async fn visitor(&self) -> io::Result<Person> {
        people::visitor(self.product.address()).await
    }

    /// The visitor begins a thread, and follows it; it is in the inbox then.
    ///
    /// # Errors
    /// It was not acknowledged, or does not come into the inbox, in time.
    pub async fn begin(&self, visitor: &Client) -> io::Result<ThreadId> {
        self.say(visitor, None);
        visitor.until(PATIENCE, |standing| !standing.acked.is_empty()).await.map_err(io::Error::other)?;
        let thread = visitor.look(|standing| standing.acked.keys().next().cloned());
        let thread = thread.ok_or_else(|| io::Error::other("an acknowledgement without a thread"))?;
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread.clone());
        self.follow(visitor, &thread);
        let started = clock::now();
        while self.ada.log(self.product.address(), thread.as_str()).await.is_err() {
            if started.elapsed() > PATIENCE {
                return Err(io::Error::other(format!("{thread} does not come into the inbox")));
            }
            sleep(Duration::from_millis(10)).await;
        }
        Ok(thread)
    }

    /// Somebody says something, into a thread or into a new one.
    pub fn say(&self, client: &Client, thread: Option<&ThreadId>) {
        let id =
            ClientMessageId::from_random(self.chance.lock().unwrap_or_else(PoisonError::into_inner).bits());
        let invoke = Event::new(history::Kind::Invoke).of(&client.name).message(Some(id.as_str()));
        let invoke = match thread {
            Some(thread) => invoke.within(thread.as_str()),
            None => invoke,
        };
        // The order of these two is the order of what is said: nobody else speaks for this client.
        self.history.note(invoke);
        let text = format!("{} says {id}", client.name);
        client.say(thread.cloned(), id, &text);
    }

    /// Somebody is to see a thread from its first entry on.
    pub fn follow(&self, client: &Client, thread: &ThreadId) {
        self.history.note(Event::new(history::Kind::Follow).of(&client.name).within(thread.as_str()));
        client.follow(thread.clone());
    }

    /// Waits until all outboxes are empty and everybody sees all of what they follow, reads the logs, and counts.
    /// Whoever is not there in time has lost something, which the count tells.
    ///
    /// # Errors
    /// The logs cannot be read, or the history's file cannot be written.
    pub async fn settle(&self, clients: &[&Client], limit: Duration) -> io::Result<Verdict> {
        let mut late = Vec::new();
        for client in clients {
            late.extend(client.until(limit, |standing| standing.unsent == 0).await.err());
        }
        let mut last: BTreeMap<ThreadId, u64> = BTreeMap::new();
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for thread in threads {
            for entry in self.ada.log(self.product.address(), thread.as_str()).await? {
                let seq = entry["seq"].as_u64().unwrap_or(0);
                let log = Event::new(history::Kind::Log).within(thread.as_str()).at(seq);
                self.history.note(log.message(entry["client_message_id"].as_str()));
                last.insert(thread.clone(), seq);
            }
        }
        for client in clients {
            let all = |standing: &crate::client::Standing| {
                standing.shown.iter().all(|(thread, seq)| last.get(thread).is_none_or(|last| seq >= last))
            };
            late.extend(client.until(limit, all).await.err());
        }
        let mut verdict = check(&self.history.end()?);
        verdict.findings.extend(late);
        Ok(verdict)
    }
}
