//! A shard of the inbox: the glue of `edge::objects::threads`, over the same decisions and the same SQL.
//!
//! A message is decided, stored, acknowledged, shown, in this order.

mod reached;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use conversation::ids::{ChatflowId, ClientMessageId, ThreadId, VisitorId};
use conversation::text::MessageText;
use conversation::thread::{Agent, Command, Thread};
use edge::error::Error;
use edge::objects::call::colleagues::RouteThread;
use edge::objects::call::{Act, ActOn, AgentReceived, AgentTypes, ReadLog, Replied, Reply};
use edge::shard::consent::{Given, InForce, Question as ConsentQuestion, question};
use edge::shard::live::Live;
use edge::shard::outbox::{LAST_RESORT_MS, Outbox};
use edge::shard::owner::{self, Owner};
use edge::shard::pace::Pace;
use edge::shard::turns::Turns;
use edge::shard::{self, Begin, Done};
use edge::shard::{macros, marks};
use edge::store::threads::{self as rows, Kept, entries};
use protocol::VERSION;
use protocol::code::Code;
use protocol::frame::{Author, ClientFrame, Mark, ServerFrame, ThreadState};
use protocol::limits::{HELLO_MS, RATE_MESSAGES, RATE_WINDOW_MS, REPLAY_ENTRIES, VISITOR_SOCKETS};
use protocol::rest::Log;

use super::object::Event;
use super::platform::{Answer, Effect, Held, Platform, Question, SocketId, To, Work, strange};
use crate::disk::Disk;
use crate::sabotage::Sabotage;

const GREETED_WITH: u32 = 20;
/// A visitor is shown as typing at most so often.
const TYPING_GAP_MS: u64 = 2_000;

/// What a shard remembers: nothing that it could not do without.
pub(crate) struct Threads {
    pub(super) platform: Rc<Platform>,
    /// Visitor → sockets, oldest first; `None` after sleep.
    roster: RefCell<Option<BTreeMap<VisitorId, Vec<SocketId>>>>,
    pace: RefCell<Pace<VisitorId>>,
    turns: Turns,
    in_force: RefCell<InForce>,
    pub(super) outbox: Outbox,
    pub(super) live: Live,
    typing_pace: RefCell<Pace<VisitorId>>,
    pub(super) alarm_at: Cell<Option<u64>>,
    /// For the ledger, not for the shard.
    pub(crate) grown: RefCell<BTreeSet<ThreadId>>,
}

impl Threads {
    pub(crate) fn new(platform: Rc<Platform>) -> Self {
        Self {
            platform,
            roster: RefCell::default(),
            pace: RefCell::new(Pace::new(RATE_MESSAGES, RATE_WINDOW_MS)),
            turns: Turns::default(),
            in_force: RefCell::default(),
            outbox: Outbox::default(),
            live: Live::default(),
            typing_pace: RefCell::new(Pace::new(1, TYPING_GAP_MS)),
            alarm_at: Cell::default(),
            grown: RefCell::default(),
        }
    }

    /// A sabotage: as if nobody were connected.
    pub(crate) fn forget_sockets(&self) {
        *self.roster.borrow_mut() = Some(BTreeMap::new());
    }

    pub(crate) fn on(self: &Rc<Self>, event: Event) -> Option<Work> {
        let this = Rc::clone(self);
        match event {
            Event::Opened(socket, held) => {
                self.platform.keep(socket, held);
                self.platform.effects.borrow_mut().push(Effect::Accept(socket));
                self.logged(self.ring_by(self.now() + HELLO_MS));
                None
            }
            Event::Frame(socket, frame) => Some(Box::pin(async move { this.heard(socket, frame).await })),
            Event::Closed(socket) => {
                self.forget(socket);
                self.platform.lose(socket);
                None
            }
            Event::Asked(id, question) => Some(Box::pin(async move {
                let answer = this.answer(question);
                this.platform.effects.borrow_mut().push(Effect::Answer(id, answer));
            })),
            Event::Answered(id, answer) => {
                self.platform.answered(id, answer);
                None
            }
            Event::Ring => Some(Box::pin(async move {
                if this.rung().await.is_err() {
                    this.logged(this.ring_by(this.now() + LAST_RESORT_MS));
                }
            })),
        }
    }

