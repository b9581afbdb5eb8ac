//! From saying something to its acknowledgement, and to somebody's screen.
//!
//! An ear for several clients at once. Knows ids and instants.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use conversation::ids::{ClientMessageId, ThreadId};
use protocol::delivery::News;
use tokio::time::Instant;

use crate::client::{Client, Ear};
use crate::clock;
use crate::figures::Figures;

/// What is under way, and what arrived; in µs.
#[derive(Debug, Default)]
pub(super) struct Latency(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    said: HashMap<String, (Arc<str>, Instant)>,
    acked: Figures,
    shown: Figures,
}

impl Latency {
    /// Hears acknowledgements, and what others than its sender are shown.
    pub(super) fn ear(self: &Arc<Self>) -> Ear {
        let this = Arc::clone(self);
        Arc::new(move |viewer, news| {
            let mut kept = this.0.lock().unwrap_or_else(PoisonError::into_inner);
            match news {
                News::Acked { client_message_id, .. } => {
                    if let Some((_, at)) = kept.said.get(client_message_id.as_str()) {
                        let us = us_since(*at);
                        kept.acked.add(us);
                    }
                }
                News::Entry { entry, .. } => {
                    let said = entry.client_message_id.as_ref().and_then(|id| kept.said.get(id.as_str()));
                    if let Some((_, at)) = said.filter(|(sender, _)| **sender != *viewer) {
                        let us = us_since(*at);
                        kept.shown.add(us);
                    }
                }
                _ => {}
            }
        })
    }

    /// Somebody says something.
    pub(super) fn say(&self, client: &Client, thread: Option<&ThreadId>, id: ClientMessageId, text: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.said.insert(id.to_string(), (Arc::clone(&client.name), clock::now()));
        drop(kept);
        client.say(thread.cloned(), id, text);
    }

    /// The acknowledgements and the screens since the last time this was asked.
    pub(super) fn take(&self) -> (Figures, Figures) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (std::mem::take(&mut kept.acked), std::mem::take(&mut kept.shown))
    }
}

pub(super) fn us_since(then: Instant) -> u64 {
    u64::try_from(then.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// p50, p99 and p99.9 of so many µs, in ms.
pub(super) fn in_ms(figures: &mut Figures) -> String {
    let [p50, p99, p999] = [500, 990, 999].map(|part| figures.per_mille(part) as f64 / 1_000.0);
    format!("p50 {p50:.1} ms, p99 {p99:.1} ms, p99.9 {p999:.1} ms of {}", figures.count())
}
