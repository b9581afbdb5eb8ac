//! Threads that leave an inbox for good: one by one as their time comes (H91), or all of them, where the inbox is deleted
//! (S180): a few at a time, so that nobody waits for a million of them, and each told as what it is.
//!
//! A step is one transaction: what it removed and what is to be told of it are kept together, so that a crash between two
//! steps forgets nothing and tells nothing twice. Knows rows; does not know who is connected, or who listens.

use conversation::ids::ThreadId;

use crate::index::events::Happened;
use crate::store::inbox::{erase, events};
use crate::store::{Sql, StoreError};

/// Threads of one step.
pub const AT_ONCE: u32 = 500;

/// A thread is gone at `now` (ms). Whether it was here.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn thread(sql: &impl Sql, thread: &ThreadId, now: u64) -> Result<bool, StoreError> {
    sql.atomically(|| {
        let was_here = erase::thread(sql, thread)?;
        if was_here && events::is_wanted(sql)? {
            events::note(sql, &Happened::deleted(thread, now), now)?;
        }
        Ok(was_here)
    })
}

/// The inbox is deleted: some more of its threads are gone at `now` (ms), at most [`AT_ONCE`]. Which; none where there were
/// none any more.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn some(sql: &impl Sql, now: u64) -> Result<Vec<ThreadId>, StoreError> {
    sql.atomically(|| {
        let gone = erase::left(sql, AT_ONCE)?;
        for one in &gone {
            thread(sql, one, now)?;
        }
        if gone.len() < AT_ONCE as usize {
            erase::the_rest(sql)?;
        }
        Ok(gone)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use conversation::ids::AgentId;
    use conversation::routing::Because;
    use protocol::rest::Counts;
    use protocol::rest::webhooks::EventKind;

    use super::*;
    use crate::store::inbox::find::tests::new_row;
    use crate::store::inbox::{counts, hear};
    use crate::store::migrate::INBOX;
    use crate::store::native::Memory;

    fn filled(threads: u32) -> Memory {
        let sql = Memory::migrated(INBOX);
        for n in 0..threads {
            let mut row = new_row(1);
            let mut bits = [7; 16];
            bits[..4].copy_from_slice(&n.to_be_bytes());
            row.thread = ThreadId::from_random(0, bits);
            hear(&sql, &row, Because::RuleSaysNobody).unwrap();
        }
        sql
    }

    #[test]
    fn a_deleted_inbox_tells_of_every_thread_once_step_by_step() {
        // S180 H92
        let sql = filled(2 * AT_ONCE + 7);
        let all: BTreeSet<ThreadId> = erase::left(&sql, u32::MAX).unwrap().into_iter().collect();
        erase::begin(&sql, 2).unwrap();
        let mut gone = BTreeSet::new();
        for expected in [AT_ONCE, AT_ONCE, 7, 0] {
            let step = some(&sql, 9).unwrap();
            assert_eq!(step.len() as u32, expected);
            gone.extend(step);
            // However far it has come: who is not gone yet is still counted, and nobody else.
            assert_eq!(erase::left(&sql, u32::MAX).unwrap().len() + gone.len(), all.len());
        }
        assert_eq!(gone, all);
        let told = events::first(&sql, u32::MAX).unwrap();
        assert!(told.iter().all(|(_, event)| event.kind == EventKind::ThreadDeleted && event.at == 9));
        let told: Vec<ThreadId> = told.into_iter().map(|(_, event)| event.thread).collect();
        assert_eq!((told.len(), told.into_iter().collect::<BTreeSet<_>>()), (all.len(), all));
        let anna = AgentId::parse("anna").unwrap();
        assert_eq!(counts(&sql, &anna).unwrap(), Counts::default());
    }

    #[test]
    fn a_step_that_fails_removes_and_tells_nothing() {
        // S180
        let sql = filled(3);
        erase::begin(&sql, 1).unwrap();
        let step: Result<(), StoreError> = sql.atomically(|| {
            some(&sql, 9)?;
            Err(StoreError::Column { index: 0, expected: "a crash" })
        });
        assert!(step.is_err());
        assert_eq!((erase::left(&sql, 9).unwrap().len(), events::first(&sql, 9).unwrap().len()), (3, 0));
        assert_eq!(some(&sql, 9).unwrap().len(), 3);
        assert_eq!(events::first(&sql, 9).unwrap().len(), 3);
    }

    #[test]
    fn where_nobody_listens_nothing_is_kept() {
        let sql = filled(3);
        events::put_wanted(&sql, 1, false).unwrap();
        assert_eq!(some(&sql, 9).unwrap().len(), 3);
        assert_eq!(events::next_due(&sql, 9).unwrap(), None);
    }
}
