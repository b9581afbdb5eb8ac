//! Who is there: one's own switch, the colleagues of an inbox, teams and working hours (S70-S74, H63, H64, H65, P44).

use crate::reactive::*;
use conversation::access::Action;
use conversation::ids::{InboxId, ThreadId};
use protocol::code::Code;
use serde_json::Value;

use crate::api::tree;
use crate::browser::timer::{Timeout, next_frame};
use crate::browser::{focus, zones};
use crate::console::{Console, Loading};
use crate::state::colleagues::{Colleague, Presence, Room, Team, WorkDraft, people, person, teams};
use crate::state::problem::Problem;
use crate::state::routing_reason::Reasons;
use crate::state::skills::skills;
use crate::texts::Text;

/// How much somebody has is asked anew when nothing has changed hands for so long.
const ROOM_REST_MS: u64 = 500;

/// The element id of the button that makes a team.
pub(crate) const NEW_TEAM_ID: &str = "new-team";

/// The element id of the button that changes a team, or somebody's working hours.
pub(crate) fn change_id(of: &str) -> String {
    format!("change-{of}")
}

/// Why a thread is with whom it is, of the thread that was asked about last.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Asked {
    pub(crate) thread: Option<ThreadId>,
    pub(crate) loading: Loading,
    pub(crate) reasons: Reasons,
}

impl Console {
    /// Asks how I stand: somebody else may have changed it (H63).
    pub(crate) fn ask_presence(self) {
        if untrack(|| self.me()).is_none() {
            return;
        }
        spawn_local(async move {
            // What cannot be asked is as it was.
            if let Ok(told) = tree("GET", "/api/me/presence".to_owned(), None).await {
                let now = Presence::of(&told);
                if self.presence.with_untracked(|before| *before != now) {
                    self.presence.set(now);
                }
            }
        });
    }

    /// Asks how I like to work; what cannot be asked is as it was.
    pub(crate) fn ask_preferences(self) {
        spawn_local(async move {
            if let Ok(told) = tree("GET", "/api/me/preferences".to_owned(), None).await {
                self.preferences.set(told);
            }
        });
    }

    /// Says how I stand (S70, S72): at once here, and back if the edge says no.
    pub(crate) fn set_presence(self, away: bool, reassigns: bool) {
        let before = self.presence.get_untracked();
        let wanted = Presence { is_away: away, reassigns, ..Presence::default() };
        let body = wanted.body();
        self.presence.set(wanted);
        spawn_local(async move {
            match tree("PUT", "/api/me/presence".to_owned(), Some(body)).await {
                Ok(told) => {
                    self.presence.set(Presence::of(&told));
                    self.refresh_room();
                }
                Err(problem) => {
                    self.presence.set(before);
                    self.fail(Text::PresenceFailed, "", &problem);
                }
            }
        });
    }

    /// Says how a colleague stands (H63).
    pub(crate) fn set_presence_of(self, id: String, name: String, away: bool, reassigns: bool) {
        let body = Presence { is_away: away, reassigns, ..Presence::default() }.body();
        spawn_local(async move {
            match tree("PUT", format!("/api/people/{id}/presence"), Some(body)).await {
                Ok(_) => {
                    let text = if away { Text::PersonIsAway } else { Text::PersonIsAvailable };
                    self.tell(self.fill(text, &[("name", &name)]), None);
                    self.refresh_room();
                }
                Err(problem) => self.fail(Text::ActFailed, &name, &problem),
            }
        });
    }

    /// Whether I may say how others stand, and when they work.
    pub(crate) fn may_supervise(self) -> bool {
        self.may(Action::ChangePeople)
    }

    /// Opens who is there, or shuts it.
    pub(crate) fn show_room(self, open: bool) {
        self.room_open.set(open);
        if open {
            if self.room.with_untracked(|room| room.colleagues.is_empty()) {
                self.room_loading.set(Loading::Asking);
            }
            self.refresh_room();
        }
    }

    /// Somebody came or went, maybe oneself by somebody else's word.
    pub(crate) fn team_changed(self) {
        self.ask_presence();
        self.refresh_room();
    }

