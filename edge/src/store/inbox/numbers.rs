//! Threads by their numbers: the ids that begin with the same random bits, in whichever shard.

use conversation::ids::{InboxId, ThreadId};
use protocol::frame::Row;

use super::row;
use crate::store::{Sql, StoreError};
use crate::values;

/// The row of the thread of a number. The ids are walked by their index, a step or two a shard.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of_number(sql: &impl Sql, inbox: &InboxId, number: u64) -> Result<Option<Row>, StoreError> {
    let Some(beginning) = ThreadId::beginning_of(number) else { return Ok(None) };
    let first_from = |from: &str| {
        let rows =
            sql.run("SELECT thread FROM threads WHERE thread >= ? ORDER BY thread LIMIT 1", values![from])?;
        rows.first().map(|row| row.parsed(0, "a thread id", ThreadId::parse)).transpose()
    };
    let mut from = String::new();
    while let Some(found) = first_from(&from)? {
        let shard = found.shard();
        let wanted = format!("{shard}-{beginning}");
        if let Some(thread) = first_from(&wanted)?.filter(|thread| thread.as_str().starts_with(&wanted)) {
            return row(sql, inbox, &thread);
        }
        // The next sign after the hyphen: everything of this shard lies before.
        from = format!("{shard}.");
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use conversation::ids::ChatflowId;
    use conversation::routing::Because;

    use super::*;
    use crate::store::inbox::hear;
    use crate::store::migrate::INBOX;
    use crate::store::native::Memory;

    fn inbox() -> InboxId {
        InboxId::parse("main").unwrap()
    }

    #[test]
    fn a_number_finds_its_thread_in_whichever_shard() {
        // H89
        let sql = Memory::migrated(INBOX);
        let bits = |n: u8| [n.wrapping_mul(37), n, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
        let threads: Vec<ThreadId> = [0, 1, 2, 10, 11, 200, 65_535]
            .into_iter()
            .zip(1_u8..)
            .flat_map(|(shard, n)| {
                [ThreadId::from_random(shard, bits(n)), ThreadId::from_random(shard, bits(n + 90))]
            })
            .collect();
        for thread in &threads {
            let row = Row {
                thread: thread.clone(),
                inbox: inbox(),
                visitor: "4K2Q".into(),
                name: None,
                email: None,
                verified: false,
                chatflow: ChatflowId::parse("shop").unwrap(),
                chatflow_name: "Shop".into(),
                page: None,
                status: conversation::thread::Status::Open,
                assignee: None,
                filtered: false,
                contact: None,
                desk: Box::default(),
                preview: String::new(),
                preview_from_visitor: true,
                opened_at: 1,
                updated_at: 1,
                waiting_since: None,
                last_seq: 1,
                revision: 1,
                bot: None,
            };
            hear(&sql, &row, Because::RuleSaysNobody).unwrap();
        }
        for thread in &threads {
            let found = of_number(&sql, &inbox(), thread.number()).unwrap();
            assert_eq!(found.map(|row| row.thread).as_ref(), Some(thread));
        }
        let nobodys = ThreadId::from_random(0, [255; 16]).number();
        assert_eq!(of_number(&sql, &inbox(), nobodys).unwrap(), None);
        assert_eq!(of_number(&sql, &inbox(), u64::MAX).unwrap(), None);
    }
}
