//! The `Threads` object: one shard of an inbox, with its threads and its visitors' lines.
//!
//! A message is decided, stored, acknowledged, shown — in this order. What agents do arrives from the `Inbox` object.

mod bot;
mod claim;
mod consent;
mod desk;
mod files;
mod form;
mod listed;
mod marks;
mod outbox;
mod poll;
mod quick;
mod redaction;
mod revise;
mod roster;
mod subscriptions;
mod transcripts;
mod visitor;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use conversation::ids::{AccountId, InboxId, ThreadId, VisitorId};
use conversation::thread::{Agent, Command};
use protocol::code::{Code, close};
use protocol::frame::{Author, Mark, ServerFrame};
use protocol::limits::RATE_WINDOW_MS;
use protocol::rest::Log;
use protocol::visitor::VisitorLog;
use worker::{
    DurableObject, Env, Request, Response, Socket, State, WebSocket, WebSocketIncomingMessage, durable_object,
};

use super::address::Address;
use super::call::bot::RunBot;
use super::call::colleagues::{RouteThread, ShowTeam};
use super::call::desk::EraseShard;
use super::call::files::CarriedFiles;
use super::call::rebuild::ReadRows;
use super::call::receipts::{ListReceipts, ReceiptsPage};
use super::call::visitor::{LabelOwn, ListOwn, PartOwn, RateOwn, ReadOwnLog, ReviseOwn};
use super::call::{
    Act, ActOn, AgentReceived, AgentTypes, Call, Drain, IsHere, PollVisitor, ReadFacts, ReadLog, Replied,
    Reply, TellInbox, ThreadFacts,
};
use super::line::Line;
use super::lines::Lines;
use super::link;
use super::polls::Polls;
use super::serve::{Database, answer, own_name, verb};
use crate::error::Error;
use crate::platform::clock::now_ms;
use crate::platform::{alarm, incoming, log, random, reply, settings};
use crate::shard::consent::InForce;
use crate::shard::live::Live;
use crate::shard::outbox::{FIRST_RETRY_MS, LAST_RESORT_MS};
use crate::shard::overview;
use crate::shard::owner::{self, Owner};
use crate::shard::pace::Pace;
use crate::shard::redaction::Masking;
use crate::shard::turns::Turns;
use crate::shard::{self, Done, Said};
use crate::store::migrate;
use crate::store::threads::{self as rows, bots, consents, entries, receipts, subscribed};
use bot::Errands;
use outbox::Outbox;
use roster::Roster;
use visitor::Identity;

/// Clients spread their return over this time after a restart.
const DRAIN_SPREAD_MS: u64 = 2_000;
/// A visitor is shown as typing at most so often. Less than widgets wait, so that theirs always pass.
const TYPING_GAP_MS: u64 = 2_000;

/// One per shard of an inbox.
#[durable_object]
pub struct Threads {
    state: State,
    env: Env,
    database: Database,
    outbox: Rc<Outbox>,
    live: Rc<Live>,
    lines: Lines<Identity>,
    polls: Polls,
    roster: RefCell<Roster>,
    pace: RefCell<Pace<VisitorId>>,
    typing_pace: RefCell<Pace<VisitorId>>,
    turns: Turns,
    errands: Errands,
    in_force: RefCell<InForce>,
    masking: RefCell<Masking>,
    /// When the alarm rings, where this instance set it.
    alarm_at: Cell<Option<u64>>,
}

impl DurableObject for Threads {
    fn new(state: State, env: Env) -> Self {
        link::answer_pings(&state);
        Self {
            database: Database::new(&state, migrate::THREADS),
            outbox: Rc::new(Outbox::new(env.clone(), &state.storage())),
            live: Rc::default(),
            lines: Lines::new(&env, |held| held.identity.is_some()),
            polls: Polls::default(),
            roster: RefCell::default(),
            pace: RefCell::new(Pace::new(settings::messages_per_window(&env), RATE_WINDOW_MS)),
            typing_pace: RefCell::new(Pace::new(1, TYPING_GAP_MS)),
            turns: Turns::default(),
            errands: Errands::default(),
            in_force: RefCell::default(),
            masking: RefCell::default(),
            alarm_at: Cell::new(None),
            state,
            env,
        }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let id = incoming::request_id(&request);
        let result = self.route(&mut request).await;
        Ok(result.unwrap_or_else(|error| reply::failure(&error, &id, &[])))
    }

