//! The team's question for an e-mail address: a message with a small form under it, and thanks in its place.
//!
//! What was typed stays in the field until it is given; the model only hears that it changed. Knows no addresses.

use web_sys::Element;

use super::dom::{button, child, face, set};
use super::greeting::said;
use super::{Kit, focus};
use crate::model::{Ask, AskState};

/// The id of the field, which its label names.
const FIELD: &str = "email";
/// The id of what is wrong with it.
const WRONG: &str = "wrong";

/// The row of the log that asks.
pub(super) struct AskForm {
    node: Element,
    form: Element,
    field: Element,
    wrong: Element,
    save: Element,
    drawn: AskState,
}

impl AskForm {
    pub(super) fn new(kit: &Kit, speaker: &str, ask: &Ask) -> Self {
        let node = kit.page.element("div", "m ask");
        said(kit, &node, speaker, &ask.message);
        face(kit, &node, speaker);
        let form = child(kit, &node, "div", "form");
        let label = child(kit, &form, "label", "");
        set(&label, "for", FIELD);
        kit.put(&label, "", "email_address", "");
        let field = child(kit, &form, "input", "");
        for (name, value) in [
            ("id", FIELD),
            ("type", "email"),
            ("autocomplete", "email"),
            ("inputmode", "email"),
            ("enterkeyhint", "send"),
            ("dir", "ltr"),
            ("aria-describedby", WRONG),
        ] {
            set(&field, name, value);
        }
        let wrong = child(kit, &form, "p", "wrong");
        set(&wrong, "id", WRONG);
        set(&wrong, "role", "alert");
        let answers = child(kit, &form, "div", "two");
        kit.put(&button(kit, &answers, "answer plain", "", "decline"), "", "not_now", "");
        let save = button(kit, &answers, "answer main", "", "claim");
        kit.put(&save, "", "save_address", "");
        let mut made = Self { node, form, field, wrong, save, drawn: AskState::Open };
        made.draw(kit, ask);
        made
    }

    pub(super) fn node(&self) -> &Element {
        &self.node
    }

    /// Tells whether the focus was in a form that is done.
    pub(super) fn draw(&mut self, kit: &Kit, ask: &Ask) -> bool {
        if self.drawn == ask.state {
            return false;
        }
        self.drawn = ask.state;
        if ask.state == AskState::Saved {
            let held = self.has_focus(kit);
            self.form.remove();
            let thanks = child(kit, &self.node, "div", "st");
            kit.put(&thanks, "", "thanks", &ask.address);
            return held;
        }
        let wrong = match ask.state {
            AskState::Invalid => "email_invalid",
            AskState::Refused => "email_refused",
            AskState::Open | AskState::Saving | AskState::Saved => "",
        };
        kit.put(&self.wrong, "", wrong, "");
        set(&self.field, "aria-invalid", if wrong.is_empty() { "false" } else { "true" });
        let saving = ask.state == AskState::Saving;
        let _ = self.field.toggle_attribute_with_force("readonly", saving);
        set(&self.save, "aria-disabled", if saving { "true" } else { "false" });
        kit.put(&self.save, "", if saving { "sending" } else { "save_address" }, "");
        false
    }

    pub(super) fn has_focus(&self, kit: &Kit) -> bool {
        let focused = kit.page.root().active_element();
        focused.is_some_and(|focused| self.form.contains(Some(&focused)))
    }

    pub(super) fn focus(&self) {
        focus(&self.field);
    }
}
