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
mod tests {
    use conversation::thread::Status;

    use super::*;
    use crate::state::sample::{agent, row, thread_id};

    fn rows(view: View) -> Rows {
        Rows::new(Scope { view, status: Standing::Open, found: None, me: agent("mira").id })
    }

    fn page(rows: Vec<Row>, counts: (u64, u64, u64)) -> rest::Rows {
        let (all, mine, unassigned) = counts;
        rest::Rows { rows, counts: Counts { all, mine, unassigned, bots: 0 }, next: None }
    }

    fn order(rows: &Rows) -> Vec<u8> {
        (0..=20).flat_map(|n| rows.order().iter().position(|id| *id == thread_id(n)).map(|at| (at, n))).fold(
            vec![0; rows.order().len()],
            |mut all, (at, n)| {
                all[at] = n;
                all
            },
        )
    }

    #[test]
    fn a_new_message_moves_its_row_to_the_top() {
        // S115
        let mut list = rows(View::All);
        list.first_page(&list.scope().clone(), page(vec![row(1, 100), row(2, 90), row(3, 80)], (3, 0, 3)));
        assert_eq!(order(&list), [1, 2, 3]);
        let counted = list.changed(Row { updated_at: 200, revision: 2, ..row(3, 80) });
        assert_eq!((order(&list), counted), (vec![3, 1, 2], Counted::Exactly));
        list.changed(Row { updated_at: 300, revision: 1, ..row(3, 80) });
        assert_eq!(order(&list), [3, 1, 2], "an older revision changes nothing");
    }

    #[test]
    fn assigning_moves_a_row_between_views_and_counts() {
        // S116 S117
        let mut list = rows(View::Unassigned);
        list.first_page(&list.scope().clone(), page(vec![row(1, 100), row(2, 90)], (2, 0, 2)));
        list.changed(Row { assignee: Some(agent("mira")), revision: 2, ..row(1, 100) });
        assert_eq!(order(&list), [2]);
        assert_eq!(list.counts(), Some(Counts { all: 2, mine: 1, unassigned: 1, bots: 0 }));
        list.turn_to(Scope { view: View::Mine, ..list.scope().clone() });
        assert_eq!(order(&list), [1], "what is known of a view is there at once");
        list.changed(Row { assignee: Some(agent("jonas")), revision: 3, ..row(1, 100) });
        assert_eq!((order(&list), list.counts().unwrap().mine), (vec![], 0));
    }

    #[test]
    fn closing_takes_a_row_out_and_reopening_brings_it_back() {
        // S111 S129
        let mut list = rows(View::All);
        list.first_page(&list.scope().clone(), page(vec![row(1, 100)], (1, 0, 1)));
        list.changed(Row { status: Status::Closed, revision: 2, ..row(1, 100) });
        assert_eq!((order(&list), list.counts().unwrap().all), (vec![], 0));
        list.changed(Row { revision: 3, ..row(1, 100) });
        assert_eq!((order(&list), list.counts().unwrap().all), (vec![1], 1));
    }

    #[test]
    fn a_first_page_forgets_what_has_gone_and_keeps_what_is_newer() {
        let mut list = rows(View::All);
        let scope = list.scope().clone();
        list.first_page(&scope, page(vec![row(1, 100), row(2, 90)], (2, 0, 2)));
        list.changed(row(3, 500));
        list.first_page(&scope, page(vec![row(1, 100)], (2, 0, 2)));
        assert_eq!(order(&list), [3, 1]);
    }

    #[test]
    fn what_was_found_stays_as_it_was_found_until_asked_again() {
        // S110 P52
        let mut list = rows(View::Mine);
        let search = Scope { found: Some(Found::Words("x".into())), ..list.scope().clone() };
        list.turn_to(search.clone());
        let page = |rows, next: Option<&str>| FoundRows { rows, next: next.map(Into::into) };
        list.found_page(&search, page(vec![row(2, 90), row(1, 100)], Some("more")), true);
        assert_eq!((order(&list), list.next()), (vec![1, 2], Some("more")), "recent first");
        assert_eq!(list.changed(row(3, 500)), Counted::AskAgain);
        assert_eq!(order(&list), [1, 2], "what is new may not be meant");
        list.found_page(&search, page(vec![row(4, 10)], None), false);
        assert_eq!(order(&list), [1, 2, 4]);
        let mut deleted = row(2, 90);
        deleted.desk.archived_at = Some(1);
        list.expect(vec![deleted]);
        assert_eq!(order(&list), [1, 4]);
        list.take_back(vec![row(2, 90)]);
        assert_eq!(order(&list), [1, 2, 4]);
        list.found_page(&search, page(vec![row(3, 500)], None), true);
        assert_eq!(order(&list), [3]);
        list.turn_to(Scope { found: None, ..search.clone() });
        list.found_page(&search, page(vec![row(5, 1)], None), true);
        assert!(order(&list).is_empty(), "late, and of another list");
    }

