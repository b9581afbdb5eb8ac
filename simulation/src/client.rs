//! A tab with a widget, or a console: `protocol::delivery` and a shell around it.
//!
//! The shell does what the shells of the product do with its news: follows the thread that its first message began,
//! begins anew where a thread takes no more, gives unsent messages back after a reload under their old ids. Its clock
//! is its own. Knows no network.

use std::collections::{BTreeMap, BTreeSet};

use conversation::ids::{ChatflowId, ClientMessageId, ThreadId, VisitorId};
use protocol::code::Code;
use protocol::delivery::{Delivery, Draft, Input, News};
use protocol::frame::{Agent, Marks, Row, ThreadState};

use crate::chance::Chance;
use crate::edge_side::platform::SocketId;
use crate::ledger::{Ledger, Written};

/// Whose tab it is.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    Visitor(VisitorId),
    Agent(Agent),
}

/// Characters of three bytes each in a message of somebody who is long-winded.
const LONG_WINDED: usize = 9_000;

/// One tab.
pub(crate) struct Client {
    pub(crate) number: usize,
    pub(crate) who: Who,
    pub(crate) delivery: Delivery,
    pub(crate) socket: Option<SocketId>,
    /// When it wants to be woken, by its own clock.
    pub(crate) bell: Option<u64>,
    /// Grows with every bell: an older one rings for nobody.
    pub(crate) bells: u64,
    /// How far its clock is ahead of the world's.
    ahead: i64,
    latest: u64,
    pub(crate) asleep_until: u64,
    /// What it shows: thread → the last place.
    pub(crate) views: BTreeMap<ThreadId, u64>,
    /// A visitor's own thread.
    pub(crate) thread: Option<ThreadId>,
    pub(crate) known: BTreeSet<ThreadId>,
    pub(crate) rows: BTreeMap<ThreadId, Row>,
    /// How far the two sides of what it follows have come, as it shows them.
    marks: BTreeMap<ThreadId, Marks>,
    pub(crate) is_long_winded: bool,
    /// Threads' status and assignee, as it shows them.
    pub(crate) states: BTreeMap<ThreadId, ThreadState>,
    /// Refused for good and begun anew under another id.
    replaced: BTreeSet<ClientMessageId>,
    written: u64,
    /// Grows when another tab takes its outbox over: what is written from then on has an order of its own.
    outboxes: usize,
    /// Which session it is in, counted.
    pub(crate) session: u32,
    /// Asks for the list of threads until it has it.
    pub(crate) wants_list: bool,
}

impl Client {
    pub(crate) fn new(number: usize, who: Who, ahead: i64) -> Self {
        let delivery = Delivery::new(token(&who));
        Self {
            number,
            who,
            delivery,
            socket: None,
            bell: None,
            bells: 0,
            ahead,
            latest: 0,
            asleep_until: 0,
            views: BTreeMap::new(),
            thread: None,
            known: BTreeSet::new(),
            rows: BTreeMap::new(),
            marks: BTreeMap::new(),
            is_long_winded: false,
            states: BTreeMap::new(),
            replaced: BTreeSet::new(),
            written: 0,
            outboxes: 0,
            session: 0,
            wants_list: false,
        }
    }

    /// The session a console is in.
    pub(crate) fn session(&self) -> String {
        format!("{}-{}", self.number, self.session)
    }

    /// What its clock says: never less than before.
    pub(crate) fn clock(&mut self, now: u64) -> u64 {
        self.latest = self.latest.max(now.saturating_add_signed(self.ahead));
        self.latest
    }

    /// When its clock will say so, by the world's.
    pub(crate) fn world_time(&self, at: u64) -> u64 {
        at.saturating_add_signed(-self.ahead)
    }

    /// Its clock jumps ahead, or stood still.
    pub(crate) fn jump(&mut self, by: i64) {
        self.ahead = (self.ahead + by).max(0);
    }

    pub(crate) fn is_visitor(&self) -> bool {
        matches!(self.who, Who::Visitor(_))
    }

    /// What it keeps over a reload.
    pub(crate) fn outbox(&self) -> Vec<Draft> {
        let unsent = self.delivery.unsent();
        unsent.filter(|draft| !self.replaced.contains(&draft.client_message_id)).cloned().collect()
    }

    /// What it has not sent is another tab's from now on.
    pub(crate) fn gives_away(&mut self) -> Vec<Draft> {
        let outbox = self.outbox();
        self.outboxes += 1;
        self.delivery = Delivery::new(token(&self.who));
        outbox
    }

