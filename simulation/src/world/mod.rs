//! A world: a few tabs, consoles, shards and one inbox, and everything that happens between them.
//!
//! One seed makes one world and everything that happens in it; one step is one thing that happens. Everything waits in
//! one queue by time. After so many steps the faults stop, and from then on everybody has to come to have everything.

mod crew;
mod faults;
mod people;
mod silence;
mod transport;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use conversation::ids::{AgentId, VisitorId};
use edge::store::migrate::{INBOX, THREADS};
use protocol::delivery::{Action, Input, LinkState};
use protocol::frame::Agent;

use crate::chance::Chance;
use crate::client::{Client, Who};
use crate::disk::Disk;
use crate::edge_side::object::{Event, Object};
use crate::edge_side::platform::{CallId, ObjectId, Platform, Question, SocketId};
use crate::ledger::Ledger;
use crate::network::{Link, Parcel, Weather};
use crate::sabotage::Sabotage;

/// Most shards of a world.
const SHARDS: usize = 2;
/// People are long-winded in one life of so many: a few of their messages fill the window of P8.
const LONG_WINDED_ONE_IN: u64 = 12;
/// People come and go by a chance of their own: who is in a world depends on nothing else of it.
const CREW: u64 = 0xc4e3;
/// So it is with chats that close by themselves.
const CLOSES: u64 = 0xc105;
/// By the world's clock, in ms: some day in 2026.
const BEGINNING: u64 = 1_790_000_000_000;
/// Once the faults stop, everybody has everything within so much time of the world.
const PATIENCE_MS: u64 = 300_000;
/// And within so many steps.
const PATIENCE_STEPS: u64 = 20_000;

/// Something that is going to happen.
#[derive(Debug)]
pub(crate) enum Happening {
    /// A parcel may have arrived at the object.
    Up(SocketId),
    /// A parcel may have arrived at the tab.
    Down(SocketId),
    /// A socket that the Worker let through reaches its object.
    Enters(SocketId),
    /// A tab's timer.
    Bell(usize, u64),
    /// A tab learns that its link is gone.
    LostByClient(SocketId, u16),
    /// An object learns it.
    LostByObject(SocketId),
    /// Somebody does something.
    Act(usize),
    /// Something breaks.
    Fault,
    /// Something that broke is whole again.
    Mends(Broken),
    /// A commit is done.
    Commit(ObjectId, u32),
    /// An alarm may be due.
    Ring(ObjectId),
    /// A question reaches an object, an answer whoever asked.
    Reaches(ObjectId, CallId, Box<Question>),
    Returns(CallId, Box<Result<crate::edge_side::platform::Answer, edge::error::Error>>),
    /// The account tells the inbox who is there.
    TellsColleagues,
    /// A console asks for its list.
    List(usize),
    /// Somebody signs out of a session.
    SignsOut(usize, String),
}

/// What is whole again by itself.
#[derive(Debug)]
pub(crate) enum Broken {
    UpStalls(SocketId),
    DownStalls(SocketId),
    DiskIsFull(ObjectId),
}

/// What a world is made with.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Things that happen before the faults stop.
    pub steps: u64,
    /// A promise broken on purpose.
    pub sabotage: Option<Sabotage>,
    /// Whether every step is told.
    pub trace: bool,
}

/// What became of one.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The promise that was broken, if one was.
    pub broken: Option<String>,
    /// Every step, where that was asked for.
    pub trace: Vec<String>,
    /// Acknowledgements sent.
    pub acked: u64,
    /// Entries shown.
    pub shown: u64,
    /// Objects that crashed.
    pub crashes: u64,
    /// Things that happened, with those after the faults stopped.
    pub steps: u64,
}

/// Disks that are used again: to migrate one costs more than a life.
#[derive(Default)]
pub struct Disks {
    shards: Vec<Disk>,
    inboxes: Vec<Disk>,
}

pub(crate) struct World {
    pub(crate) now: u64,
    /// The machines' clock is so far ahead.
    skew: i64,
    chance: Chance,
    queue: BinaryHeap<Reverse<(u64, u64)>>,
    happenings: BTreeMap<u64, Happening>,
    number: u64,
    objects: Vec<Object>,
    clients: Vec<Client>,
    links: Vec<Link>,
    ledger: Ledger,
    crew: crew::Crew,
    /// Questions that reached an object and wait for its answer.
    open_calls: BTreeMap<CallId, ObjectId>,
    /// Those that end a session.
    sign_outs: BTreeMap<CallId, String>,
    /// Requests of consoles: who asked.
    requests: BTreeMap<CallId, usize>,
    next_request: CallId,
    /// The machine is down until then.
    down_until: u64,
    weather: Weather,
    /// Pauses between faults and between what people do, at most, in ms.
    fault_pause: u64,
    people_pause: u64,
    /// How long after closing a thread may be reopened by writing, in ms.
    reopen_within: u64,
    /// Frames travel as bytes.
    as_bytes: bool,
    server_clock_jumps: bool,
    calm: bool,
    crashes: u64,
    trace: Option<Vec<String>>,
}

