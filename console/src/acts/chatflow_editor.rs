//! Editing a chatflow: opening, writing, being judged, saving.

use crate::reactive::*;
use conversation::ids::ChatflowId;
use protocol::code::Code;
use protocol::rest::Finding;

use crate::api;
use crate::browser::timer::{Timeout, next_frame};
use crate::browser::{focus, pointer};
use crate::console::{Console, Loading, Toast, Undo};
use crate::route::Route;
use crate::state::chatflow_draft::{Draft, List, RuleDraft};
use crate::state::chatflow_editor::{Editor, Trouble};
use crate::state::chatflow_findings::Place;
use crate::state::chatflow_sections::Section;
use crate::state::problem::Problem;
use crate::texts::Text;

/// The element id of a section's heading.
pub(crate) const SECTION_ID: &str = "section";

/// A draft is judged when nobody has written for so long.
const REST_MS: u64 = 350;

impl Console {
    /// Opens a chatflow. Unsaved changes of one's own, kept while the session was renewed, stay.
    pub(crate) fn open_chatflow(self, chatflow: ChatflowId) {
        let kept = self.editor.with_untracked(|editor| {
            editor
                .as_ref()
                .is_some_and(|editor| editor.id == chatflow && editor.by == self.my_id() && editor.is_dirty())
        });
        self.load_settings();
        if kept {
            self.editor.update(|editor| {
                if let Some(editor) = editor {
                    editor.busy = false;
                }
            });
            self.editor_loading.set(Loading::Ready);
            return;
        }
        self.editor.set(None);
        self.editor_loading.set(Loading::Asking);
        spawn_local(async move {
            let answer = api::chatflow(&chatflow).await;
            if self.addressed_chatflow().as_ref() != Some(&chatflow) {
                return;
            }
            match answer {
                Ok(told) => {
                    self.editor.set(Some(Editor::open(self.my_id(), chatflow, &told)));
                    self.editor_loading.set(Loading::Ready);
                }
                Err(Problem::SignedOut) => self.session_ended(),
                Err(problem) => self.editor_loading.set(Loading::Failed(problem)),
            }
        });
    }

    /// Leaves the editor. A draft is kept only while its author signs in again.
    pub(crate) fn close_chatflow(self) {
        self.timers.update_value(|timers| timers.check = None);
        // A rule belongs to this draft only.
        let of_draft = |toast: &Option<Toast>| {
            toast.as_ref().is_some_and(|toast| matches!(toast.undo, Some(Undo::Rule { .. })))
        };
        if self.toast.with_untracked(of_draft) {
            self.toast.set(None);
        }
        if self.route.with_untracked(|route| !route.is_open_to_all()) {
            self.editor.set(None);
        }
    }

    /// The chatflow that the address names. Not tracked.
    pub(crate) fn addressed_chatflow(self) -> Option<ChatflowId> {
        self.route.with_untracked(|route| match route {
            Route::Chatflow(chatflow, _) => Some(chatflow.clone()),
            _ => None,
        })
    }

    /// Goes to a section of the chatflow that is edited (S7, S16).
    pub(crate) fn go_to_section(self, section: Section) {
        if let Some(chatflow) = self.addressed_chatflow() {
            self.go(Route::Chatflow(chatflow, section));
        }
    }

    /// Shows a place of the form, in whichever section it is, and puts the focus there.
    pub(crate) fn show_place(self, place: Place) {
        let there = Section::of(place);
        let here =
            self.route.with_untracked(|route| matches!(route, Route::Chatflow(_, now) if *now == there));
        if here {
            // What it says there must be drawn before it is read out.
            next_frame(move || {
                focus::to_id(&place.id());
            });
            return;
        }
        self.editor.update_untracked(|editor| {
            if let Some(editor) = editor {
                editor.aim = Some(place);
            }
        });
        self.go_to_section(there);
    }

    /// Somebody came to another section: the focus goes to its heading, or to the place that they came for.
    pub(crate) fn land_in_section(self) {
        let aim = self.editor.try_update(|editor| {
            let editor = editor.as_mut()?;
            // A field that is gone is left.
            editor.typing = None;
            editor.aim.take()
        });
        let aim = aim.flatten();
        next_frame(move || {
            // Something that is still being loaded cannot be looked at yet.
            let found = aim.is_some_and(|place| focus::to_id(&place.id()));
            if !found {
                focus::to_id(SECTION_ID);
            }
        });
    }

    /// Reads the editor, if there is one. Tracked.
    pub(crate) fn edited<T>(self, read: impl FnOnce(&Editor) -> T) -> Option<T> {
        let (mut read, mut said) = (Some(read), None);
        self.read_editor(&mut |editor| said = read.take().map(|read| read(editor)));
        said
    }