    pub(super) fn sql(&self) -> &Disk {
        &self.platform.disk
    }

    pub(super) fn now(&self) -> u64 {
        self.platform.now.get()
    }

    /// What cannot be helped is logged there; here nobody reads it.
    fn logged(&self, _result: Result<(), Error>) {}

    // Sockets.

    async fn heard(self: &Rc<Self>, socket: SocketId, frame: ClientFrame) {
        let Some(held) = self.platform.held(socket).filter(|held| !held.ended) else { return };
        let reference = frame.reference();
        let result = match (held.visitor.clone(), frame) {
            (None, ClientFrame::Hello { v, token, flow }) => {
                let held = Held { flow: flow.then(Default::default), ..held };
                self.hello(socket, held, v, token.as_deref())
            }
            (None, _) => Err(Error::rejected(Code::AuthRequired, "the first frame is hello")),
            (Some(me), frame) => self.said(socket, &me, frame).await,
        };
        if let Err(error) = result {
            self.platform.refuse(socket, &error, reference);
        }
    }

    fn hello(&self, socket: SocketId, held: Held, v: u32, token: Option<&str>) -> Result<(), Error> {
        if v != VERSION {
            return Err(Error::malformed(Code::ProtocolUnsupported, "another version"));
        }
        // A token is a signed visitor's id; the signature is not what this is about.
        let visitor = token
            .and_then(|token| VisitorId::parse(token).ok())
            .ok_or_else(|| Error::rejected(Code::AuthRequired, "the token does not count here"))?;
        let threads = rows::threads_of(self.sql(), &visitor, GREETED_WITH)?;
        self.platform.keep(socket, Held { visitor: Some(visitor.clone()), greeted: true, ..held });
        let mine = {
            let mut roster = self.roster.borrow_mut();
            let mine = roster.get_or_insert_with(|| self.gather()).entry(visitor.clone()).or_default();
            if !mine.contains(&socket) {
                mine.push(socket);
            }
            mine.clone()
        };
        for late in self.platform.give_way(&mine, VISITOR_SOCKETS) {
            self.forget(late);
            let error = Error::rejected(Code::Replaced, "this chat is open in newer tabs");
            self.platform.refuse(late, &error, None);
        }
        let threads = threads.iter().map(Kept::to_wire).collect();
        self.platform.answer(
            socket,
            ServerFrame::Welcome { v: VERSION, visitor: Some(visitor), agent: None, threads },
        );
        Ok(())
    }

    fn gather(&self) -> BTreeMap<VisitorId, Vec<SocketId>> {
        let mut found: BTreeMap<VisitorId, Vec<SocketId>> = BTreeMap::new();
        // Their numbers are in the order in which they opened.
        for (socket, held) in self.platform.sockets.borrow().iter() {
            if let Some(visitor) = held.visitor.as_ref().filter(|_| !held.ended) {
                found.entry(visitor.clone()).or_default().push(*socket);
            }
        }
        found
    }

    fn forget(&self, socket: SocketId) {
        if let Some(roster) = self.roster.borrow_mut().as_mut() {
            for mine in roster.values_mut() {
                mine.retain(|other| *other != socket);
            }
        }
    }

