//! Macros: loading, saving, deleting, and running one on conversations (P46).

use crate::reactive::*;
use conversation::ids::{ClientMessageId, MacroId, ThreadId};
use conversation::macros::Part;
use protocol::code::Code;
use protocol::frame::{Agent, Row, ThreadState};
use protocol::rest::macros::{Macro, Macros};
use serde_json::{Value, json};

use super::desk::AT_ONCE;
use crate::api::tree;
use crate::browser::{clock, random_bits};
use crate::console::{Ask, Console, Loading, Toast, Undo};
use crate::state::conditions::{items, text};
use crate::state::desk::Act;
use crate::state::macros::{MacroDraft, all_back, shown};
use crate::state::problem::{Problem, words};
use crate::texts::Text;

/// So often it is asked again where no answer came: the edge runs it once all the same.
const TRIES: usize = 3;
/// Most conversations that are named where it was refused.
const NAMED: usize = 3;

/// Everybody's are under one address, one's own under another.
fn road(shared: bool, id: Option<&MacroId>) -> String {
    let road = if shared { "/api/macros" } else { "/api/me/macros" };
    id.map_or_else(|| road.to_owned(), |id| format!("{road}/{id}"))
}

const fn part_named(part: Part) -> Text {
    match part {
        Part::Comment => Text::PartComment,
        Part::Reply => Text::PartReply,
        Part::Assign => Text::PartAssign,
        Part::Labels => Text::PartLabels,
        Part::Then => Text::PartThen,
    }
}

/// What became of one conversation.
type Refused = (ThreadId, String);

impl Console {
    /// Loads the macros; those that are here stay until the answer is. The saved replies that they send come along.
    pub(crate) fn load_macros(self, loading: RwSignal<Loading>) {
        self.load_for(road(true, None), loading, move |answer| self.macros_are(answer));
        self.load_replies(RwSignal::new(Loading::Asking));
    }

    fn macros_are(self, answer: &Value) {
        // What stands in a macro is named by its key, which the first module's reader does not read.
        let all = serde_json::from_value::<Macros>(answer.clone());
        self.macros.set(Some(all.map(|all| all.macros).unwrap_or_default()));
    }

    /// Saves a macro, new or changed.
    pub(crate) async fn save_macro(self, draft: MacroDraft) -> Result<(), Problem> {
        let method = if draft.id.is_none() { "POST" } else { "PUT" };
        let name = draft.name.trim();
        let body = json!({"name": name, "steps": draft.steps});
        let answer = tree(method, road(draft.shared, draft.id.as_ref()), Some(body.to_string())).await?;
        self.macros_are(&answer);
        self.tell(self.fill(Text::MacroSaved, &[("name", name)]), None);
        Ok(())
    }

    /// Deletes one.
    pub(crate) async fn delete_macro(self, one: Macro) -> Result<(), Problem> {
        let path = road(one.shared, Some(&one.id));
        let answer = tree("DELETE", path, Some("{}".to_owned())).await?;
        self.ask.set(None);
        self.macros_are(&answer);
        self.tell(self.fill(Text::MacroDeleted, &[("name", &one.name)]), None);
        Ok(())
    }

    /// A macro by its id. Not tracked.
    pub(crate) fn macro_now(self, id: &MacroId) -> Option<Macro> {
        self.macros.with_untracked(|all| all.iter().flatten().find(|one| one.id == *id).cloned())
    }

    /// Runs a macro; where it would write to several visitors, that is asked first.
    pub(crate) fn run_macro(self, threads: Vec<ThreadId>, id: &MacroId) {
        let Some(one) = self.macro_now(id) else { return };
        if threads.len() > 1 && one.steps.reply.is_some() {
            self.ask.set(Some(Ask::RunMacro(threads, one)));
        } else {
            self.run_macro_now(threads, one);
        }
    }

