//! What visitors say over their sockets.

use conversation::form::Given as Field;
use conversation::ids::{ChatflowId, ClientMessageId, ContactId, FileId, ThreadId, VisitorId};
use conversation::routing::precedence;
use conversation::text::MessageText;
use conversation::thread::Thread;
use protocol::VERSION;
use protocol::code::{Code, close};
use protocol::frame::{ClientFrame, CommunicationGiven, ConsentGiven, Mark, ServerFrame};
use protocol::limits::{REPLAY_ENTRIES, VISITOR_SOCKETS};
use serde::{Deserialize, Serialize};
use worker::WebSocketIncomingMessage;

use super::Threads;
use super::files::text_of;
use super::form::Filled;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::{BeginFacts, NoteThread};
use crate::objects::line::Line;
use crate::objects::link::{self, Held};
use crate::objects::restored::{self, Begun};
use crate::platform::clock::{now_ms, now_s};
use crate::platform::{log, random, settings};
use crate::shard::consent::Given;
use crate::shard::{self, Begin, Done, Said};
use crate::store::threads::{self as rows, Kept, bots, entries};
use crate::token;

/// Threads a visitor is greeted with.
const GREETED_WITH: u32 = 20;

/// Who a visitor's socket belongs to, by their token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Identity {
    pub(super) visitor: VisitorId,
    pub(super) contact: Option<ContactId>,
    /// When the token ends, in seconds.
    pub(super) expires: u64,
    /// The threads that were resumed on this line, where that matters.
    #[serde(default)]
    begun: Vec<ThreadId>,
}

impl Begun for Identity {
    fn begun(&mut self) -> &mut Vec<ThreadId> {
        &mut self.begun
    }
}

/// A message as it came.
struct Post {
    id: ClientMessageId,
    thread: Option<ThreadId>,
    chatflow: Option<ChatflowId>,
    text: String,
    attachments: Vec<FileId>,
    page: Option<String>,
    consent: Option<ConsentGiven>,
    form: Vec<Field>,
    communication: Option<CommunicationGiven>,
    reply_to: Option<u64>,
}

impl Post {
    /// What is kept of the page the visitor is on.
    fn page(&self) -> Option<String> {
        self.page.as_deref().and_then(shard::page_to_keep)
    }
}

impl Threads {
    /// Answers one message of a socket, whatever it is.
    pub(super) async fn heard(&self, line: &Line, message: WebSocketIncomingMessage) {
        let Some(mut held) = Held::<Identity>::of(line) else {
            return link::dismiss(line, Code::AuthRequired, "say hello again", close::AUTH);
        };
        if held.sent_away {
            return;
        }
        let Some(frame) = link::read(line, &mut held, message) else { return };
        match (&held.identity, frame) {
            (Some(me), frame @ (ClientFrame::Post { .. } | ClientFrame::Email { .. })) => {
                let reference = frame.reference();
                let said = match self.may_speak(me) {
                    Ok(()) => self.said(line, me, frame).await,
                    Err(error) => Err(error),
                };
                if let Err(error) = said {
                    self.lines.refuse(line, &error, reference);
                }
            }
            (_, frame) => self.hear(line, held, frame),
        }
    }

    /// Answers a frame that needs nothing from elsewhere.
    pub(super) fn hear(&self, line: &Line, mut held: Held<Identity>, frame: ClientFrame) {
        let reference = frame.reference();
        let result = match (held.identity.clone(), frame) {
            (None, ClientFrame::Hello { v, token, flow }) => {
                held.flow = flow.then(Default::default);
                self.hello(line, held, v, token.as_deref())
            }
            (None, _) => Err(Error::rejected(Code::AuthRequired, "the first frame is hello")),
            (Some(me), frame) => self.may_speak(&me).and_then(|()| self.told(line, &me, frame)),
        };
        if let Err(error) = result {
            self.lines.refuse(line, &error, reference);
        }
    }

    fn may_speak(&self, me: &Identity) -> Result<(), Error> {
        if now_s() < me.expires {
            return Ok(());
        }
        Err(Error::rejected(Code::AuthRequired, "the token has ended"))
    }

