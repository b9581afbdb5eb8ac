//! The `Inbox` object: the index of an inbox's threads, and its agents' lines.
//!
//! Shards tell it of every change, at least once; it keeps the newest and shows it to the agents. What agents do goes
//! on to the shard that keeps the thread, and comes back as such a telling. Who is a member is the account's to say:
//! a request that reaches this object was let through already, and a line ends with its session.

pub(crate) mod agent;
mod bot;
mod events;
mod model;
mod poll;
mod rebuild;
mod routing;
mod viewing;

use std::cell::{Cell, RefCell};

use conversation::ids::{AccountId, AgentId, InboxId, ThreadId};
use protocol::frame::{Agent, Author, ServerFrame};
use protocol::limits::HELLO_MS;
use protocol::rest::Rows;
use worker::{
    DurableObject, Env, Request, Response, Socket, State, WebSocket, WebSocketIncomingMessage, durable_object,
};

use super::address::Address;
use super::call::bot::IsReachable;
use super::call::colleagues::{
    ExplainRouting, ListColleagues, ReadCrew, ReadWeek, TellColleagues, TellElsewhere,
};
use super::call::rebuild::Rebuild;
use super::call::{
    ActOn, Call, Drain, DropSession, ForwardAct, ForwardFacts, ForwardLog, ListRows, PollAgent, ReadFacts,
    ReadLog, ShowPassing, TellInbox,
};
use super::line::Line;
use super::lines::Lines;
use super::link::{self, Held};
use super::polls::Polls;
use super::serve::{Database, answer, own_name, verb};
use crate::error::Error;
use crate::index;
use crate::index::routing::next_due;
use crate::platform::clock::now_ms;
use crate::platform::{alarm, incoming, log, random, reply};
use crate::shard::pace::Pace;
use crate::store::inbox::{self as rows, erase, events as happened};
use crate::store::migrate;
use agent::Identity;

/// Clients spread their return over this time after a restart.
const DRAIN_SPREAD_MS: u64 = 2_000;
/// An agent is shown as typing at most so often. Less than consoles wait, so that theirs always pass.
const TYPING_GAP_MS: u64 = 2_000;

/// One per inbox.
#[durable_object]
pub struct Inbox {
    state: State,
    env: Env,
    database: Database,
    lines: Lines<Identity>,
    polls: Polls,
    typing_pace: RefCell<Pace<AgentId>>,
    /// When the alarm rings, where this instance set it.
    alarm_at: Cell<Option<u64>>,
}

impl DurableObject for Inbox {
    fn new(state: State, env: Env) -> Self {
        link::answer_pings(&state);
        Self {
            database: Database::new(&state, migrate::INBOX),
            lines: Lines::new(&env, agent::has_said_hello),
            polls: Polls::default(),
            typing_pace: RefCell::new(Pace::new(1, TYPING_GAP_MS)),
            alarm_at: Cell::new(None),
            state,
            env,
        }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let id = incoming::request_id(&request);
        let result = if incoming::wants_socket(&request) {
            self.open(&request).await
        } else {
            self.route(&mut request, &id).await
        };
        Ok(result.unwrap_or_else(|error| reply::failure(&error, &id, &[])))
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.alarm_at.set(None);
        if let Err(error) = self.see_to_routing().await {
            log(&error, &random::request_id());
            if let Err(error) = self.ring_by(now_ms() + routing::RETRY_MS) {
                log(&error, &random::request_id());
            }
        }
        if let Some(next) = self.lines.look(&self.state, now_ms())
            && let Err(error) = self.ring_by(next)
        {
            log(&error, &random::request_id());
        }
        if let Err(error) = self.work_off().await {
            log(&error, &random::request_id());
        }
        if let Err(error) = self.tell_events().await {
            log(&error, &random::request_id());
        }
        Response::empty()
    }

    async fn websocket_message(
        &self,
        socket: WebSocket,
        message: WebSocketIncomingMessage,
    ) -> worker::Result<()> {
        self.heard(&Line::Socket(socket), message).await;
        Ok(())
    }

    async fn websocket_close(
        &self,
        socket: WebSocket,
        code: usize,
        _: String,
        _: bool,
    ) -> worker::Result<()> {
        let line = Line::Socket(socket);
        self.lines.forget(&line);
        link::answer_close(&line, code);
        self.looks_away(&line);
        Ok(())
    }