    async fn alarm(&self) -> worker::Result<Response> {
        if let Err(error) = self.rung().await {
            log(&error, &random::request_id());
            // The platform gives up after six failures; we do not.
            if let Err(error) = self.ring_by(now_ms() + LAST_RESORT_MS) {
                log(&error, &random::request_id());
            }
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
        // After a restart everybody comes back: nobody need hear that they left.
        let line = Line::Socket(socket);
        self.left(&line, code != usize::from(close::RESTART));
        link::answer_close(&line, code);
        Ok(())
    }

    async fn websocket_error(&self, socket: WebSocket, _: worker::Error) -> worker::Result<()> {
        self.left(&Line::Socket(socket), true);
        Ok(())
    }

    async fn connect(&self, _: Socket) -> worker::Result<()> {
        Err(worker::Error::RustError("this object speaks HTTP".to_owned()))
    }
}

impl Threads {
    /// Whose shard this is.
    fn place(&self) -> Result<(AccountId, InboxId, u16), Error> {
        let name = own_name(&self.state)?;
        Address::parse_threads(&name).ok_or_else(|| Error::fault("a shard's name", name))
    }

    async fn route(&self, request: &mut Request) -> Result<Response, Error> {
        match verb(request).as_str() {
            Reply::VERB => answer(request, async |call: Reply| self.reply(call).await).await,
            CarriedFiles::VERB => {
                answer(request, async |call: CarriedFiles| {
                    Ok(entries::files(self.database.get()?, &call.thread)?)
                })
                .await
            }
            ActOn::VERB => {
                answer(request, async |ActOn { thread, act, by }| {
                    let (sql, by) = (self.database.get()?, Agent::from(&by));
                    let command = match act {
                        Act::Assign(to) => {
                            let to = Owner::from(to.as_ref());
                            return self.settle(owner::assign(sql, &thread, to, by, now_ms())?);
                        }
                        Act::AssignTeam(team) => {
                            return self.settle(owner::assign(
                                sql,
                                &thread,
                                Owner::Team(team),
                                by,
                                now_ms(),
                            )?);
                        }
                        Act::Close => Command::Close { by },
                        Act::Reopen => Command::Reopen { by },
                        Act::Block => {
                            return self.settle(shard::block(sql, &thread, true, &by, None, now_ms())?);
                        }
                        Act::Unblock => {
                            return self.settle(shard::block(sql, &thread, false, &by, None, now_ms())?);
                        }
                        Act::Desk(act) => {
                            return self.settle(shard::desk::act(sql, &thread, act, by, now_ms())?);
                        }
                        Act::Run(run) => {
                            return self.settle(shard::macros::run(sql, &thread, *run, by, now_ms())?);
                        }
                        Act::TakeOver => {
                            return self.settle(shard::bot::take_over(sql, &thread, by, now_ms())?);
                        }
                    };
                    self.settle(shard::act(sql, &thread, command, now_ms())?)
                })
                .await
            }
            RouteThread::VERB => answer(request, async |call: RouteThread| self.routed(call)).await,
            ShowTeam::VERB => {
                answer(request, async |_: ShowTeam| {
                    self.show_team();
                    Ok(())
                })
                .await
            }
            ReadLog::VERB => {
                answer(request, async |ReadLog { thread, after_seq, limit }| {
                    let sql = self.database.get()?;
                    let kept = rows::thread(sql, &thread)?.ok_or_else(Error::not_found)?;
                    shard::within(&kept.state, after_seq, Code::ResumeAhead)?;
                    let entries = entries::after(sql, &thread, after_seq, limit)?;
                    let annotations = shard::desk::beside(sql, &kept, after_seq, &entries)?;
                    Ok(Log { thread: self.with_marks(&kept)?, entries, annotations })
                })
                .await
            }
            ReadFacts::VERB => answer(request, async |call: ReadFacts| self.facts(&call.thread)).await,
            AgentReceived::VERB => {
                answer(request, async |AgentReceived { thread, seq, by, read }| {
                    let kept = rows::thread(self.database.get()?, &thread)?.ok_or_else(Error::not_found)?;
                    let mark = Mark { received: seq, read: if read { seq } else { 0 } };
                    self.reached(&kept, Some(by), mark)
                })
                .await
            }
            AgentTypes::VERB => {
                answer(request, async |AgentTypes { thread, by }| {
                    let kept = rows::thread(self.database.get()?, &thread)?.ok_or_else(Error::not_found)?;
                    let from = Author::Agent { id: by.id, name: by.name };
                    let frame = ServerFrame::Typing { thread, from };
                    self.show_visitor(&kept.visitor, &[frame.to_json()])
                })
                .await
            }
            IsHere::VERB => answer(request, async |call: IsHere| self.is_here(&call.thread)).await,
            ListOwn::VERB => {
                answer(request, async |call: ListOwn| {
                    let (sql, later) = (self.database.get()?, &self.outbox.shard.later);
                    Ok(overview::of(sql, &later.borrow(), &call.visitor)?)
                })
                .await
            }
            PartOwn::VERB => {
                answer(request, async |PartOwn { visitor, instead }| {
                    let sql = self.database.get()?;
                    let (changed, left) = shard::part::part(sql, &visitor, &instead, now_ms())?;
                    self.tell_soon(changed)?;
                    Ok(left)
                })
                .await
            }
            ReadOwnLog::VERB => {
                answer(request, async |ReadOwnLog { visitor, thread, after_seq, limit }| {
                    let sql = self.database.get()?;
                    let kept = shard::owned(sql, &visitor, &thread)?;
                    shard::within(&kept.state, after_seq, Code::ResumeAhead)?;
                    let entries = entries::after(sql, &thread, after_seq, limit)?;
                    Ok(VisitorLog { thread: kept.to_wire(), entries })
                })
                .await
            }
            RateOwn::VERB => {
                answer(request, async |call: RateOwn| {
                    let RateOwn { visitor, thread, scales, score, comment } = call;
                    let asked = |chatflow: &str| {
                        scales.iter().find(|(asks, _)| asks.as_str() == chatflow).map(|(_, scale)| *scale)
                    };
                    let given = (score, comment.as_deref());
                    let done =
                        shard::rating::rate(self.database.get()?, &visitor, &thread, asked, given, now_ms())?;
                    self.settle(done).map(drop)
                })
                .await
            }
            ReviseOwn::VERB => answer(request, async |call: ReviseOwn| self.revised(call).await).await,
            LabelOwn::VERB => {
                answer(request, async |LabelOwn { visitor, thread, add, remove }| {
                    let sql = self.database.get()?;
                    self.settle(shard::desk::label_own(sql, &visitor, &thread, (add, remove), now_ms())?)
                        .map(drop)
                })
                .await
            }
            ListReceipts::VERB => answer(request, async |call: ListReceipts| self.receipts(call)).await,
            PollVisitor::VERB => answer(request, async |call: PollVisitor| self.polled(call).await).await,
            RunBot::VERB => answer(request, async |call: RunBot| self.run_bot(&call.thread).await).await,
            EraseShard::VERB => answer(request, async |_: EraseShard| self.erase()).await,
            ReadRows::VERB => answer(request, async |call| self.listed(&call)).await,
            Drain::VERB => {
                answer(request, async |_: Drain| Ok(link::drain(&self.everybody(), DRAIN_SPREAD_MS))).await
            }
            verb => self.route_transcripts(verb, request).await,
        }
    }