    fn hello(&self, line: &Line, held: Held<Identity>, v: u32, token: Option<&str>) -> Result<(), Error> {
        if v != VERSION {
            return Err(Error::malformed(
                Code::ProtocolUnsupported,
                format!("this side speaks version {VERSION}"),
            ));
        }
        let (account, _, shard) = self.place()?;
        let claims = token
            .and_then(|token| {
                let key =
                    settings::key(&self.env).inspect_err(|error| log(error, &random::request_id())).ok()?;
                token::read(&key, token, &account, &held.opening, now_s())
            })
            // An identity without an origin is exchanged for a token first; it opens no socket.
            .filter(|claims| claims.shard == shard && claims.origin.is_some())
            .ok_or_else(|| Error::rejected(Code::AuthRequired, "the token does not count here"))?;
        let sql = self.database.get()?;
        let visitor = claims.visitor;
        let threads = rows::threads_of(sql, &visitor, GREETED_WITH)?;
        let identity = Identity {
            visitor: visitor.clone(),
            contact: claims.contact,
            expires: claims.expires,
            begun: Vec::new(),
        };
        Held { identity: Some(identity), ..held }.keep(line)?;
        let mut roster = self.roster.borrow_mut();
        roster.add(&self.state, &visitor, line);
        let mine = roster.of(&self.state, &visitor);
        for late in self.lines.give_way(&self.state, &mine, VISITOR_SOCKETS, now_ms()) {
            roster.forget(&self.state, &late);
            self.lines.refuse(
                &late,
                &Error::rejected(Code::Replaced, "this chat is open in newer tabs"),
                None,
            );
            // Where its network died nobody answers the close, and a sleep must not make it one of theirs again.
            if let Some(held) = Held::<Identity>::of(&late) {
                held.mark_sent_away(&late);
            }
        }
        drop(roster);
        let is_first = mine.len() == 1;
        let threads = threads.iter().map(Kept::to_wire).collect();
        let (me, visitor) = (visitor.clone(), Some(visitor));
        self.lines.answer(line, &ServerFrame::Welcome { v: VERSION, visitor, agent: None, threads });
        if is_first {
            self.presence(&me, true);
        }
        // What a bot of theirs was at when the service went down goes on when they are back.
        self.run_soon(bots::open_of(sql, &me)?)?;
        Ok(())
    }

    /// What may wait for others: writing.
    async fn said(&self, line: &Line, me: &Identity, frame: ClientFrame) -> Result<(), Error> {
        match frame {
            ClientFrame::Post {
                client_message_id: id,
                thread,
                chatflow,
                text,
                attachments,
                page,
                consent,
                form,
                communication,
                reply_to,
            } => {
                let post = Post {
                    id,
                    thread,
                    chatflow,
                    text,
                    attachments,
                    page,
                    consent,
                    form,
                    communication,
                    reply_to,
                };
                self.posted(line, me, post).await
            }
            ClientFrame::Email { client_message_id, thread, email } => {
                self.typed_address(line, me, client_message_id, &thread, &email).await
            }
            frame => self.told(line, me, frame),
        }
    }

    /// Everything else that is said after hello.
    fn told(&self, line: &Line, me: &Identity, frame: ClientFrame) -> Result<(), Error> {
        match frame {
            ClientFrame::Resume { thread, after_seq } => self.resumed(line, me, &thread, after_seq),
            ClientFrame::Received { thread, seq } => {
                let kept = shard::owned(self.database.get()?, &me.visitor, &thread)?;
                self.reached(&kept, None, Mark { received: seq, read: 0 })
            }
            ClientFrame::Read { thread, seq } => {
                let kept = shard::owned(self.database.get()?, &me.visitor, &thread)?;
                self.reached(&kept, None, Mark { received: seq, read: seq })
            }
            ClientFrame::Typing { thread } => self.types(&me.visitor, &thread),
            ClientFrame::End { thread } => {
                self.settle(shard::end(self.database.get()?, &me.visitor, &thread, now_ms())?).map(drop)
            }
            ClientFrame::Have { n } => {
                self.lines.arrived(line, n, now_ms());
                Ok(())
            }
            ClientFrame::Ping => self.lines.pinged(line, now_ms()),
            ClientFrame::Hello { .. } => Err(Error::malformed(Code::FrameUnknown, "hello was said")),
            ClientFrame::Viewing { .. } => {
                Err(Error::malformed(Code::FrameUnknown, "only agents say what they look at"))
            }
            // Writing is asked of `said`.
            ClientFrame::Post { .. } | ClientFrame::Email { .. } | ClientFrame::Unknown => {
                Err(Error::malformed(Code::FrameUnknown, "no frame of this version"))
            }
        }
    }

    async fn posted(&self, line: &Line, me: &Identity, post: Post) -> Result<(), Error> {
        let _ = text_of(&post.text, &post.attachments)?;
        let _turn = self.turns.take(&me.visitor).await;
        let text = text_of(&self.masked(post.text.clone()).await?, &post.attachments)?;
        let sql = self.database.get()?;
        let id = post.id.clone();
        let repeated = shard::is_repeated(sql, &me.visitor, &id)?;
        if !repeated {
            self.pace.borrow_mut().admit(&me.visitor, now_ms())?;
        }
        let done = match &post.thread {
            Some(thread) if repeated => {
                shard::write(sql, &me.visitor, thread, id.clone(), text, &Given::default(), now_ms())?
            }
            Some(thread) => {
                let given = self.given(me, thread, post.consent.as_ref(), post.page()).await?;
                let chatflow = shard::owned(sql, &me.visitor, thread)?.chatflow;
                given.admit(sql, thread)?;
                let page = post.page();
                let form = self.filled(me, &chatflow, post.form).await?.answers;
                let subscribed = self.subscribed(me, &chatflow, thread, post.communication, page).await?;
                let given = given.subscribing(subscribed);
                let files = post.attachments.clone();
                let attachments = self.claimed_by_visitor(&me.visitor, thread, &id, files.clone()).await?;
                let said = Said { text, attachments, form, reply_to: post.reply_to };
                let done = shard::write(sql, &me.visitor, thread, id.clone(), said, &given, now_ms());
                self.unless_refused(&id, files, done).await?
            }
            None => self.begin(me, post, text).await?,
        };
        let sent = done.message.as_ref().ok_or_else(|| Error::fault("a message", "it left no entry"))?;
        let (thread, seq, at) = (done.thread.id.clone(), sent.seq, sent.at);
        // The row is stored; the platform holds the frame back until it is on the disk.
        self.lines.answer(line, &ServerFrame::Ack { client_message_id: id, thread, seq, at });
        self.settle(done).map(drop)
    }

