//! What agents do with one conversation or with many: at once on the screen, then at the edge, with a way back.

use crate::reactive::*;
use conversation::ids::{LabelId, ThreadId};
use protocol::code::Code;
use protocol::frame::{Row, ThreadState};
use serde_json::Value;

use crate::api::tree;
use crate::browser::timer::next_frame;
use crate::browser::{clock, focus};
use crate::console::{Ask, Bar, Console, Toast, Undo};
use crate::later::fetch;
use crate::state::commands;
use crate::state::conditions::{items, quoted, text};
use crate::state::desk::{Act, all_back};
use crate::state::priority::words as words_of;
use crate::state::problem::{Problem, words};
use crate::state::selected::Selected;
use crate::texts::Text;

/// Most threads of one request.
pub(crate) const AT_ONCE: usize = 100;
/// Most names that a failure is told with.
const NAMED: usize = 3;

impl Console {
    /// The conversations that an act is for: the chosen ones, else the row the keyboard is on, else the opened one.
    pub(crate) fn aimed(self) -> Vec<ThreadId> {
        let chosen = self.chosen();
        if !chosen.is_empty() {
            return chosen;
        }
        let on_row = self.cursor.get_untracked().filter(|_| self.in_list.get_value());
        on_row.or_else(|| untrack(|| self.open_thread())).into_iter().collect()
    }

    /// The chosen conversations, in the order of the list.
    pub(crate) fn chosen(self) -> Vec<ThreadId> {
        self.selected.with_untracked(|selected| {
            if selected.is_empty() {
                return Vec::new();
            }
            self.rows.with_untracked(|rows| selected.of(rows.order()))
        })
    }

    /// A row as it is known now. Not tracked.
    pub(crate) fn row_now(self, thread: &ThreadId) -> Option<Row> {
        self.rows.with_untracked(|rows| rows.get(thread).cloned())
    }

    /// Starts an act of the table on whatever is aimed at; some ask something first. Whether there was anything.
    pub(crate) fn start_on(self, act: &commands::Act, threads: Vec<ThreadId>) -> bool {
        let Some(first) = threads.first().cloned() else { return false };
        let row = self.row_now(&first);
        let is_so = |so: fn(&Row) -> bool| row.as_ref().is_some_and(so);
        match act {
            commands::Act::AssignToMe => self.assign_all(threads, self.myself()),
            commands::Act::Assign => self.bar.set(Some(Bar::Assign(threads))),
            commands::Act::Priority => self.bar.set(Some(Bar::Priority(threads))),
            commands::Act::Label => self.bar.set(Some(Bar::Label(threads))),
            commands::Act::CloseOrReopen => {
                let act = if self.is_closed(&first) { Act::Reopen } else { Act::Close };
                match (threads.as_slice(), &act) {
                    ([one], Act::Reopen) if self.is_here(one) => self.reopen(one),
                    ([one], _) if self.is_here(one) => self.close(one),
                    _ => self.act_on(threads, act),
                }
            }
            commands::Act::Snooze if is_so(|row| row.desk.snoozed.is_some()) => {
                self.act_on(threads, Act::Wake);
            }
            commands::Act::Snooze => self.bar.set(Some(Bar::Snooze(threads))),
            commands::Act::Spam => self.act_on(threads, Act::Spam(!is_so(|row| row.desk.spam))),
            commands::Act::Block if is_so(|row| row.desk.blocked.is_some()) => {
                self.act_on(threads, Act::Unblock);
            }
            commands::Act::Block => self.ask.set(Some(Ask::Block(threads))),
            commands::Act::Macro => self.pick_macro(threads),
            commands::Act::Delete if is_so(|row| row.desk.archived_at.is_some()) => {
                self.act_on(threads, Act::Restore);
            }
            commands::Act::Delete => self.act_on(threads, Act::Delete),
            _ => return false,
        }
        true
    }

    /// Asks which macro is run on conversations (P46). They, and what they do in words, are the second module's.
    pub(crate) fn pick_macro(self, threads: Vec<ThreadId>) {
        fetch(move |second| match second {
            Ok(doors) => {
                (doors.load_macros)(self);
                self.bar.set(Some(Bar::Macro(threads)));
            }
            Err(_) => self.act_failed(&Problem::NoAnswer),
        });
    }