    fn facts(&self, thread: &ThreadId) -> Result<ThreadFacts, Error> {
        let sql = self.database.get()?;
        let kept = rows::thread(sql, thread)?.ok_or_else(Error::not_found)?;
        let consents = consents::of(sql, thread)?;
        let contact = kept.contact.map(|contact| contact.id);
        let subscriptions = subscribed::of(sql, thread)?;
        Ok(ThreadFacts { visitor: kept.visitor.short(), contact, page: kept.page, consents, subscriptions })
    }

    /// Receipts of these threads, or of those behind one.
    fn receipts(&self, call: ListReceipts) -> Result<ReceiptsPage, Error> {
        let (sql, (_, inbox, _)) = (self.database.get()?, self.place()?);
        let (threads, next) = match call.threads {
            Some(threads) => (threads, None),
            None => {
                let threads = receipts::threads(sql, call.after.as_ref(), call.limit)?;
                let is_full = u32::try_from(threads.len()).is_ok_and(|got| got >= call.limit);
                let next = threads.last().cloned().filter(|_| is_full);
                (threads, next)
            }
        };
        let mut lines = Vec::new();
        for thread in threads {
            lines.extend(receipts::of(sql, &inbox, &thread)?);
        }
        Ok(ReceiptsPage { lines, next })
    }

    async fn reply(&self, call: Reply) -> Result<Replied, Error> {
        let Reply { thread, client_message_id, text, attachments, by, reply_to } = call;
        let text = files::text_of(&text, &attachments)?;
        let attachments = self.claimed_by_agent(&by.id, &thread, &client_message_id, attachments).await?;
        let (said, by) = (Said { text, attachments, form: Vec::new(), reply_to }, Agent::from(&by));
        let done = shard::reply(self.database.get()?, by, &thread, client_message_id, said, now_ms())?;
        let sent = done.message.clone().ok_or_else(|| Error::fault("a reply", "it left no message"))?;
        self.show(&done)?;
        self.come_back()?;
        // The inbox hears it with the answer. The outbox keeps it too, for the case that the answer is lost.
        let news = self.outbox.news(&self.place()?.1, &done.thread.id)?;
        Ok(Replied { seq: sent.seq, at: sent.at, news })
    }

