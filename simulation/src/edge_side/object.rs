//! What the machine does with an object: gives it events, commits, lets it sleep, kills it, rings for it.
//!
//! Knows turns and durability. What an object does with an event is [`threads`](super::threads)' and
//! [`inbox`](super::inbox)'s.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

use edge::error::Error;
use protocol::frame::ClientFrame;

use super::inbox::Inbox;
use super::platform::{Answer, CallId, Effect, Held, Platform, Question, SocketId, Work};
use super::threads::Threads;
use crate::disk::Disk;
use crate::sabotage::Sabotage;

/// What happens to an object.
#[derive(Debug)]
pub(crate) enum Event {
    Opened(SocketId, Held),
    Frame(SocketId, ClientFrame),
    Closed(SocketId),
    Asked(CallId, Question),
    Answered(CallId, Result<Answer, Error>),
    Ring,
}

enum Memory {
    Threads(Rc<Threads>),
    Inbox(Rc<Inbox>),
}

/// Something that waits for an answer.
struct Task {
    work: Work,
    bell: Arc<Bell>,
    rings: bool,
}

struct Bell(AtomicBool);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// One object.
pub(crate) struct Object {
    pub(crate) platform: Rc<Platform>,
    memory: Memory,
    tasks: Vec<Task>,
    /// What may leave once the disk has everything.
    gated: Vec<Effect>,
    alarm_on_disk: Option<u64>,
    /// For which time it will be rung for.
    alarm_set: Option<u64>,
    rings: bool,
    /// Grows with every crash: a commit that was under way is none.
    pub(crate) life: u32,
    /// A commit is under way.
    pub(crate) commits: bool,
}

impl Object {
    pub(crate) fn new(platform: Platform) -> Self {
        let platform = Rc::new(platform);
        let memory = remember_nothing(&platform);
        Self {
            platform,
            memory,
            tasks: Vec::new(),
            gated: Vec::new(),
            alarm_on_disk: None,
            alarm_set: None,
            rings: false,
            life: 0,
            commits: false,
        }
    }

    /// The disk, for the next life.
    pub(crate) fn into_disk(mut self) -> Option<Disk> {
        self.crash();
        drop(self.memory);
        Rc::into_inner(self.platform).map(Platform::into_disk)
    }

    /// Threads whose log has grown since the last time it was asked.
    pub(crate) fn grown(&self) -> Vec<conversation::ids::ThreadId> {
        match &self.memory {
            Memory::Threads(threads) => {
                std::mem::take(&mut *threads.grown.borrow_mut()).into_iter().collect()
            }
            Memory::Inbox(_) => Vec::new(),
        }
    }

    /// Handles one event, as far as it goes without an answer from elsewhere.
    pub(crate) fn on(&mut self, now: u64, event: Event) {
        self.platform.now.set(now);
        let rings = matches!(event, Event::Ring);
        if rings {
            self.rings = true;
            self.platform.put_alarm_back(None);
        }
        let work = match &self.memory {
            Memory::Threads(threads) => threads.on(event),
            Memory::Inbox(inbox) => inbox.on(event),
        };
        if let Some(work) = work {
            self.tasks.push(Task { work, bell: Arc::new(Bell(AtomicBool::new(true))), rings });
        }
        self.work();
        self.gated.append(&mut self.platform.effects.borrow_mut());
    }

    fn work(&mut self) {
        loop {
            for work in self.platform.background.borrow_mut().drain(..) {
                self.tasks.push(Task { work, bell: Arc::new(Bell(AtomicBool::new(true))), rings: false });
            }
            let Some(at) = self.tasks.iter().position(|task| task.bell.0.swap(false, Ordering::Relaxed))
            else {
                return;
            };
            let task = &mut self.tasks[at];
            let waker = Waker::from(Arc::clone(&task.bell));
            if task.work.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
                let task = self.tasks.remove(at);
                if task.rings {
                    self.rings = false;
                    // That it rang is durable no sooner than what it did.
                    self.platform.disk.touch();
                }
            }
        }
    }

    /// What may leave now.
    pub(crate) fn leaving(&mut self) -> Vec<Effect> {
        if self.platform.disk.waits() && !self.platform.is(Sabotage::AnswersBeforeTheCommit) {
            return Vec::new();
        }
        std::mem::take(&mut self.gated)
    }

    /// Everything written so far is durable.
    pub(crate) fn commit(&mut self) {
        self.platform.disk.commit();
        self.commits = false;
        if !(self.rings && self.platform.alarm().is_none()) {
            self.alarm_on_disk = self.platform.alarm();
        }
    }

    /// When it is to be rung for, by the machine's clock.
    pub(crate) fn alarm(&self) -> Option<u64> {
        self.alarm_on_disk.filter(|_| !self.rings)
    }

    /// The same, where it was not asked for that before.
    pub(crate) fn alarm_to_set(&mut self) -> Option<u64> {
        let at = self.alarm().filter(|at| self.alarm_set != Some(*at))?;
        self.alarm_set = Some(at);
        Some(at)
    }

    /// It has to be asked for its alarm again.
    pub(crate) fn alarm_is_unset(&mut self) {
        self.alarm_set = None;
    }

    pub(crate) fn is_ringing(&self) -> bool {
        self.rings
    }

    /// Nothing is under way, and nothing would be lost but memory.
    pub(crate) fn is_idle(&self) -> bool {
        self.tasks.is_empty() && self.gated.is_empty() && !self.platform.disk.waits()
    }

    /// Memory goes, sockets stay.
    pub(crate) fn sleep(&mut self) {
        self.platform.credits.borrow_mut().clear();
        self.memory = remember_nothing(&self.platform);
        if self.platform.is(Sabotage::ForgetsSocketsInItsSleep)
            && let Memory::Threads(threads) = &self.memory
        {
            threads.forget_sockets();
        }
    }

    /// Memory goes, sockets go, and everything that was not durable.
    pub(crate) fn crash(&mut self) {
        self.tasks.clear();
        self.gated.clear();
        self.platform.forget();
        self.platform.sockets.borrow_mut().clear();
        self.platform.credits.borrow_mut().clear();
        self.platform.disk.lose();
        self.platform.put_alarm_back(self.alarm_on_disk);
        self.memory = remember_nothing(&self.platform);
        self.rings = false;
        self.commits = false;
        self.life += 1;
        self.alarm_set = None;
    }
}

fn remember_nothing(platform: &Rc<Platform>) -> Memory {
    if platform.me == platform.inbox {
        Memory::Inbox(Rc::new(Inbox::new(Rc::clone(platform))))
    } else {
        Memory::Threads(Rc::new(Threads::new(Rc::clone(platform))))
    }
}