    /// The page is loaded again: only what was kept comes back, under its old ids.
    pub(crate) fn reload(&mut self, others: Vec<Draft>) -> Vec<Input> {
        let kept = self.outbox();
        self.delivery = Delivery::new(token(&self.who));
        self.bell = None;
        self.bells += 1;
        self.views.clear();
        self.marks.clear();
        self.rows.clear();
        self.states.clear();
        let mut inputs: Vec<Input> = others.into_iter().chain(kept).map(Input::Submit).collect();
        if let Some(thread) = self.thread.clone() {
            inputs.push(self.follow(thread, 0));
        }
        inputs.push(Input::Start);
        inputs
    }

    pub(crate) fn follow(&mut self, thread: ThreadId, after_seq: u64) -> Input {
        self.views.insert(thread.clone(), after_seq);
        self.marks.remove(&thread);
        Input::Follow { thread, after_seq }
    }

    pub(crate) fn unfollow(&mut self, thread: ThreadId) -> Input {
        self.views.remove(&thread);
        Input::Unfollow(thread)
    }

    /// Somebody writes.
    pub(crate) fn write(
        &mut self,
        ledger: &mut Ledger,
        chance: &mut Chance,
        thread: Option<ThreadId>,
    ) -> Input {
        self.written += 1;
        let mut text = format!("{}.{}", self.number, self.written);
        if self.is_long_winded {
            text.push_str(&"\u{20ac}".repeat(LONG_WINDED));
        }
        let client_message_id = ClientMessageId::from_random(chance.bits());
        let written =
            Written { text: text.clone(), tab: self.number + self.outboxes * 1_000, number: self.written };
        ledger.written.insert(client_message_id.clone(), written);
        let chatflow = ChatflowId::parse("shop").ok();
        let attachments = Vec::new();
        Input::Submit(Draft {
            client_message_id,
            thread,
            chatflow,
            text,
            attachments,
            page: None,
            consent: None,
            reply_to: None,
        })
    }

    /// A piece of news, and what the shell has to say to it.
    pub(crate) fn hear(&mut self, ledger: &mut Ledger, chance: &mut Chance, news: News) -> Vec<Input> {
        let who = self.number;
        match news {
            News::Welcome { threads, .. } => {
                self.known.extend(threads.into_iter().map(|thread| thread.id));
                self.wants_list = !self.is_visitor();
            }
            News::Entry { thread, entry } => {
                let side = (who, self.is_visitor());
                ledger.shows(side, &thread, self.views.get(&thread).copied(), &entry);
                self.views.insert(thread, entry.seq);
            }
            News::Acked { client_message_id, thread, seq } => {
                ledger.believes(who, &client_message_id, &thread, seq);
                if self.is_visitor() && self.thread.as_ref() != Some(&thread) {
                    self.thread = Some(thread.clone());
                    self.known.insert(thread.clone());
                    if !self.views.contains_key(&thread) {
                        return vec![self.follow(thread, 0)];
                    }
                }
            }
            News::Failed { client_message_id, code: Some(Code::ThreadClosed) } if self.is_visitor() => {
                ledger.refused.insert(client_message_id.clone());
                self.replaced.insert(client_message_id);
                let mut inputs = Vec::new();
                if let Some(thread) = self.thread.take() {
                    inputs.push(self.unfollow(thread));
                }
                inputs.push(self.write(ledger, chance, None));
                return inputs;
            }
            News::Failed { client_message_id, code } => {
                ledger.breaks(|| format!("(5) {client_message_id} of client {who} is refused: {code:?}"));
            }
            News::StartOver(thread) => {
                ledger.breaks(|| format!("(3) client {who} has more of {thread} than there is"));
            }
            News::Row(row) => self.has_row(*row),
            News::Marks { thread, marks } => {
                let before = self.marks.insert(thread.clone(), marks);
                ledger.shows_marks(who, &thread, before, marks);
            }
            News::Lagged => self.wants_list = !self.is_visitor(),
            News::Typing { thread, from: Some(from) } => {
                let of_visitor = from == protocol::frame::Author::Visitor;
                if of_visitor == self.is_visitor() {
                    ledger.breaks(|| format!("(6) client {who} sees their own side type in {thread}"));
                }
            }
            News::State(state) => {
                self.states.insert(state.id.clone(), state);
            }
            _ => {}
        }
        Vec::new()
    }

    /// Whether a message was refused for good and said again under another id.
    pub(crate) fn gave_up(&self, id: &ClientMessageId) -> bool {
        self.replaced.contains(id)
    }

    /// An older row never replaces a newer one.
    pub(crate) fn has_row(&mut self, row: Row) {
        self.known.insert(row.thread.clone());
        let older = self.rows.get(&row.thread).is_none_or(|known| known.revision < row.revision);
        if older {
            self.rows.insert(row.thread.clone(), row);
        }
    }
}

fn token(who: &Who) -> Option<String> {
    match who {
        Who::Visitor(visitor) => Some(visitor.to_string()),
        Who::Agent(_) => None,
    }
}
