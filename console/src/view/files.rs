//! Files in a conversation: those that a message brought, and those that a reply is about to carry (P5, H61).

use crate::reactive::*;
use conversation::ids::ThreadId;
use leptos::ev::Custom;
use leptos::html::Input;
use protocol::frame::Attachment;
use wasm_bindgen::JsCast;
use web_sys::{Event, File, FileList, HtmlInputElement};

use super::html::{a, all, b, button, div, img, input, li, span, ul};
use super::icon::{Icon, icon};
use crate::browser::files::carried;
use crate::console::console;
use crate::state::staged::{Stage, Staged, size_words};
use crate::texts::Text;
use crate::watch::watch;

/// The field that chooses files for a reply.
pub(super) const FILES_ID: &str = "reply-files";
/// What the system offers first when files are chosen; what else is taken the edge says.
const ACCEPT: &str = "image/png,image/jpeg,image/gif,image/webp,image/avif,application/pdf,text/plain,.csv,.md,.log,\
     application/zip,.docx,.xlsx,.pptx,audio/*,video/mp4,video/webm";

/// The files of a message: pictures as such, everything else as a card.
pub(super) fn of_message(thread: &ThreadId, files: &[Attachment]) -> AnyView {
    let Some(inbox) = console().inbox.get_untracked().filter(|_| !files.is_empty()) else {
        return ().into_any();
    };
    let one = |file: &Attachment| {
        let address = format!("/api/threads/{inbox}/{thread}/files/{}", file.id);
        let link = a().attr("href", address.clone());
        if let (true, Some(width), Some(height)) = (file.is_picture(), file.width, file.height) {
            let picture = img()
                .attr("src", address)
                .attr("alt", file.name.clone())
                .attr("width", width.to_string())
                .attr("height", height.to_string())
                .attr("loading", "lazy")
                .attr("decoding", "async");
            return link
                .class("carried-picture")
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer")
                .child(picture);
        }
        let ending = file.name.rsplit('.').next().unwrap_or_default().to_uppercase();
        link.class("carried-file").attr("download", file.name.clone()).child((
            icon(Icon::Lines),
            span().class("carried-what").child((
                b().attr("dir", "auto").child(file.name.clone()),
                span().class("small").child(format!("{ending} · {}", size_words(file.bytes))),
            )),
        ))
    };
    div().class("carried").child(files.iter().map(one).collect::<Vec<_>>()).into_any()
}

fn list(files: Option<FileList>) -> Vec<File> {
    files.into_iter().flat_map(|files| (0..files.length()).filter_map(move |at| files.get(at))).collect()
}

/// The button that chooses files for a reply.
pub(super) fn choose(id: StoredValue<ThreadId>) -> AnyView {
    let c = console();
    let place = NodeRef::<Input>::new();
    let field = input()
        .node_ref(place)
        .id(FILES_ID)
        .attr("type", "file")
        .attr("multiple", "")
        .attr("accept", ACCEPT)
        .attr("aria-label", c.say(Text::AttachFiles))
        .attr("tabindex", "-1")
        .attr("hidden", "")
        .on(leptos::ev::change, move |event: Event| {
            let Some(field) = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else {
                return;
            };
            id.with_value(|id| c.attach(id, list(field.files())));
            // The same file can be chosen again.
            field.set_value("");
        });
    let press = button()
        .attr("type", "button")
        .class("button quiet square low")
        .attr("aria-label", c.say(Text::AttachFiles))
        .attr("title", c.say(Text::AttachFiles))
        .on(leptos::ev::click, move |_| {
            if let Some(field) = place.get_untracked() {
                field.click();
            }
        })
        .child(icon(Icon::Clip));
    all((field, press))
}

/// What is dropped or pasted into a place goes with the reply.
pub(super) fn takes(place: super::html::El, id: StoredValue<ThreadId>) -> super::html::El {
    let c = console();
    let take = move |event: Event| {
        if let Some(files) = carried(&event) {
            event.prevent_default();
            id.with_value(|id| c.attach(id, files));
        }
    };
    place
        .on(Custom::<Event>::new("dragover"), take)
        .on(Custom::<Event>::new("drop"), take)
        .on(Custom::<Event>::new("paste"), take)
}

/// The chosen files, above the bar of the composer.
pub(super) fn tray(id: StoredValue<ThreadId>) -> AnyView {
    let c = console();
    let staged = watch(move || {
        id.with_value(|id| c.staged.with(|staged| staged.of(id).cloned().collect::<Vec<Staged>>()))
    });
    let one = move |staged: Staged| {
        let (key, name) = (staged.key, staged.name);
        let (class, words) = match staged.stage {
            Stage::Going => ("", c.say(Text::FileGoing).to_owned()),
            Stage::Kept(file) => ("", size_words(file.bytes)),
            Stage::Refused(why) => ("refused", why),
        };
        let remove = c.fill(Text::RemoveFile, &[("name", &name)]);
        li().class(class).child((
            span().class("carried-what").child((
                b().attr("dir", "auto").child(name),
                span().class("small").attr("role", "status").child(words),
            )),
            button()
                .attr("type", "button")
                .class("button quiet square low")
                .attr("aria-label", remove)
                .on(leptos::ev::click, move |_| c.detach(key))
                .child(icon(Icon::Cross)),
        ))
    };
    let shown = move || {
        let staged = staged.get();
        (!staged.is_empty()).then(|| {
            ul().class("staged")
                .attr("aria-label", c.say(Text::FilesOfReply))
                .child(staged.into_iter().map(one).collect::<Vec<_>>())
                .into_any()
        })
    };
    all(shown)
}