    fn is_here(self, thread: &ThreadId) -> bool {
        self.logs.with_untracked(|logs| logs.contains_key(thread))
    }

    /// Gives conversations to somebody, or to nobody.
    pub(crate) fn assign_all(self, threads: Vec<ThreadId>, to: Option<protocol::frame::Agent>) {
        match threads.as_slice() {
            // What a team has is taken from it by an act, which knows the way back.
            [one] if self.is_here(one) && self.row_now(one).is_none_or(|row| row.desk.team.is_none()) => {
                let is_theirs = self.logs.with_untracked(|logs| {
                    logs.get(one).is_some_and(|log| log.state.assignee.as_ref() == to.as_ref())
                });
                if !is_theirs {
                    self.assign(one, to);
                }
            }
            _ => self.act_on(threads, Act::Assign(to)),
        }
    }

    /// Does something with conversations: shows it, asks for it, takes back what was refused and says which.
    pub(crate) fn act_on(self, threads: Vec<ThreadId>, act: Act) {
        self.release();
        let (Some(inbox), Some(me)) = (self.inbox.get_untracked(), self.myself()) else { return };
        let (known, unknown): (Vec<Row>, Vec<ThreadId>) =
            threads.into_iter().fold((Vec::new(), Vec::new()), |(mut known, mut unknown), thread| {
                match self.row_now(&thread) {
                    Some(row) => known.push(row),
                    None => unknown.push(thread),
                }
                (known, unknown)
            });
        let before: Vec<Row> = known.into_iter().filter(|row| act.back(row).is_some()).collect();
        let ids: Vec<ThreadId> =
            before.iter().map(|row| row.thread.clone()).chain(unknown.iter().cloned()).collect();
        if ids.is_empty() {
            return;
        }
        let now = clock::now();
        let states: Vec<ThreadState> = self.logs.with_untracked(|logs| {
            ids.iter().filter_map(|id| logs.get(id).map(|log| log.state.clone())).collect()
        });
        self.rows.update(|rows| rows.expect(before.iter().map(|row| act.shown(row, &me, now)).collect()));
        for row in &before {
            self.state_follows(&row.thread);
        }
        // Nothing slides by surprise that the reader moved themselves.
        self.settle_list();
        self.choose_none();
        spawn_local(async move {
            let (mut done, mut refused) = (Vec::new(), Vec::new());
            for some in ids.chunks(AT_ONCE) {
                let quoted: Vec<String> = some.iter().map(|id| quoted(id.as_str())).collect();
                let body = format!("{{\"threads\":[{}],\"act\":{}}}", quoted.join(","), act.json());
                let path = format!("/api/inboxes/{inbox}/threads/act");
                match tree("POST", path, Some(body)).await {
                    Ok(told) => {
                        let why = |id: &ThreadId| why_refused(&told, id);
                        for id in some {
                            match why(id) {
                                Some(code) => refused.push((id.clone(), self.why_code(&code))),
                                None => done.push(id.clone()),
                            }
                        }
                    }
                    Err(Problem::SignedOut) => return self.session_ended(),
                    Err(problem) => {
                        let why = problem.sentence(self.language.get_untracked());
                        refused.extend(some.iter().map(|id| (id.clone(), why.clone())));
                    }
                }
            }
            let (kept, failed): (Vec<Row>, Vec<Row>) =
                before.into_iter().partition(|row| done.contains(&row.thread));
            for state in states.iter().filter(|state| failed.iter().any(|row| row.thread == state.id)) {
                self.thread_is(state);
            }
            self.rows.update(|rows| rows.take_back(failed));
            self.refresh_views_soon();
            if self.rows.with_untracked(|rows| rows.scope().found.is_some()) {
                self.refresh_soon();
            }
            self.tell_what_was_done(&act, &kept, done.len(), &refused);
        });
    }

    /// Nothing is chosen any more, because something was done with what was.
    pub(crate) fn choose_none(self) {
        if !self.selected.with_untracked(Selected::is_empty) {
            self.selected.set(Selected::default());
            // The bar goes, and with it perhaps the button that was pressed.
            next_frame(move || {
                if focus::focused().is_none() {
                    self.step(0);
                }
            });
        }
    }