    /// Nobody has had a thread for too long (E49).
    pub(crate) fn long_wait(self, thread: &ThreadId, since: u64) {
        let who = self.rows.with_untracked(|rows| rows.get(thread).map(|row| self.called(row).words));
        let minutes = (self.now.get_untracked().saturating_sub(since) / 60_000).max(1).to_string();
        let text = match &who {
            Some(who) => self.fill(Text::LongWait, &[("who", who), ("n", &minutes)]),
            None => self.fill(Text::LongWaitOfSomebody, &[("n", &minutes)]),
        };
        self.tell(text, None);
    }

    /// The same soon: where several conversations change hands at once, it is asked once.
    pub(crate) fn refresh_room_soon(self) {
        if self.room_open.get_untracked() {
            let soon = Timeout::after(ROOM_REST_MS, move || self.refresh_room());
            self.timers.update_value(|timers| timers.room = Some(soon));
        }
    }

    /// Asks anew who is there, while that is on the screen.
    pub(crate) fn refresh_room(self) {
        let inbox = self.inbox.get_untracked();
        let Some(inbox) = inbox.filter(|_| self.room_open.get_untracked()) else { return };
        spawn_local(async move {
            let answer = tree("GET", format!("/api/inboxes/{inbox}/colleagues"), None).await;
            if self.inbox.get_untracked().as_ref() != Some(&inbox) {
                return;
            }
            match answer {
                Ok(told) => {
                    let now = Room::of(&told);
                    if self.room.with_untracked(|before| *before != now) {
                        self.room.set(now);
                    }
                    self.room_loading.set(Loading::Ready);
                }
                Err(Problem::SignedOut) => self.session_ended(),
                Err(problem) => self.room_loading.set(Loading::Failed(problem)),
            }
        });
    }

    /// Loads who works in the inbox of the edited chatflow, and the teams and skills there are.
    pub(crate) fn load_room_of(self, inbox: &InboxId) {
        let paths =
            [format!("/api/inboxes/{inbox}/colleagues"), "/api/teams".to_owned(), "/api/skills".to_owned()];
        self.routable_loading.set(Loading::Asking);
        spawn_local(async move {
            if let Some([room, told, skilled]) = self.load_all(paths, self.routable_loading).await {
                self.routable.set(Room::of(&room));
                self.teams.set(teams(&told));
                self.skills.set(skills(&skilled));
                self.routable_loading.set(Loading::Ready);
            }
        });
    }

    /// Loads everybody, the teams and the skills, for the settings. What is here stays until the answer is.
    pub(crate) fn load_team(self) {
        if self.people.with_untracked(Vec::is_empty) {
            self.team_loading.set(Loading::Asking);
        }
        let paths = ["/api/people".to_owned(), "/api/teams".to_owned(), "/api/skills".to_owned()];
        spawn_local(async move {
            if let Some([everybody, told, skilled]) = self.load_all(paths, self.team_loading).await {
                self.people.set(people(&everybody));
                self.teams.set(teams(&told));
                self.skills.set(skills(&skilled));
                self.team_loading.set(Loading::Ready);
            }
        });
    }

    async fn load_all(self, paths: [String; 3], loading: RwSignal<Loading>) -> Option<[Value; 3]> {
        let mut answers = Vec::new();
        for path in paths {
            match tree("GET", path, None).await {
                Ok(answer) => answers.push(answer),
                Err(Problem::SignedOut) => {
                    self.session_ended();
                    return None;
                }
                Err(problem) => {
                    loading.set(Loading::Failed(problem));
                    return None;
                }
            }
        }
        answers.try_into().ok()
    }

    /// Opens a team to be changed; without one, a new one.
    pub(crate) fn edit_team(self, team: Option<Team>) {
        self.work.set(None);
        self.team_draft.set(Some(team.unwrap_or_default()));
        next_frame(|| {
            focus::to_id("team-name");
        });
    }

    /// Leaves the team or the working hours that are open, without saving.
    pub(crate) fn leave_team(self) {
        let team = self.team_draft.with_untracked(|team| team.as_ref().map(|team| team.id.clone()));
        let work = self.work.with_untracked(|work| work.as_ref().map(|work| work.id.clone()));
        self.team_draft.set(None);
        self.work.set(None);
        let back = match (team, work) {
            (Some(team), _) if team.is_empty() => NEW_TEAM_ID.to_owned(),
            (Some(of), _) | (None, Some(of)) => change_id(&of),
            (None, None) => return,
        };
        next_frame(move || {
            focus::to_id(&back);
        });
    }

