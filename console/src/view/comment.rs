//! Writing a comment (P47): for colleagues only, in the colours of note paper, with `@` for naming somebody.

use crate::reactive::*;
use conversation::ids::ThreadId;
use conversation::text::MAX_CHARS;
use leptos::html::Textarea;
use protocol::frame::Agent;

use super::composer::note;
use super::face::{Size, face};
use super::html::{all, button, div, span, textarea, ul};
use super::icon::{Icon, icon};
use super::pickable::pickable;
use crate::acts::thread::COMMENT_ID;
use crate::browser::timer::next_frame;
use crate::console::console;
use crate::state::choice::moved;
use crate::state::keys::sends;
use crate::state::mention::{begun, mentioned, named, offered};
use crate::texts::Text;
use crate::watch::watch;

const LIST_ID: &str = "mention-list";

fn option_id(place: usize) -> String {
    format!("{LIST_ID}-{place}")
}

/// The field with its bar.
pub(super) fn comment_field(id: StoredValue<ThreadId>) -> AnyView {
    let c = console();
    let area = NodeRef::<Textarea>::new();
    let draft = watch(move || id.with_value(|id| c.drafts.with(|drafts| drafts.of(id, true).to_owned())));
    let chars = watch(move || draft.with(|draft| draft.trim().chars().count()));
    let can_send = watch(move || (1..=MAX_CHARS).contains(&chars.get()));
    let people = StoredValue::new(untrack(|| c.inbox_info()).map(|info| info.members).unwrap_or_default());
    let me = c.my_id();
    // Where the cursor is, in UTF-16 units; `None` after Escape, until something else is typed.
    let caret = RwSignal::new(None::<usize>);
    let at = RwSignal::new(0_usize);
    let choices = watch(move || {
        let Some(caret) = caret.get() else { return Vec::new() };
        draft.with(|draft| match begun(draft, caret) {
            Some((_, typed)) => people.with_value(|people| {
                offered(people, &me, typed).into_iter().cloned().collect::<Vec<Agent>>()
            }),
            None => Vec::new(),
        })
    });
    let is_open = watch(move || choices.with(|choices| !choices.is_empty()));
    let choose = move |place: usize| {
        let agent = choices.with_untracked(|choices| choices.get(place).cloned());
        let (Some(agent), Some(element), Some(from)) = (agent, area.get_untracked(), caret.get_untracked())
        else {
            return;
        };
        let text = element.value();
        let Some((start, typed)) = begun(&text, from) else { return };
        let (text, to) = named(&text, start, typed, &agent.name);
        element.set_value(&text);
        let to = u32::try_from(to).unwrap_or(u32::MAX);
        let _ = element.set_selection_range(to, to);
        caret.set(None);
        id.with_value(|id| c.write(id, true, &text));
    };
    let send = move || {
        if let (true, Some(element)) = (can_send.get_untracked(), area.get_untracked()) {
            let text = draft.get_untracked().trim().to_owned();
            let names = people.with_value(|people| mentioned(&text, people));
            element.set_value("");
            caret.set(None);
            id.with_value(|id| c.send(id, &text, Some(names)));
            let _ = element.focus();
        }
    };
    let look = move || {
        if let Some(element) = area.get_untracked() {
            let now = element.selection_start().ok().flatten().map(|at| at as usize);
            caret.set(now);
            at.set(0);
        }
    };
    let field = textarea()
        .id(COMMENT_ID)
        .node_ref(area)
        .attr("rows", "2")
        .attr("dir", "auto")
        .attr("aria-label", format!("{}: {}", c.say(Text::Comment), c.say(Text::OnlyTeamSees)))
        .attr("aria-describedby", "reply-note")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", move || is_open.get().then_some(LIST_ID))
        .attr("aria-activedescendant", move || is_open.get().then(|| option_id(at.get())))
        .attr("placeholder", c.say(Text::CommentPlaceholder))
        .value(move || draft.get_untracked())
        .on(leptos::ev::input, move |event| {
            id.with_value(|id| c.write(id, true, &event_target_value(&event)));
            look();
        })
        .on(leptos::ev::blur, move |_| caret.set(None))
        .on(leptos::ev::keydown, move |event: web_sys::KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let key = event.key();
            if is_open.get_untracked() {
                let count = choices.with_untracked(Vec::len);
                match (key.as_str(), moved(&key, at.get_untracked(), count)) {
                    ("Enter" | "Tab", _) => choose(at.get_untracked()),
                    ("Escape", _) => caret.set(None),
                    ("ArrowUp" | "ArrowDown", Some(place)) => at.set(place),
                    _ => return,
                }
                event.prevent_default();
            } else if sends(&key, event.shift_key(), false) {
                event.prevent_default();
                send();
            }
        });
    let option = move |place: usize, agent: &Agent| {
        pickable(option_id(place), place, at, choose).child((
            face(&agent.name, agent.id.as_str(), Size::Tiny),
            span().class("grow cut").attr("dir", "auto").child(agent.name.clone()),
        ))
    };
    let list = move || {
        is_open.get().then(|| {
            let options = move || {
                choices.with(|choices| {
                    choices.iter().enumerate().map(|(place, agent)| option(place, agent)).collect::<Vec<_>>()
                })
            };
            ul().id(LIST_ID)
                .class("listbox mentions")
                .attr("role", "listbox")
                .attr("aria-label", c.say(Text::Colleagues))
                // The focus stays in the field.
                .on(leptos::ev::mousedown, |event| event.prevent_default())
                .child(options)
        })
    };
    let name_somebody = move |_| {
        if let Some(element) = area.get_untracked() {
            let text = element.value();
            let gap = if text.is_empty() || text.ends_with(char::is_whitespace) { "" } else { " " };
            let text = format!("{text}{gap}@");
            element.set_value(&text);
            let _ = element.focus();
            id.with_value(|id| c.write(id, true, &text));
            next_frame(look);
        }
    };
    let bar = div().class("bar").child((
        button()
            .attr("type", "button")
            .class("button quiet square tiny")
            .attr("aria-label", c.say(Text::KeyMention))
            .attr("title", c.say(Text::KeyMention))
            .on(leptos::ev::click, name_somebody)
            .child(icon(Icon::At)),
        span().id("reply-note").class("grow note").attr("role", "status").child(note(chars)),
        button()
            .attr("type", "button")
            .class("button noted")
            .attr("aria-disabled", move || (!can_send.get()).then_some("true"))
            .on(leptos::ev::click, move |_| send())
            .child((icon(Icon::Note), c.say(Text::AddComment))),
    ));
    all((list, field, bar))
}
