//! The inbox: the glue of `edge::objects::inbox`, over the same SQL.
//!
//! Shards tell it of every change, at least once; it keeps the newest and shows it to the agents. What agents do goes on
//! to the shard that keeps the thread.

use std::cell::Cell;
use std::rc::Rc;

use conversation::ids::{AgentId, ClientMessageId, ThreadId};
use conversation::routing;
use edge::error::Error;
use edge::objects::call::{ActOn, AgentReceived, ForwardAct, ListRows, ReadLog, Reply, TellInbox};
use edge::store::inbox::{self as rows, Heard};
use protocol::VERSION;
use protocol::code::{Code, close};
use protocol::frame::{Agent, ClientFrame, Row, ServerFrame};
use protocol::limits::{HELLO_MS, PAGE_MAX};
use protocol::rest::Rows;

use super::object::Event;
use super::platform::{Answer, Effect, Held, Platform, Question, SocketId, To, Work, strange};
use super::threads::reference;
use crate::sabotage::Sabotage;

/// What an inbox remembers.
pub(crate) struct Inbox {
    platform: Rc<Platform>,
    alarm_at: Cell<Option<u64>>,
}

impl Inbox {
    pub(crate) fn new(platform: Rc<Platform>) -> Self {
        Self { platform, alarm_at: Cell::default() }
    }

