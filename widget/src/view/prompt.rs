//! The prompt: the welcome message beside the launcher, quiet and dismissible.

use web_sys::Element;

use super::Kit;
use super::dom::{append, button, child, face, set, text};
use crate::front::Front;
use crate::show::Show;

const DISMISS: &str = "m4 4 8 8M12 4l-8 8";

/// The card, while it is shown.
pub(super) struct Prompt {
    place: Element,
    shown: Option<(u32, Element)>,
}

impl Prompt {
    pub(super) fn new(kit: &Kit, layer: &Element) -> Self {
        Self { place: child(kit, layer, "div", "corner"), shown: None }
    }

    pub(super) fn draw(&mut self, kit: &Kit, front: &Front, show: &Show) {
        let wanted = front.has_prompt().then(|| front.show_revision());
        if self.shown.as_ref().map(|(revision, _)| *revision) == wanted {
            return;
        }
        if let Some((_, card)) = self.shown.take() {
            card.remove();
        }
        if let Some(revision) = wanted {
            self.shown = Some((revision, self.card(kit, show)));
        }
    }

    fn card(&self, kit: &Kit, show: &Show) -> Element {
        let card = child(kit, &self.place, "section", "prompt");
        set(&card, "role", "region");
        kit.put(&card, "aria-label", "message_from", &show.heading);
        let who = child(kit, &card, "div", "who");
        face(kit, &who, show.speaker());
        let name = child(kit, &who, "b", "");
        text(&name, &show.heading);
        set(&name, "dir", "auto");
        let words = button(kit, &card, "words", "", "open");
        let inner = child(kit, &words, "span", "");
        set(&inner, "dir", "auto");
        text(&inner, &show.welcome);
        let dismiss = button(kit, &card, "icon", "dismiss", "dismiss");
        append(&dismiss, &kit.page.icon(16, DISMISS));
        card
    }
}
