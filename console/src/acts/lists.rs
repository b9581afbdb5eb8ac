//! Lists of contacts and properties: loading, writing, trying out, saving.

use crate::reactive::*;
use serde_json::Value;

use crate::api::tree;
use crate::browser::timer::{Timeout, next_frame};
use crate::browser::{clock, focus};
use crate::console::{Console, Loading, Undo};
use crate::route::Route;
use crate::state::chatflow_editor::Trouble;
use crate::state::conditions::{Groups, quoted};
use crate::state::conditions_words::Subject;
use crate::state::lists::{self, ListEditor, ListInfo, Preview, Property};
use crate::state::problem::Problem;
use crate::texts::Text;

/// Who would be on a list is asked when nobody has written for so long.
const REST_MS: u64 = 350;

/// The element id of the button that makes a list.
pub(crate) const NEW_LIST_ID: &str = "new-list";
/// The element id of the button that makes a property.
pub(crate) const NEW_PROPERTY_ID: &str = "new-property";

/// What the console knows of lists and properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    pub(crate) lists: Vec<ListInfo>,
    pub(crate) properties: Vec<Property>,
    /// The answer with the properties that every contact has.
    built_in: Value,
    pub(crate) preview: Preview,
}

fn body(fields: &[(&str, String)]) -> Option<String> {
    let fields: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}:{value}", quoted(name))).collect();
    Some(format!("{{{}}}", fields.join(",")))
}

fn texts(all: &[String]) -> String {
    let all: Vec<String> = all.iter().map(|text| quoted(text)).collect();
    format!("[{}]", all.join(","))
}

impl Console {
    /// Loads lists and properties; those that are here stay until the answer is.
    pub(crate) fn load_lists(self) {
        if self.lists_loading.with_untracked(|loading| *loading != Loading::Ready) {
            self.lists_loading.set(Loading::Asking);
        }
        spawn_local(async move {
            let mut answers = Vec::new();
            for path in ["/api/lists", "/api/properties"] {
                match tree("GET", path.to_owned(), None).await {
                    Ok(answer) => answers.push(answer),
                    Err(Problem::SignedOut) => return self.session_ended(),
                    Err(problem) => return self.lists_loading.set(Loading::Failed(problem)),
                }
            }
            self.known.update(|known| {
                known.lists = lists::lists(&answers[0]);
                known.take_properties(&answers[1]);
            });
            self.lists_loading.set(Loading::Ready);
        });
    }

    /// What criteria can speak of, as the screen is drawn now.
    pub(crate) fn subjects(self) -> Vec<Subject> {
        let people: Vec<(String, String)> = self.settings.with_untracked(|settings| {
            let people = settings.iter().flat_map(|settings| &settings.people);
            people.map(|agent| (agent.id.to_string(), agent.name.clone())).collect()
        });
        self.known.with_untracked(|known| {
            let language = self.language.get_untracked();
            lists::subjects(&known.built_in, &known.properties, &known.lists, &people, language)
        })
    }

    /// What a list is called, also for agents, who do not see the settings. Tracked.
    pub(crate) fn list_called(self, id: &str) -> String {
        self.known.with(|known| {
            let list = known.lists.iter().find(|list| list.id == id);
            list.map_or_else(|| id.to_owned(), |list| list.name.clone())
        })
    }

    /// A date that is in ms, for people.
    pub(crate) fn day_in_words(self, ms: &str) -> String {
        ms.parse().map_or_else(|_| ms.to_owned(), |ms| clock::day_in_words(ms, self.language.get_untracked()))
    }

    /// Opens a list. Unsaved changes of one's own, kept while the session was renewed, stay.
    pub(crate) fn open_list(self, id: String) {
        self.load_settings();
        self.load_lists();
        let kept = self.list_editor.with_untracked(|editor| {
            editor.as_ref().is_some_and(|editor| {
                editor.id == id && editor.by == self.my_id().as_str() && editor.is_dirty()
            })
        });
        if kept {
            self.write_list(|editor| editor.busy = false);
            return;
        }
        self.list_editor.set(None);
        self.list_loading.set(Loading::Asking);
        self.known.update(|known| known.preview = Preview::Asking);
        spawn_local(async move {
            let answer = tree("GET", format!("/api/lists/{id}"), None).await;
            if self.route.with_untracked(|route| *route != Route::List(id)) {
                return;
            }
            match answer {
                Ok(told) => {
                    self.list_editor.set(Some(ListEditor::open(self.my_id().as_str(), &told)));
                    self.list_loading.set(Loading::Ready);
                    self.preview_list();
                }
                Err(Problem::SignedOut) => self.session_ended(),
                Err(problem) => self.list_loading.set(Loading::Failed(problem)),
            }
        });
    }

