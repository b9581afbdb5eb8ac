//! The network between tabs and objects: one link a connection, two ways a link.
//!
//! A WebSocket delivers in order or not at all: a way is slow, stalls, or dies with its link, in the one direction and
//! not in the other. In a wild network frames are also lost, doubled and swapped inside a living connection, which no
//! TCP does, and which the protocol has to stand all the same. Knows no frames' meaning.

use std::collections::VecDeque;

use protocol::frame::{ClientFrame, ServerFrame};

use crate::chance::Chance;
use crate::edge_side::platform::{Held, ObjectId};

/// What travels.
#[derive(Clone, Debug)]
pub(crate) enum Parcel {
    /// The request that opens the socket.
    Knock,
    /// Its answer.
    Opened,
    Client(Box<ClientFrame>),
    Server(Box<ServerFrame>),
    /// A frame, as its bytes.
    Text(String),
    Ping,
    Pong,
    /// A close frame.
    Close(u16),
}

/// One direction of a link.
#[derive(Default)]
pub(crate) struct Way {
    pub(crate) parcels: VecDeque<(u64, Parcel)>,
    pub(crate) stalled: bool,
    pub(crate) dead: bool,
    latest: u64,
}

/// One connection.
pub(crate) struct Link {
    pub(crate) client: usize,
    pub(crate) object: ObjectId,
    /// Who knocks, as the Worker found them.
    pub(crate) held: Held,
    pub(crate) up: Way,
    pub(crate) down: Way,
    /// The tab still has it.
    pub(crate) at_client: bool,
    /// The object still has it.
    pub(crate) at_object: bool,
}

/// How bad it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weather {
    /// Usual delay, at most, in ms.
    pub(crate) delay: u64,
    /// One parcel in so many takes seconds; 0 for none.
    pub(crate) slow_one_in: u64,
    /// One parcel in so many is lost, doubled or swapped; 0 for none.
    pub(crate) wild_one_in: u64,
}

impl Way {
    /// Puts a parcel on the way; the times at which one arrives.
    pub(crate) fn put(
        &mut self,
        now: u64,
        parcel: Parcel,
        weather: Weather,
        chance: &mut Chance,
    ) -> Vec<u64> {
        if self.dead {
            return Vec::new();
        }
        let mut delay = chance.between(1, weather.delay);
        if weather.slow_one_in > 0 && chance.one_in(weather.slow_one_in) {
            delay += chance.below(5_000);
        }
        self.latest = self.latest.max(now + delay);
        let at = self.latest;
        let is_frame = matches!(parcel, Parcel::Client(_) | Parcel::Server(_) | Parcel::Text(_));
        if is_frame && weather.wild_one_in > 0 && chance.one_in(weather.wild_one_in) {
            match chance.below(3) {
                0 => return Vec::new(),
                1 => {
                    self.parcels.push_back((at, parcel.clone()));
                    self.parcels.push_back((at, parcel));
                    return vec![at, at];
                }
                _ => {
                    if let Some((_, before)) = self.parcels.back_mut()
                        && matches!(before, Parcel::Client(_) | Parcel::Server(_) | Parcel::Text(_))
                    {
                        let earlier = std::mem::replace(before, parcel);
                        self.parcels.push_back((at, earlier));
                        return vec![at];
                    }
                }
            }
        }
        self.parcels.push_back((at, parcel));
        vec![at]
    }

    /// What has arrived by now, if it is let through.
    pub(crate) fn take(&mut self, now: u64) -> Option<Parcel> {
        let due = self.parcels.front().is_some_and(|(at, _)| *at <= now);
        if self.stalled || !due { None } else { self.parcels.pop_front().map(|(_, parcel)| parcel) }
    }

    /// Nothing comes through any more.
    pub(crate) fn die(&mut self, with_what_is_under_way: bool) {
        self.dead = true;
        self.stalled = false;
        if with_what_is_under_way {
            self.parcels.clear();
        }
    }
}
