//! The inbox: the glue of `edge::objects::inbox`, over the same SQL.
//!
//! Shards tell it of every change, at least once; it keeps the newest and shows it to the agents. What agents do goes on
//! to the shard that keeps the thread.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use conversation::ids::{AgentId, ClientMessageId, ThreadId};
use edge::error::Error;
use edge::index::{self, routing};
use edge::objects::call::{
    ActOn, AgentReceived, AgentTypes, ForwardAct, ReadLog, Reply, ShowPassing, TellInbox,
};
use edge::shard::pace::Pace;
use edge::store::inbox as rows;
use protocol::VERSION;
use protocol::code::{Code, close};
use protocol::frame::{Agent, ClientFrame, ServerFrame};
use protocol::limits::{HELLO_MS, REPLAY_ENTRIES};

use super::object::Event;
use super::platform::{Answer, Effect, Held, Platform, Question, SocketId, To, Work, strange};
use super::routing::RETRY_MS;
use crate::sabotage::Sabotage;

/// An agent is shown as typing at most so often.
const TYPING_GAP_MS: u64 = 2_000;

/// What an inbox remembers.
pub(crate) struct Inbox {
    pub(super) platform: Rc<Platform>,
    alarm_at: Cell<Option<u64>>,
    typing_pace: RefCell<Pace<AgentId>>,
}

impl Inbox {
    pub(crate) fn new(platform: Rc<Platform>) -> Self {
        let typing_pace = RefCell::new(Pace::new(1, TYPING_GAP_MS));
        Self { platform, alarm_at: Cell::default(), typing_pace }
    }

    pub(crate) fn on(self: &Rc<Self>, event: Event) -> Option<Work> {
        let this = Rc::clone(self);
        match event {
            Event::Opened(socket, held) => Some(Box::pin(async move { this.open(socket, held).await })),
            Event::Frame(socket, frame) => Some(Box::pin(async move { this.heard(socket, frame).await })),
            Event::Closed(socket) => {
                self.platform.lose(socket);
                None
            }
            Event::Asked(id, question) => Some(Box::pin(async move {
                let answer = this.answer(question).await;
                this.platform.effects.borrow_mut().push(Effect::Answer(id, answer));
            })),
            Event::Answered(id, answer) => {
                self.platform.answered(id, answer);
                None
            }
            Event::Ring => Some(Box::pin(async move { this.rung().await })),
        }
    }

    pub(super) fn ring_by(&self, at: u64) {
        let now = self.platform.now.get();
        let at = match self.alarm_at.get() {
            Some(set) if set <= now => now,
            Some(set) if set <= at => return,
            Some(_) => at,
            // A new instance does not know what the one before it had set.
            None => {
                let routing = routing::next_due(&self.platform.disk, self.moment()).ok().flatten();
                [routing, self.platform.look()].into_iter().flatten().fold(at, u64::min)
            }
        };
        self.platform.ring_at(at);
        self.alarm_at.set(Some(at));
    }

    async fn rung(&self) {
        self.alarm_at.set(None);
        if self.see_to_routing().await.is_err() {
            self.ring_by(self.platform.now.get() + RETRY_MS);
        }
        if let Some(next) = self.platform.look() {
            self.ring_by(next);
        }
    }

    // Agents' sockets.

    /// The Worker let it through; whether its session still lives is asked once it is here.
    async fn open(&self, socket: SocketId, held: Held) {
        let session = held.session.clone();
        self.platform.keep(socket, held);
        self.ring_by(self.platform.now.get() + HELLO_MS);
        if !self.platform.is(Sabotage::TrustsTheDoor) {
            match self.platform.ask(To::Account, Question::Session(session)).await {
                Ok(Answer::Session(true)) => {}
                Ok(_) => self.dismiss(socket),
                Err(_) => return self.platform.end(socket, 1006),
            }
        }
        self.platform.effects.borrow_mut().push(Effect::Accept(socket));
    }

    fn dismiss(&self, socket: SocketId) {
        self.platform.dismiss(socket, "signed out", close::AUTH);
    }

    async fn heard(&self, socket: SocketId, frame: ClientFrame) {
        let Some(held) = self.platform.held(socket).filter(|held| !held.ended) else { return };
        let reference = frame.reference();
        let result = match &held.agent {
            Some((id, name)) if held.greeted => {
                let me = Agent { id: id.clone(), name: name.clone() };
                self.said(socket, me, frame).await
            }
            Some(_) => self.greet(socket, held, &frame),
            None => Err(Error::rejected(Code::AuthRequired, "sign in again")),
        };
        if let Err(error) = result {
            self.platform.refuse(socket, &error, reference);
        }
    }

    fn greet(&self, socket: SocketId, held: Held, frame: &ClientFrame) -> Result<(), Error> {
        let ClientFrame::Hello { flow, .. } = frame else {
            return Err(Error::rejected(Code::AuthRequired, "the first frame is hello"));
        };
        let agent = held.agent.as_ref().map(|(id, _)| id.clone());
        let flow = flow.then(Default::default);
        self.platform.keep(socket, Held { greeted: true, flow, ..held });
        self.platform
            .answer(socket, ServerFrame::Welcome { v: VERSION, visitor: None, agent, threads: Vec::new() });
        Ok(())
    }