/// Lives one life.
pub fn live(seed: u64, terms: Terms, disks: &mut Disks) -> Outcome {
    let mut world = World::new(seed, terms, disks);
    let mut steps = 0;
    while steps < terms.steps && world.ledger.broken.is_none() && world.step() {
        steps += 1;
    }
    if world.ledger.broken.is_none() {
        steps += world.calms_down();
    }
    world.end(steps, disks)
}

impl World {
    fn new(seed: u64, terms: Terms, disks: &mut Disks) -> Self {
        let mut chance = Chance::new(seed);
        let shards = chance.between(1, SHARDS as u64) as usize;
        let is_long_winded = chance.one_in(LONG_WINDED_ONE_IN);
        let mut objects = Vec::new();
        for number in 0..=shards {
            let disk = if number == shards {
                disks.inboxes.pop().unwrap_or_else(|| Disk::migrated(INBOX))
            } else {
                disks.shards.pop().unwrap_or_else(|| Disk::migrated(THREADS))
            };
            let own = Chance::new(seed ^ ((number as u64 + 1) << 48));
            objects.push(Object::new(Platform::new((number, shards), disk, own, terms.sabotage)));
        }
        let mut clients = Vec::new();
        for number in 0..chance.between(1, 3) {
            let visitor = VisitorId::from_random(chance.bits());
            let tabs = chance.between(1, 2);
            for _ in 0..tabs {
                let ahead = chance.below(1_000_000) as i64;
                let mut client = Client::new(clients.len(), Who::Visitor(visitor.clone()), ahead);
                client.session = (number as usize % shards) as u32;
                clients.push(client);
            }
        }
        let mut agents = Vec::new();
        for number in 0..chance.between(1, 2) {
            let id = AgentId::parse(&format!("agent-{number}")).expect("it is a slug");
            let agent = Agent { id, name: format!("Agent {number}") };
            agents.push(agent.clone());
            let who = Who::Agent(agent);
            clients.push(Client::new(clients.len(), who, chance.below(1_000_000) as i64));
        }
        for client in &mut clients {
            client.is_long_winded = is_long_winded;
        }
        let weather = Weather {
            delay: *chance.pick(&[5, 40, 400]).unwrap_or(&40),
            slow_one_in: *chance.pick(&[0, 20, 100]).unwrap_or(&0),
            wild_one_in: *chance.pick(&[0, 0, 0, 25]).unwrap_or(&0),
        };
        let closes_after = *Chance::new(seed ^ CLOSES).pick(&[0, 0, 3_000, 20_000]).unwrap_or(&0);
        let crew = crew::Crew::of(&agents, &mut Chance::new(seed ^ CREW));
        let mut world = Self {
            crew,
            now: BEGINNING,
            skew: 0,
            weather,
            fault_pause: *chance.pick(&[600, 4_000, 30_000]).unwrap_or(&600),
            people_pause: *chance.pick(&[300, 3_000, 12_000]).unwrap_or(&300),
            reopen_within: *chance.pick(&[0, 5_000, 259_200_000, 259_200_000]).unwrap_or(&0),
            as_bytes: chance.one_in(4),
            server_clock_jumps: chance.one_in(4),
            chance,
            queue: BinaryHeap::new(),
            happenings: BTreeMap::new(),
            number: 0,
            objects,
            clients,
            links: Vec::new(),
            ledger: Ledger::of(closes_after),
            open_calls: BTreeMap::new(),
            sign_outs: BTreeMap::new(),
            requests: BTreeMap::new(),
            next_request: 0,
            down_until: 0,
            calm: false,
            crashes: 0,
            trace: terms.trace.then(Vec::new),
        };
        for client in 0..world.clients.len() {
            world.input(client, Input::Start);
            let pause = world.chance.below(world.people_pause);
            world.later(pause, Happening::Act(client));
        }
        world.later(world.fault_pause, Happening::Fault);
        world
    }

