//! The way from a shard to its inbox.

use conversation::ids::{AccountId, InboxId, ThreadId};
use worker::{Env, Storage};

use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::TellInbox;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::platform::{log, random};
use crate::shard::outbox;

pub(super) struct Outbox {
    env: Env,
    sql: ObjectSql,
    pub(super) shard: outbox::Outbox,
}

impl Outbox {
    /// Its tables are the object's: whoever calls has brought them to the newest schema.
    pub(super) fn new(env: Env, storage: &Storage) -> Self {
        Self { env, sql: ObjectSql::new(storage), shard: outbox::Outbox::default() }
    }

    /// Tells the inbox of a thread until there is nothing new. What cannot be told is logged, and stays due.
    pub(super) async fn tell(&self, inbox: &(AccountId, InboxId), thread: &ThreadId) {
        let ask = async |news| self.ask(inbox, news).await;
        if let Err(error) = self.shard.tell(&self.sql, &inbox.1, thread, &ask).await {
            failed(&error);
        }
    }

    /// What the inbox has not heard of a thread, read at this moment.
    pub(super) fn news(&self, inbox: &InboxId, thread: &ThreadId) -> Result<Option<TellInbox>, Error> {
        self.shard.news(&self.sql, inbox, thread)
    }

    /// Tells the inbox of everything that is due.
    pub(super) async fn tell_due(&self, inbox: &(AccountId, InboxId)) -> Result<(), Error> {
        let ask = async |news| self.ask(inbox, news).await;
        self.shard.tell_due(&self.sql, &inbox.1, now_ms, &ask, failed).await
    }

    async fn ask(&self, inbox: &(AccountId, InboxId), news: TellInbox) -> Result<(), Error> {
        let to = Address::Inbox(inbox.0.clone(), inbox.1.clone());
        to.ask(&self.env, &random::request_id(), &news).await
    }
}

fn failed(error: &Error) {
    log(error, &random::request_id());
}
