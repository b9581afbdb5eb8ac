//! What agents say over their sockets.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conversation::ids::{AgentId, ThreadId};
use protocol::VERSION;
use protocol::code::{Code, close};
use protocol::frame::{ClientFrame, ServerFrame};
use protocol::limits::REPLAY_ENTRIES;
use serde::{Deserialize, Serialize};
use worker::WebSocketIncomingMessage;

use super::{Inbox, agent};
use crate::error::Error;
use crate::index;
use crate::json::tree;
use crate::objects::address::Address;
use crate::objects::call::{AgentReceived, AgentTypes, FindSession, IsHere, ReadLog, Reply};
use crate::objects::line::Line;
use crate::objects::link::{self, Held};
use crate::objects::restored::{self, Begun};
use crate::platform::clock::now_ms;
use crate::platform::random;

/// Carries an [`Identity`] from the Worker, which checked it, to this object.
pub(crate) const HEADER: &str = "x-parlor-agent";

/// Who an agent's socket belongs to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) id: AgentId,
    pub(crate) name: String,
    /// Digest of the session's token.
    pub(crate) session: String,
    /// When the session ends, in ms.
    pub(crate) expires_at: u64,
    /// Whether they only read (T24).
    #[serde(default)]
    pub(crate) only_reads: bool,
    /// Whether `hello` was said.
    #[serde(default)]
    pub(crate) greeted: bool,
    /// The threads they looked at last, oldest first: what passes in them is shown here.
    #[serde(default)]
    pub(crate) follows: Vec<ThreadId>,
    /// The thread that is on a visible page of theirs (P51).
    #[serde(default)]
    pub(crate) views: Option<ThreadId>,
    /// The threads that were resumed on this line, where that matters.
    #[serde(default)]
    pub(crate) begun: Vec<ThreadId>,
}

impl Begun for Identity {
    fn begun(&mut self) -> &mut Vec<ThreadId> {
        &mut self.begun
    }
}

impl Identity {
    /// As a header: base64, since names are not only Latin letters.
    pub(crate) fn to_header(&self) -> Result<String, Error> {
        let json = serde_json::to_vec(self).map_err(|error| Error::fault("an agent's socket", error))?;
        Ok(URL_SAFE_NO_PAD.encode(json))
    }

    pub(super) fn from_header(header: &str) -> Result<Self, Error> {
        let broken = |error: &dyn std::fmt::Display| Error::fault("an agent's socket", error);
        let json = URL_SAFE_NO_PAD.decode(header).map_err(|error| broken(&error))?;
        tree::from_slice(&json).map_err(|error| broken(&error))
    }
}

/// Finds the sockets of a session.
pub(super) fn session_tag(digest: &str) -> String {
    format!("session:{digest}")
}

/// Whether the socket may hear and say anything yet.
pub(super) fn has_said_hello(held: &Held<Identity>) -> bool {
    held.identity.as_ref().is_some_and(|identity| identity.greeted)
}

impl Inbox {
    /// Answers one message of a socket, whatever it is.
    pub(super) async fn heard(&self, line: &Line, message: WebSocketIncomingMessage) {
        let held = Held::<Identity>::of(line);
        let Some((mut held, me)) = held.and_then(|held| held.identity.clone().map(|me| (held, me))) else {
            return link::dismiss(line, Code::AuthRequired, "sign in again", close::AUTH);
        };
        // Their close is under way, and nobody has to answer it: what they say until then counts no more.
        if held.sent_away {
            return;
        }
        // To the reader of frames, who has not said hello is nobody yet.
        held.identity = Some(me.clone()).filter(|me| me.greeted);
        let Some(frame) = link::read(line, &mut held, message) else { return };
        let reference = frame.reference();
        let result = if now_ms() >= me.expires_at {
            Err(Error::rejected(Code::AuthRequired, "the session has ended"))
        } else if me.greeted {
            self.said(line, &me, frame).await
        } else {
            self.greet(line, held, me, &frame)
        };
        if let Err(error) = result {
            self.lines.refuse(line, &error, reference);
        }
    }

    async fn said(&self, line: &Line, me: &Identity, frame: ClientFrame) -> Result<(), Error> {
        match frame {
            ClientFrame::Post { .. } if me.only_reads => {
                Err(Error::rejected(Code::Forbidden, "your role does not allow this"))
            }
            // Nobody learns that somebody looks on.
            ClientFrame::Received { .. }
            | ClientFrame::Read { .. }
            | ClientFrame::Typing { .. }
            | ClientFrame::Viewing { .. }
                if me.only_reads =>
            {
                Ok(())
            }
            ClientFrame::Post { client_message_id, thread, text, attachments, reply_to, .. } => {
                let thread = thread.ok_or_else(|| {
                    Error::malformed(Code::MissingField, "agents write into a thread").about("thread")
                })?;
                let by = agent(&me.id, &me.name);
                self.posted(line, Reply { thread, client_message_id, text, attachments, by, reply_to }).await
            }
            ClientFrame::Resume { thread, after_seq } => self.resumed(line, thread, after_seq).await,
            ClientFrame::Received { thread, seq } => self.reached(me, thread, seq, false).await,
            ClientFrame::Read { thread, seq } => self.reached(me, thread, seq, true).await,
            ClientFrame::Typing { thread } => {
                let shard = self.shard_of(&thread)?;
                // Who says so too often says nothing more by it.
                if self.typing_pace.borrow_mut().admit(&me.id, now_ms()).is_err() {
                    return Ok(());
                }
                let by = agent(&me.id, &me.name);
                self.pass_to_colleagues(&thread, &by);
                shard.ask(&self.env, &random::request_id(), &AgentTypes { thread, by }).await
            }
            ClientFrame::Viewing { thread } => self.looks_at(line, thread),
            ClientFrame::Have { n } => {
                if self.lines.arrived(line, n, now_ms()) {
                    self.lines.answer(line, &ServerFrame::Abreast);
                }
                Ok(())
            }
            ClientFrame::Ping => self.lines.pinged(line, now_ms()),
            ClientFrame::Email { .. } => {
                Err(Error::malformed(Code::FrameUnknown, "only visitors are asked for their address"))
            }
            ClientFrame::End { .. } => {
                Err(Error::malformed(Code::FrameUnknown, "agents close a thread by its own address"))
            }
            ClientFrame::Hello { .. } => Err(Error::malformed(Code::FrameUnknown, "hello was said")),
            ClientFrame::Unknown => Err(Error::malformed(Code::FrameUnknown, "no frame of this version")),
        }
    }

