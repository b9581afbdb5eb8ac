//! What agents say over their lines.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conversation::ids::{AgentId, ClientMessageId, ThreadId};
use protocol::VERSION;
use protocol::code::{Code, close};
use protocol::frame::{ClientFrame, ServerFrame};
use protocol::limits::PAGE_MAX;
use serde::{Deserialize, Serialize};
use worker::WebSocketIncomingMessage;

use super::{Inbox, agent};
use crate::error::Error;
use crate::objects::call::{AgentReceived, ReadLog, Reply};
use crate::objects::line::Line;
use crate::objects::link::{self, Held};
use crate::platform::clock::now_ms;
use crate::platform::random;

/// Carries an [`Identity`] from the Worker, which checked it, to this object.
pub(crate) const HEADER: &str = "x-parlor-agent";

/// Who an agent's line belongs to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) id: AgentId,
    pub(crate) name: String,
    /// Digest of the session's token.
    pub(crate) session: String,
    /// When the session ends, in ms.
    pub(crate) expires_at: u64,
    /// Whether `hello` was said.
    #[serde(default)]
    pub(crate) greeted: bool,
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
        serde_json::from_slice(&json).map_err(|error| broken(&error))
    }
}

/// Finds the sockets of a session.
pub(super) fn session_tag(digest: &str) -> String {
    format!("session:{digest}")
}

/// Whether the line may hear and say anything yet.
pub(super) fn has_said_hello(held: &Held<Identity>) -> bool {
    held.identity.as_ref().is_some_and(|identity| identity.greeted)
}

impl Inbox {
    /// Answers one message of a line, whatever it is.
    pub(super) async fn heard(&self, line: &Line, message: WebSocketIncomingMessage) {
        let held = Held::<Identity>::of(line);
        let Some((mut held, me)) = held.and_then(|held| held.identity.clone().map(|me| (held, me))) else {
            return link::dismiss(line, Code::AuthRequired, "sign in again", close::AUTH);
        };
        // To the reader of frames, who has not said hello is nobody yet.
        held.identity = Some(me.clone()).filter(|me| me.greeted);
        let Some(frame) = link::read(line, &mut held, message) else { return };
        let reference = link::reference(&frame);
        let result = if now_ms() >= me.expires_at {
            Err(Error::rejected(Code::AuthRequired, "the session has ended"))
        } else if me.greeted {
            self.said(line, &me, frame).await
        } else {
            greet(line, held, me, &frame)
        };
        if let Err(error) = result {
            link::refuse(line, &error, reference);
        }
    }

    async fn said(&self, line: &Line, me: &Identity, frame: ClientFrame) -> Result<(), Error> {
        match frame {
            ClientFrame::Post { client_message_id, thread, text, .. } => {
                let thread = thread.ok_or_else(|| {
                    Error::malformed(Code::MissingField, "agents write into a thread").about("thread")
                })?;
                self.posted(line, me, client_message_id, thread, text).await
            }
            ClientFrame::Resume { thread, after_seq } => self.resumed(line, thread, after_seq).await,
            ClientFrame::Received { thread, seq } | ClientFrame::Read { thread, seq } => {
                let by = me.id.clone();
                self.shard_of(&thread)?
                    .ask(&self.env, &random::request_id(), &AgentReceived { thread, seq, by })
                    .await
            }
            ClientFrame::Typing { .. } | ClientFrame::Have { .. } => Ok(()),
            ClientFrame::Ping => {
                link::send(line, &ServerFrame::Pong);
                Ok(())
            }
            ClientFrame::Email { .. } => {
                Err(Error::malformed(Code::FrameUnknown, "only visitors are asked for their address"))
            }
            ClientFrame::Hello { .. } => Err(Error::malformed(Code::FrameUnknown, "hello was said")),
            ClientFrame::Unknown => Err(Error::malformed(Code::FrameUnknown, "no frame of this version")),
        }
    }

    async fn posted(
        &self,
        line: &Line,
        me: &Identity,
        client_message_id: ClientMessageId,
        thread: ThreadId,
        text: String,
    ) -> Result<(), Error> {
        let (shard, by) = (self.shard_of(&thread)?, agent(&me.id, &me.name));
        let call = Reply { thread: thread.clone(), client_message_id: client_message_id.clone(), text, by };
        let replied = shard.ask(&self.env, &random::request_id(), &call).await?;
        link::send(line, &ServerFrame::Ack { client_message_id, thread, seq: replied.seq, at: replied.at });
        replied.news.map_or(Ok(()), |news| self.told(news))
    }

    async fn resumed(&self, line: &Line, thread: ThreadId, after_seq: u64) -> Result<(), Error> {
        let shard = self.shard_of(&thread)?;
        let request_id = random::request_id();
        let mut reached = after_seq;
        loop {
            let call = ReadLog { thread: thread.clone(), after_seq: reached, limit: PAGE_MAX };
            let log = shard.ask(&self.env, &request_id, &call).await?;
            let at_end = log.entries.is_empty();
            for entry in log.entries {
                reached = entry.seq;
                link::send(line, &ServerFrame::Entry { thread: thread.clone(), entry });
            }
            if at_end || reached >= log.thread.last_seq {
                link::send(line, &ServerFrame::CaughtUp { thread: log.thread });
                return Ok(());
            }
        }
    }
}

fn greet(line: &Line, held: Held<Identity>, me: Identity, frame: &ClientFrame) -> Result<(), Error> {
    let ClientFrame::Hello { v, .. } = frame else {
        return Err(Error::rejected(Code::AuthRequired, "the first frame is hello"));
    };
    if *v != VERSION {
        return Err(Error::malformed(
            Code::ProtocolUnsupported,
            format!("this side speaks version {VERSION}"),
        ));
    }
    let agent = Some(me.id.clone());
    Held { identity: Some(Identity { greeted: true, ..me }), ..held }.keep(line)?;
    link::send(line, &ServerFrame::Welcome { v: VERSION, visitor: None, agent, threads: Vec::new() });
    Ok(())
}
