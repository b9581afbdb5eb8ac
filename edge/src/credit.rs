//! How far a socket may be sent ahead of what its client says has arrived (P8).
//!
//! workerd buffers without end for a client that does not read; so the edge counts for itself. Frames that are pushed
//! stop at the window, with one `lagging`; what a client asks for is answered all the same, since it has to read to ask
//! on. Knows numbers and times. Does not know sockets, nor what is in a frame.
//!
//! The count outlives the object's memory in the socket's attachment, which is written seldom: what an instance forgot
//! since is a few frames that count as arrived until the client's next word.

use std::collections::VecDeque;

use protocol::limits::{WINDOW_BYTES, WINDOW_FRAMES};
use serde::{Deserialize, Serialize};

/// Frames after which the count is kept again.
const KEEP_EVERY: u64 = 8;

/// The count of one socket, since its first frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    sent: u64,
    arrived: u64,
    /// What is under way: up to which frame, and how many bytes.
    under_way: VecDeque<(u64, u64)>,
    bytes: u64,
    lagging: Option<Lagging>,
    /// The number that was kept last; `None` in an instance that kept none.
    kept: Option<u64>,
}

/// Since the client was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Lagging {
    /// The number of the frame that told it.
    told: u64,
    /// When it last got on, in ms.
    since: u64,
}

/// What is kept of a count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    sent: u64,
    arrived: u64,
    bytes: u64,
    #[serde(default)]
    lagging: Option<Lagging>,
}

/// What becomes of a frame that nobody asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Push {
    /// It is sent.
    Send,
    /// It is left out, and the client is told that it lags.
    Tell,
    /// It is left out.
    Skip,
}

impl Kept {
    /// Until when the client has to get on, where it lags.
    #[must_use]
    pub fn due(&self, patience: u64) -> Option<u64> {
        self.lagging.map(|lagging| lagging.since.saturating_add(patience))
    }
}

impl Credit {
    /// The count as it was kept.
    #[must_use]
    pub fn from_kept(kept: &Kept) -> Self {
        let mut credit = Self { sent: kept.sent, arrived: kept.arrived, ..Self::default() };
        credit.lagging = kept.lagging;
        if kept.sent > kept.arrived {
            credit.under_way.push_back((kept.sent, kept.bytes));
            credit.bytes = kept.bytes;
        }
        credit
    }

    /// The count, to be kept.
    pub fn keep(&mut self) -> Kept {
        self.kept = Some(self.sent);
        Kept { sent: self.sent, arrived: self.arrived, bytes: self.bytes, lagging: self.lagging }
    }

    /// Whether it is time for that.
    #[must_use]
    pub fn is_worth_keeping(&self) -> bool {
        self.kept.is_none_or(|kept| self.sent >= kept + KEEP_EVERY)
    }

    /// Whether a push of so many bytes may go out.
    #[must_use]
    pub fn admit(&self, bytes: usize) -> Push {
        if self.lagging.is_some() {
            return Push::Skip;
        }
        if self.has_room(bytes) { Push::Send } else { Push::Tell }
    }

    /// Whether so many bytes more fit into the window. Into an empty one everything fits.
    #[must_use]
    pub fn has_room(&self, bytes: usize) -> bool {
        let frames = self.sent - self.arrived;
        frames == 0 || (frames < WINDOW_FRAMES && self.bytes + bytes as u64 <= WINDOW_BYTES)
    }

    /// Takes a frame of so many bytes that nobody asked for, at `now` (ms), or in its place the frame that tells the client
    /// that it lags.
    pub fn push(&mut self, bytes: usize, telling: usize, now: u64) -> Push {
        let push = self.admit(bytes);
        match push {
            Push::Send => self.sent(bytes),
            Push::Tell => {
                self.sent(telling);
                self.told(now);
            }
            Push::Skip => {}
        }
        push
    }

    /// Takes an entry of so many bytes of a replay that the client asked for. Whether there is room for it.
    pub fn replay(&mut self, bytes: usize) -> bool {
        let fits = self.has_room(bytes);
        if fits {
            self.sent(bytes);
        }
        fits
    }

    /// A frame of so many bytes was sent, whoever wanted it.
    pub fn sent(&mut self, bytes: usize) {
        self.sent += 1;
        self.under_way.push_back((self.sent, bytes as u64));
        self.bytes += bytes as u64;
    }

    /// The frame just sent told the client that it lags.
    pub fn told(&mut self, now: u64) {
        self.lagging = Some(Lagging { told: self.sent, since: now });
        self.kept = None;
    }

