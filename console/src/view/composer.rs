//! Writing a reply (S131) or a comment (P47), and taking a thread that nobody has (S105).

use crate::reactive::*;
use conversation::ids::ThreadId;
use conversation::text::MAX_CHARS;
use conversation::thread::Status;
use leptos::html::Textarea;
use protocol::delivery::LinkState;
use protocol::limits::FILES_PER_MESSAGE;

use super::comment::comment_field;
use super::files;
use super::html::{all, button, div, kbd, span, textarea};
use super::icon::{Icon, icon};
use super::inserting::Inserting;
use super::picking::Picking;
use super::signs::answered;
use crate::acts::thread::REPLY_ID;
use crate::console::console;
use crate::state::keys::{sends, takes_back};
use crate::state::who::Called;
use crate::texts::Text;
use crate::watch::watch;

/// The reply, or the comment, with its bar; above a reply, while nobody has the thread, the way to take it.
pub(crate) fn composer(thread: ThreadId) -> AnyView {
    let c = console();
    let id = StoredValue::new(thread);
    let comments = watch(move || c.commenting.with(|at| id.with_value(|id| at.as_ref() == Some(id))));
    let field = move || if comments.get() { comment_field(id) } else { reply_field(id) };
    let frame =
        div().class("composer").when("comments", move || comments.get()).child((modes(id, comments), field));
    all((taking(id, comments), answered(id, comments), frame))
}

/// Which of the two is written. Said in words, in colour, and by the button below.
fn modes(id: StoredValue<ThreadId>, comments: Memo<bool>) -> AnyView {
    let c = console();
    let mode = move |is_comment: bool, words: Text, picture: Icon| {
        button()
            .attr("type", "button")
            .attr("aria-pressed", move || (comments.get() == is_comment).to_string())
            .on(leptos::ev::click, move |_| {
                c.write_here(is_comment);
            })
            .child((icon(picture), c.say(words)))
    };
    let called = watch(move || id.with_value(|id| c.row(id)).map(|row| c.called(&row)).unwrap_or_default());
    let to = move || {
        if comments.get() {
            return c.say(Text::OnlyTeamSees).to_owned();
        }
        match called.get() {
            Called { words, .. } if words.is_empty() => c.say(Text::ReplyToVisitor).to_owned(),
            Called { words, .. } => c.fill(Text::ReplyTo, &[("name", &words)]),
        }
    };
    div()
        .class("modes")
        .attr("role", "group")
        .attr("aria-label", c.say(Text::WriteAs))
        .child((
            mode(false, Text::Reply, Icon::Chat),
            mode(true, Text::Comment, Icon::Note),
            span().class("to small cut").attr("dir", "auto").attr("role", "status").child(to),
        ))
        .into_any()
}

