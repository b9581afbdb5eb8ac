//! What a chatflow was, and what it shall be at a time (N9).

use crate::reactive::*;
use protocol::rest::versions::{PutSchedule, Schedule, Version};

use crate::api;
use crate::console::Console;
use crate::state::problem::Problem;
use crate::texts::Text;

/// Something that is loaded for one screen.
pub(crate) type Asked<T> = RwSignal<Option<Result<T, Problem>>>;

impl Console {
    /// Loads the versions of the edited chatflow.
    pub(crate) fn load_versions(self, into: Asked<Vec<Version>>) {
        let Some(chatflow) = self.addressed_chatflow() else { return };
        spawn_local(async move {
            match api::versions(&chatflow).await {
                Err(Problem::SignedOut) => self.session_ended(),
                answer => drop(into.try_set(Some(answer))),
            }
        });
    }

    /// Puts an earlier version back. What is written and not saved stays on top of it.
    pub(crate) fn roll_back(self, number: u64) {
        let editor = self
            .editor
            .with_untracked(|editor| editor.as_ref().map(|editor| (editor.id.clone(), editor.revision())));
        let Some((chatflow, revision)) = editor else { return };
        spawn_local(async move {
            match api::roll_back(&chatflow, number, revision).await {
                Ok(told) => {
                    self.editor.update(|editor| {
                        if let Some(editor) = editor.as_mut().filter(|editor| editor.id == chatflow) {
                            editor.take_theirs(&told);
                        }
                    });
                    self.tell(self.fill(Text::HistoryRestored, &[("n", &number.to_string())]), None);
                }
                Err(Problem::SignedOut) => self.session_ended(),
                Err(problem) => {
                    let why = self.why(&problem);
                    self.tell_failed(self.fill(Text::HistoryNotRestored, &[("why", &why)]));
                }
            }
        });
    }

    /// Loads what is planned for the edited chatflow.
    pub(crate) fn load_schedule(self, into: Asked<Schedule>) {
        let Some(chatflow) = self.addressed_chatflow() else { return };
        spawn_local(async move {
            match api::schedule(&chatflow).await {
                Err(Problem::SignedOut) => self.session_ended(),
                answer => drop(into.try_set(Some(answer))),
            }
        });
    }

    /// Keeps what is planned, in place of all that was.
    pub(crate) fn keep_schedule(self, body: PutSchedule, into: Asked<Schedule>) {
        let Some(chatflow) = self.addressed_chatflow() else { return };
        let done = if body.on.is_some() || body.off.is_some() { Text::PlanKept } else { Text::PlanCancelled };
        spawn_local(async move {
            match api::put_schedule(&chatflow, &body).await {
                Ok(told) => {
                    let _ = into.try_set(Some(Ok(told)));
                    self.tell(self.say(done).to_owned(), None);
                }
                Err(Problem::SignedOut) => self.session_ended(),
                Err(problem) => {
                    let why = self.why(&problem);
                    self.tell_failed(self.fill(Text::PlanNotKept, &[("why", &why)]));
                }
            }
        });
    }
}
