//! The panel: the dialog around log and composer, with who answers and how the line stands.

use web_sys::Element;

use super::Kit;
use super::dom::{append, button, child, face, hide, set, text};
use crate::model::{Model, Notice};
use crate::show::Show;
use crate::words::join;

const CLOSE: &str = "m4 4 8 8M12 4l-8 8";

/// The dialog.
pub(super) struct Panel {
    node: Element,
    close: Element,
    head: Element,
    notice: Element,
    intro: Element,
    open: Option<bool>,
    modal: Option<bool>,
    shown: u32,
    noticed: Notice,
    begun: Option<bool>,
}

impl Panel {
    /// The closed panel, the place for the log, and the place for the composer.
    pub(super) fn new(kit: &Kit, layer: &Element) -> (Self, Element, Element) {
        let node = child(kit, layer, "div", "panel");
        set(&node, "role", "dialog");
        set(&node, "tabindex", "-1");
        hide(&node, true);
        let top = child(kit, &node, "div", "top");
        let head = child(kit, &top, "div", "head");
        let close = button(kit, &top, "icon", kit.texts.close_chat, "close");
        append(&close, &kit.page.icon(16, CLOSE));
        let stream = child(kit, &node, "div", "stream");
        let intro = child(kit, &stream, "div", "intro");
        let notice = child(kit, &node, "div", "notice");
        set(&notice, "role", "status");
        let foot = child(kit, &node, "div", "foot");
        let panel = Self {
            node,
            close,
            head,
            notice,
            intro,
            open: None,
            modal: None,
            shown: 0,
            noticed: Notice::None,
            begun: None,
        };
        (panel, stream, foot)
    }

    pub(super) fn node(&self) -> &Element {
        &self.node
    }

    /// The first thing in it that can have the focus.
    pub(super) fn first(&self) -> &Element {
        &self.close
    }

    pub(super) fn draw(&mut self, kit: &Kit, model: &Model, show: &Show) {
        if self.open != Some(model.is_open()) {
            self.open = Some(model.is_open());
            hide(&self.node, !model.is_open());
        }
        if self.modal != Some(model.is_small()) {
            self.modal = Some(model.is_small());
            set(&self.node, "aria-modal", if model.is_small() { "true" } else { "false" });
        }
        if self.shown != model.show_revision() {
            self.shown = model.show_revision();
            self.introduce(kit, show);
        }
        let begun = !model.entries().is_empty() || !model.pending().is_empty();
        if self.begun != Some(begun) {
            self.begun = Some(begun);
            hide(&self.intro, begun);
        }
        if self.noticed != model.notice() {
            self.noticed = model.notice();
            let (line, gap, memory) = match self.noticed {
                Notice::None => ("", "", ""),
                Notice::Reconnecting => (kit.texts.reconnecting, "", ""),
                Notice::MemoryOnly => ("", "", kit.texts.memory_only),
                Notice::Deleted => ("", "", kit.texts.deleted),
                Notice::ReconnectingInMemory => (kit.texts.reconnecting, " ", kit.texts.memory_only),
            };
            text(&self.notice, &join(&[line, gap, memory]));
        }
    }

    /// Who answers here, in the head and, until somebody wrote, in the middle.
    fn introduce(&self, kit: &Kit, show: &Show) {
        set(&self.node, "aria-label", &join(&[kit.texts.chat_with, &show.heading]));
        text(&self.head, "");
        face(kit, &self.head, show.speaker());
        let id = child(kit, &self.head, "div", "id");
        let name = child(kit, &id, "b", "");
        set(&name, "dir", "auto");
        text(&name, &show.heading);
        let line = child(kit, &id, "span", "state");
        set(&child(kit, &line, "i", "dot"), "aria-hidden", "true");
        let online = child(kit, &line, "span", "");
        text(&online, kit.texts.online);
        if let Some(minutes) = show.reply_minutes {
            text(&child(kit, &line, "span", "reply"), &kit.texts.reply_time(minutes));
        }

        text(&self.intro, "");
        let stack = child(kit, &self.intro, "div", "stack");
        if show.agents.is_empty() {
            face(kit, &stack, &show.heading);
        }
        for name in &show.agents {
            face(kit, &stack, name);
        }
        let title = child(kit, &self.intro, "b", "");
        set(&title, "dir", "auto");
        text(&title, &show.heading);
    }
}
