//! The launcher, which the loader drew: its icon, its name, its badge.

use web_sys::Element;

use super::dom::{append, child, hide, set, text};
use super::{Kit, focus};
use crate::front::Front;
use crate::words::{join, number};

const CLOSE: &str = "m6 9.5 6 6 6-6";

/// What is shown on the launcher.
pub(super) struct Launcher {
    button: Element,
    chat: Option<Element>,
    /// Drawn when they are wanted first.
    down: Option<Element>,
    badge: Option<Element>,
    shown: Option<(bool, u32, bool)>,
}

impl Launcher {
    pub(super) fn new(kit: &Kit) -> Self {
        let button = kit.page.launcher();
        let chat = button.query_selector("svg").ok().flatten();
        set(&button, "lang", &kit.page.lang());
        Self { button, chat, down: None, badge: None, shown: None }
    }

    pub(super) fn draw(&mut self, kit: &Kit, front: &Front) {
        let now = (front.is_open(), front.unread(), front.is_hidden());
        if self.shown == Some(now) {
            return;
        }
        self.shown = Some(now);
        let (open, unread, hidden) = now;
        hide(&self.button, hidden);
        let count = if unread > 9 { String::from("9+") } else { number(u64::from(unread)) };
        let name = match (open, unread) {
            (true, _) => "close_chat",
            (false, 0) => "open_chat",
            (false, _) => "open_chat_unread",
        };
        // Whoever speaks to their machine says what they see: the name begins with the label, where there is one.
        let words = self.button.query_selector("b").ok().flatten();
        let label =
            words.as_ref().filter(|_| !open).and_then(|label| label.text_content()).unwrap_or_default();
        match (label.is_empty(), unread) {
            (true, _) => kit.put(&self.button, "aria-label", name, &count),
            (false, 0) => set(&self.button, "aria-label", &label),
            (false, _) => set(&self.button, "aria-label", &join(&[&label, " – ", &kit.say_of(name, &count)])),
        }
        set(&self.button, "aria-haspopup", "dialog");
        set(&self.button, "aria-expanded", if open { "true" } else { "false" });
        if let Some(chat) = &self.chat {
            hide(chat, open);
        }
        if let Some(words) = words {
            hide(&words, open);
        }
        if open || self.down.is_some() {
            let down = self.down.get_or_insert_with(|| {
                let down = kit.page.icon(24, CLOSE);
                append(&self.button, &down);
                down
            });
            hide(down, !open);
        }
        if unread > 0 || self.badge.is_some() {
            let badge = self.badge.get_or_insert_with(|| {
                let badge = child(kit, &self.button, "span", "badge");
                set(&badge, "aria-hidden", "true");
                badge
            });
            text(badge, &count);
            hide(badge, unread == 0);
        }
    }

    pub(super) fn focus(&self) {
        focus(&self.button);
    }
}

impl Drop for Launcher {
    fn drop(&mut self) {
        for drawn in [&self.down, &self.badge].into_iter().flatten() {
            drawn.remove();
        }
        if let Some(chat) = &self.chat {
            hide(chat, false);
        }
        if let Ok(Some(label)) = self.button.query_selector("b") {
            hide(&label, false);
        }
        let _ = self.button.toggle_attribute_with_force("aria-haspopup", false);
        hide(&self.button, false);
        set(&self.button, "aria-expanded", "false");
    }
}
