//! The index of an inbox, made anew where it may say something else than the shards: after a restore, which brings back
//! objects of different instants.
//!
//! All rows are doubted first, then every thread of every shard is heard, then what is still doubted goes. A row that is
//! doubted is shown as before, but any telling of a shard is newer. So it does no harm to serve meanwhile, nor to be
//! interrupted and to begin again.

use crate::store::{Sql, StoreError};
use crate::values;

/// Less than any revision of a thread.
const DOUBTED: u64 = 0;

/// From now on any telling is news, and every log is to be read again.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn doubt(sql: &impl Sql) -> Result<(), StoreError> {
    super::search::forget_all(sql)?;
    super::conversations::doubt(sql)?;
    sql.run("UPDATE threads SET revision = ?", values![DOUBTED]).map(drop)
}

/// Removes the rows that nobody told of since [`doubt`]: there are no such threads.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn drop_doubted(sql: &impl Sql) -> Result<(), StoreError> {
    sql.run("DELETE FROM threads WHERE revision = ?", values![DOUBTED]).map(drop)
}

/// How many threads there are.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn count(sql: &impl Sql) -> Result<u64, StoreError> {
    sql.run("SELECT count(*) FROM threads", &[])?.first().map_or(Ok(0), |row| row.number(0))
}

#[cfg(test)]
mod tests {
    use conversation::ids::{ChatflowId, InboxId, ThreadId};
    use conversation::routing::Because;
    use conversation::thread::Status;
    use protocol::frame;

    use super::*;
    use crate::store::inbox::{Heard, hear, row};
    use crate::store::migrate::INBOX;
    use crate::store::native::Memory;

    fn new_row(n: u8, revision: u64, last_seq: u64) -> frame::Row {
        frame::Row {
            thread: ThreadId::from_random(0, [n; 16]),
            inbox: InboxId::parse("main").unwrap(),
            visitor: "4K2Q".into(),
            name: None,
            email: None,
            verified: false,
            chatflow: ChatflowId::parse("shop").unwrap(),
            chatflow_name: "Shop".into(),
            page: None,
            status: Status::Open,
            assignee: None,
            filtered: false,
            contact: None,
            desk: Box::default(),
            preview: format!("revision {revision}"),
            preview_from_visitor: true,
            opened_at: 1,
            updated_at: revision,
            waiting_since: None,
            last_seq,
            revision,
            bot: None,
        }
    }

    fn heard(sql: &Memory, row: &frame::Row) -> Heard {
        hear(sql, row, Because::RuleSaysNobody).unwrap()
    }

    fn stands(sql: &Memory, n: u8) -> Option<(u64, u64, String)> {
        let like = new_row(n, 0, 0);
        row(sql, &like.inbox, &like.thread).unwrap().map(|row| (row.revision, row.last_seq, row.preview))
    }

    #[test]
    fn f14_after_a_restore_the_index_says_what_the_shards_say() {
        // F14: (thread, what the index had, what its shard has, what is told while the others are still read)
        let cases = [
            ("as it was", 1, Some((4, 3)), Some((4, 3)), None),
            ("the index is newer", 2, Some((9, 7)), Some((5, 4)), None),
            ("the index is older", 3, Some((2, 1)), Some((8, 6)), None),
            ("the index lacks it", 4, None, Some((3, 2)), None),
            ("there is no such thread", 5, Some((6, 5)), None, None),
            ("a message meanwhile", 6, Some((9, 7)), Some((5, 4)), Some((6, 5))),
            ("begun meanwhile", 7, None, None, Some((1, 1))),
        ];
        let sql = Memory::migrated(INBOX);
        for (_, n, index, ..) in cases {
            if let Some((revision, seq)) = index {
                assert_eq!(heard(&sql, &new_row(n, revision, seq)), Heard::New);
            }
        }
        // Interrupted at any point, it begins again and ends the same.
        for stops_after in 0..=cases.len() {
            doubt(&sql).unwrap();
            let tellings = cases.iter().filter_map(|(_, n, .., told)| Some((n, (*told)?)));
            for (n, (revision, seq)) in tellings {
                // Told before its page is read: the page has what was read earlier, and is old news.
                heard(&sql, &new_row(*n, revision, seq));
            }
            for (_, n, _, shard, _) in cases.iter().take(stops_after) {
                if let Some((revision, seq)) = shard {
                    heard(&sql, &new_row(*n, *revision, *seq));
                }
            }
            // Nobody's list is shorter meanwhile.
            let listed = cases.iter().filter(|(_, _, index, ..)| index.is_some()).count() as u64;
            assert!(stops_after == cases.len() || count(&sql).unwrap() >= listed);
        }
        drop_doubted(&sql).unwrap();
        for (name, n, _, shard, told) in cases {
            let expected =
                told.or(shard).map(|(revision, seq)| (revision, seq, format!("revision {revision}")));
            assert_eq!(stands(&sql, n), expected, "{name}");
        }
        assert_eq!(count(&sql).unwrap(), 6);
        // From here on it hears as ever.
        assert_eq!(heard(&sql, &new_row(2, 5, 4)), Heard::Known);
        assert!(matches!(heard(&sql, &new_row(2, 6, 5)), Heard::Changed(_)));
    }
}
