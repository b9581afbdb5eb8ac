//! The list of threads: which rows, in which order, and how many each view has.
//!
//! Knows rows and views. Does not know where rows come from, or how they are drawn.

use std::collections::{HashMap, HashSet};

use conversation::ids::{AgentId, ThreadId};
use conversation::view::{Seen, Standing, View, shows};
use protocol::frame::{Agent, Row, ThreadState};
use protocol::rest::views::FoundRows;
use protocol::rest::{self, Counts};

use super::found::Found;
use super::steady::Steady;

/// What the list shows: a view with its status filter, or what was looked for, for one agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The view.
    pub view: View,
    /// Open, snoozed or closed.
    pub status: Standing,
    /// What is looked for instead.
    pub found: Option<Found>,
    /// Who looks.
    pub me: AgentId,
}

impl Scope {
    fn has(&self, row: &Row) -> bool {
        in_view(self.view, self.status, &self.me, row)
    }
}

fn in_view(view: View, status: Standing, me: &AgentId, row: &Row) -> bool {
    let assignee = row.assignee.as_ref().map(|agent| &agent.id);
    let (snoozed, archived) = (row.desk.snoozed.is_some(), row.desk.archived_at.is_some());
    let (filtered, with_bot) = (row.filtered, row.is_with_bot());
    shows(view, status, me, Seen { status: row.status, snoozed, assignee, filtered, with_bot, archived })
}

/// What a change means for the counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// They were adjusted, or need not be.
    Exactly,
    /// The row was not known before, so only the server can tell.
    AskAgain,
}

/// All rows heard of, and those of the scope in order: last changed first. What is shown of that order stands still
/// while it is held ([`Steady`]).
#[derive(Clone, Debug)]
pub struct Rows {
    scope: Scope,
    known: HashMap<ThreadId, Row>,
    /// What the edge found; which rows those are only it can tell.
    found: HashSet<ThreadId>,
    /// As it is now.
    live: Vec<ThreadId>,
    steady: Steady,
    counts: Option<Counts>,
    next: Option<String>,
    further: bool,
    beginning: bool,
    loaded: bool,
}

