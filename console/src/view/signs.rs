//! Under the log: who types, and how far our last message came (P6). One line that is always there, so that nothing jumps.
//!
//! Not told to screen readers as it changes: they would be interrupted while they read or write. It is there to be read.

use crate::reactive::*;
use conversation::ids::ThreadId;
use protocol::delivery::Progress;
use protocol::frame::Author;

use super::html::{all, div, span};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::texts::Text;
use crate::watch::watch;

/// The line under the log of a thread.
pub(crate) fn signs(thread: ThreadId) -> AnyView {
    let c = console();
    let typist = {
        let thread = thread.clone();
        watch(move || {
            let typist = c.signs.with(|signs| signs.typist(&thread).cloned())?;
            Some(match typist {
                Author::Agent { name, .. } | Author::Bot { name } => name,
                Author::Visitor | Author::System => {
                    c.row(&thread).map_or_else(|| c.say(Text::Visitor).to_owned(), |row| c.called(&row).words)
                }
            })
        })
    };
    let reached = {
        let thread = thread.clone();
        watch(move || {
            // What is on its way says so under its own bubble.
            let waits = c.outgoing.with(|all| {
                all.iter().any(|message| {
                    message.thread == thread
                        && c.with_log(&thread, |log| !log.has(&message.id)).unwrap_or(true)
                })
            });
            let told =
                c.with_log(&thread, |log| c.signs.with(|signs| signs.reached(&thread, log.last_entry())));
            told.flatten().filter(|_| !waits)
        })
    };
    let types = move || {
        typist.get().map(|name| {
            let dots = span().class("dots").attr("aria-hidden", "true").child((span(), span(), span()));
            all((
                dots,
                span().class("cut").attr("dir", "auto").child(c.fill(Text::Types, &[("name", &name)])),
            ))
        })
    };
    let came = move || {
        reached.get().and_then(|progress| {
            let words = match progress {
                Progress::Sent => Text::Sent,
                Progress::Delivered => Text::Delivered,
                Progress::Read => Text::Seen,
                Progress::Sending | Progress::Failed => return None,
            };
            Some(all((icon(Icon::Check), c.say(words))))
        })
    };
    div()
        .class("signs small")
        .child((div().class("signs-typist").child(types), div().class("signs-reached").child(came)))
        .into_any()
}

/// In the head: which colleagues look at the conversation as well, and who of them types (P51).
pub(crate) fn viewers(thread: ThreadId) -> AnyView {
    let c = console();
    let words = watch(move || {
        c.signs.with(|signs| {
            if let Some(Author::Agent { name, .. }) = signs.typist(&thread) {
                return Some(c.fill(Text::Types, &[("name", name)]));
            }
            let names: Vec<&str> = signs.viewers(&thread).iter().map(|agent| agent.name.as_str()).collect();
            match names[..] {
                [] => None,
                [name] => Some(c.fill(Text::ViewsToo, &[("name", name)])),
                _ => Some(c.fill(Text::ViewTogether, &[("names", &names.join(", "))])),
            }
        })
    });
    let shown = move || {
        words.get().map(|words| {
            span()
                .class("viewers small cut")
                .attr("title", words.clone())
                .child((icon(Icon::People), span().class("cut").attr("dir", "auto").child(words)))
                .into_any()
        })
    };
    all(shown)
}

/// Above a reply: that a colleague answered while it was written (P51).
pub(crate) fn answered(thread: StoredValue<ThreadId>, comments: Memo<bool>) -> AnyView {
    let c = console();
    let me = c.my_id();
    let name = watch(move || {
        let answered = thread.with_value(|thread| {
            c.with_log(thread, |log| c.begun.with(|begun| begun.answered(log, &me).map(str::to_owned)))
        });
        answered.flatten().filter(|_| !comments.get())
    });
    let words = move || name.get().map(|name| c.fill(Text::AnsweredMeanwhile, &[("name", &name)]));
    // Its place is there before it says something: only then it is read out.
    div()
        .class("answered small")
        .attr("role", "status")
        .child(move || {
            words().map(|words| all((icon(Icon::Warning), span().attr("dir", "auto").child(words))))
        })
        .into_any()
}

/// Beside the name: that the visitor has the chat on a page just now. Nothing where nobody knows.
pub(crate) fn visitor_here(thread: ThreadId) -> AnyView {
    let c = console();
    let here = watch(move || c.signs.with(|signs| signs.has_visitor(&thread)));
    let dot = move || {
        here.get().then(|| {
            span()
                .class("here-dot")
                .attr("title", c.say(Text::VisitorHere))
                .child(span().class("unseen").child(c.say(Text::VisitorHere)))
        })
    };
    span().class("here").child(dot).into_any()
}