    /// Notes a line, where anybody reads them.
    fn note(&mut self, line: impl FnOnce(&Self) -> String) {
        if self.trace.is_some() {
            let line = format!("{:>9} {}", self.now - BEGINNING, line(self));
            if let Some(trace) = &mut self.trace {
                trace.push(line);
            }
        }
    }

    fn at(&mut self, at: u64, happening: Happening) {
        self.number += 1;
        self.queue.push(Reverse((at.max(self.now), self.number)));
        self.happenings.insert(self.number, happening);
    }

    fn later(&mut self, wait: u64, happening: Happening) {
        self.at(self.now + wait, happening);
    }

    /// What the machines' clock says.
    fn machine_clock(&self) -> u64 {
        self.now.saturating_add_signed(self.skew)
    }

    /// One thing happens; `false` where nothing ever will.
    fn step(&mut self) -> bool {
        loop {
            let Some(Reverse((at, number))) = self.queue.pop() else { return false };
            let Some(happening) = self.happenings.remove(&number) else { continue };
            self.now = at;
            if self.happens(happening) {
                return true;
            }
        }
    }

    /// `false` where it was none: a timer that was set anew, a parcel that came earlier.
    fn happens(&mut self, happening: Happening) -> bool {
        match happening {
            Happening::Up(socket) => self.arrives_at_object(socket),
            Happening::Down(socket) => self.arrives_at_client(socket),
            Happening::Enters(socket) => self.enters(socket),
            Happening::Bell(client, bell) => {
                let now = self.now;
                let Some(one) = self.clients.get_mut(client).filter(|one| one.bells == bell) else {
                    return false;
                };
                if one.asleep_until > now {
                    let until = one.asleep_until;
                    self.at(until, Happening::Bell(client, bell));
                    return false;
                }
                self.input(client, Input::Wake);
                true
            }
            Happening::LostByClient(socket, code) => self.client_loses(socket, code),
            Happening::LostByObject(socket) => self.object_loses(socket),
            Happening::Act(client) => {
                if self.calm {
                    return false;
                }
                self.somebody_acts(client);
                let pause = self.chance.below(self.people_pause * 2);
                self.later(pause, Happening::Act(client));
                true
            }
            Happening::Fault => {
                if self.calm {
                    return false;
                }
                self.something_breaks();
                let pause = self.chance.below(self.fault_pause * 2);
                self.later(pause, Happening::Fault);
                true
            }
            Happening::Mends(broken) => self.mends(broken),
            Happening::Commit(object, life) => self.commits(object, life),
            Happening::Ring(object) => self.rings(object),
            Happening::Reaches(object, id, question) => self.reaches(object, id, *question),
            Happening::Returns(id, answer) => self.returns(id, *answer),
            Happening::SignsOut(client, digest) => {
                self.ends_session(client, digest);
                true
            }
            Happening::TellsColleagues => self.tells_colleagues(),
            Happening::List(client) => {
                self.asks_for_list(client);
                true
            }
        }
    }