    async fn said(
        self: &Rc<Self>,
        socket: SocketId,
        me: &VisitorId,
        frame: ClientFrame,
    ) -> Result<(), Error> {
        match frame {
            ClientFrame::Post { client_message_id, thread, chatflow, text, .. } => {
                self.posted(socket, me, client_message_id, thread, chatflow, &text).await
            }
            ClientFrame::Resume { thread, after_seq } => self.resumed(socket, me, &thread, after_seq),
            ClientFrame::Received { thread, seq } => {
                let kept = shard::owned(self.sql(), me, &thread)?;
                self.reached(&kept, None, Mark { received: seq, read: 0 })
            }
            ClientFrame::Read { thread, seq } => {
                let kept = shard::owned(self.sql(), me, &thread)?;
                self.reached(&kept, None, Mark { received: seq, read: seq })
            }
            ClientFrame::Typing { thread } => {
                shard::owned(self.sql(), me, &thread)?;
                if self.typing_pace.borrow_mut().admit(me, self.now()).is_ok() {
                    self.pass(ServerFrame::Typing { thread, from: Author::Visitor });
                }
                Ok(())
            }
            ClientFrame::End { thread } => {
                self.settle(shard::end(self.sql(), me, &thread, self.now())?).map(drop)
            }
            ClientFrame::Have { n } => {
                self.platform.arrived(socket, n);
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
        self: &Rc<Self>,
        socket: SocketId,
        me: &VisitorId,
        id: ClientMessageId,
        thread: Option<ThreadId>,
        chatflow: Option<ChatflowId>,
        text: &str,
    ) -> Result<(), Error> {
        let text = MessageText::parse(text)?;
        let _turn = self.turns.take(me).await;
        let sql = self.sql();
        let repeated = shard::is_repeated(sql, me, &id)?;
        let (repeated, kept_as) = if repeated && self.platform.is(Sabotage::ForgetsMessageIds) {
            (false, ClientMessageId::from_random(self.platform.chance.borrow_mut().bits()))
        } else {
            (repeated, id.clone())
        };
        if !repeated {
            self.pace.borrow_mut().admit(me, self.now())?;
        }
        let done = match &thread {
            Some(thread) if repeated => {
                shard::write(sql, me, thread, kept_as, text, &Given::default(), self.now())?
            }
            Some(thread) => {
                let given = self.given(me, thread).await?;
                shard::write(sql, me, thread, kept_as, text, &given, self.now())?
            }
            None => self.begin(me, kept_as, chatflow, text).await?,
        };
        let sent = done.message.as_ref().ok_or_else(|| Error::fault("a message", "it left no entry"))?;
        let (thread, seq, at) = (done.thread.id.clone(), sent.seq, sent.at);
        self.platform.answer(socket, ServerFrame::Ack { client_message_id: id, thread, seq, at });
        self.settle(done).map(drop)
    }

    async fn begin(
        &self,
        me: &VisitorId,
        id: ClientMessageId,
        chatflow: Option<ChatflowId>,
        text: MessageText,
    ) -> Result<Done, Error> {
        let sql = self.sql();
        if let Some(thread) = rows::thread_with_message(sql, me, &id)? {
            let consent = Given::default();
            let text = text.into();
            return shard::begin(
                sql,
                Begin { thread, text, consent, owner: None, lift: None, bot: None },
                self.now(),
            );
        }
        let chatflow =
            chatflow.ok_or_else(|| Error::malformed(Code::MissingField, "a chatflow is missing"))?;
        let facts = match self.platform.ask(To::Account, Question::Begin).await? {
            Answer::Beginning(facts) => *facts,
            other => return Err(strange(&other)),
        };
        let now = self.now();
        self.in_force.borrow_mut().heard(chatflow.clone(), facts.consent.in_force, now);
        let thread = Kept {
            id: ThreadId::from_random(self.platform.me as u16, self.platform.chance.borrow_mut().bits()),
            visitor: me.clone(),
            contact: facts.contact,
            chatflow,
            chatflow_name: facts.chatflow_name,
            page: None,
            started_by: id,
            reopen_within: facts.reopen_within,
            closes_after: facts.closes_after,
            routing: facts.routing,
            opened_at: now,
            state: Thread::default(),
            revision: 0,
        };
        let consent = Given::new(facts.consent, "", None, now);
        let text = text.into();
        shard::begin(
            sql,
            Begin { thread, text, consent, owner: facts.owner, lift: facts.lift, bot: facts.bot },
            now,
        )
    }

    async fn given(&self, me: &VisitorId, thread: &ThreadId) -> Result<Given, Error> {
        let chatflow = shard::owned(self.sql(), me, thread)?.chatflow;
        match question(self.sql(), thread, None)? {
            ConsentQuestion::Settled | ConsentQuestion::Version(_) => return Ok(Given::default()),
            ConsentQuestion::InForce => {
                if let Some(in_force) = self.in_force.borrow().said(&chatflow, self.now()) {
                    return Ok(Given { in_force, ..Given::default() });
                }
            }
        }
        let facts = match self.platform.ask(To::Account, Question::Consent).await? {
            Answer::Consenting(facts) => facts,
            other => return Err(strange(&other)),
        };
        self.in_force.borrow_mut().heard(chatflow, facts.in_force, self.now());
        Ok(Given::new(facts, "", None, self.now()))
    }

    fn resumed(
        &self,
        socket: SocketId,
        me: &VisitorId,
        thread: &ThreadId,
        after_seq: u64,
    ) -> Result<(), Error> {
        let sql = self.sql();
        let kept = if self.platform.is(Sabotage::TrustsThreadIds) {
            rows::thread(sql, thread)?.ok_or_else(Error::not_found)?
        } else {
            shard::owned(sql, me, thread)?
        };
        shard::within(&kept.state, after_seq, Code::ResumeAhead)?;
        if self.platform.is(Sabotage::ReplaysNothingToWhoLagged)
            && self.platform.held(socket).is_some_and(|held| held.lagged)
        {
            let state = ThreadState { last_seq: after_seq, ..kept.to_wire() };
            self.platform.answer(socket, ServerFrame::CaughtUp { thread: state });
            return Ok(());
        }
        let mut page = entries::after(sql, thread, after_seq, REPLAY_ENTRIES)?;
        if self.platform.is(Sabotage::ReplaysByTime)
            && after_seq > 0
            && let Some(last) = entries::after(sql, thread, after_seq.saturating_sub(1), 1)?.first()
        {
            page.retain(|entry| entry.at > last.at);
        }
        self.platform.replay(socket, thread, page);
        self.platform.answer(socket, ServerFrame::CaughtUp { thread: self.with_marks(&kept)? });
        Ok(())
    }

    fn with_marks(&self, kept: &Kept) -> Result<ThreadState, Error> {
        Ok(marks::with_marks(self.sql(), &self.outbox.later.borrow(), kept)?)
    }

    // Other objects.

    fn answer(self: &Rc<Self>, question: Question) -> Result<Answer, Error> {
        let sql = self.sql();
        match question {
            Question::Reply(call) => self.reply(call).map(|replied| Answer::Replied(Box::new(replied))),
            Question::Act(ActOn { thread, act, by }) => {
                let by = Agent::from(&by);
                let given = |to, by| owner::assign(sql, &thread, to, by, self.now());
                let command = match act {
                    Act::Assign(to) => return self.settle(given(to.as_ref().into(), by)?),
                    Act::AssignTeam(team) => return self.settle(given(Owner::Team(team), by)?),
                    Act::Close => Command::Close { by },
                    Act::Reopen => Command::Reopen { by },
                    Act::Run(run) => return self.settle(macros::run(sql, &thread, *run, by, self.now())?),
                    Act::TakeOver => {
                        return self.settle(shard::bot::take_over(sql, &thread, by, self.now())?);
                    }
                    Act::Block | Act::Unblock => {
                        let blocks = matches!(act, Act::Block);
                        return self.settle(shard::block(sql, &thread, blocks, &by, None, self.now())?);
                    }
                    Act::Desk(act) => {
                        return self.settle(shard::desk::act(sql, &thread, act, by, self.now())?);
                    }
                };
                self.settle(shard::act(sql, &thread, command, self.now())?)
            }
            Question::Log(ReadLog { thread, after_seq, limit }) => {
                let kept = rows::thread(sql, &thread)?.ok_or_else(Error::not_found)?;
                shard::within(&kept.state, after_seq, Code::ResumeAhead)?;
                let entries = entries::after(sql, &thread, after_seq, limit)?;
                let annotations = shard::desk::beside(sql, &kept, after_seq, &entries)?;
                Ok(Answer::Log(Log { thread: self.with_marks(&kept)?, entries, annotations }))
            }
            Question::Received(AgentReceived { thread, seq, by, read }) => {
                let kept = rows::thread(sql, &thread)?.ok_or_else(Error::not_found)?;
                let mark = Mark { received: seq, read: if read { seq } else { 0 } };
                self.reached(&kept, Some(by), mark).map(|()| Answer::Nothing)
            }
            Question::Types(AgentTypes { thread, by }) => {
                let kept = rows::thread(sql, &thread)?.ok_or_else(Error::not_found)?;
                let frame = ServerFrame::Typing { thread, from: Author::Agent { id: by.id, name: by.name } };
                let shown = if self.platform.is(Sabotage::ShowsTypingToEverybody) {
                    self.gather().into_keys().collect()
                } else {
                    vec![kept.visitor]
                };
                for visitor in shown {
                    self.show_visitor(&visitor, std::slice::from_ref(&frame))?;
                }
                Ok(Answer::Nothing)
            }
            Question::Route(RouteThread { thread, from, to }) => {
                let command = Command::Route { from, to: to.as_ref().map(Agent::from) };
                let done = shard::act(sql, &thread, command, self.now())?;
                self.show(&done)?;
                self.come_back()?;
                let news = self.outbox.news(sql, &self.platform.name, &thread)?;
                Ok(Answer::Routed(news.map(Box::new)))
            }
            Question::Drain => {
                self.platform.drain();
                Ok(Answer::Nothing)
            }
            _ => Err(Error::not_found()),
        }
    }

    fn reply(self: &Rc<Self>, call: Reply) -> Result<Replied, Error> {
        let Reply { thread, client_message_id, text, by, attachments: _, reply_to: _ } = call;
        let (text, by) = (MessageText::parse(&text)?, Agent::from(&by));
        let done = shard::reply(self.sql(), by, &thread, client_message_id, text, self.now())?;
        let sent = done.message.clone().ok_or_else(|| Error::fault("a reply", "it left no message"))?;
        self.show(&done)?;
        self.come_back()?;
        let news = self.outbox.news(self.sql(), &self.platform.name, &done.thread.id)?;
        Ok(Replied { seq: sent.seq, at: sent.at, news })
    }

    /// Shows what was stored to the thread's visitor, and sees to it that the inbox hears of it.
    pub(super) fn settle(self: &Rc<Self>, done: Done) -> Result<Answer, Error> {
        self.show(&done)?;
        self.tell_soon(done.thread.id)?;
        Ok(Answer::Nothing)
    }

    fn show(&self, done: &Done) -> Result<(), Error> {
        let thread = &done.thread.id;
        if !done.entries.is_empty() {
            self.grown.borrow_mut().insert(thread.clone());
        }
        let entries = done.entries.iter().cloned();
        let mut frames: Vec<ServerFrame> =
            entries.map(|entry| ServerFrame::Entry { thread: thread.clone(), entry }).collect();
        if done.changes_state() {
            frames.push(ServerFrame::State { thread: done.thread.to_wire() });
        }
        self.show_visitor(&done.thread.visitor, &frames)
    }

    /// Shows frames to a visitor's sockets.
    fn show_visitor(&self, visitor: &VisitorId, frames: &[ServerFrame]) -> Result<(), Error> {
        let sockets = {
            let mut roster = self.roster.borrow_mut();
            roster.get_or_insert_with(|| self.gather()).get(visitor).cloned().unwrap_or_default()
        };
        let mut lagging = false;
        for socket in sockets {
            for frame in frames {
                lagging |= self.platform.push(socket, frame.clone());
            }
        }
        if lagging { self.ring_by(self.platform.lagging_by()) } else { Ok(()) }
    }
}