    async fn posted(&self, line: &Line, call: Reply) -> Result<(), Error> {
        let shard = self.shard_of(&call.thread)?;
        let replied = shard.ask(&self.env, &random::request_id(), &call).await?;
        let Reply { thread, client_message_id, .. } = call;
        self.lines
            .answer(line, &ServerFrame::Ack { client_message_id, thread, seq: replied.seq, at: replied.at });
        replied.news.map_or(Ok(()), |news| self.told(news))
    }

    async fn resumed(&self, line: &Line, thread: ThreadId, after_seq: u64) -> Result<(), Error> {
        let shard = self.shard_of(&thread)?;
        restored::admit::<Identity>(&self.env, line, &thread, after_seq)?;
        follow(line, &thread)?;
        let request_id = random::request_id();
        let call = ReadLog { thread: thread.clone(), after_seq, limit: REPLAY_ENTRIES };
        let log = shard.ask(&self.env, &request_id, &call).await?;
        self.lines.replay(line, &thread, log.entries);
        for annotation in log.annotations {
            self.lines.answer(line, &ServerFrame::Annotation { thread: thread.clone(), annotation });
        }
        self.lines.answer(line, &ServerFrame::CaughtUp { thread: log.thread });
        // Best effort: a shard that does not know says nothing.
        if let Ok(here) = shard.ask(&self.env, &request_id, &IsHere { thread: thread.clone() }).await {
            self.lines.push(line, &ServerFrame::Presence { thread, here }.to_json(), now_ms());
        }
        Ok(())
    }

    async fn reached(&self, me: &Identity, thread: ThreadId, seq: u64, read: bool) -> Result<(), Error> {
        let by = me.id.clone();
        let call = AgentReceived { thread, seq, by, read };
        self.shard_of(&call.thread)?.ask(&self.env, &random::request_id(), &call).await
    }

    fn greet(
        &self,
        line: &Line,
        held: Held<Identity>,
        me: Identity,
        frame: &ClientFrame,
    ) -> Result<(), Error> {
        let ClientFrame::Hello { v, flow, .. } = frame else {
            return Err(Error::rejected(Code::AuthRequired, "the first frame is hello"));
        };
        if *v != VERSION {
            return Err(Error::malformed(
                Code::ProtocolUnsupported,
                format!("this side speaks version {VERSION}"),
            ));
        }
        let agent = Some(me.id.clone());
        let flow = flow.then(Default::default);
        Held { identity: Some(Identity { greeted: true, ..me }), flow, ..held }.keep(line)?;
        self.lines
            .answer(line, &ServerFrame::Welcome { v: VERSION, visitor: None, agent, threads: Vec::new() });
        Ok(())
    }
}

impl Inbox {
    /// Ends a line whose session ended while it was on its way here: the Worker had let it through by then, and whoever
    /// ends a session finds only lines that are here. Asked once it is here, so that one of the two finds it.
    pub(super) async fn check_session(&self, line: &Line) -> Result<(), Error> {
        let Some(me) = Held::<Identity>::of(line).and_then(|held| held.identity) else { return Ok(()) };
        let call = FindSession { digest: me.session };
        let found = Address::Account(self.place()?.0).ask(&self.env, &random::request_id(), &call).await;
        // Where the account does not know, nobody is let in; who was comes back.
        if !matches!(found, Ok(Some(_))) {
            sign_out(line);
        }
        found.map(drop)
    }
}

/// Ends a line whose session has ended.
pub(super) fn sign_out(line: &Line) {
    link::dismiss(line, Code::AuthRequired, "signed out", close::AUTH);
    if let Some(held) = Held::<Identity>::of(line) {
        held.mark_sent_away(line);
    }
}

/// From now on what passes in this thread is shown to this socket.
fn follow(line: &Line, thread: &ThreadId) -> Result<(), Error> {
    let Some(mut held) = Held::<Identity>::of(line) else { return Ok(()) };
    let is_new = held.identity.as_mut().is_some_and(|me| index::follow(&mut me.follows, thread));
    if is_new { held.keep(line) } else { Ok(()) }
}
