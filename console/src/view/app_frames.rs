//! The owner's own pages beside a conversation (P58), each behind a button, loaded when it is opened.

use crate::reactive::*;
use leptos::html::Div;

use super::html::{all, button, div, h3, section};
use super::icon::{Icon, icon};
use crate::api::tree;
use crate::browser::app_frame::AppFrame;
use crate::console::{Console, console};
use crate::state::apps::{App, Context, apps};
use crate::state::problem::Problem;
use crate::watch::watch;

/// The apps of the inbox that is shown. Nothing where there is none, or where they cannot be had: the conversation goes on.
pub(super) fn app_frames(context: Memo<Option<Context>>) -> AnyView {
    let c = console();
    if c.apps.with_untracked(Option::is_none) {
        spawn_local(async move {
            match tree("GET", "/api/apps".to_owned(), None).await {
                Ok(told) => drop(c.apps.try_set(Some(apps(&told)))),
                Err(Problem::SignedOut) => c.session_ended(),
                Err(_) => {}
            }
        });
    }
    let shown = watch(move || {
        let inbox = c.inbox.get().map(|inbox| inbox.to_string()).unwrap_or_default();
        let here = |apps: &Vec<App>| apps.iter().filter(|app| app.is_in(&inbox)).cloned().collect::<Vec<_>>();
        c.apps.with(|apps| apps.as_ref().map(here).unwrap_or_default())
    });
    all(move || shown.get().into_iter().map(|app| one(c, app, context)).collect::<Vec<_>>())
}

fn one(c: Console, app: App, context: Memo<Option<Context>>) -> AnyView {
    let App { id, name, url, .. } = app;
    let panel = format!("app-{id}");
    let is_open = {
        let id = id.clone();
        watch(move || c.apps_open.with(|open| open.contains(&id)))
    };
    let toggle = button()
        .attr("type", "button")
        .class("app-toggle")
        .attr("aria-expanded", move || is_open.get().to_string())
        .attr("aria-controls", panel.clone())
        .on(leptos::ev::click, move |_| {
            c.apps_open.update(|open| match open.iter().position(|it| *it == id) {
                Some(at) => drop(open.remove(at)),
                None => open.push(id.clone()),
            });
        })
        .child((icon(Icon::Down), name.clone()));
    let inside = move || is_open.get().then(|| framed(&url, &name, context));
    section()
        .class("app-beside")
        .child((h3().attr("dir", "auto").child(toggle), div().id(panel).child(inside)))
        .into_any()
}

fn framed(url: &str, name: &str, context: Memo<Option<Context>>) -> AnyView {
    let place = NodeRef::<Div>::new();
    let frame = StoredValue::new(None::<AppFrame>);
    on_cleanup(move || frame.dispose());
    let (url, name) = (url.to_owned(), name.to_owned());
    Effect::new(move |_| {
        let (Some(place), Some(context)) = (place.get(), context.get()) else { return };
        let told = context.message();
        frame.update_value(|frame| match frame {
            Some(frame) => frame.tell(told),
            None => *frame = AppFrame::put(&place, &url, &name, told),
        });
    });
    div().class("app-frame").node_ref(place).into_any()
}