    #[test]
    fn what_is_expected_is_taken_back_only_where_nothing_came_between() {
        // P49
        let mut list = rows(View::All);
        let scope = list.scope().clone();
        list.first_page(&scope, page(vec![row(1, 100), row(2, 90)], (2, 0, 2)));
        let snoozed = |n, at| {
            let mut row = row(n, at);
            row.desk.snoozed = Some(conversation::desk::Snooze { until: None });
            row
        };
        list.expect(vec![snoozed(1, 100), snoozed(2, 90)]);
        assert_eq!((order(&list), list.counts().unwrap().all), (vec![], 0));
        list.changed(Row { revision: 2, ..snoozed(2, 90) });
        list.take_back(vec![row(1, 100), row(2, 90)]);
        assert_eq!((order(&list), list.counts().unwrap().all), (vec![1], 1));
    }

    #[test]
    fn a_late_page_of_another_view_does_not_disturb() {
        let mut list = rows(View::All);
        let all = list.scope().clone();
        list.turn_to(Scope { view: View::Mine, ..all.clone() });
        list.first_page(&all, page(vec![row(1, 100)], (1, 0, 1)));
        assert!(list.order().is_empty() && !list.is_loaded());
    }

    #[test]
    fn an_unknown_row_asks_for_the_counts() {
        let mut list = rows(View::All);
        assert_eq!(list.changed(row(1, 100)), Counted::AskAgain);
        assert_eq!(list.gone(&thread_id(1)), Counted::AskAgain);
        assert_eq!(list.gone(&thread_id(1)), Counted::Exactly);
    }

    #[test]
    fn while_somebody_aims_contents_change_and_places_do_not() {
        // S124
        let mut list = rows(View::All);
        let scope = list.scope().clone();
        list.first_page(&scope, page(vec![row(1, 100), row(2, 90), row(3, 80)], (3, 0, 3)));
        list.hold();
        list.changed(Row { updated_at: 200, revision: 2, preview: "News".into(), ..row(3, 80) });
        list.changed(row(4, 300));
        list.changed(Row { status: Status::Closed, revision: 2, ..row(1, 100) });
        assert_eq!((order(&list), list.waiting()), (vec![1, 2, 3], 2));
        assert_eq!(list.get(&thread_id(3)).unwrap().preview, "News");
        assert!(list.is_leaving(&thread_id(1)) && !list.is_leaving(&thread_id(2)));
        assert_eq!(list.beside(Some(&thread_id(2)), 1), Some(&thread_id(3)), "keys walk what is shown");
        list.first_page(&scope, page(vec![row(4, 300), row(3, 200), row(2, 90)], (3, 0, 3)));
        assert_eq!((order(&list), list.waiting()), (vec![1, 2, 3], 2), "loading again moves nothing either");
        assert!(list.release() && !list.release());
        assert_eq!((order(&list), list.waiting()), (vec![4, 3, 2], 0));
    }

    #[test]
    fn another_view_is_shown_whole_whoever_aims() {
        // S123
        let mut list = rows(View::All);
        list.first_page(&list.scope().clone(), page(vec![row(1, 100)], (1, 0, 1)));
        list.hold();
        let closed = Scope { status: Standing::Closed, ..list.scope().clone() };
        list.turn_to(closed.clone());
        assert!(order(&list).is_empty());
        let old = |n, at| Row { status: Status::Closed, ..row(n, at) };
        list.first_page(&closed, page(vec![old(5, 50), old(6, 40)], (1, 0, 1)));
        assert_eq!(order(&list), [5, 6]);
        list.changed(old(7, 60));
        assert_eq!((order(&list), list.waiting()), (vec![5, 6], 1), "and then stands still");
    }

    #[test]
    fn the_cursor_stops_at_the_ends() {
        let mut list = rows(View::All);
        list.first_page(&list.scope().clone(), page(vec![row(1, 100), row(2, 90)], (2, 0, 2)));
        for (from, by, expected) in
            [(None, 1, 1), (Some(1), 1, 2), (Some(2), 1, 2), (Some(1), -1, 1), (Some(9), 1, 1)]
        {
            let from = from.map(thread_id);
            assert_eq!(list.beside(from.as_ref(), by), Some(&thread_id(expected)), "{from:?} {by}");
        }
        assert_eq!(rows(View::All).beside(None, 1), None);
    }
}