    /// A rule gives a thread to somebody. The inbox hears it with the answer, as it does a reply.
    fn routed(&self, call: RouteThread) -> Result<Option<TellInbox>, Error> {
        let RouteThread { thread, from, to } = call;
        let command = Command::Route { from, to: to.as_ref().map(Agent::from) };
        let done = shard::act(self.database.get()?, &thread, command, now_ms())?;
        self.show(&done)?;
        self.come_back()?;
        self.outbox.news(&self.place()?.1, &thread)
    }

    /// Shows what was stored to the thread's visitor, and sees to it that the inbox hears of it.
    fn settle(&self, done: Done) -> Result<protocol::frame::ThreadState, Error> {
        let state = done.thread.to_wire();
        self.show(&done)?;
        self.run_bot_soon(&done.thread.id)?;
        self.address_soon()?;
        self.tell_soon(vec![done.thread.id])?;
        Ok(state)
    }

    /// Sees to it that the inbox hears of threads.
    fn tell_soon(&self, threads: Vec<ThreadId>) -> Result<(), Error> {
        self.come_back()?;
        let (account, inbox, _) = self.place()?;
        let (outbox, inbox) = (Rc::clone(&self.outbox), (account, inbox));
        self.state.wait_until(async move {
            for thread in threads {
                // What fails stays in the outbox, and the alarm is set.
                outbox.tell(&inbox, &thread).await;
            }
        });
        Ok(())
    }

    /// Sees to it that what is left open is looked at again. Called before anything is awaited: alarm and writes
    /// commit with the rows of this turn.
    fn come_back(&self) -> Result<(), Error> {
        self.outbox.shard.later.borrow_mut().write(self.database.get()?)?;
        self.ring_by(now_ms() + FIRST_RETRY_MS)
    }

    /// Everybody's lines, those without a hello too.
    fn everybody(&self) -> Vec<Line> {
        Line::sockets(&self.state).chain(self.polls.lines()).collect()
    }

    /// A line is gone.
    fn left(&self, line: &Line, tell: bool) {
        self.lines.forget(line);
        let gone = self.roster.borrow_mut().forget(&self.state, line);
        if let Some(visitor) = gone.filter(|_| tell) {
            self.presence(&visitor, false);
        }
    }

    fn show(&self, done: &Done) -> Result<(), Error> {
        let thread = &done.thread.id;
        let mut frames: Vec<String> = done
            .entries
            .iter()
            .map(|entry| ServerFrame::Entry { thread: thread.clone(), entry: entry.clone() }.to_json())
            .collect();
        if done.changes_state() {
            frames.push(ServerFrame::State { thread: done.thread.to_wire() }.to_json());
        }
        if frames.is_empty() {
            return Ok(());
        }
        self.show_visitor(&done.thread.visitor, &frames)
    }

    /// The alarm rings by `at`, or earlier where something else is due.
    fn ring_by(&self, at: u64) -> Result<(), Error> {
        let now = now_ms();
        // One whose time has come is about to ring, or was lost on the way: setting it again is right for both.
        let set = self.alarm_at.get().filter(|set| *set > now);
        if set.is_some_and(|set| set <= at) {
            return Ok(());
        }
        let at = if set.is_none() {
            // A new instance does not know what the one before it had set.
            let due = self.due()?.unwrap_or(at);
            at.min(due).min(self.lines.look(&self.state, now).unwrap_or(at))
        } else {
            at
        };
        alarm::ring_at(&self.state.storage(), at)?;
        self.alarm_at.set(Some(at));
        Ok(())
    }

    /// When something is due beside the lines: a telling, or what a bot asked for.
    fn due(&self) -> Result<Option<u64>, Error> {
        let bots = bots::next_due(self.database.get()?)?;
        Ok([self.next_due()?, bots].into_iter().flatten().min())
    }

    async fn rung(&self) -> Result<(), Error> {
        self.alarm_at.set(None);
        self.forget_who_left();
        self.lines.look(&self.state, now_ms());
        let (account, inbox, _) = self.place()?;
        self.run_due_bots()?;
        self.close_the_silent()?;
        self.address_transcripts().await?;
        self.overdue(&(account.clone(), inbox.clone())).await?;
        self.outbox.tell_due(&(account, inbox)).await?;
        let look_at = self.lines.look(&self.state, now_ms());
        let next = [self.due()?, look_at].into_iter().flatten().min();
        match next {
            Some(at) => self.ring_by(at.max(now_ms() + 1)),
            None => Ok(()),
        }
    }
}