fn reply_field(id: StoredValue<ThreadId>) -> AnyView {
    let c = console();
    let area = NodeRef::<Textarea>::new();
    let with_state = move |read: fn(&protocol::frame::ThreadState) -> bool| {
        id.with_value(|id| c.with_log(id, |log| read(&log.state))).unwrap_or(false)
    };
    let is_closed = watch(move || with_state(|state| state.status == Status::Closed));
    let draft = watch(move || id.with_value(|id| c.drafts.with(|drafts| drafts.of(id, false).to_owned())));
    let chars = watch(move || draft.with(|draft| draft.trim().chars().count()));
    let files =
        watch(move || id.with_value(|id| c.staged.with(|staged| staged.ready(id).map(|ready| ready.len()))));
    // Beside files a reply may say nothing; while one is not there it waits.
    let can_send = watch(move || {
        let least = if files.get().is_some_and(|count| count > 0) { 0 } else { 1 };
        files.get().is_some_and(|count| count <= FILES_PER_MESSAGE)
            && (least..=MAX_CHARS).contains(&chars.get())
    });
    let called = watch(move || id.with_value(|id| c.row(id)).map(|row| c.called(&row)).unwrap_or_default());

    let send = move || {
        if let (true, Some(element)) = (can_send.get_untracked(), area.get_untracked()) {
            let text = draft.get_untracked();
            element.set_value("");
            id.with_value(|id| c.send(id, &text, None));
            let _ = element.focus();
        }
    };
    let picking = Picking::new(id, area);
    let inserting = Inserting::new(picking);
    let field = textarea()
        .id(REPLY_ID)
        .node_ref(area)
        .attr("rows", "2")
        .attr("dir", "auto")
        .attr("aria-label", c.say(Text::Reply))
        .attr("aria-describedby", "reply-note")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", move || picking.on.get().map(|_| "reply-list"))
        .attr("aria-activedescendant", move || picking.on.get())
        .attr("placeholder", move || {
            if is_closed.get() {
                c.say(Text::ReplyPlaceholderClosed).to_owned()
            } else {
                match called.get() {
                    // An address is not greeted by, least of all one that nobody has checked.
                    Called { unverified: true, .. } => c.say(Text::Reply).to_owned(),
                    Called { words, .. } => c.fill(Text::ReplyPlaceholder, &[("name", &words)]),
                }
            }
        })
        .value(move || draft.get_untracked())
        .on(leptos::ev::input, move |event| {
            id.with_value(|id| c.write(id, false, &event_target_value(&event)));
            picking.look();
        })
        .on(leptos::ev::blur, move |_| picking.caret.set(None))
        .on(leptos::ev::keydown, move |event| {
            if !event.is_composing() && picking.took(&event.key()) {
                event.prevent_default();
            } else if sends(&event.key(), event.shift_key(), event.is_composing()) {
                event.prevent_default();
                send();
            } else if takes_back(&event.key(), event.ctrl_key() || event.meta_key(), event.shift_key())
                && draft.with_untracked(String::is_empty)
                && id.with_value(|id| c.rests_in(id))
            {
                event.prevent_default();
                c.unsend();
            }
        });
    let bar = div().class("bar").child((
        inserting.buttons(),
        files::choose(id),
        picking.button(),
        span().id("reply-note").class("grow note").attr("role", "status").child(note(chars)),
        span()
            .class("send-key")
            .attr("aria-hidden", "true")
            .child((kbd().child("↵"), c.say(Text::EnterSends))),
        button()
            .attr("type", "button")
            .class("button fill")
            .when("waits", move || !can_send.get())
            // Stays focusable: a button that disables itself while it has the focus loses it.
            .attr("aria-disabled", move || (!can_send.get()).then_some("true"))
            .on(leptos::ev::click, move |_| send())
            .child((icon(Icon::Send), c.say(Text::Send))),
    ));
    all((
        picking.list(),
        inserting.drawn(),
        super::quote::quoting(id),
        files::takes(div().class("reply-field"), id).child(field),
        files::tray(id),
        bar,
    ))
}

/// The way to take a thread that nobody has. Nobody needs one for a comment.
fn taking(id: StoredValue<ThreadId>, comments: Memo<bool>) -> AnyView {
    let c = console();
    let nobody_has_it = watch(move || {
        let waits =
            |log: &crate::state::log::Log| log.state.assignee.is_none() && log.state.status == Status::Open;
        id.with_value(|id| c.with_log(id, waits)).unwrap_or(false)
    });
    let bot = watch(move || id.with_value(|id| c.bot_of(id)));
    let take = move || {
        if comments.get() {
            return None;
        }
        if let Some(bot) = bot.get() {
            return Some(id.with_value(|id| super::bot::take_over(id, &bot)));
        }
        nobody_has_it.get().then(|| {
            div()
                .class("take")
                .child((
                    span().child(c.say(Text::NobodyHasIt)),
                    button()
                        .attr("type", "button")
                        .class("button line")
                        .on(leptos::ev::click, move |_| id.with_value(|id| c.take_and_reply(id)))
                        .child((icon(Icon::Person), c.say(Text::AssignAndReply))),
                ))
                .into_any()
        })
    };
    all(take)
}

/// What there is to know while writing: too long, or no link.
pub(super) fn note(chars: Memo<usize>) -> AnyView {
    let c = console();
    let note = move || {
        let over = chars.get().saturating_sub(MAX_CHARS);
        if over > 0 {
            let words = c.fill(Text::CharsOver, &[("n", &over.to_string())]);
            return Some(span().class("over").child(words).into_any());
        }
        let away = c.was_live.get() && c.link.get() != LinkState::Live;
        (away && chars.get() > 0)
            .then(|| span().class("note warn").child(c.say(Text::KeptUntilSent)).into_any())
    };
    note.into_any()
}
