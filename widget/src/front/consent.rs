//! Consent before writing: whether the field is locked, and what opens it.
//!
//! Both modes are one thing here: a version of a text that was agreed to. Explicit consent comes from a click and locks
//! the field until then (S82), legitimate interest comes with the first message sent under the text (S83). Whether a
//! click was real the view has found out; what goes out with a message is `model/consent.rs`'s.

use protocol::boot::ConsentStep;

use super::{Front, Out, Sign};

impl Front {
    /// The consent text to be shown: the one in force, while this visitor has not agreed to it.
    pub fn consent(&self) -> Option<&ConsentStep> {
        let show = self.show.as_deref()?;
        show.consent.as_ref().filter(|step| !self.agreed.has(&show.chatflow, step.version))
    }

    /// Whether nothing can be written before the visitor agrees.
    pub fn is_locked(&self) -> bool {
        self.consent().is_some_and(|step| step.explicit)
    }

    /// "I agree" was clicked. Nothing is asked of the edge: the receipt goes out with the first message.
    pub(super) fn agree(&mut self, out: &mut dyn Out) {
        if self.is_locked() {
            self.accept();
            out.sign(Sign::FocusComposer);
        }
    }

    /// The text that is shown counts as agreed to from now on.
    pub(crate) fn accept(&mut self) {
        if let (Some(show), Some(version)) = (&self.show, self.consent().map(|step| step.version)) {
            let chatflow = show.chatflow.clone();
            self.agreed.add(chatflow, version);
        }
    }
}
