//! What an object sees of the machine it runs on: its disk, its sockets, a clock, an alarm, other objects.
//!
//! Whatever an object sends is only collected here. It leaves when everything written before it is durable: the
//! platform's output gate, in which P1 lies.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Poll, Waker};

use conversation::ids::{AgentId, InboxId, ThreadId, VisitorId};
use edge::credit::{Credit, Kept};
use edge::error::Error;
use edge::objects::call::colleagues::{RouteThread, TellColleagues};
use edge::objects::call::{
    ActOn, AgentReceived, AgentTypes, Beginning, DropSession, ForwardAct, ListRows, ReadLog, Replied, Reply,
    ShowPassing, TellInbox,
};
use edge::shard::consent::Consenting;
use protocol::frame::ServerFrame;
use protocol::rest::{Log, Rows};

use crate::chance::Chance;
use crate::disk::Disk;
use crate::sabotage::Sabotage;

/// A connection, by its number in the world.
pub(crate) type SocketId = usize;
/// A question under way.
pub(crate) type CallId = u64;
/// An object, by its number in the world.
pub(crate) type ObjectId = usize;

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum To {
    /// An object of the world.
    Object(ObjectId),
    /// The account, which is not what this is about: it answers, or it does not.
    Account,
}

/// What objects are asked.
#[derive(Clone, Debug)]
pub(crate) enum Question {
    /// Of the account.
    Begin,
    /// Of the account.
    Consent,
    /// Of the account: whether a session lives.
    Session(String),
    Tell(Box<TellInbox>),
    Reply(Reply),
    Act(ActOn),
    Log(ReadLog),
    Received(AgentReceived),
    Types(AgentTypes),
    Pass(ShowPassing),
    List(ListRows),
    Forward(ForwardAct),
    /// Of the account: who works in the inbox.
    Crew,
    /// The account tells that.
    Colleagues(TellColleagues),
    /// A rule gives a thread to somebody.
    Route(RouteThread),
    SignOut(DropSession),
    Drain,
}

/// What they answer.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Beginning(Box<Beginning>),
    Consenting(Consenting),
    Session(bool),
    Replied(Box<Replied>),
    Log(Log),
    Rows(Rows),
    Crew(TellColleagues),
    Routed(Option<Box<TellInbox>>),
    Nothing,
}

/// What leaves an object.
#[derive(Debug)]
pub(crate) enum Effect {
    Accept(SocketId),
    Send(SocketId, ServerFrame),
    Close(SocketId, u16),
    Ask(CallId, To, Question),
    Answer(CallId, Result<Answer, Error>),
}

/// Who a socket belongs to; survives sleep, as an attachment does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held {
    pub(crate) visitor: Option<VisitorId>,
    pub(crate) agent: Option<(AgentId, String)>,
    pub(crate) session: String,
    pub(crate) greeted: bool,
    pub(crate) opened_at: u64,
    /// When the platform answered its last ping.
    pub(crate) heard_at: u64,
    /// What it was sent, where its client counts that.
    pub(crate) flow: Option<Kept>,
    /// The threads an agent looked at last.
    pub(crate) follows: Vec<ThreadId>,
    /// It was told once that it lags; for a sabotage, not for the edge.
    pub(crate) lagged: bool,
    /// Closed from our side; the other side has not answered that yet.
    pub(crate) ended: bool,
}

pub(crate) type Work = Pin<Box<dyn Future<Output = ()>>>;

#[derive(Default)]
struct Waiting {
    answer: Option<Result<Answer, Error>>,
    waker: Option<Waker>,
}

/// One object's machine.
pub(crate) struct Platform {
    pub(crate) me: ObjectId,
    /// The inbox's number in the world.
    pub(crate) inbox: ObjectId,
    pub(crate) name: InboxId,
    pub(crate) disk: Disk,
    pub(crate) sabotage: Option<Sabotage>,
    /// What the machine's clock says, in ms.
    pub(crate) now: Cell<u64>,
    pub(crate) chance: RefCell<Chance>,
    pub(crate) sockets: RefCell<BTreeMap<SocketId, Held>>,
    /// Memory: what each socket was sent.
    pub(super) credits: RefCell<BTreeMap<SocketId, Option<Credit>>>,
    pub(crate) effects: RefCell<Vec<Effect>>,
    /// What goes on after the answer.
    pub(crate) background: RefCell<Vec<Work>>,
    alarm: Cell<Option<u64>>,
    calls: RefCell<BTreeMap<CallId, Waiting>>,
    asked: Cell<u64>,
}

impl Platform {
    pub(crate) fn new(
        (me, inbox): (ObjectId, ObjectId),
        disk: Disk,
        chance: Chance,
        sabotage: Option<Sabotage>,
    ) -> Self {
        Self {
            me,
            inbox,
            name: InboxId::parse("main").expect("it is a slug"),
            disk,
            sabotage,
            now: Cell::default(),
            chance: RefCell::new(chance),
            sockets: RefCell::default(),
            credits: RefCell::default(),
            effects: RefCell::default(),
            background: RefCell::default(),
            alarm: Cell::default(),
            calls: RefCell::default(),
            asked: Cell::default(),
        }
    }

    /// The disk outlives the machine.
    pub(crate) fn into_disk(self) -> Disk {
        self.disk
    }

    pub(crate) fn is(&self, sabotage: Sabotage) -> bool {
        self.sabotage == Some(sabotage)
    }

    pub(crate) fn alarm(&self) -> Option<u64> {
        self.alarm.get()
    }

    /// Back to what the disk says, or to none while it rings.
    pub(crate) fn put_alarm_back(&self, at: Option<u64>) {
        self.alarm.set(at);
    }

    /// Durable with whatever else was written.
    pub(crate) fn ring_at(&self, at: u64) {
        self.disk.touch();
        self.alarm.set(Some(at));
    }

    /// Asks, and waits for the answer.
    pub(crate) async fn ask(&self, to: To, question: Question) -> Result<Answer, Error> {
        let number = self.asked.get();
        self.asked.set(number + 1);
        let id = ((self.me as u64 + 1) << 32) | number;
        self.calls.borrow_mut().insert(id, Waiting::default());
        self.effects.borrow_mut().push(Effect::Ask(id, to, question));
        poll_fn(|context| {
            let mut calls = self.calls.borrow_mut();
            let waiting = calls.entry(id).or_default();
            match waiting.answer.take() {
                Some(answer) => {
                    calls.remove(&id);
                    Poll::Ready(answer)
                }
                None => {
                    waiting.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// An answer came. One that nobody waits for any more is dropped.
    pub(crate) fn answered(&self, id: CallId, answer: Result<Answer, Error>) {
        if let Some(waiting) = self.calls.borrow_mut().get_mut(&id) {
            waiting.answer = Some(answer);
            if let Some(waker) = waiting.waker.take() {
                waker.wake();
            }
        }
    }

    /// A crash: whoever waited is gone. Numbers go on, so that no late answer meets a new question.
    pub(crate) fn forget(&self) {
        self.calls.borrow_mut().clear();
        self.effects.borrow_mut().clear();
        self.background.borrow_mut().clear();
    }
}

/// An answer of another kind than the question's.
pub(crate) fn strange(answer: &Answer) -> Error {
    Error::fault("another object", format!("it answers {answer:?}"))
}