    async fn begin(&self, me: &Identity, post: Post, text: MessageText) -> Result<Done, Error> {
        let sql = self.database.get()?;
        let (account, inbox, shard_number) = self.place()?;
        if let Some(thread) = rows::thread_with_message(sql, &me.visitor, &post.id)? {
            let consent = Given::default();
            let text = text.into();
            return shard::begin(
                sql,
                Begin { thread, text, consent, owner: None, lift: None, bot: None },
                now_ms(),
            );
        }
        let page = post.page();
        let (version, language) = post.consent.map(|given| (given.version, given.language)).unzip();
        let chatflow = post.chatflow.ok_or_else(|| {
            Error::malformed(Code::MissingField, "a new conversation needs a chatflow").about("chatflow")
        })?;
        let (visitor, named) = (me.visitor.clone(), me.contact.clone());
        let call = BeginFacts { chatflow: chatflow.clone(), visitor, named, consent: version };
        let account = Address::Account(account);
        let facts = account.ask(&self.env, &random::request_id(), &call).await?;
        let facts =
            facts.filter(|facts| facts.inbox == inbox).ok_or_else(|| Error::not_found().about("chatflow"))?;
        let now = now_ms();
        self.in_force.borrow_mut().heard(chatflow.clone(), facts.consent.in_force, now);
        let consent = Given::new(facts.consent, &language.unwrap_or_default(), page.clone(), now);
        let id = ThreadId::from_random(shard_number, random::bytes()?);
        consent.admit(sql, &id)?;
        let Filled { answers: form, contact: filled_by, lift } =
            self.filled(me, &chatflow, post.form).await?;
        let subscribed = self.subscribed(me, &chatflow, &id, post.communication, page.clone()).await?;
        let consent = consent.subscribing(subscribed);
        let thread = Kept {
            id,
            visitor: me.visitor.clone(),
            contact: filled_by.or(facts.contact),
            chatflow,
            chatflow_name: facts.chatflow_name,
            page,
            started_by: post.id,
            reopen_within: facts.reopen_within,
            closes_after: facts.closes_after,
            routing: facts.routing,
            opened_at: now,
            state: Thread::default(),
            revision: 0,
        };
        let (bot, owner, lift) = (facts.bot, facts.owner, precedence::higher(lift, facts.lift));
        let attachments =
            self.claimed_by_visitor(&me.visitor, &thread.id, &thread.started_by, post.attachments).await?;
        let text = Said { text, attachments, form, reply_to: post.reply_to };
        let done = shard::begin(sql, Begin { thread, text, consent, owner, lift, bot }, now)?;
        self.note_soon(account, inbox, &done.thread);
        Ok(done)
    }

    /// The account keeps a list of a visitor's threads. Nothing a visitor or agent sees depends on it yet, so a note
    /// that is lost with a crash is made up for by the next thread.
    fn note_soon(&self, account: Address, inbox: conversation::ids::InboxId, thread: &Kept) {
        let note = NoteThread {
            visitor: thread.visitor.clone(),
            contact: thread.contact.as_ref().map(|contact| contact.id.clone()),
            inbox,
            thread: thread.id.clone(),
            opened_at: thread.opened_at,
        };
        let env = self.env.clone();
        self.state.wait_until(async move {
            let request_id = random::request_id();
            if let Err(error) = account.ask(&env, &request_id, &note).await {
                log(&error, &request_id);
            }
        });
    }

    fn resumed(&self, line: &Line, me: &Identity, thread: &ThreadId, after_seq: u64) -> Result<(), Error> {
        let sql = self.database.get()?;
        let kept = shard::owned(sql, &me.visitor, thread)?;
        restored::admit::<Identity>(&self.env, line, thread, after_seq)?;
        shard::within(&kept.state, after_seq, Code::ResumeAhead)?;
        self.lines.replay(line, thread, entries::after(sql, thread, after_seq, REPLAY_ENTRIES)?);
        self.lines.answer(line, &ServerFrame::CaughtUp { thread: self.with_marks(&kept)? });
        Ok(())
    }
}