    /// What the opened thread's head says is what its row says.
    pub(crate) fn state_follows(self, thread: &ThreadId) {
        let (row, state) = (
            self.row_now(thread),
            self.logs.with_untracked(|logs| logs.get(thread).map(|log| log.state.clone())),
        );
        if let (Some(row), Some(state)) = (row, state)
            && (row.status != state.status || row.assignee != state.assignee)
        {
            self.thread_is(&ThreadState { status: row.status, assignee: row.assignee, ..state });
        }
    }

    fn why_code(self, code: &str) -> String {
        let known = Code::parse(code).map(|code| self.say(words(code)).to_owned());
        known.unwrap_or_else(|| self.fill(Text::Refused, &[("code", code)]))
    }

    /// What became of conversations, in words: "closed".
    fn what_was_done(self, act: &Act) -> String {
        let language = self.language.get_untracked();
        let name = match act {
            Act::Assign(Some(agent)) => agent.name.clone(),
            Act::Prioritise(priority) => self.say(words_of(*priority)).to_owned(),
            Act::Give(team) => self.fill(Text::TeamNamed, &[("team", &team.name)]),
            Act::Label { add, remove } => self.label_names(if add.is_empty() { remove } else { add }),
            _ => String::new(),
        };
        let time = match act {
            Act::Snooze(Some(until)) => clock::in_full(*until, language),
            _ => String::new(),
        };
        self.fill(act.done(), &[("name", &name), ("time", &time)])
    }

    fn tell_what_was_done(self, act: &Act, before: &[Row], done: usize, refused: &[(ThreadId, String)]) {
        let what = self.what_was_done(act);
        let acts: Vec<(Act, Vec<ThreadId>)> = all_back(act, before)
            .into_iter()
            .map(|(back, rows)| (back, rows.into_iter().map(|row| row.thread).collect()))
            .collect();
        let undo = (!acts.is_empty()).then_some(Undo::Acts(acts));
        let n = done.to_string();
        match refused {
            [] if done == 1 => self.tell(self.fill(Text::DidOne, &[("what", &what)]), undo),
            [] => self.tell(self.fill(Text::DidMany, &[("n", &n), ("what", &what)]), undo),
            [(_, why)] if done == 0 => {
                self.tell_failed(self.fill(Text::ActFailed, &[("why", why)]));
            }
            _ => {
                let mut names: Vec<String> = refused
                    .iter()
                    .take(NAMED)
                    .map(|(id, why)| {
                        let name = self.row_now(id).map(|row| self.called(&row).words).unwrap_or_default();
                        self.fill(Text::NotDoneBecause, &[("name", &name), ("why", why)])
                    })
                    .collect();
                if refused.len() > NAMED {
                    names.push(format!("+{}", refused.len() - NAMED));
                }
                let all = (done + refused.len()).to_string();
                let places =
                    [("n", n.as_str()), ("all", &all), ("what", &what), ("names", &names.join(", "))];
                self.stay();
                self.toast.set(Some(Toast { text: self.fill(Text::DidSome, &places), undo, failed: true }));
            }
        }
    }

    /// Takes a thread's contact off it (S147).
    ///
    /// # Errors
    /// Whatever the edge says.
    pub(crate) async fn disconnect(self, thread: ThreadId) -> Result<(), Problem> {
        let Some(inbox) = self.inbox.get_untracked() else { return Ok(()) };
        tree("POST", format!("/api/threads/{inbox}/{thread}/disconnect"), Some("{}".to_owned())).await?;
        self.ask.set(None);
        let what = self.say(Text::DidDisconnect);
        self.tell(self.fill(Text::DidOne, &[("what", what)]), None);
        Ok(())
    }

    /// What labels are called. Not tracked.
    pub(crate) fn label_names(self, labels: &[LabelId]) -> String {
        self.labels.with_untracked(|known| {
            let name = |id: &LabelId| {
                let label = known.iter().find(|label| label.id == *id);
                label.map_or_else(|| id.to_string(), |label| label.name.clone())
            };
            labels.iter().map(name).collect::<Vec<_>>().join(", ")
        })
    }
}

fn why_refused(told: &Value, thread: &ThreadId) -> Option<String> {
    let refused = items(&told["refused"]).find(|refused| refused["thread"] == thread.as_str());
    refused.map(|refused| text(&refused["code"]))
}