impl Rows {
    /// An empty list that waits for its first page.
    #[must_use]
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            known: HashMap::new(),
            found: HashSet::new(),
            live: Vec::new(),
            steady: Steady::default(),
            counts: None,
            next: None,
            further: false,
            beginning: false,
            loaded: false,
        }
    }

    /// What the list shows.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Turns to another view. What is known of it is there at once; the page that will come completes it.
    pub fn turn_to(&mut self, scope: Scope) {
        self.scope = scope;
        self.found.clear();
        self.next = None;
        (self.further, self.beginning) = (false, false);
        self.loaded = false;
        self.arrange();
        self.steady.settle(&self.live);
    }

    /// Takes the first page of `scope`. What the server no longer lists leaves; rows that changed meanwhile stay new.
    /// A page of another scope, late, only teaches us its rows.
    pub fn first_page(&mut self, scope: &Scope, page: rest::Rows) {
        self.counts = Some(page.counts);
        // Of a list that was not there yet, nothing can slide away.
        let is_first = *scope == self.scope && !self.loaded;
        if *scope == self.scope {
            // Known rows of this view above the page's end should be on it; those that are not have gone.
            let oldest = page.next.as_ref().and_then(|_| page.rows.last().map(|row| row.updated_at));
            let listed: Vec<&ThreadId> = page.rows.iter().map(|row| &row.thread).collect();
            let newest_listed = page.rows.iter().map(|row| row.updated_at).max().unwrap_or(0);
            self.known.retain(|id, row| {
                let expected = scope.has(row)
                    && oldest.is_none_or(|at| row.updated_at > at)
                    && row.updated_at <= newest_listed;
                !expected || listed.contains(&id)
            });
            self.next = page.next;
            self.loaded = true;
        }
        for row in page.rows {
            self.keep(row);
        }
        self.arrange();
        if is_first {
            self.steady.settle(&self.live);
        }
    }

    /// Takes an older page.
    pub fn older_page(&mut self, scope: &Scope, page: rest::Rows) {
        if *scope == self.scope {
            self.next = page.next;
        }
        for row in page.rows {
            self.keep(row);
        }
        self.arrange();
    }

    /// Takes a page of what was found; the first one forgets what was found before.
    pub fn found_page(&mut self, scope: &Scope, page: FoundRows, is_first: bool) {
        if *scope == self.scope {
            if is_first {
                self.found.clear();
            }
            self.found.extend(page.rows.iter().map(|row| row.thread.clone()));
            self.next = page.next;
            (self.further, self.beginning) = (page.further, page.beginning);
        }
        let is_new = *scope == self.scope && !self.loaded;
        self.loaded |= is_new;
        for row in page.rows {
            self.keep(row);
        }
        self.arrange();
        if is_new {
            self.steady.settle(&self.live);
        }
    }

    /// How many there are in each view.
    pub fn count(&mut self, counts: Counts) {
        self.counts = Some(counts);
    }

    /// Takes rows as somebody here expects them to be: the edge's own will replace them.
    pub fn expect(&mut self, rows: Vec<Row>) {
        for row in rows {
            if let Some(before) = self.known.get(&row.thread).cloned() {
                self.recount(&before, &row);
                self.known.insert(row.thread.clone(), row);
            }
        }
        self.arrange();
    }

    /// Takes back what was expected, where nothing has changed since.
    pub fn take_back(&mut self, before: Vec<Row>) {
        let untouched = before
            .into_iter()
            .filter(|row| self.known.get(&row.thread).is_some_and(|known| known.revision == row.revision));
        let untouched = untouched.collect();
        self.expect(untouched);
    }

    /// Takes a row as it stands now. An older one than the one known changes nothing.
    pub fn changed(&mut self, row: Row) -> Counted {
        let before = self.known.get(&row.thread).cloned();
        if before.as_ref().is_some_and(|before| before.revision > row.revision) {
            return Counted::Exactly;
        }
        let counted = match &before {
            Some(before) => {
                self.recount(before, &row);
                Counted::Exactly
            }
            None => Counted::AskAgain,
        };
        self.known.insert(row.thread.clone(), row);
        self.arrange();
        // Whether it is among what was looked for only the edge can tell.
        if self.scope.found.is_some() { Counted::AskAgain } else { counted }
    }

    /// Takes a thread's state, which is told before its row is.
    pub fn state_changed(&mut self, state: &ThreadState) {
        let Some(row) = self.known.get(&state.id) else { return };
        let mut after = row.clone();
        after.status = state.status;
        after.assignee = state.assignee.clone();
        // Whoever has a thread has it instead of its bot.
        if let Some(bot) = after.bot.as_mut().filter(|_| state.assignee.is_some()) {
            bot.in_charge = false;
        }
        let before = row.clone();
        self.recount(&before, &after);
        self.known.insert(after.thread.clone(), after);
        self.arrange();
    }

    /// Takes out a thread that left the inbox.
    pub fn gone(&mut self, thread: &ThreadId) -> Counted {
        let known = self.known.remove(thread).is_some();
        self.live.retain(|id| id != thread);
        self.steady.follow(&self.live);
        if known { Counted::AskAgain } else { Counted::Exactly }
    }

    /// A row, whether or not the scope shows it.
    #[must_use]
    pub fn get(&self, thread: &ThreadId) -> Option<&Row> {
        self.known.get(thread)
    }

    /// When something was last said in any row that is known, ms; 0 where there is none.
    #[must_use]
    pub fn newest(&self) -> u64 {
        self.known.values().map(|row| row.updated_at).max().unwrap_or(0)
    }

    /// The threads of the scope, in the order that is shown.
    #[must_use]
    pub fn order(&self) -> &[ThreadId] {
        self.steady.shown()
    }

    /// Somebody aims: what is shown keeps its place.
    pub fn hold(&mut self) {
        self.steady.hold();
    }

    /// Nobody aims any more. Whether that changed anything.
    pub fn release(&mut self) -> bool {
        let changes = self.steady.differs_from(&self.live);
        self.steady.release(&self.live);
        changes
    }

    /// Shows the order as it is now, held or not. Whether that changed anything.
    pub fn settle(&mut self) -> bool {
        let changes = self.steady.differs_from(&self.live);
        self.steady.settle(&self.live);
        changes
    }

    /// How many rows wait to come in or to rise.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.steady.waiting()
    }

    /// Whether a row is only still shown, because somebody aims.
    #[must_use]
    pub fn is_leaving(&self, thread: &ThreadId) -> bool {
        self.steady.is_leaving(thread)
    }

    /// Open threads per view, once they were told.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        self.counts
    }

    /// Whether only the newest messages were searched so far: what comes next lies further back.
    #[must_use]
    pub fn looks_further(&self) -> bool {
        self.further && self.next.is_some()
    }

    /// Whether more words begin as what was typed than were searched for.
    #[must_use]
    pub fn begins_too_often(&self) -> bool {
        self.beginning
    }

    /// Where older rows begin, if there are any.
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// Whether the scope's first page has come.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.loaded
    }

    /// The thread `by` rows below `from` (above, if negative), stopping at the ends; the first one from nowhere.
    #[must_use]
    pub fn beside(&self, from: Option<&ThreadId>, by: isize) -> Option<&ThreadId> {
        let order = self.order();
        let at = from.and_then(|from| order.iter().position(|id| id == from));
        let to = at.map_or(0, |at| at.saturating_add_signed(by).min(order.len().saturating_sub(1)));
        order.get(to)
    }

    fn keep(&mut self, row: Row) {
        if self.known.get(&row.thread).is_none_or(|known| known.revision <= row.revision) {
            self.known.insert(row.thread.clone(), row);
        }
    }

    fn arrange(&mut self) {
        let mut order: Vec<&Row> = match &self.scope.found {
            None => self.known.values().filter(|row| self.scope.has(row)).collect(),
            Some(found) => {
                let rows = self.found.iter().filter_map(|id| self.known.get(id));
                rows.filter(|row| found.keeps(row)).collect()
            }
        };
        order.sort_unstable_by(|a, b| b.updated_at.cmp(&a.updated_at).then_with(|| a.thread.cmp(&b.thread)));
        self.live = order.into_iter().map(|row| row.thread.clone()).collect();
        self.steady.follow(&self.live);
    }

    fn recount(&mut self, before: &Row, after: &Row) {
        let me = &self.scope.me;
        let Some(counts) = &mut self.counts else { return };
        for (view, count) in [
            (View::All, &mut counts.all),
            (View::Mine, &mut counts.mine),
            (View::Unassigned, &mut counts.unassigned),
            (View::Bots, &mut counts.bots),
        ] {
            let shown = |row| in_view(view, Standing::Open, me, row);
            match (shown(before), shown(after)) {
                (false, true) => *count += 1,
                (true, false) => *count = count.saturating_sub(1),
                _ => {}
            }
        }
    }
}

/// An agent's own last word in a row is told as theirs, another's as the team's: whose it was, the row does not say.
#[must_use]
pub fn preview_is_mine(row: &Row, me: &Agent) -> bool {
    !row.preview_from_visitor && row.assignee.as_ref().is_some_and(|agent| agent.id == me.id)
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
