//! A shard's threads for the list of an inbox that is made anew.

use super::Threads;
use crate::error::Error;
use crate::objects::call::rebuild::{Listed, ReadRows};
use crate::platform::clock::now_ms;
use crate::shard;
use crate::store::threads as rows;

impl Threads {
    pub(super) fn listed(&self, call: &ReadRows) -> Result<Vec<Listed>, Error> {
        let (sql, (_, inbox, _)) = (self.database.get()?, self.place()?);
        // Alarms are kept apart from the rows they are for, and restored from another instant.
        if let Some(due) = self.due()? {
            self.ring_by(due.max(now_ms() + 1))?;
        }
        let threads = rows::threads_after(sql, call.after.as_ref(), call.limit)?;
        let listed = threads.into_iter().map(|kept| {
            let (owner, last_agent) = rows::routing::of(sql, &kept.id)?;
            let row = shard::row::of(sql, &kept, inbox.clone())?;
            Ok(Listed { row, routing: kept.routing, owner, last_agent })
        });
        listed.collect()
    }
}
