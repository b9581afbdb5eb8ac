//! Counting what arrives, and saying so: the edge sends no more than a window ahead of it (P8).
//!
//! Knows how many frames came over this socket. Does not know what is in them.

use super::Action;
use crate::frame::{Body, ClientFrame, ServerFrame};

/// The count is told after so many frames.
const TELL_EVERY: u64 = 16;
/// A long message counts as several: with this, as many bytes are told of as the frames may hold.
const BYTES_A_FRAME: usize = 4 * 1024;

/// What came over one socket.
#[derive(Debug, Default)]
pub(super) struct Flow {
    frames: u64,
    untold: u64,
}

impl Flow {
    /// A frame came.
    pub(super) fn arrived(&mut self, frame: &ServerFrame, out: &mut Vec<Action>) {
        // Patterns: a comparison would bring the comparing of every frame into the widget.
        if matches!(frame, ServerFrame::Pong) {
            return;
        }
        self.frames += 1;
        self.untold += 1;
        if let ServerFrame::Entry { entry, .. } = frame
            && let Body::Text { text } = &entry.body
        {
            self.untold += (text.len() / BYTES_A_FRAME) as u64;
        }
        if self.untold >= TELL_EVERY || matches!(frame, ServerFrame::Lagging) {
            self.tell(out);
        }
    }

    /// Tells the count, where there is anything to tell.
    pub(super) fn tell(&mut self, out: &mut Vec<Action>) {
        if std::mem::take(&mut self.untold) > 0 {
            out.push(Action::Send(ClientFrame::Have { n: self.frames }));
        }
    }
}