    /// The client says how many frames arrived. It may know of some that an instance before this one forgot. Whether it
    /// lagged until now, and does no longer.
    pub fn arrived(&mut self, frames: u64, now: u64) -> bool {
        if frames <= self.arrived {
            return false;
        }
        let mut is_abreast = false;
        self.arrived = frames;
        self.sent = self.sent.max(frames);
        while self.under_way.front().is_some_and(|(number, _)| *number <= frames) {
            if let Some((_, bytes)) = self.under_way.pop_front() {
                self.bytes -= bytes;
            }
        }
        if let Some(lagging) = &mut self.lagging {
            lagging.since = now;
            is_abreast = frames >= lagging.told;
            if is_abreast {
                self.lagging = None;
            }
        }
        self.kept = None;
        is_abreast
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(frames: u64, bytes: usize) -> Credit {
        let mut credit = Credit::default();
        (0..frames).for_each(|_| credit.sent(bytes));
        credit
    }

    #[test]
    fn the_window_is_64_frames_or_256_kib() {
        // P8
        for (name, frames, each, next, expected) in [
            ("nothing is under way", 0, 0, 1_000_000, Push::Send),
            ("63 frames", 63, 10, 10, Push::Send),
            ("64 frames", 64, 10, 10, Push::Tell),
            ("just 256 KiB", 3, 65_536, 65_536, Push::Send),
            ("a byte more", 3, 65_536, 65_537, Push::Tell),
        ] {
            assert_eq!(filled(frames, each).admit(next), expected, "{name}");
        }
    }

    #[test]
    fn lagging_is_told_once_and_over_once_it_arrived() {
        // P8
        let mut credit = filled(64, 10);
        assert_eq!(credit.admit(10), Push::Tell);
        credit.sent(15);
        credit.told(1_000);
        assert_eq!(credit.admit(10), Push::Skip);
        // An answer to a question goes out, and is no push.
        credit.sent(10);
        assert!(!credit.arrived(64, 2_000));
        assert_eq!(credit.admit(10), Push::Skip, "it has not heard yet");
        assert!(credit.arrived(65, 3_000), "abreast");
        assert!(!credit.arrived(66, 3_000), "once");
        assert_eq!(credit.admit(10), Push::Send);
    }

    #[test]
    fn whoever_gets_on_gets_more_time() {
        // P8
        let mut credit = filled(64, 10);
        credit.sent(15);
        credit.told(1_000);
        assert_eq!(credit.keep().due(60_000), Some(61_000));
        credit.arrived(16, 5_000);
        assert_eq!(credit.keep().due(60_000), Some(65_000));
        // Saying the same again, or less, is no progress.
        credit.arrived(16, 9_000);
        credit.arrived(3, 9_000);
        assert_eq!(credit.keep().due(60_000), Some(65_000));
        credit.arrived(65, 10_000);
        assert_eq!(credit.keep().due(60_000), None);
    }

    #[test]
    fn whoever_confirms_is_never_stopped() {
        let mut credit = Credit::default();
        for n in 1..=1_000 {
            assert_eq!(credit.admit(4_000), Push::Send, "{n}");
            credit.sent(4_000);
            if n % 16 == 0 {
                credit.arrived(n, n);
            }
        }
        assert!(credit.under_way.len() <= 16);
    }

    #[test]
    fn a_sleep_forgets_little_and_stops_nobody_who_reads() {
        // P8, F20: a push at a time, with a sleep after each
        let mut kept = Credit::default().keep();
        for n in 1..=500 {
            let mut credit = Credit::from_kept(&kept);
            assert_eq!(credit.admit(100), Push::Send, "{n}");
            credit.sent(100);
            if n % 16 == 0 {
                credit.arrived(n, n);
            }
            if credit.is_worth_keeping() {
                kept = credit.keep();
            }
        }
    }

    #[test]
    fn a_sleep_lets_nobody_off_who_does_not_read() {
        // P8, F20: up to twelve pushes before each sleep, of which at most seven are forgotten
        for pushes in 1..=12 {
            let mut kept = Credit::default().keep();
            let mut sent = 0;
            while kept.sent < 64 && sent < 10_000 {
                let mut credit = Credit::from_kept(&kept);
                for _ in 0..pushes {
                    credit.sent(100);
                    sent += 1;
                    if credit.is_worth_keeping() {
                        kept = credit.keep();
                    }
                }
            }
            assert!(sent <= 64 * 8, "{pushes} at a time: {sent} were sent");
            assert_eq!(Credit::from_kept(&kept).admit(100), Push::Tell);
        }
    }

    #[test]
    fn a_client_knows_of_frames_that_were_forgotten() {
        let mut credit = Credit::from_kept(&filled(10, 100).keep());
        credit.sent(100);
        credit.arrived(14, 0);
        assert_eq!((credit.sent, credit.bytes), (14, 0));
        assert_eq!(credit.keep(), Kept { sent: 14, arrived: 14, bytes: 0, lagging: None });
    }
}
