//! The consent step above the composer: the owner's text, and for explicit consent the two answers.
//!
//! Both answers look alike and nothing is answered in advance. Whether a press of "I agree" was real is found out where
//! presses are read. Knows nothing of versions.

use web_sys::Element;

use super::Kit;
use super::dom::{button, child, hide, set, text};
use crate::front::Front;

/// The id of the text, which describes the composer that it belongs to.
pub(super) const WORDS: &str = "consent";
/// The id of the reason why the composer is locked.
pub(super) const REASON: &str = "reason";
/// The id of the heading.
const TITLE: &str = "before";

/// The step, hidden while there is nothing to agree to.
pub(super) struct Consent {
    node: Element,
    title: Element,
    words: Element,
    answers: Element,
    agree: Element,
    shown: Option<(u32, bool)>,
}

impl Consent {
    pub(super) fn new(kit: &Kit, foot: &Element) -> Self {
        let node = child(kit, foot, "div", "step");
        set(&node, "role", "group");
        set(&node, "tabindex", "-1");
        let title = child(kit, &node, "b", "");
        set(&title, "id", TITLE);
        kit.put(&title, "", "before_we_start", "");
        // A long text scrolls, so that the answers stay in sight; whoever has no mouse scrolls with the keys.
        let words = child(kit, &node, "div", "terms");
        set(&words, "id", WORDS);
        set(&words, "dir", "auto");
        set(&words, "tabindex", "0");
        let answers = child(kit, &node, "div", "two");
        kit.put(&button(kit, &answers, "answer", "", "disagree"), "", "no_thanks", "");
        let agree = button(kit, &answers, "answer", "", "agree");
        kit.put(&agree, "", "i_agree", "");
        let reason = child(kit, &node, "span", "aside");
        set(&reason, "id", REASON);
        kit.put(&reason, "", "agree_first", "");
        hide(&node, true);
        Self { node, title, words, answers, agree, shown: None }
    }

    pub(super) fn draw(&mut self, kit: &Kit, front: &Front) {
        let step = front.consent();
        let now = step.map(|step| (front.show_revision(), step.explicit));
        if self.shown == now {
            return;
        }
        self.shown = now;
        hide(&self.node, step.is_none());
        let Some(step) = step else { return };
        text(&self.words, "");
        kit.write(&self.words, &step.text);
        for part in [&self.title, &self.answers] {
            hide(part, !step.explicit);
        }
        set(&self.node, "aria-labelledby", if step.explicit { TITLE } else { WORDS });
        set(&self.node, "aria-describedby", if step.explicit { WORDS } else { "" });
    }

    /// Where its text stands.
    pub(super) fn words(&self) -> &Element {
        &self.words
    }

    /// What has to be read and answered before anything else, where there is something.
    pub(super) fn asks(&self) -> Option<&Element> {
        self.shown.filter(|(_, explicit)| *explicit).map(|_| &self.node)
    }

    /// The last thing in it that can have the focus.
    pub(super) fn last(&self) -> &Element {
        &self.agree
    }
}