    /// One for all that is read: the many closures of the form share this code.
    fn read_editor(self, read: &mut dyn FnMut(&Editor)) {
        self.editor.with(|editor| {
            if let Some(editor) = editor {
                read(editor);
            }
        });
    }

    /// Reads the draft. Tracked.
    pub(crate) fn draft<T>(self, read: impl FnOnce(&Draft) -> T) -> Option<T> {
        self.edited(|editor| read(&editor.draft))
    }

    /// Writes to the draft. Nothing is said about `place` until it is left.
    pub(crate) fn write_draft(self, place: Option<Place>, write: Box<dyn FnOnce(&mut Draft)>) {
        self.editor.update(|editor| {
            if let Some(editor) = editor {
                editor.typing = place;
                editor.is_judged = false;
                write(&mut editor.draft);
            }
        });
        let check = Timeout::after(REST_MS, move || self.check());
        self.timers.update_value(|timers| timers.check = Some(check));
    }

    /// What was being typed was left: now it may be spoken of. Where a press left it, once that is a click: what is said
    /// moves what stands below.
    pub(crate) fn left(self, place: Place) {
        pointer::once_up(move || {
            self.editor.update(|editor| {
                if let Some(editor) = editor.as_mut().filter(|editor| editor.typing == Some(place)) {
                    editor.typing = None;
                }
            });
        });
    }

    /// Has the draft judged.
    fn check(self) {
        let Some((id, draft)) = self.editor.with_untracked(|editor| {
            editor.as_ref().map(|editor| (editor.id.clone(), editor.draft.written()))
        }) else {
            return;
        };
        spawn_local(async move {
            let findings = match api::check(draft.clone()).await {
                Ok(findings) => findings,
                // A value that its type cannot hold is no finding there, but it is one here.
                Err(Problem::Refused { written, field: Some(field), .. }) => vec![Finding {
                    field,
                    code: written,
                    stops: protocol::rest::Stops::Saving,
                    message: String::new(),
                    witness: None,
                    other: None,
                }],
                // Saving will tell.
                Err(_) => return,
            };
            self.editor.update(|editor| {
                // What was written since is judged on its own.
                if let Some(editor) =
                    editor.as_mut().filter(|editor| editor.id == id && editor.draft.written() == draft)
                {
                    editor.judged(&findings);
                }
            });
        });
    }

    /// Saves the chatflow with its switch on or off; with `on` this is publishing (S87).
    pub(crate) fn save(self, on: bool) {
        let language = self.language.get_untracked();
        let Some((id, body, was_on, stopped)) = self
            .editor
            .try_update(|editor| {
                let editor = editor.as_mut().filter(|editor| !editor.busy)?;
                editor.typing = None;
                let stopped = editor.refused(on, language);
                editor.busy = stopped.is_none();
                Some((editor.id.clone(), editor.to_save(on), editor.enabled, stopped))
            })
            .flatten()
        else {
            return;
        };
        if let Some((place, why)) = stopped {
            let text = if on { Text::PublishingStopped } else { Text::SavingStopped };
            self.tell_failed(self.fill(text, &[("why", &why)]));
            // What it says there must be drawn before it is read out.
            self.show_place(place);
            return;
        }
        spawn_local(async move {
            let answer = api::save_chatflow(&id, &body).await;
            let signed_out = matches!(answer, Err(Problem::SignedOut));
            let name = body.chatflow.name.clone();
            let done = self.editor.try_update(|editor| {
                let editor = editor.as_mut().filter(|editor| editor.id == id)?;
                editor.busy = false;
                match &answer {
                    Ok(told) => {
                        editor.saved(&body.chatflow, told);
                        return Some(true);
                    }
                    Err(problem) if problem.code() == Some(Code::ChatflowChanged) => {
                        editor.trouble = Some(Trouble::Changed);
                    }
                    Err(problem) => editor.trouble = Some(Trouble::Refused(problem.clone())),
                }
                Some(false)
            });
            if signed_out {
                self.session_ended();
            } else if done == Some(Some(true)) {
                self.tell(
                    match (was_on, on) {
                        (true, true) => self.say(Text::SavedLive).to_owned(),
                        (false, true) => self.fill(Text::Published, &[("name", &name)]),
                        (_, false) => self.fill(Text::SavedOff, &[("name", &name)]),
                    },
                    None,
                );
                if !was_on && on {
                    // The button that was pressed is gone; what comes next stands at the top.
                    next_frame(|| {
                        focus::to_id(LIVE_ID);
                    });
                }
            } else {
                self.check();
            }
        });
    }