    async fn websocket_error(&self, socket: WebSocket, _: worker::Error) -> worker::Result<()> {
        let line = Line::Socket(socket);
        self.lines.forget(&line);
        self.looks_away(&line);
        Ok(())
    }

    async fn connect(&self, _: Socket) -> worker::Result<()> {
        Err(worker::Error::RustError("this object speaks HTTP".to_owned()))
    }
}

impl Inbox {
    /// Whose inbox this is.
    fn place(&self) -> Result<(AccountId, InboxId), Error> {
        let name = own_name(&self.state)?;
        Address::parse_inbox(&name).ok_or_else(|| Error::fault("an inbox's name", name))
    }

    /// Opens an agent's socket. The Worker has checked the session and says whose it is.
    async fn open(&self, request: &Request) -> Result<Response, Error> {
        let who = incoming::header(request, agent::HEADER).unwrap_or_default();
        let identity = Identity::from_header(&who)?;
        let tag = agent::session_tag(&identity.session);
        let (line, response) = link::accept(&self.state, &[&tag], String::new(), Some(identity))?;
        self.lines.opened(now_ms());
        self.ring_by(now_ms() + HELLO_MS)?;
        self.check_session(&line).await?;
        Ok(response)
    }

    fn ring_by(&self, at: u64) -> Result<(), Error> {
        let now = now_ms();
        let at = match self.alarm_at.get() {
            // Its time has come: it is about to ring, or was lost on the way. Setting it again is right for both.
            Some(set) if set <= now => now,
            Some(set) if set <= at => return Ok(()),
            Some(_) => at,
            // A new instance does not know what the one before it had set.
            None => {
                let routing = next_due(self.database.get()?, self.moment())?;
                let look = self.lines.look(&self.state, now);
                let events = happened::next_due(self.database.get()?, now)?;
                [Some(at), routing, look, events].into_iter().flatten().min().unwrap_or(at)
            }
        };
        alarm::ring_at(&self.state.storage(), at)?;
        self.alarm_at.set(Some(at));
        Ok(())
    }

    async fn route(&self, request: &mut Request, request_id: &str) -> Result<Response, Error> {
        match verb(request).as_str() {
            TellInbox::VERB => answer(request, async |call: TellInbox| self.told(call)).await,
            ListRows::VERB => answer(request, async |call: ListRows| self.rows(&call)).await,
            ForwardAct::VERB => {
                answer(request, async |ForwardAct { thread, act, by }| {
                    let shard = self.shard_of(&thread)?;
                    shard.ask(&self.env, request_id, &ActOn { thread, act, by }).await
                })
                .await
            }
            ForwardLog::VERB => {
                answer(request, async |ForwardLog { thread, after_seq, limit }| {
                    let shard = self.shard_of(&thread)?;
                    shard.ask(&self.env, request_id, &ReadLog { thread, after_seq, limit }).await
                })
                .await
            }
            ForwardFacts::VERB => {
                answer(request, async |ForwardFacts { thread }| {
                    let shard = self.shard_of(&thread)?;
                    shard.ask(&self.env, request_id, &ReadFacts { thread }).await
                })
                .await
            }
            ShowPassing::VERB => {
                answer(request, async |ShowPassing { frames }| {
                    self.pass(&frames);
                    Ok(())
                })
                .await
            }
            DropSession::VERB => {
                answer(request, async |DropSession { digest }| {
                    let tagged = self.state.get_websockets_with_tag(&agent::session_tag(&digest));
                    let polling = self.polls.lines().into_iter().filter(|line| {
                        let identity = Held::<Identity>::of(line).and_then(|held| held.identity);
                        identity.is_some_and(|identity| identity.session == digest)
                    });
                    for line in tagged.into_iter().map(Line::Socket).chain(polling) {
                        agent::sign_out(&line);
                    }
                    Ok(())
                })
                .await
            }
            IsReachable::VERB => {
                answer(request, async |call: IsReachable| self.is_reachable(request_id, &call).await).await
            }
            TellColleagues::VERB => {
                answer(request, async |call: TellColleagues| self.colleagues_are(call)).await
            }
            TellElsewhere::VERB => {
                answer(request, async |call: TellElsewhere| self.elsewhere_are(&call)).await
            }
            ReadCrew::VERB => answer(request, async |_: ReadCrew| self.crew(request_id).await).await,
            ListColleagues::VERB => {
                answer(request, async |_: ListColleagues| self.colleagues(request_id).await).await
            }
            ExplainRouting::VERB => {
                answer(request, async |ExplainRouting { thread }| {
                    self.shard_of(&thread)?;
                    Ok(index::routing::explain(self.database.get()?, &thread, now_ms())?)
                })
                .await
            }
            ReadWeek::VERB => {
                answer(request, async |call: ReadWeek| self.week(request_id, &call).await).await
            }
            PollAgent::VERB => answer(request, async |call: PollAgent| self.polled(call).await).await,
            Rebuild::VERB => answer(request, async |call| self.rebuild(request_id, call).await).await,
            Drain::VERB => {
                answer(request, async |_: Drain| Ok(link::drain(&self.everybody(), DRAIN_SPREAD_MS))).await
            }
            verb => self.route_model(verb, request).await,
        }
    }

