//! The panel: the dialog around log and composer, with who answers and how the line stands.

use protocol::availability::{Team, Told};
use web_sys::Element;

use super::Kit;
use super::dom::{append, button, child, face, hide, set, text};
use crate::front::{Front, Notice};
use crate::reply_time::reply_time;
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
    shown: (u32, u32),
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
        let close = button(kit, &top, "icon", "close_chat", "close");
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
            shown: (0, 0),
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

    pub(super) fn draw(&mut self, kit: &Kit, front: &Front, show: &Show) {
        if self.open != Some(front.is_open()) {
            self.open = Some(front.is_open());
            hide(&self.node, !front.is_open());
        }
        if self.modal != Some(front.is_small()) {
            self.modal = Some(front.is_small());
            set(&self.node, "aria-modal", if front.is_small() { "true" } else { "false" });
        }
        let (told, revision) = front.team();
        let now = (front.show_revision(), revision);
        if self.shown != now {
            self.shown = now;
            self.introduce(kit, show, told);
        }
        let begun = front.has_lines();
        if self.begun != Some(begun) {
            self.begun = Some(begun);
            hide(&self.intro, begun);
        }
        if self.noticed != front.notice() {
            self.noticed = front.notice();
            let words = match self.noticed {
                Notice::None => String::new(),
                Notice::Reconnecting => kit.say("reconnecting"),
                Notice::MemoryOnly => kit.say("memory_only"),
                Notice::Deleted => kit.say("deleted"),
                Notice::ReconnectingInMemory => {
                    join(&[&kit.say("reconnecting"), " ", &kit.say("memory_only")])
                }
            };
            text(&self.notice, &words);
        }
    }

    /// Who answers here, in the head and, until somebody wrote, in the middle.
    fn introduce(&self, kit: &Kit, show: &Show, told: Option<&Told>) {
        kit.put(&self.node, "aria-label", "chat_with", &show.heading);
        text(&self.head, "");
        face(kit, &self.head, show.speaker());
        let id = child(kit, &self.head, "div", "id");
        let name = child(kit, &id, "b", "");
        set(&name, "dir", "auto");
        text(&name, &show.heading);
        let line = child(kit, &id, "span", "state");
        let absent = told.filter(|told| told.shown != Team::Available);
        let (class, state) = if absent.is_some() { ("dot away", "away") } else { ("dot", "online") };
        set(&child(kit, &line, "i", class), "aria-hidden", "true");
        kit.put(&child(kit, &line, "span", ""), "", state, "");
        let minutes = told.map_or(show.reply_minutes, |told| told.reply_minutes);
        if absent.is_some() || minutes.is_some() {
            let more = child(kit, &line, "span", "reply");
            set(&more, "dir", "auto");
            match (absent, minutes) {
                (Some(told), _) => text(&more, &absence(kit, told)),
                // When an answer usually comes (S57).
                (None, Some(minutes)) => {
                    let (count, unit) = reply_time(minutes);
                    kit.page.put_length(&more, "replies", count, unit.name());
                }
                (None, None) => {}
            }
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

/// What a team that is away says: the owner's words, when it is back on the reader's own clock (S66), or the house's.
pub(super) fn absence(kit: &Kit, told: &Told) -> String {
    match (&told.text, told.back_at) {
        (Some(text), _) => text.clone(),
        (None, Some(at)) => kit.say_of("back", &kit.page.moment_text(at as f64)),
        (None, None) => kit.say("nobody_here"),
    }
}
