//! The place of the log, and what stands in it until a chat draws its log there: the welcome message, and what was sent.

use web_sys::Element;

use super::Kit;
use super::dom::{append, child, face, set, text};
use crate::front::Front;
use crate::show::Show;
use crate::words::join;

/// The scrolling place, the log in it, and the message.
pub(super) struct Greeting {
    pub(super) stream: Element,
    pub(super) log: Element,
    pub(super) drawn: Option<Drawn>,
    /// What was sent and waits.
    pub(super) held: Vec<Element>,
}

/// The welcome message as it was drawn.
pub(super) struct Drawn {
    /// Of what was shown.
    pub(super) revision: u32,
    pub(super) node: Element,
    /// What was written in it.
    pub(super) words: Element,
    /// Under and beside the bubble.
    pub(super) extras: Vec<Element>,
}

impl Greeting {
    pub(super) fn new(kit: &Kit, stream: Element) -> Self {
        let log = child(kit, &stream, "div", "log");
        set(&log, "role", "log");
        kit.put(&log, "aria-label", "messages", "");
        set(&log, "tabindex", "0");
        Self { stream, log, drawn: None, held: Vec::new() }
    }

    pub(super) fn draw(&mut self, kit: &Kit, front: &Front, show: &Show) {
        self.greet(kit, front.show_revision(), show);
        for text in front.held().skip(self.held.len()) {
            let node = child(kit, &self.log, "div", "m me");
            said(kit, &node, &kit.say("you"), text);
            kit.put(&state(kit, &node).1, "", "sending", "");
            self.held.push(node);
        }
    }

    fn greet(&mut self, kit: &Kit, revision: u32, show: &Show) {
        if self.drawn.as_ref().is_some_and(|drawn| drawn.revision == revision) {
            return;
        }
        if let Some(before) = self.drawn.take() {
            before.node.remove();
        }
        if show.welcome.is_empty() {
            return;
        }
        let node = kit.page.element("div", "m");
        // Above what waits.
        let _ = self.log.insert_before(&node, self.log.first_child().as_ref());
        let said = said(kit, &node, show.speaker(), &show.welcome);
        let face = face(kit, &node, show.speaker());
        let (line, words) = state(kit, &node);
        text(&words, show.speaker());
        self.drawn = Some(Drawn { revision, node, words: said, extras: vec![face, line] });
    }

    pub(super) fn scroll_to_end(&self) {
        self.stream.set_scroll_top(self.stream.scroll_height());
    }
}

/// Who says what, for eyes and ears; gives the place of what they say.
pub(super) fn said(kit: &Kit, node: &Element, author: &str, words: &str) -> Element {
    text(&child(kit, node, "span", "aside"), &join(&[author, ":"]));
    let body = child(kit, node, "div", "b");
    set(&body, "dir", "auto");
    kit.write(&body, words);
    body
}

/// The line under a bubble, and the place for its words.
pub(super) fn state(kit: &Kit, node: &Element) -> (Element, Element) {
    let line = kit.page.element("div", "st");
    let words = child(kit, &line, "span", "");
    append(node, &line);
    (line, words)
}
