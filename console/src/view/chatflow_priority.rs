//! How a chatflow gets another priority (H53): a step by a button, all the way by a menu, anywhere by dragging its row.
//!
//! Knows the hand and the keyboard. Where a chatflow comes to stand is `state/chatflow_order.rs`.

use crate::reactive::*;
use conversation::ids::ChatflowId;
use js_sys::{Function, Reflect};
use leptos::ev::Custom;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

use super::html::{El, button, div, span};
use super::icon::{Icon, icon};
use crate::acts::chatflows::mover_id;
use crate::browser::focus;
use crate::console::console;
use crate::state::chatflow_order::To;
use crate::texts::Text;

/// What is carried around, if anything, and the place it is held over.
#[derive(Clone, Copy)]
pub(super) struct Carried {
    what: RwSignal<Option<(ChatflowId, usize)>>,
    over: RwSignal<Option<usize>>,
}

impl Carried {
    pub(super) fn none() -> Self {
        Self { what: RwSignal::new(None), over: RwSignal::new(None) }
    }

    fn let_go(self) -> Option<ChatflowId> {
        self.over.set(None);
        self.what.try_update(Option::take).flatten().map(|(id, _)| id)
    }

    /// Whether it would come to stand above (or below) what stands at a place. Reactive.
    fn is_to_be(self, below: bool, place: usize) -> bool {
        self.over.get() == Some(place)
            && self.what.with(|what| {
                what.as_ref().is_some_and(|(_, from)| if below { *from < place } else { *from > place })
            })
    }
}

/// A button that moves a chatflow up or down. At the end it stays, so that the focus has a place.
pub(super) fn mover(id: &ChatflowId, name: &str, at: Memo<usize>, to: To) -> AnyView {
    let c = console();
    let (text, picture) = match to {
        To::Down => (Text::MoveDown, Icon::ArrowDown),
        _ => (Text::MoveUp, Icon::ArrowUp),
    };
    let words = c.fill(text, &[("name", name)]);
    let element = mover_id(id, to);
    let id = id.clone();
    button()
        .id(element)
        .attr("type", "button")
        .class("button quiet square tiny")
        .attr("aria-label", words.clone())
        .attr("title", words)
        .attr("aria-disabled", move || is_end(at, to).to_string())
        .on(leptos::ev::click, move |_| c.move_chatflow(&id, to))
        .child(icon(picture))
        .into_any()
}

/// Whether there is no further that way. Reactive.
fn is_end(at: Memo<usize>, to: To) -> bool {
    let last = console().chatflows.with(Vec::len).saturating_sub(1);
    at.get() == if matches!(to, To::Down | To::Bottom) { last } else { 0 }
}

/// The button that opens the menu of what goes all the way, and the menu. The browser opens and closes it.
pub(super) fn priority(id: &ChatflowId, name: &str, at: Memo<usize>) -> AnyView {
    let c = console();
    let menu = format!("priorities-{id}");
    let words = c.fill(Text::PriorityOf, &[("name", name)]);
    let entry = |to: To, text: Text| {
        let id = id.clone();
        let element = entry_id(&id, to);
        button()
            .id(element)
            .attr("type", "button")
            .class("act")
            .attr("role", "menuitem")
            .attr("tabindex", "-1")
            .attr("autofocus", matches!(to, To::Top).then_some(""))
            .attr("popovertarget", menu.clone())
            .attr("popovertargetaction", "hide")
            .attr("aria-disabled", move || is_end(at, to).to_string())
            .on(leptos::ev::click, move |_| c.move_chatflow(&id, to))
            .child(c.say(text))
    };
    let opener = button()
        .id(mover_id(id, To::Top))
        .attr("type", "button")
        .class("button quiet square tiny")
        .attr("aria-label", words.clone())
        .attr("title", words.clone())
        .attr("aria-haspopup", "menu")
        .attr("popovertarget", menu.clone())
        .child(icon(Icon::More));
    let [top, bottom] = [To::Top, To::Bottom].map(|to| entry_id(id, to));
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        let is_on = |id: &str| focus::focused().is_some_and(|element| element.id() == id);
        let next = match event.key().as_str() {
            "Home" => &top,
            "End" => &bottom,
            // Of two, the one after is the one before.
            "ArrowDown" | "ArrowUp" if is_on(&top) => &bottom,
            "ArrowDown" | "ArrowUp" => &top,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        focus::to_id(next);
    };
    let entries = (entry(To::Top, Text::MoveTop), entry(To::Bottom, Text::MoveBottom));
    let menu = div()
        .id(menu)
        .class("flow-priorities")
        .attr("popover", "auto")
        .attr("role", "menu")
        .attr("aria-label", words)
        .on(leptos::ev::keydown, pressed)
        .child(entries);
    span().class("flow-priority").child((opener, menu)).into_any()
}

fn entry_id(id: &ChatflowId, to: To) -> String {
    format!("{}-{id}", if to == To::Bottom { "bottom" } else { "top" })
}

/// What a row is dragged by. Whoever has no pointer has the buttons.
pub(super) fn handle(id: &ChatflowId, at: Memo<usize>, carried: Carried) -> AnyView {
    let id = id.clone();
    let taken = move |event: Event| {
        show_row(&event);
        carried.what.set(Some((id.clone(), at.get_untracked())));
    };
    span()
        .class("flow-handle")
        .attr("draggable", "true")
        .attr("aria-hidden", "true")
        .attr("title", console().say(Text::DragOne))
        .on(Custom::<Event>::new("dragstart"), taken)
        .on(Custom::<Event>::new("dragend"), move |_| {
            carried.let_go();
        })
        .child(icon(Icon::Grip))
        .into_any()
}

/// A row that takes what is carried, and shows where it would stand.
pub(super) fn takes(row: El, at: Memo<usize>, carried: Carried) -> El {
    let c = console();
    let over = move |event: Event| {
        if carried.what.with_untracked(Option::is_some) {
            // Else nothing can be dropped.
            event.prevent_default();
            let place = at.get_untracked();
            if carried.over.get_untracked() != Some(place) {
                carried.over.set(Some(place));
            }
        }
    };
    let dropped = move |event: Event| {
        if let Some(id) = carried.let_go() {
            event.prevent_default();
            c.move_chatflow(&id, To::At(at.get_untracked()));
        }
    };
    row.when("flow-above", move || carried.is_to_be(false, at.get()))
        .when("flow-below", move || carried.is_to_be(true, at.get()))
        .on(Custom::<Event>::new("dragover"), over)
        .on(Custom::<Event>::new("drop"), dropped)
}

/// The whole row is seen on its way, not its handle alone. Some browsers carry nothing that has no text.
fn show_row(event: &Event) {
    let row = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let row = row.and_then(|element| element.closest("tr").ok().flatten());
    let Ok(transfer) = Reflect::get(event, &JsValue::from_str("dataTransfer")) else { return };
    let call = |name: &str, a: &JsValue, b: &JsValue| {
        let method = Reflect::get(&transfer, &JsValue::from_str(name)).ok()?;
        let method: Function = method.dyn_into().ok()?;
        let arguments = js_sys::Array::of3(a, b, &JsValue::from_f64(12.0));
        Reflect::apply(&method, &transfer, &arguments).ok()
    };
    if transfer.is_object() {
        call("setData", &"text/plain".into(), &"".into());
        if let Some(row) = row {
            call("setDragImage", &row, &JsValue::from_f64(12.0));
        }
    }
}