    /// Something happens to a tab; whatever it wants done is done.
    fn input(&mut self, client: usize, input: Input) {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            let random = self.chance.unit();
            let now = self.now;
            let one = &mut self.clients[client];
            let clock = one.clock(now);
            one.bell = None;
            one.bells += 1;
            let actions = one.delivery.on(clock, random, input);
            let mut news = Vec::new();
            for action in actions {
                match action {
                    Action::Connect => self.connect(client),
                    Action::Disconnect => self.disconnect(client),
                    Action::Send(frame) => self.client_sends(client, Parcel::Client(Box::new(frame))),
                    Action::Ping => self.client_sends(client, Parcel::Ping),
                    Action::WakeAt(at) => self.wake_at(client, at),
                    Action::Tell(told) => news.push(told),
                }
            }
            for told in news {
                self.note(|_| format!("client {client} hears {told:?}"));
                let said = self.clients[client].hear(&mut self.ledger, &mut self.chance, told);
                // In the order in which the shell says them, before whatever was to be said already.
                inputs.extend(said.into_iter().rev());
            }
            if std::mem::take(&mut self.clients[client].wants_list) {
                self.later(0, Happening::List(client));
            }
        }
    }

    fn wake_at(&mut self, client: usize, at: u64) {
        let one = &mut self.clients[client];
        one.bell = Some(at);
        let (bell, at) = (one.bells, one.world_time(at));
        self.at(at, Happening::Bell(client, bell));
    }

    /// An object gets an event, and what may leave leaves.
    fn object_on(&mut self, object: ObjectId, event: Event) {
        let clock = self.machine_clock();
        if let Some(one) = self.objects.get_mut(object) {
            one.on(clock, event);
        }
        self.flush(object);
    }

    /// The faults stop: everything is mended, and everybody has to come to have everything. How many steps that took.
    fn calms_down(&mut self) -> u64 {
        self.everything_is_mended();
        let until = self.now + PATIENCE_MS;
        let mut steps = 0;
        loop {
            if self.ledger.broken.is_some() {
                return steps;
            }
            for client in 0..self.clients.len() {
                if matches!(self.clients[client].delivery.link(), LinkState::Off | LinkState::Refused) {
                    self.comes_back(client);
                }
            }
            let quiet = self.queue.peek().is_none_or(|Reverse((at, _))| *at > self.now + 200);
            let missing = if quiet || steps % 64 == 0 { self.what_is_missing() } else { Some(String::new()) };
            let Some(missing) = missing else { break };
            if self.now > until || steps >= PATIENCE_STEPS || !self.step() {
                let missing = self.what_is_missing().unwrap_or(missing);
                self.ledger
                    .breaks(|| format!("(5) {} s after the last fault: {missing}", PATIENCE_MS / 1_000));
                return steps;
            }
            steps += 1;
        }
        for object in 0..self.objects.len() - 1 {
            self.ledger.audit(&self.objects[object].platform.disk, object as u16);
        }
        steps
    }

    /// What keeps everybody from having everything, if anything does.
    fn what_is_missing(&self) -> Option<String> {
        for client in &self.clients {
            let who = client.number;
            if client.delivery.link() != LinkState::Live {
                return Some(format!("client {who} is {:?}", client.delivery.link()));
            }
            if let Some(draft) = client.outbox().first() {
                return Some(format!("client {who} has not sent {}", draft.client_message_id));
            }
            for (thread, have) in &client.views {
                let log = self.ledger.logs.get(thread).map_or(0, Vec::len) as u64;
                if *have != log {
                    return Some(format!("client {who} has {have} of {log} entries of {thread}"));
                }
                let shard = &self.objects.get(usize::from(thread.shard()))?.platform;
                let Some(kept) = edge::store::threads::thread(&shard.disk, thread).ok().flatten() else {
                    return Some(format!("client {who} follows {thread}, which is none"));
                };
                let state = client.states.get(thread).map(|state| (state.status, state.assignee.clone()));
                let kept = kept.to_wire();
                if state != Some((kept.status, kept.assignee)) {
                    return Some(format!("client {who} shows {thread} as {state:?}"));
                }
            }
        }
        if let Some((id, _)) = self.ledger.written.iter().find(|(id, _)| !self.ledger.is_stored(id)) {
            let replaced = self.clients.iter().any(|client| client.gave_up(id));
            if !replaced {
                return Some(format!("{id} was written, and is nowhere"));
            }
        }
        self.what_the_inbox_misses().or_else(|| self.what_stands_too_long()).or_else(|| self.who_waits())
    }

    /// Whether the index, and every console's list, is what the shards have.
    fn what_the_inbox_misses(&self) -> Option<String> {
        let inbox = &self.objects.last()?.platform;
        for thread in self.ledger.logs.keys() {
            let shard = &self.objects.get(usize::from(thread.shard()))?.platform;
            let kept = edge::store::threads::thread(&shard.disk, thread).ok().flatten();
            let row = kept.and_then(|kept| edge::shard::row::of(&shard.disk, &kept, inbox.name.clone()).ok());
            let heard = edge::store::inbox::row(&inbox.disk, &inbox.name, thread).ok().flatten();
            if row != heard || row.is_none() {
                return Some(format!("the inbox has {heard:?} where the shard has {row:?}"));
            }
            for client in self.clients.iter().filter(|client| !client.is_visitor()) {
                if client.rows.get(thread) != heard.as_ref() {
                    return Some(format!("client {} lists {thread} as it is not", client.number));
                }
            }
        }
        None
    }

    fn end(self, steps: u64, disks: &mut Disks) -> Outcome {
        let Self { objects, ledger, trace, crashes, .. } = self;
        let shards = objects.len() - 1;
        for (number, object) in objects.into_iter().enumerate() {
            if let Some(disk) = object.into_disk() {
                disk.empty();
                if number == shards { disks.inboxes.push(disk) } else { disks.shards.push(disk) }
            }
        }
        Outcome {
            broken: ledger.broken,
            trace: trace.unwrap_or_default(),
            acked: ledger.acked,
            shown: ledger.shown,
            crashes,
            steps,
        }
    }
}