    /// Leaves the list. A draft is kept only while its author signs in again.
    pub(crate) fn close_list(self) {
        self.timers.update_value(|timers| timers.check = None);
        if self.route.with_untracked(|route| !route.is_open_to_all()) {
            self.list_editor.set(None);
        }
    }

    /// Reads the edited list, if there is one. Tracked.
    pub(crate) fn edited_list<T>(self, read: impl FnOnce(&ListEditor) -> T) -> Option<T> {
        let (mut read, mut said) = (Some(read), None);
        self.read_list_editor(&mut |editor| said = read.take().map(|read| read(editor)));
        said
    }

    /// One for all that is read: the many closures of the screen share this code.
    fn read_list_editor(self, read: &mut dyn FnMut(&ListEditor)) {
        self.list_editor.with(|editor| {
            if let Some(editor) = editor {
                read(editor);
            }
        });
    }

    /// Writes to it, and asks soon who would be on it.
    pub(crate) fn write_list(self, write: impl FnOnce(&mut ListEditor)) {
        let mut write = Some(write);
        self.write_list_editor(&mut |editor| {
            if let Some(write) = write.take() {
                write(editor);
            }
        });
    }

    fn write_list_editor(self, write: &mut dyn FnMut(&mut ListEditor)) {
        self.list_editor.update(|editor| {
            if let Some(editor) = editor {
                write(editor);
            }
        });
        let soon = Timeout::after(REST_MS, move || self.preview_list());
        self.timers.update_value(|timers| timers.check = Some(soon));
    }

    /// Asks who would be on it.
    pub(crate) fn preview_list(self) {
        let asks = move || {
            self.list_editor.with_untracked(|editor| {
                let editor = editor.as_ref().filter(|editor| editor.smart)?;
                Some(if editor.is_finished() { Ok(editor.to_preview()) } else { Err(Preview::Unfinished) })
            })
        };
        let show = move |preview| self.known.update(|known| known.preview = preview);
        let asked = match asks() {
            None => return,
            Some(Err(preview)) => return show(preview),
            Some(Ok(asked)) => asked,
        };
        spawn_local(async move {
            let answer = tree("POST", "/api/lists/preview".to_owned(), Some(asked.clone())).await;
            // What was written since is asked for on its own.
            if asks() != Some(Ok(asked)) {
                return;
            }
            match answer {
                Ok(told) => show(Preview::of(&told)),
                Err(Problem::SignedOut) => self.session_ended(),
                Err(problem) => show(Preview::Failed(problem)),
            }
        });
    }

    /// Saves the list.
    pub(crate) fn save_list(self) {
        let sent = self.list_editor.try_update(|editor| {
            let editor = editor.as_mut().filter(|editor| !editor.busy)?;
            editor.typing = None;
            editor.busy = editor.is_whole();
            Some(editor.clone())
        });
        let Some(Some(sent)) = sent else { return };
        if !sent.busy {
            self.tell_failed(self.say(Text::ListUnfinished).to_owned());
            let at = sent.groups.tests().find(|test| test.wrong().is_some());
            let id = at.map_or("list-name".to_owned(), |test| format!("test-{}", test.key));
            next_frame(move || {
                focus::to_id(&id);
            });
            return;
        }
        self.change_list("PUT", String::new(), Some(sent.to_save()), Some(sent), None);
    }

    /// Changes the list, or looks at it anew, and takes over what is told.
    fn change_list(
        self,
        method: &'static str,
        below: String,
        body: Option<String>,
        sent: Option<ListEditor>,
        told_so: Option<(String, Option<Undo>)>,
    ) {
        let id = self.list_editor.with_untracked(|editor| editor.as_ref().map(|editor| editor.id.clone()));
        let Some(id) = id else { return };
        spawn_local(async move {
            let answer = tree(method, format!("/api/lists/{id}{below}"), body).await;
            let mut signed_out = false;
            let mut done = false;
            self.list_editor.update(|editor| {
                let Some(editor) = editor.as_mut().filter(|editor| editor.id == id) else { return };
                match answer {
                    Ok(told) => {
                        editor.take(&told, sent.as_ref());
                        done = true;
                    }
                    Err(problem) => {
                        signed_out = problem == Problem::SignedOut;
                        editor.refused(problem);
                    }
                }
            });
            if signed_out {
                self.session_ended();
            } else if done {
                self.preview_list();
                match told_so {
                    Some((text, undo)) => self.tell(text, undo),
                    None => self.tell(self.say(Text::ListSaved).to_owned(), None),
                }
            }
        });
    }

    /// Takes over what somebody else saved meanwhile, under one's own changes.
    pub(crate) fn load_their_list(self) {
        let told = self.say(Text::TheirsTaken).to_owned();
        self.change_list("GET", String::new(), None, None, Some((told, None)));
    }

