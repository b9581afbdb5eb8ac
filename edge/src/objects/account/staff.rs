//! What the account is asked about who works here and what was done; and telling inboxes which sessions are over.

use worker::{Request, Response};

use super::Account;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::audit::{KeepLine, ReadAudit};
use crate::objects::call::oneself::{ConfirmFactor, EndSessions, PutName, PutPassword, RemoveFactor};
use crate::objects::call::passkeys::{PutPasskey, RemovePasskey};
use crate::objects::call::staff::{
    AcceptPerson, FindInvitation, KeepInvitation, ListInvitations, PassOwnership, PutPerson, RemovePerson,
    RevokeInvitation,
};
use crate::objects::call::{Call, DropSession};
use crate::objects::serve::answer;
use crate::people::{change, invitations};
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::platform::{log, random};
use crate::store::account::audit::{self, Line};
use crate::store::account::{self, sessions};

/// An inbox that could not be reached is told again after so many ms.
const RETRY_MS: u64 = 2_000;

/// After these the inboxes hear of their colleagues, and of sessions that are over, before anybody is answered.
pub(super) const TELL: [&str; 8] = [
    PutPerson::VERB,
    RemovePerson::VERB,
    PassOwnership::VERB,
    AcceptPerson::VERB,
    PutName::VERB,
    PutPassword::VERB,
    ConfirmFactor::VERB,
    RemoveFactor::VERB,
];
/// And after these of sessions alone.
pub(super) const END: [&str; 3] = [EndSessions::VERB, PutPasskey::VERB, RemovePasskey::VERB];

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        KeepLine::VERB => {
            answer(request, async |KeepLine { by, what, on }| {
                let line = Line { by: &by, what, on: &on, changes: &[] };
                Ok(audit::record(sql, &line, now_ms())?)
            })
            .await
        }
        ReadAudit::VERB => {
            answer(request, async |ReadAudit { filter, before, limit }| {
                Ok(audit::read(sql, &filter, before, limit)?)
            })
            .await
        }
        PutPerson::VERB => {
            answer(request, async |PutPerson { agent, change, by }| {
                change::change(sql, &agent, &change, &by, now_ms())
            })
            .await
        }
        RemovePerson::VERB => {
            answer(request, async |RemovePerson { agent, by }| change::remove(sql, &agent, &by, now_ms()))
                .await
        }
        PassOwnership::VERB => {
            answer(request, async |PassOwnership { to, by }| {
                change::hand_on(sql, &by.agent.id, &to, &by, now_ms())
            })
            .await
        }
        ListInvitations::VERB => answer(request, async |_: ListInvitations| invitations::list(sql)).await,
        KeepInvitation::VERB => {
            answer(request, async |KeepInvitation { id, digest, invite, by }| {
                invitations::invite(sql, id, &digest, invite, &by, now_ms())
            })
            .await
        }
        RevokeInvitation::VERB => {
            answer(request, async |RevokeInvitation { id, by }| invitations::revoke(sql, &id, &by, now_ms()))
                .await
        }
        FindInvitation::VERB => {
            answer(request, async |call: FindInvitation| invitations::find(sql, &call.digest, now_ms())).await
        }
        AcceptPerson::VERB => {
            answer(request, async |AcceptPerson { digest, name, password }| {
                invitations::accept(sql, &digest, &name, &password, now_ms())
            })
            .await
        }
        verb => super::oneself::route(sql, verb, request).await,
    }
}

impl Account {
    /// Has inboxes close the sockets of sessions that are over (T23). What cannot be told stays due.
    pub(super) async fn drop_sessions(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        let ended = sessions::ended(sql, now_ms())?;
        if ended.is_empty() {
            return Ok(());
        }
        let account = account::itself(sql)?.ok_or_else(Error::not_found)?.id;
        for (digest, inbox) in ended {
            let address = Address::Inbox(account.clone(), inbox.clone());
            let call = DropSession { digest: digest.clone() };
            match address.ask(&self.env, &random::request_id(), &call).await {
                Ok(()) => sessions::dropped(sql, &digest, &inbox)?,
                Err(error) => {
                    log(&error, &random::request_id());
                    sessions::postpone(sql, &digest, &inbox, now_ms() + RETRY_MS)?;
                }
            }
        }
        Ok(())
    }
}