    /// Runs it: shows what it will do, has it done as one act, takes back what was refused and says which.
    pub(crate) fn run_macro_now(self, threads: Vec<ThreadId>, one: Macro) {
        let (Some(inbox), Some(me)) = (self.inbox.get_untracked(), self.myself()) else { return };
        let now = clock::now();
        let info = untrack(|| self.inbox_info());
        let agent = |id: &conversation::ids::AgentId| -> Option<Agent> {
            info.as_ref()?.members.iter().find(|agent| agent.id == *id).cloned()
        };
        let team =
            |id: &conversation::ids::TeamId| info.as_ref()?.teams.iter().find(|team| team.id == *id).cloned();
        let changed: Vec<(Row, Row)> = threads
            .iter()
            .filter_map(|id| self.row_now(id))
            .map(|row| {
                let after = shown(&one.steps, &row, &me, now, agent, team);
                (row, after)
            })
            .collect();
        let states: Vec<ThreadState> = self.logs.with_untracked(|logs| {
            threads.iter().filter_map(|id| logs.get(id).map(|log| log.state.clone())).collect()
        });
        let will_change = changed.iter().filter(|(before, after)| before != after);
        self.rows.update(|rows| rows.expect(will_change.map(|(_, after)| after.clone()).collect()));
        for thread in &threads {
            self.state_follows(thread);
        }
        self.settle_list();
        self.choose_none();
        spawn_local(async move {
            let (mut done, mut refused) = (Vec::new(), Vec::new());
            for some in threads.chunks(AT_ONCE) {
                let run = ClientMessageId::from_random(random_bits());
                let body = json!({"client_message_id": run.as_str(), "threads": some}).to_string();
                let path = format!("/api/inboxes/{inbox}/macros/{}/run", one.id);
                match ask_until_answered(&path, &body).await {
                    Ok(told) => {
                        for id in some {
                            match self.why_not_run(&told, id) {
                                Some(why) => refused.push((id.clone(), why)),
                                None => done.push(id.clone()),
                            }
                        }
                    }
                    Err(Problem::SignedOut) => return self.session_ended(),
                    Err(problem) => {
                        let why = self.why_refused_whole(&problem);
                        refused.extend(some.iter().map(|id| (id.clone(), why.clone())));
                    }
                }
            }
            let (kept, failed): (Vec<_>, Vec<_>) =
                changed.into_iter().partition(|(before, _)| done.contains(&before.thread));
            for state in states.iter().filter(|state| refused.iter().any(|(id, _)| *id == state.id)) {
                self.thread_is(state);
            }
            self.rows.update(|rows| rows.take_back(failed.into_iter().map(|(before, _)| before).collect()));
            self.refresh_views_soon();
            if self.rows.with_untracked(|rows| rows.scope().found.is_some()) {
                self.refresh_soon();
            }
            self.tell_what_ran(&one, &kept, done.len(), &refused);
        });
    }

    /// Why it was not run with one of them.
    fn why_not_run(self, told: &Value, thread: &ThreadId) -> Option<String> {
        let refused = items(&told["refused"]).find(|refused| refused["thread"] == thread.as_str())?;
        let code = text(&refused["code"]);
        let why = Code::parse(&code).map(|code| self.say(words(code)).to_owned());
        let why = why.unwrap_or_else(|| self.fill(Text::Refused, &[("code", &code)]));
        Some(self.of_part(&text(&refused["part"]), why))
    }

    fn why_refused_whole(self, problem: &Problem) -> String {
        let why = problem.sentence(self.language.get_untracked());
        match problem {
            Problem::Refused { field: Some(part), .. } => self.of_part(part, why),
            _ => why,
        }
    }

    /// A refusal, with the part that is at fault before it.
    fn of_part(self, part: &str, why: String) -> String {
        match Part::parse(part) {
            None => why,
            Some(part) => self.fill(Text::MacroPart, &[("part", self.say(part_named(part))), ("why", &why)]),
        }
    }

    fn tell_what_ran(self, one: &Macro, changed: &[(Row, Row)], done: usize, refused: &[Refused]) {
        let acts: Vec<(Act, Vec<ThreadId>)> = all_back(changed)
            .into_iter()
            .map(|(back, rows)| (back, rows.into_iter().map(|row| row.thread).collect()))
            .collect();
        let undo = (!acts.is_empty()).then_some(Undo::Acts(acts));
        let stays = undo.is_some() && (one.steps.reply.is_some() || one.steps.comment.is_some());
        let (n, name) = (done.to_string(), one.name.as_str());
        match refused {
            [] => {
                let text = match (done, stays) {
                    (1, false) => Text::MacroRan,
                    (1, true) => Text::MacroRanSent,
                    (_, false) => Text::MacroRanMany,
                    (_, true) => Text::MacroRanManySent,
                };
                self.tell(self.fill(text, &[("name", name), ("n", &n)]), undo);
            }
            [(_, why), ..] if done == 0 => {
                self.tell_failed(self.fill(Text::MacroRefused, &[("name", name), ("why", why)]));
            }
            _ => {
                let named = refused.iter().take(NAMED).map(|(id, why)| {
                    let name = self.row_now(id).map(|row| self.called(&row).words).unwrap_or_default();
                    self.fill(Text::NotDoneBecause, &[("name", &name), ("why", why)])
                });
                let mut names: Vec<String> = named.collect();
                if refused.len() > NAMED {
                    names.push(format!("+{}", refused.len() - NAMED));
                }
                let (all, names) = ((done + refused.len()).to_string(), names.join(", "));
                let places = [("name", name), ("n", &n), ("all", &all), ("names", &names)];
                self.stay();
                self.toast.set(Some(Toast { text: self.fill(Text::MacroSome, &places), undo, failed: true }));
            }
        }
    }
}

/// Asks again where no answer came: with the same id it is run once, however often it is asked for.
async fn ask_until_answered(path: &str, body: &str) -> Result<Value, Problem> {
    let mut answer = Err(Problem::NoAnswer);
    for _ in 0..TRIES {
        answer = tree("POST", path.to_owned(), Some(body.to_owned())).await;
        if !matches!(answer, Err(Problem::NoAnswer)) {
            break;
        }
    }
    answer
}