    /// Puts a contact on the list, or takes them off it; that can be had back.
    pub(crate) fn put_on_list(self, contact: &str, name: &str, on: bool) {
        let asked = body(&[(if on { "add" } else { "remove" }, texts(&[contact.to_owned()]))]);
        let text = if on { Text::MemberAdded } else { Text::MemberRemoved };
        let undo = Undo::Member { contact: contact.to_owned(), name: name.to_owned(), on: !on };
        let told = (self.fill(text, &[("name", name)]), Some(undo));
        self.change_list("POST", "/members".to_owned(), asked, None, Some(told));
    }

    /// Whether there is an edited list with changes that nobody saved, and it is on the screen.
    pub(crate) fn has_unsaved_list(self) -> bool {
        self.list_editor.with_untracked(|editor| {
            editor.as_ref().is_some_and(|editor| {
                editor.is_dirty()
                    && self.route.with_untracked(|route| *route == Route::List(editor.id.clone()))
            })
        })
    }

    /// Makes a list and opens it. A smart one begins with a criterion that can be seen and changed.
    ///
    /// # Errors
    /// Whatever the edge says; nothing was made then.
    pub(crate) async fn create_list(self, name: String, smart: bool) -> Result<(), Problem> {
        let mut fields = vec![("name", quoted(&name))];
        if smart {
            let mut groups = Groups::default();
            if let Some(email) = self.subjects().iter().find(|subject| subject.id == "email") {
                let key = groups.add(None, email);
                if let Some(test) = groups.test_mut(key) {
                    "known".clone_into(&mut test.op);
                }
            }
            fields.push(("criteria", groups.criteria()));
        }
        let made = tree("POST", "/api/lists".to_owned(), body(&fields)).await?;
        self.ask.set(None);
        self.go(Route::List(made["id"].as_str().unwrap_or_default().to_owned()));
        Ok(())
    }

    /// Makes a property, or changes one.
    ///
    /// # Errors
    /// Whatever the edge says; everything is as it was then.
    pub(crate) async fn save_property(self, property: Property) -> Result<(), Problem> {
        let mut fields = vec![("name", quoted(&property.name))];
        if property.kind == "enumeration" {
            fields.push(("options", texts(&property.options)));
        }
        let answer = if property.id.is_empty() {
            fields.push(("kind", quoted(&property.kind)));
            tree("POST", "/api/properties".to_owned(), body(&fields)).await?
        } else {
            tree("PUT", format!("/api/properties/{}", property.id), body(&fields)).await?
        };
        self.known.update(|known| known.take_properties(&answer));
        self.ask.set(None);
        Ok(())
    }

    /// What names a list, in words: chatflows and lists by their names, and the settings.
    pub(crate) fn users_of_list(self, mut named: Vec<String>, comes_first: bool) -> String {
        if comes_first {
            named.push(self.say(Text::FirstTitle).to_owned());
        }
        named.join(", ")
    }

    /// Asks whether a list shall be deleted, or tells who still uses it.
    pub(crate) fn ask_to_delete_list(self, id: String, name: String) {
        spawn_local(async move {
            match tree("GET", format!("/api/lists/{id}"), None).await {
                Ok(told) => {
                    let users = self.users_of_list(lists::used_by(&told), lists::comes_first(&told));
                    self.ask.set(Some(crate::console::Ask::DeleteList { id, name, users }));
                }
                Err(problem) => self.fail(Text::ListNotDeleted, &name, &problem),
            }
        });
    }

    /// Deletes a list or a property, after that was asked.
    ///
    /// # Errors
    /// Whatever the edge says; it is still there then.
    pub(crate) async fn delete_of_lists(self, is_list: bool, id: &str, name: &str) -> Result<(), Problem> {
        let resource = if is_list { "lists" } else { "properties" };
        let left = tree("DELETE", format!("/api/{resource}/{id}"), None).await?;
        self.known.update(|known| {
            if is_list {
                known.lists = lists::lists(&left);
            } else {
                known.take_properties(&left);
            }
        });
        self.ask.set(None);
        self.tell(self.fill(Text::Deleted, &[("name", name)]), None);
        next_frame(move || {
            next_frame(move || {
                focus::to_id(if is_list { NEW_LIST_ID } else { NEW_PROPERTY_ID });
            });
        });
        Ok(())
    }

    /// What stands against saving the list, if somebody tried. Tracked.
    pub(crate) fn list_trouble(self) -> Option<Trouble> {
        self.edited_list(|editor| editor.trouble.clone()).flatten()
    }
}

impl Known {
    fn take_properties(&mut self, answer: &Value) {
        self.properties = lists::properties(answer);
        self.built_in = answer.clone();
    }
}
