//! What somebody said, and how far what we say has come.

use crate::reactive::*;
use conversation::form::Answer;
use conversation::ids::ThreadId;
use protocol::frame::{Body, Entry};

use super::face::{Size, face, visitor_face};
use super::files;
use super::html::{all, b, dd, div, dl, dt, li, span, time};
use super::icon::{Icon, icon};
use super::mark;
use super::progress::{held, not_sent, progress_of, sending};
use super::quote::{answer, quote};
use crate::browser::clock;
use crate::console::console;
use crate::state::log::Speaker;
use crate::state::outgoing::{Outgoing, Progress};
use crate::state::quote::anchor;
use crate::state::who::Called;
use crate::texts::Text;

/// A stored message.
pub(crate) fn said(thread: &ThreadId, entry: &Entry, by: &Speaker, follows: bool, fresh: bool) -> AnyView {
    let c = console();
    let (text, gone) = match &entry.body {
        Body::Text { text } => (text.clone(), false),
        Body::Deleted { .. } => (c.say(Text::MessageDeleted).to_owned(), true),
        _ => return ().into_any(),
    };
    let row = untrack(|| c.row(thread));
    let (side, name) = match by {
        Speaker::Visitor => {
            let called = row
                .as_ref()
                .map(|row| c.called(row))
                .unwrap_or_else(|| Called { words: c.say(Text::Visitor).to_owned(), unverified: false });
            let email = row.and_then(|row| row.email);
            ((!follows).then(|| visitor_face(&called.words, email.as_deref(), Size::Small)), Some(called))
        }
        Speaker::Colleague(id, name) => {
            let called = Called { words: name.clone(), unverified: false };
            ((!follows).then(|| face(name, id.as_str(), Size::Small)), Some(called))
        }
        Speaker::Bot(name) => {
            let called = Called { words: name.clone(), unverified: false };
            ((!follows).then(|| face(name, "bot", Size::Small)), Some(called))
        }
        Speaker::Me | Speaker::Rule => (None, None),
    };
    let us = !matches!(by, Speaker::Visitor);
    let beside = (*by != Speaker::Me).then(|| span().class("side").child(side));
    let offered = super::bot::offered(&entry.quick_replies);
    let language = c.language.get_untracked();
    let revised = entry.edited.map(|at| {
        let words = c.fill(Text::EditedAt, &[("time", &clock::time_of_day(at, language))]);
        div().class("revised").attr("title", clock::in_full(at, language)).child(words)
    });
    let carried =
        all((revised, answers(&entry.form), files::of_message(thread, &entry.attachments), offered));
    let quoted = entry.reply_to.filter(|_| !gone).map(|seq| quote(thread, seq));
    let place =
        Place { anchor: anchor(entry), gone, answer: (!gone).then(|| answer(thread, entry.seq)), quoted };
    bubble(us, follows, fresh, all(beside), name, entry.at, text, carried, place)
}

/// What was filled into a form with a message.
fn answers(form: &[Answer]) -> AnyView {
    let c = console();
    let one = |Answer { label, value }: &Answer| {
        (dt().attr("dir", "auto").child(label.clone()), dd().attr("dir", "auto").child(value.clone()))
    };
    let rows: Vec<_> = form.iter().map(one).collect();
    let table = (!rows.is_empty())
        .then(|| dl().class("form-answers").attr("aria-label", c.say(Text::FormAnswers)).child(rows));
    all(table)
}

/// A message of ours that is not in the log yet; when it is, this bubble becomes it.
pub(crate) fn on_its_way(message: Outgoing, follows: bool) -> AnyView {
    let Outgoing { id, text, at, thread, attachments, reply_to, .. } = message;
    let quoted = reply_to.map(|seq| quote(&thread, seq));
    let place = Place { anchor: format!("message-{id}"), gone: false, answer: None, quoted };
    let c = console();
    let progress = progress_of(id.clone());
    let state = move || match progress.get() {
        Progress::Held => held(),
        Progress::Sending => sending(),
        Progress::Sent => {
            div().class("sent-state sent").child((icon(Icon::Check), c.say(Text::Sent))).into_any()
        }
        Progress::Failed(code) => not_sent(id.clone(), code),
    };
    let class = move || match progress.get() {
        Progress::Held | Progress::Sending => "pending",
        Progress::Sent => "",
        Progress::Failed(_) => "failed",
    };
    let below = all((files::of_message(&thread, &attachments), div().class(class).child(state)));
    bubble(true, follows, true, ().into_any(), None, at, text, below, place)
}

/// Where a bubble stands among the others, and what stands in it beside its words.
struct Place {
    /// What leads to it.
    anchor: String,
    /// Whether what it said was taken back.
    gone: bool,
    /// The way to answer it.
    answer: Option<AnyView>,
    /// What it answers.
    quoted: Option<AnyView>,
}

#[expect(
    clippy::too_many_arguments,
    reason = "one private drawing with two callers; a struct would only rename this"
)]
fn bubble(
    us: bool,
    follows: bool,
    fresh: bool,
    beside: AnyView,
    name: Option<Called>,
    at: u64,
    text: String,
    state: AnyView,
    place: Place,
) -> AnyView {
    let Place { anchor, gone, answer, quoted } = place;
    let language = console().language.get_untracked();
    let by = (!follows).then(|| {
        div().class("by").child((
            name.map(|Called { words, unverified }| {
                (b().attr("dir", "auto").child(words), unverified.then(mark::unverified))
            }),
            time().attr("title", clock::in_full(at, language)).child(clock::time_of_day(at, language)),
        ))
    });
    let mut class = String::from("message");
    for (is_so, word) in [(us, " us"), (follows, " follows"), (fresh, " fresh"), (gone, " gone")] {
        if is_so {
            class.push_str(word);
        }
    }
    // What somebody said runs as it does, whatever it answers.
    let said = div().class("bubble").attr("dir", "auto").child((quoted, text));
    let block = div().class("block").child((by, said, state));
    li().class(class).attr("id", anchor).attr("tabindex", "-1").child((beside, block, answer)).into_any()
}
