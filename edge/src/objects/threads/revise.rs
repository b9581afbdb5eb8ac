//! What a visitor takes back or says in other words (P26).

use super::Threads;
use crate::error::Error;
use crate::objects::call::files::DropFiles;
use crate::objects::call::visitor::ReviseOwn;
use crate::platform::clock::now_ms;
use crate::platform::{log, random};
use crate::shard::revise::{Revised, revise};

impl Threads {
    /// The visitor, their other pages and the inbox hear it like everything that is new in a log.
    pub(super) async fn revised(&self, call: ReviseOwn) -> Result<(), Error> {
        let ReviseOwn { visitor, thread, message, text } = call;
        // Other words are words (N20).
        let text = match text {
            Some(text) => Some(self.masked(text).await?),
            None => None,
        };
        let sql = self.database.get()?;
        let Revised { done, files } = revise(sql, &visitor, &thread, message, text.as_deref(), now_ms())?;
        self.settle(done)?;
        if files.is_empty() {
            return Ok(());
        }
        // Where this is lost, the files go when their hour is over: nothing carries them.
        let request_id = random::request_id();
        if let Err(error) = self.files()?.ask(&self.env, &request_id, &DropFiles { files }).await {
            log(&error, &request_id);
        }
        Ok(())
    }
}