    pub(crate) fn on(self: &Rc<Self>, event: Event) -> Option<Work> {
        let this = Rc::clone(self);
        match event {
            Event::Opened(socket, held) => {
                self.platform.keep(socket, held);
                self.ring_by(self.platform.now.get() + HELLO_MS);
                None
            }
            Event::Frame(socket, frame) => Some(Box::pin(async move { this.heard(socket, frame).await })),
            Event::Closed(socket) => {
                self.platform.sockets.borrow_mut().remove(&socket);
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
            Event::Ring => Some(Box::pin(async move { this.rung() })),
        }
    }

    fn ring_by(&self, at: u64) {
        let now = self.platform.now.get();
        let at = match self.alarm_at.get() {
            Some(set) if set <= now => now,
            Some(set) if set <= at => return,
            _ => at,
        };
        self.platform.ring_at(at);
        self.alarm_at.set(Some(at));
    }

    fn rung(&self) {
        self.alarm_at.set(None);
        let now = self.platform.now.get();
        let sockets: Vec<(SocketId, Held)> = {
            let sockets = self.platform.sockets.borrow();
            let silent = sockets.iter().filter(|(_, held)| !held.greeted && !held.ended);
            silent.map(|(socket, held)| (*socket, held.clone())).collect()
        };
        let (overdue, later): (Vec<_>, Vec<_>) =
            sockets.into_iter().partition(|(_, held)| held.opened_at.saturating_add(HELLO_MS) <= now);
        for (socket, _) in overdue {
            self.dismiss(socket, "no hello in 10 seconds", close::HELLO_TIMEOUT);
        }
        if let Some(next) = later.iter().map(|(_, held)| held.opened_at.saturating_add(HELLO_MS)).min() {
            self.ring_by(next);
        }
    }

    fn dismiss(&self, socket: SocketId, message: &str, code: u16) {
        let (frame, _) = Error::rejected(Code::AuthRequired, message).to_frame(None, "r");
        self.platform.send(socket, frame);
        self.platform.end(socket, code);
    }

    // Agents' sockets.

    async fn heard(&self, socket: SocketId, frame: ClientFrame) {
        let Some(held) = self.platform.held(socket).filter(|held| !held.ended) else { return };
        let reference = reference(&frame);
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
        let ClientFrame::Hello { .. } = frame else {
            return Err(Error::rejected(Code::AuthRequired, "the first frame is hello"));
        };
        let agent = held.agent.as_ref().map(|(id, _)| id.clone());
        self.platform.keep(socket, Held { greeted: true, ..held });
        self.platform
            .send(socket, ServerFrame::Welcome { v: VERSION, visitor: None, agent, threads: Vec::new() });
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
            ClientFrame::Received { thread, seq } => self.received(thread, seq, me.id).await,
            ClientFrame::Ping => {
                self.platform.send(socket, ServerFrame::Pong);
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
        let call = Reply { thread: thread.clone(), client_message_id: client_message_id.clone(), text, by };
        let replied = match self.platform.ask(to, Question::Reply(call)).await? {
            Answer::Replied(replied) => *replied,
            other => return Err(strange(&other)),
        };
        let (seq, at) = (replied.seq, replied.at);
        self.platform.send(socket, ServerFrame::Ack { client_message_id, thread, seq, at });
        replied.news.map_or(Ok(()), |news| self.told(news))
    }

    async fn resumed(&self, socket: SocketId, thread: ThreadId, after_seq: u64) -> Result<(), Error> {
        let to = self.shard_of(&thread)?;
        let mut reached = after_seq;
        loop {
            let call = ReadLog { thread: thread.clone(), after_seq: reached, limit: PAGE_MAX };
            let log = match self.platform.ask(to, Question::Log(call)).await? {
                Answer::Log(log) => log,
                other => return Err(strange(&other)),
            };
            let at_end = log.entries.is_empty();
            for entry in log.entries {
                reached = entry.seq;
                self.platform.send(socket, ServerFrame::Entry { thread: thread.clone(), entry });
            }
            if at_end || reached >= log.thread.last_seq {
                self.platform.send(socket, ServerFrame::CaughtUp { thread: log.thread });
                return Ok(());
            }
        }
    }

    async fn received(&self, thread: ThreadId, seq: u64, by: AgentId) -> Result<(), Error> {
        let to = self.shard_of(&thread)?;
        self.platform
            .ask(to, Question::Received(AgentReceived { thread, seq, by, read: false }))
            .await
            .map(drop)
    }

    fn shard_of(&self, thread: &ThreadId) -> Result<To, Error> {
        rows::row(&self.platform.disk, &self.platform.name, thread)?.ok_or_else(Error::not_found)?;
        Ok(To::Object(usize::from(thread.shard())))
    }

    // Shards, and requests of consoles.

    async fn answer(&self, question: Question) -> Result<Answer, Error> {
        match question {
            Question::Tell(call) => self.told(*call).map(|()| Answer::Nothing),
            Question::List(call) => self.rows(&call).map(Answer::Rows),
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
                        self.dismiss(socket, "signed out", close::AUTH);
                    }
                }
                Ok(Answer::Nothing)
            }
            Question::Drain => {
                self.platform.drain();
                Ok(Answer::Nothing)
            }
            _ => Err(Error::not_found()),
        }
    }

    fn told(&self, call: TellInbox) -> Result<(), Error> {
        let TellInbox { row, entries, routing, state } = call;
        let routed = routing::route(&routing).because;
        let before = match rows::hear(&self.platform.disk, &row, routed)? {
            Heard::Known => return Ok(()),
            Heard::New => None,
            Heard::Changed(before) => Some(before),
        };
        let mut frames = Vec::new();
        if !row.filtered {
            let shown = before.as_ref().map_or(0, |before| before.last_seq);
            let news = entries.into_iter().filter(|entry| entry.seq > shown);
            frames.extend(news.map(|entry| ServerFrame::Entry { thread: row.thread.clone(), entry }));
            let changed = |before: &Row| before.status != row.status || before.assignee != row.assignee;
            if before.as_deref().is_some_and(changed) {
                frames.push(ServerFrame::State { thread: state });
            }
        }
        frames.push(ServerFrame::Row { row });
        let listening: Vec<SocketId> = {
            let sockets = self.platform.sockets.borrow();
            sockets.iter().filter(|(_, held)| held.greeted).map(|(socket, _)| *socket).collect()
        };
        for socket in listening {
            for frame in &frames {
                self.platform.send(socket, frame.clone());
            }
        }
        Ok(())
    }

    fn rows(&self, call: &ListRows) -> Result<Rows, Error> {
        let sql = &self.platform.disk;
        let rows = rows::rows_of_view(
            sql,
            &self.platform.name,
            &call.me,
            (call.view, call.status),
            None,
            call.limit,
        )?;
        Ok(Rows { rows, counts: rows::counts(sql, &call.me)?, next: None })
    }
}