    /// Saves the team that is open.
    ///
    /// # Errors
    /// What to say beside it; it is still open then.
    pub(crate) async fn save_team(self) -> Result<(), String> {
        let Some(team) = self.team_draft.get_untracked() else { return Ok(()) };
        if team.name.trim().is_empty() {
            return Err(self.say(Text::WrongTeamName).to_owned());
        }
        let answer = if team.id.is_empty() {
            tree("POST", "/api/teams".to_owned(), Some(team.body())).await
        } else {
            tree("PUT", format!("/api/teams/{}", team.id), Some(team.body())).await
        };
        let told = answer.map_err(|problem| self.refusal(&problem))?;
        self.teams.set(teams(&told));
        self.leave_team();
        self.tell(self.say(Text::TeamSaved).to_owned(), None);
        Ok(())
    }

    /// Deletes a team.
    pub(crate) fn delete_team(self, id: String, name: String) {
        spawn_local(async move {
            match tree("DELETE", format!("/api/teams/{id}"), None).await {
                Ok(_) => {
                    self.teams.update(|all| all.retain(|team| team.id != id));
                    self.tell(self.fill(Text::TeamDeleted, &[("name", &name)]), None);
                    next_frame(|| {
                        focus::to_id(NEW_TEAM_ID);
                    });
                }
                Err(problem) => self.fail(Text::ActFailed, &name, &problem),
            }
        });
    }

    /// Opens somebody's capacity and working hours.
    pub(crate) fn edit_work(self, of: &Colleague) {
        self.team_draft.set(None);
        self.work.set(Some(WorkDraft::of(of, &zones::own())));
        next_frame(|| {
            focus::to_id("work-capacity");
        });
    }

    /// Saves them.
    ///
    /// # Errors
    /// What to say beside it; it is still open then.
    pub(crate) async fn save_work(self) -> Result<(), String> {
        let Some(work) = self.work.get_untracked() else { return Ok(()) };
        let Some(body) = work.body() else {
            let row = work.hours.wrong().first().map(|(_, wrong)| wrong.words());
            let words =
                if work.capacity().is_none() { Text::WrongCapacity } else { row.unwrap_or(Text::WrongTime) };
            return Err(self.say(words).to_owned());
        };
        let told = tree("PUT", format!("/api/people/{}/work", work.id), Some(body)).await;
        let told = told.map_err(|problem| match &problem {
            _ if problem.code() == Some(Code::TimeZoneUnknown) => self.say(Text::WrongZone).to_owned(),
            _ => self.refusal(&problem),
        })?;
        let changed = person(&told);
        self.people.update(|all| {
            if let Some(one) = all.iter_mut().find(|one| one.id == changed.id) {
                *one = changed;
            }
        });
        self.leave_team();
        self.tell(self.fill(Text::WorkSaved, &[("name", &work.name)]), None);
        Ok(())
    }

    fn refusal(self, problem: &Problem) -> String {
        if *problem == Problem::SignedOut {
            self.session_ended();
        }
        self.fill(Text::TeamNotSaved, &[("why", &self.why(problem))])
    }

    /// Asks why a thread is with whom it is (N30).
    pub(crate) fn ask_why(self, thread: ThreadId) {
        let Some(inbox) = self.inbox.get_untracked() else { return };
        self.asked_why.update(|asked| {
            if asked.thread.as_ref() != Some(&thread) {
                *asked = Asked { thread: Some(thread.clone()), ..Asked::default() };
            }
        });
        spawn_local(async move {
            let answer = tree("GET", format!("/api/threads/{inbox}/{thread}/routing"), None).await;
            if matches!(answer, Err(Problem::SignedOut)) {
                return self.session_ended();
            }
            self.asked_why.update(|asked| {
                if asked.thread.as_ref() == Some(&thread) {
                    match answer {
                        Ok(told) => {
                            asked.reasons = Reasons::of(&told);
                            if asked.reasons.lack_skills() {
                                self.learn_skills();
                            }
                            asked.loading = Loading::Ready;
                        }
                        Err(problem) => asked.loading = Loading::Failed(problem),
                    }
                }
            });
        });
    }
}
