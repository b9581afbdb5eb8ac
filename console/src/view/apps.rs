//! Settings › API & webhooks: the owner's own pages beside conversations (P58).

use crate::reactive::*;

use super::html::{div, fieldset, form, input, keyed_by_id, label, legend, span};
use super::icon::Icon;
use super::lists::act;
use super::named_list::{Around, Saving, add, change, named_list, named_row};
use crate::acts::colleagues::change_id;
use crate::api::tree;
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::{Console, console};
use crate::state::apps::{App, apps};
use crate::state::problem::Problem;
use crate::texts::Text;
use crate::watch::watch;

const NEW_ID: &str = "new-app";

/// What the part knows; it is gone with the page.
#[derive(Clone, Copy)]
struct Desk {
    c: Console,
    apps: RwSignal<Vec<App>>,
    draft: RwSignal<Option<App>>,
}

/// The part of the tab.
pub(super) fn apps_part() -> AnyView {
    let desk = Desk { c: console(), apps: RwSignal::new(Vec::new()), draft: RwSignal::new(None) };
    desk.load();
    let rows = keyed_by_id(desk.apps, |app| &app.id, move |app| desk.row(app));
    let empty = watch(move || desk.apps.with(Vec::is_empty));
    let editing = watch(move || desk.draft.with(Option::is_some));
    let below = move || {
        if editing.get() {
            return desk.form();
        }
        add(NEW_ID, Text::AppNew, move || desk.edit(App::default()))
    };
    let around =
        Around { id: "apps-title", title: Text::AppsTitle, lead: Text::AppsLead, none: Text::AppsNone };
    named_list(around, rows, empty, below)
}

impl Desk {
    fn load(self) {
        spawn_local(async move {
            match tree("GET", "/api/apps".to_owned(), None).await {
                Ok(told) => self.are(apps(&told)),
                Err(problem) => self.c.fail(Text::ApiNotDone, "", &problem),
            }
        });
    }

    /// These are the apps now, here and beside conversations.
    fn are(self, all: Vec<App>) {
        let _ = self.c.apps.try_set(Some(all.clone()));
        let _ = self.apps.try_set(all);
    }

    fn edit(self, app: App) {
        self.draft.set(Some(app));
        next_frame(|| {
            focus::to_id("app-name");
        });
    }

    fn leave(self) {
        let Some(draft) = self.draft.get_untracked() else { return };
        self.draft.set(None);
        let back = if draft.id.is_empty() { NEW_ID.to_owned() } else { change_id(&draft.id) };
        next_frame(move || {
            focus::to_id(&back);
        });
    }

    async fn save(self) -> Result<(), String> {
        let Some(draft) = self.draft.get_untracked() else { return Ok(()) };
        let (method, path) = match draft.id.as_str() {
            "" => ("POST", "/api/apps".to_owned()),
            id => ("PUT", format!("/api/apps/{id}")),
        };
        match tree(method, path, Some(draft.body())).await {
            Ok(told) => {
                self.are(apps(&told));
                self.leave();
                self.c.tell(self.c.say(Text::AppSaved).to_owned(), None);
                Ok(())
            }
            Err(problem) => {
                if problem == Problem::SignedOut {
                    self.c.session_ended();
                }
                Err(self.c.why(&problem))
            }
        }
    }

    fn delete(self, app: App) {
        spawn_local(async move {
            match tree("DELETE", format!("/api/apps/{}", app.id), Some("{}".to_owned())).await {
                Ok(told) => {
                    self.are(apps(&told));
                    self.c.tell(self.c.fill(Text::AppDeleted, &[("name", &app.name)]), None);
                    next_frame(|| {
                        focus::to_id(NEW_ID);
                    });
                }
                Err(problem) => self.c.fail(Text::ActFailed, &app.name, &problem),
            }
        });
    }

    fn row(self, app: App) -> AnyView {
        let c = self.c;
        let name = app.name.clone();
        let edit = {
            let app = app.clone();
            let label = c.fill(Text::AppChange, &[("name", &name)]);
            change(&app.id.clone(), label, move || self.edit(app.clone()))
        };
        let about = span().attr("dir", "ltr").child(app.url.clone());
        let delete = act(c.fill(Text::AppDelete, &[("name", &name)]), Icon::Bin, move || {
            self.delete(app.clone());
        });
        named_row(Icon::Out, name, about, [edit, delete])
    }

    fn form(self) -> AnyView {
        let c = self.c;
        let saving = Saving::new();
        let field = move |id: &'static str,
                          kind: &'static str,
                          words: Text,
                          read: fn(&App) -> &String,
                          write: fn(&mut App) -> &mut String| {
            let value = watch(move || {
                self.draft.with(|draft| draft.as_ref().map(|draft| read(draft).clone()).unwrap_or_default())
            });
            let typed = input()
                .id(id)
                .class("input")
                .attr("type", kind)
                .attr("autocomplete", "off")
                .attr("dir", if kind == "url" { "ltr" } else { "auto" })
                .value(move || value.get())
                .on(leptos::ev::input, move |event| {
                    let typed = event_target_value(&event);
                    saving.wrong.set(None);
                    self.draft.update(|draft| {
                        if let Some(draft) = draft {
                            *write(draft) = typed;
                        }
                    });
                });
            (label().attr("for", id).child(c.say(words)), typed)
        };
        let name = field("app-name", "text", Text::AppName, |app| &app.name, |app| &mut app.name);
        let (url_label, url) = field("app-url", "url", Text::AppUrl, |app| &app.url, |app| &mut app.url);
        let url = url.attr("aria-describedby", "app-url-help").attr("aria-invalid", saving.is_wrong());
        let inboxes = c.me().map(|me| me.inboxes.clone()).unwrap_or_default();
        let tick = move |inbox: protocol::rest::InboxInfo| {
            let (id, write) = (inbox.id.to_string(), inbox.id.to_string());
            let element = format!("app-in-{id}");
            let is_on = watch(move || {
                self.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.inboxes.contains(&id)))
            });
            let box_ = input()
                .id(element.clone())
                .attr("type", "checkbox")
                .flag("checked", move || is_on.get())
                .on(leptos::ev::change, move |event| {
                    let on = event_target_checked(&event);
                    self.draft.update(|draft| {
                        if let Some(draft) = draft {
                            draft.inboxes.retain(|id| *id != write);
                            if on {
                                draft.inboxes.push(write.clone());
                            }
                        }
                    });
                });
            let named = label().attr("for", element).attr("dir", "auto").child(inbox.name);
            div().class("tick").child((box_, div().child(named))).into_any()
        };
        let which = (inboxes.len() > 1).then(|| {
            fieldset().class("field").child((
                legend().child(c.say(Text::AppInboxes)),
                span().class("help").child(c.say(Text::AppInboxesHelp)),
                inboxes.into_iter().map(tick).collect::<Vec<_>>(),
            ))
        });
        form()
            .class("inset")
            .attr("novalidate", "")
            .on(leptos::ev::submit, saving.submit("app-url", move || self.save()))
            .child((
                div().class("field").child(name),
                div().class("field").child((
                    url_label,
                    url,
                    span().id("app-url-help").class("help").child(c.say(Text::AppUrlHelp)),
                )),
                which,
                saving.foot(Text::AppSave, move || self.leave()),
            ))
            .into_any()
    }
}