    async fn said(&self, socket: SocketId, me: Agent, frame: ClientFrame) -> Result<(), Error> {
        match frame {
            ClientFrame::Post { client_message_id, thread, text, .. } => {
                let thread =
                    thread.ok_or_else(|| Error::malformed(Code::MissingField, "a thread is missing"))?;
                self.posted(socket, me, client_message_id, thread, text).await
            }
            ClientFrame::Resume { thread, after_seq } => self.resumed(socket, thread, after_seq).await,
            ClientFrame::Received { thread, seq } => self.reached(thread, seq, me.id, false).await,
            ClientFrame::Read { thread, seq } => self.reached(thread, seq, me.id, true).await,
            ClientFrame::Typing { thread } => {
                let to = self.shard_of(&thread)?;
                if self.typing_pace.borrow_mut().admit(&me.id, self.platform.now.get()).is_err() {
                    return Ok(());
                }
                self.platform.ask(to, Question::Types(AgentTypes { thread, by: me })).await.map(drop)
            }
            ClientFrame::Have { n } => {
                if self.platform.arrived(socket, n) {
                    self.platform.answer(socket, ServerFrame::Abreast);
                }
                Ok(())
            }
            ClientFrame::Ping => {
                self.platform.answer(socket, ServerFrame::Pong);
                Ok(())
            }
            _ => Err(Error::malformed(Code::FrameUnknown, "no frame of this version")),
        }
    }

    async fn posted(
        &self,
        socket: SocketId,
        by: Agent,
        client_message_id: ClientMessageId,
        thread: ThreadId,
        text: String,
    ) -> Result<(), Error> {
        let to = self.shard_of(&thread)?;
        let (thread_id, attachments) = (thread.clone(), Vec::new());
        let call = Reply {
            thread: thread_id,
            client_message_id: client_message_id.clone(),
            text,
            by,
            attachments,
            reply_to: None,
        };
        let replied = match self.platform.ask(to, Question::Reply(call)).await? {
            Answer::Replied(replied) => *replied,
            other => return Err(strange(&other)),
        };
        let (seq, at) = (replied.seq, replied.at);
        self.platform.answer(socket, ServerFrame::Ack { client_message_id, thread, seq, at });
        replied.news.map_or(Ok(()), |news| self.told(news))
    }

    async fn resumed(&self, socket: SocketId, thread: ThreadId, after_seq: u64) -> Result<(), Error> {
        let to = self.shard_of(&thread)?;
        if let Some(mut held) = self.platform.held(socket)
            && index::follow(&mut held.follows, &thread)
        {
            self.platform.keep(socket, held);
        }
        let call = ReadLog { thread: thread.clone(), after_seq, limit: REPLAY_ENTRIES };
        let log = match self.platform.ask(to, Question::Log(call)).await? {
            Answer::Log(log) => log,
            other => return Err(strange(&other)),
        };
        self.platform.replay(socket, &thread, log.entries);
        for annotation in log.annotations {
            self.platform.answer(socket, ServerFrame::Annotation { thread: thread.clone(), annotation });
        }
        self.platform.answer(socket, ServerFrame::CaughtUp { thread: log.thread });
        Ok(())
    }

    async fn reached(&self, thread: ThreadId, seq: u64, by: AgentId, read: bool) -> Result<(), Error> {
        let to = self.shard_of(&thread)?;
        let call = AgentReceived { thread, seq, by, read };
        self.platform.ask(to, Question::Received(call)).await.map(drop)
    }

    pub(super) fn shard_of(&self, thread: &ThreadId) -> Result<To, Error> {
        rows::row(&self.platform.disk, &self.platform.name, thread)?.ok_or_else(Error::not_found)?;
        Ok(To::Object(usize::from(thread.shard())))
    }

    // Shards, and requests of consoles.

    async fn answer(&self, question: Question) -> Result<Answer, Error> {
        match question {
            Question::Tell(call) => self.told(*call).map(|()| Answer::Nothing),
            Question::List(call) => {
                index::list(&self.platform.disk, &self.platform.name, &call).map(Answer::Rows)
            }
            Question::Pass(ShowPassing { frames }) => {
                self.push(
                    |held, frame| index::passes_in(frame).is_some_and(|thread| held.follows.contains(thread)),
                    &frames,
                );
                Ok(Answer::Nothing)
            }
            Question::Forward(ForwardAct { thread, act, by }) => {
                let to = self.shard_of(&thread)?;
                self.platform.ask(to, Question::Act(ActOn { thread, act, by })).await
            }
            Question::SignOut(call) => {
                let mine: Vec<SocketId> = {
                    let sockets = self.platform.sockets.borrow();
                    let mine = sockets.iter().filter(|(_, held)| held.session == call.digest);
                    mine.map(|(socket, _)| *socket).collect()
                };
                for socket in mine {
                    if !self.platform.is(Sabotage::ForgetsToSignOut) {
                        self.dismiss(socket);
                    }
                }
                Ok(Answer::Nothing)
            }
            Question::Colleagues(call) => self.colleagues_are(&call).map(|()| Answer::Nothing),
            Question::Drain => {
                self.platform.drain();
                Ok(Answer::Nothing)
            }
            _ => Err(Error::not_found()),
        }
    }

    pub(super) fn told(&self, call: TellInbox) -> Result<(), Error> {
        let frames = index::hear(&self.platform.disk, call, self.moment())?;
        self.come_back()?;
        self.push(|_, _| true, &frames);
        Ok(())
    }

    /// Shows frames to whoever has said hello and is to have them.
    pub(super) fn push(&self, is_for: impl Fn(&Held, &ServerFrame) -> bool, frames: &[ServerFrame]) {
        let everybody: Vec<(SocketId, Held)> = {
            let sockets = self.platform.sockets.borrow();
            let greeted = sockets.iter().filter(|(_, held)| held.greeted && !held.ended);
            greeted.map(|(socket, held)| (*socket, held.clone())).collect()
        };
        let mut lagging = false;
        for (socket, held) in everybody {
            for frame in frames.iter().filter(|frame| is_for(&held, frame)) {
                lagging |= self.platform.push(socket, frame.clone());
            }
        }
        if lagging {
            self.ring_by(self.platform.lagging_by());
        }
    }
}