    /// The shard that keeps a thread of this inbox. A thread that is not in the index is nobody's: no object is
    /// reached, let alone created, by a made-up id. Nor by any id once the inbox is deleted.
    fn shard_of(&self, thread: &ThreadId) -> Result<Address, Error> {
        let ((account, inbox), sql) = (self.place()?, self.database.get()?);
        if erase::has_begun(sql)? {
            return Err(Error::not_found());
        }
        rows::row(sql, &inbox, thread)?.ok_or_else(Error::not_found)?;
        Ok(Address::Threads(account, inbox, thread.shard()))
    }

    /// A shard tells of a thread.
    fn told(&self, call: TellInbox) -> Result<(), Error> {
        let frames = index::hear(self.database.get()?, call, self.moment())?;
        // First of all: what is kept by now comes with no repetition.
        if !frames.is_empty() {
            self.show(&frames);
        }
        self.come_back()?;
        self.tell_events_later()?;
        self.read_on_soon()
    }

    /// Everybody's lines, those without a hello too.
    fn everybody(&self) -> Vec<Line> {
        Line::sockets(&self.state).chain(self.polls.lines()).collect()
    }

    /// Shows frames to everybody who has said hello.
    fn show(&self, frames: &[ServerFrame]) {
        let frames: Vec<String> = frames.iter().map(ServerFrame::to_json).collect();
        self.push(|_| frames.iter());
    }

    /// Shows what passes in threads to whoever follows them.
    fn pass(&self, frames: &[ServerFrame]) {
        let frames: Vec<(&ThreadId, String)> =
            frames.iter().filter_map(|frame| Some((index::passes_in(frame)?, frame.to_json()))).collect();
        self.push(|me| {
            let follows = |(thread, _): &&(&ThreadId, String)| me.follows.contains(thread);
            frames.iter().filter(follows).map(|(_, json)| json).collect::<Vec<_>>().into_iter()
        });
    }

    /// Shows those who follow a thread that a colleague types into it.
    fn pass_to_colleagues(&self, thread: &ThreadId, by: &Agent) {
        let from = Author::Agent { id: by.id.clone(), name: by.name.clone() };
        let frame = ServerFrame::Typing { thread: thread.clone(), from }.to_json();
        self.push(|me| (me.id != by.id && me.follows.contains(thread)).then_some(&frame).into_iter());
    }

    fn push<'f, F: Iterator<Item = &'f String>>(&self, frames_for: impl Fn(&Identity) -> F) {
        let now = now_ms();
        let mut lagging = false;
        for line in self.everybody() {
            let held = Held::<Identity>::of(&line).filter(|held| !held.sent_away);
            let Some(me) = held.and_then(|held| held.identity).filter(|me| me.greeted) else { continue };
            for frame in frames_for(&me) {
                lagging |= self.lines.push(&line, frame, now);
            }
        }
        if lagging && let Err(error) = self.ring_by(self.lines.lagging_by(now)) {
            log(&error, &random::request_id());
        }
    }

    fn rows(&self, call: &ListRows) -> Result<Rows, Error> {
        index::list(self.database.get()?, &self.place()?.1, call)
    }
}

/// An agent, as the domain and the wire have them.
fn agent(id: &AgentId, name: &str) -> Agent {
    Agent { id: id.clone(), name: name.to_owned() }
}
