//! The composer: a field that grows with its text, and the button that sends it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};

use super::dom::{append, button, child, hide, set, text};
use super::{Kit, consent};
use crate::front::Front;

const CLIP: &str = "m12.500 7-5 5a3 3 0 0 1-4-4l6-6a2 2 0 0 1 3 3l-6 6a1 1 0 0 1-1-1l5-5";
const SEND: &str = "M8 13V3M3.500 7.500 8 3l4.500 4.500";

/// What stands between the visitor and the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gate {
    Open,
    /// A text above it belongs to it.
    Told,
    /// Nothing can be written before the text above was agreed to.
    Locked,
}

/// Field, button, and the words about a text that is too long.
pub(super) struct Composer {
    frame: Element,
    field: Element,
    clip: Element,
    send: Element,
    excess: Element,
    revision: u32,
    ready: Option<bool>,
    gate: Option<Gate>,
    over: usize,
    drawn: String,
}

impl Composer {
    pub(super) fn new(kit: &Kit, foot: &Element) -> Self {
        let excess = child(kit, foot, "div", "excess");
        set(&excess, "role", "status");
        let row = child(kit, foot, "div", "field");
        // The frame carries a copy of the text, invisibly, so that style alone makes the field as high as it needs.
        let frame = child(kit, &row, "div", "grow");
        let field = child(kit, &frame, "textarea", "");
        set(&field, "rows", "1");
        set(&field, "dir", "auto");
        kit.put(&field, "aria-label", "write", "");
        set(&field, "enterkeyhint", "send");
        // What it does is `loader/carry.js`'s.
        let clip = button(kit, &row, "icon clip", "attach_file", "");
        append(&clip, &kit.page.icon(16, CLIP));
        hide(&clip, !kit.page.attaches());
        let send = button(kit, &row, "go", "send", "send");
        append(&send, &kit.page.icon(16, SEND));
        Self {
            frame,
            field,
            clip,
            send,
            excess,
            // A draft may be older than this field.
            revision: u32::MAX,
            ready: None,
            gate: None,
            over: 0,
            drawn: String::new(),
        }
    }

    /// Tells whether the focus was in what is now locked.
    pub(super) fn draw(&mut self, kit: &Kit, front: &Front) -> bool {
        let held = self.lock(kit, front);
        self.write(kit, front);
        held
    }

    fn lock(&mut self, kit: &Kit, front: &Front) -> bool {
        let gate = match front.consent() {
            None => Gate::Open,
            Some(_) if front.is_locked() => Gate::Locked,
            Some(_) => Gate::Told,
        };
        if self.gate == Some(gate) {
            return false;
        }
        self.gate = Some(gate);
        let locked = gate == Gate::Locked;
        let holds = |focused: Element| focused == self.field || focused == self.send || focused == self.clip;
        let held = locked && kit.page.root().active_element().is_some_and(holds);
        for control in [&self.field, &self.clip, &self.send] {
            // Really disabled: neither focus nor typing nor a press gets there.
            let _ = control.toggle_attribute_with_force("disabled", locked);
        }
        set(&self.field, "aria-disabled", if locked { "true" } else { "false" });
        kit.put(&self.field, "placeholder", if locked { "agree_first" } else { "write" }, "");
        set(
            &self.field,
            "aria-describedby",
            match gate {
                Gate::Open => "",
                Gate::Told => consent::WORDS,
                Gate::Locked => consent::REASON,
            },
        );
        held
    }

    fn write(&mut self, kit: &Kit, front: &Front) {
        let (draft, revision) = front.draft();
        if self.revision != revision {
            self.revision = revision;
            if let Some(field) = self.field.dyn_ref::<HtmlTextAreaElement>() {
                field.set_value(draft);
            }
        }
        let ready = front.can_send();
        if self.drawn == draft && self.ready == Some(ready) {
            return;
        }
        self.drawn = draft.into();
        set(&self.frame, "data-text", draft);
        if self.ready != Some(ready) {
            self.ready = Some(ready);
            // Not `disabled`: a button that loses the focus by being pressed would throw it out of the dialog.
            set(&self.send, "aria-disabled", if ready { "false" } else { "true" });
        }
        let over = front.excess();
        if self.over != over {
            self.over = over;
            let words =
                if over > 0 { kit.say_of("too_long", &kit.page.number(over as u32)) } else { String::new() };
            text(&self.excess, &words);
            set(&self.field, "aria-invalid", if over > 0 { "true" } else { "false" });
        }
        hide(&self.excess, over == 0);
    }

    /// The last thing in the panel that can have the focus.
    pub(super) fn last(&self) -> &Element {
        &self.send
    }

    pub(super) fn field(&self) -> &Element {
        &self.field
    }
}
