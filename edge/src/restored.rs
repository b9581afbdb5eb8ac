//! After a restore: who may have seen another log.
//!
//! A log that was brought back ends earlier, and goes on with other entries under the same numbers. Whoever saw the old ones
//! and comes back late is not ahead any more, and nothing that they say tells them from somebody who saw the new ones. So
//! for some time the first resume of a thread on a line, if it is not from the beginning, is answered with
//! `resume_ahead`: the client loads the conversation anew. Who had no need to loses nothing by it.

use conversation::ids::ThreadId;

/// A page that was open before the restore is not expected after so long (ms).
const WITHIN_MS: u64 = 30 * 86_400_000;

/// Threads remembered of a line, which carries them through hibernation in the 2,048 bytes that a socket's attachment may
/// have everywhere; beyond them nothing is asked anew.
const REMEMBERED: usize = 32;

/// What a resume on a line is, where the data was restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resume {
    /// One like any other.
    Usual,
    /// The line's first of this thread, and remembered as such; it is from the beginning.
    First,
    /// The same, by somebody who may have seen another log.
    Anew,
}

/// Looks at a resume after `after_seq`. `begun` are the threads that were resumed on its line.
pub fn resume(
    restored_at: u64,
    now: u64,
    begun: &mut Vec<ThreadId>,
    thread: &ThreadId,
    after_seq: u64,
) -> Resume {
    let is_over = now > restored_at.saturating_add(WITHIN_MS);
    if is_over || begun.len() >= REMEMBERED || begun.contains(thread) {
        return Resume::Usual;
    }
    begun.push(thread.clone());
    if after_seq == 0 { Resume::First } else { Resume::Anew }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f14_the_first_resume_of_a_thread_begins_anew_for_a_while() {
        // F14 P4
        let thread = |n: u8| ThreadId::from_random(0, [n; 16]);
        let (mut begun, now) = (Vec::new(), 5_000 + WITHIN_MS);
        for (name, n, after_seq, expected) in [
            ("was there before", 1, 7, Resume::Anew),
            ("begins, as it was told to", 1, 0, Resume::Usual),
            ("goes on in steps", 1, 32, Resume::Usual),
            ("a page that was just loaded", 2, 0, Resume::First),
            ("and goes on", 2, 32, Resume::Usual),
        ] {
            assert_eq!(resume(5_000, now, &mut begun, &thread(n), after_seq), expected, "{name}");
        }
        assert_eq!(resume(5_000, now + 1, &mut Vec::new(), &thread(1), 7), Resume::Usual, "long ago");
        // A line is remembered for so much and no more; none is sent back and forth.
        let mut full: Vec<ThreadId> = (0..32).map(thread).collect();
        assert_eq!(resume(5_000, now, &mut full, &thread(33), 7), Resume::Usual);
        assert_eq!(full.len(), REMEMBERED);
    }
}
