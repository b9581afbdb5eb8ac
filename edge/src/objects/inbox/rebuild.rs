//! After a restore: the list made anew of what the shards say.
//!
//! Asked by nobody but the Worker's operator route. Whoever is connected goes on meanwhile and is sent to come again at
//! the end, because what they were shown may not be so.

use super::{DRAIN_SPREAD_MS, Inbox, link};
use crate::error::Error;
use crate::index;
use crate::objects::address::Address;
use crate::objects::call::rebuild::{ReadRows, Rebuild};
use crate::store::Sql as _;
use crate::store::inbox::assignments::{self, RoutedBy};
use crate::store::inbox::{colleagues, rebuild, search};

/// Threads asked for at once.
const PAGE: u32 = 200;

impl Inbox {
    /// Hears every thread of every shard, and forgets what nobody told of.
    pub(super) async fn rebuild(&self, request_id: &str, call: Rebuild) -> Result<u64, Error> {
        let (account, inbox) = self.place()?;
        let sql = self.database.get()?;
        rebuild::doubt(sql)?;
        for shard in 0..call.shards {
            let shard = Address::Threads(account.clone(), inbox.clone(), shard);
            let mut after = None;
            loop {
                let page = shard.ask(&self.env, request_id, &ReadRows { after, limit: PAGE }).await?;
                sql.atomically(|| {
                    for listed in &page {
                        let by = RoutedBy {
                            rule: listed.routing.clone().into(),
                            owner: listed.owner.clone(),
                            last_agent: listed.last_agent.clone(),
                            given: None,
                        };
                        index::routing::list_anew(sql, &listed.row, &by)?;
                        search::learn(sql, &listed.row, None, &[])?;
                    }
                    Ok::<_, Error>(())
                })?;
                after = page.last().map(|listed| listed.row.thread.clone());
                if after.is_none() {
                    break;
                }
            }
        }
        rebuild::drop_doubted(sql)?;
        assignments::forget_the_gone(sql)?;
        // The account may be of another instant too, and who was there then decides who gets what waits.
        colleagues::doubt(sql)?;
        self.ask_for_colleagues(request_id).await?;
        // Words are read in the background, a few threads at a time.
        self.read_on_soon()?;
        link::drain(&self.everybody(), DRAIN_SPREAD_MS);
        Ok(rebuild::count(sql)?)
    }
}