    /// Saves by the keyboard; whether there was something to save with.
    pub(crate) fn save_by_key(self) -> bool {
        if self.has_unsaved_list() {
            self.save_list();
            return true;
        }
        let on = self
            .editor
            .with_untracked(|editor| editor.as_ref().map(|editor| (editor.enabled, editor.is_dirty())));
        let here = self.addressed_chatflow().is_some();
        match on.filter(|_| here) {
            Some((on, true)) => self.save(on),
            // There is nothing to save, and nobody wants the page as a file.
            Some((_, false)) => self.tell(self.say(Text::AllSaved).to_owned(), None),
            None => return false,
        }
        true
    }

    /// Switches the edited chatflow off, at once and whatever is on the form.
    pub(crate) fn switch_off(self) {
        let Some((id, name)) = self.editor.with_untracked(|editor| {
            editor.as_ref().map(|editor| (editor.id.clone(), editor.draft.name.clone()))
        }) else {
            return;
        };
        spawn_local(async move {
            match api::switch(&id, false).await {
                Ok(_) => {
                    self.tell(self.fill(Text::SwitchedOff, &[("name", &name)]), None);
                    self.take_theirs(id).await;
                }
                Err(problem) => self.fail(Text::SwitchFailed, &name, &problem),
            }
        });
    }

    /// Takes over what somebody else saved meanwhile, under one's own changes.
    pub(crate) fn load_theirs(self) {
        let id = self.editor.with_untracked(|editor| editor.as_ref().map(|editor| editor.id.clone()));
        let Some(id) = id else { return };
        spawn_local(async move {
            if self.take_theirs(id).await {
                self.tell(self.say(Text::TheirsTaken).to_owned(), None);
            }
        });
    }

    async fn take_theirs(self, id: ChatflowId) -> bool {
        match api::chatflow(&id).await {
            Ok(told) => {
                self.editor.update(|editor| {
                    if let Some(editor) = editor.as_mut().filter(|editor| editor.id == id) {
                        editor.take_theirs(&told);
                    }
                });
                self.check();
                true
            }
            Err(problem) => {
                self.fail(Text::ChatflowFailed, "", &problem);
                false
            }
        }
    }

    /// Adds an empty rule and puts the cursor into it.
    pub(crate) fn add_rule(self, list: List) {
        let key = self.editor.try_update(|editor| {
            let editor = editor.as_mut()?;
            let key = editor.draft.add_rule(list);
            // Nobody is told that an address is missing before they could write one.
            editor.typing = Some(Place::Rule(list, key));
            Some(key)
        });
        if let Some(Some(key)) = key {
            self.write_draft(Some(Place::Rule(list, key)), Box::new(|_| ()));
            next_frame(move || {
                focus::to_id(&Place::Rule(list, key).id());
            });
        }
    }

    /// Deletes a rule (S29). It can be had back.
    pub(crate) fn delete_rule(self, list: List, key: u32) {
        let Some(Some((at, rule))) =
            self.editor.try_update(|editor| editor.as_mut()?.draft.delete_rule(list, key))
        else {
            return;
        };
        self.write_draft(None, Box::new(|_| ()));
        // The focus goes to the rule that took its place, or to where one is added.
        let next = self.editor.with_untracked(|editor| {
            let rules = editor.as_ref()?.draft.rules(list);
            rules.get(at).or(rules.last()).map(|rule| rule.key)
        });
        next_frame(move || {
            focus::to_id(&next.map_or(Place::Rules(list).id(), |key| bin_id(list, key)));
        });
        let text = if list == List::Include { Text::RuleN } else { Text::ExclusionN };
        let named = self.fill(text, &[("n", &(at + 1).to_string())]);
        self.tell(self.fill(Text::RuleDeleted, &[("rule", &named)]), Some(Undo::Rule { list, at, rule }));
    }

    /// Puts a deleted rule back.
    pub(crate) fn put_rule_back(self, list: List, at: usize, rule: RuleDraft) {
        let key = rule.key;
        self.write_draft(None, Box::new(move |draft| draft.put_rule_back(list, at, rule)));
        next_frame(move || {
            focus::to_id(&bin_id(list, key));
        });
    }

    /// Turns negative rules into exclusions (S28).
    pub(crate) fn move_to_exclusions(self) {
        self.write_draft(None, Box::new(Draft::move_negatives_to_exclusions));
        self.tell(self.say(Text::MovedToExclusions).to_owned(), None);
        next_frame(|| {
            focus::to_id(&Place::Rules(List::Exclude).id());
        });
    }
}

/// The element id of what is told once a chatflow is live.
pub(crate) const LIVE_ID: &str = "flow-live";

/// The element id of the button that deletes a rule.
pub(crate) fn bin_id(list: List, key: u32) -> String {
    format!("delete-{}", Place::Rule(list, key).id())
}
