//! Who is there and who is in which team: what is asked of the account, and telling its inboxes.

use conversation::ids::InboxId;
use worker::{Request, Response};

use super::Account;
use crate::elsewhere::There;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::Call;
use crate::objects::call::colleagues::{
    CreateTeam, DeleteTeam, GetPeople, GetPresence, GetTeams, PutPresence, PutWork, SaveTeam, TellColleagues,
    TellElsewhere, TellLoads,
};
use crate::objects::call::model::PutInbox;
use crate::objects::call::skills::DeleteSkill;
use crate::objects::call::webhooks::{CreateWebhook, DeleteWebhook, PutWebhook};
use crate::objects::serve::answer;
use crate::people;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::platform::{log, random};
use crate::store::Sql as _;
use crate::store::StoreError;
use crate::store::account::{self, colleagues, loads};

/// What could not be told at once is tried again after so many ms, and then ever less often.
const RETRY_MS: u64 = 2_000;
/// Longest pause between two attempts, in ms.
const LONGEST_MS: u64 = 60_000;

/// After these the inboxes are told at once, so that whoever is answered finds it done.
pub(super) const TELL: [&str; 10] = [
    PutPresence::VERB,
    PutWork::VERB,
    CreateTeam::VERB,
    SaveTeam::VERB,
    DeleteTeam::VERB,
    DeleteSkill::VERB,
    PutInbox::VERB,
    CreateWebhook::VERB,
    PutWebhook::VERB,
    DeleteWebhook::VERB,
];

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        GetPeople::VERB => answer(request, async |_: GetPeople| people::everybody(sql)).await,
        GetPresence::VERB => {
            answer(request, async |call: GetPresence| people::presence(sql, &call.agent)).await
        }
        PutPresence::VERB => {
            answer(request, async |PutPresence { agent, presence, by }| {
                people::declare(sql, &agent, presence, &by, now_ms())
            })
            .await
        }
        PutWork::VERB => {
            answer(request, async |PutWork { agent, work }| people::put_work(sql, &agent, &work, now_ms()))
                .await
        }
        GetTeams::VERB => answer(request, async |_: GetTeams| Ok(people::teams(sql)?)).await,
        CreateTeam::VERB => {
            answer(request, async |call: CreateTeam| people::create_team(sql, call.content, now_ms())).await
        }
        SaveTeam::VERB => {
            answer(request, async |SaveTeam { id, content }| people::save_team(sql, &id, content, now_ms()))
                .await
        }
        DeleteTeam::VERB => {
            answer(request, async |call: DeleteTeam| people::remove_team(sql, &call.id, now_ms())).await
        }
        verb => super::model::route(sql, verb, request).await,
    }
}

/// What an inbox is told.
pub(super) fn of_inbox(sql: &ObjectSql, inbox: &InboxId) -> Result<TellColleagues, StoreError> {
    let (revision, colleagues) = colleagues::told(sql, inbox)?;
    let listens = Some(account::webhooks::any_listens(sql)?);
    let inboxes = account::inboxes(sql)?;
    let shards = inboxes.iter().find(|known| known.id == *inbox).map_or(0, |inbox| inbox.shards);
    Ok(TellColleagues { revision, colleagues, listens, shards })
}

/// An inbox tells who has how many there: what those have elsewhere.
pub(super) fn hear_loads(sql: &ObjectSql, call: &TellLoads) -> Result<Vec<There>, Error> {
    sql.atomically(|| {
        loads::hear(sql, &call.inbox, call.number, &call.loads, now_ms())?;
        let there = call.loads.iter().map(|load| loads::elsewhere(sql, &load.agent, &call.inbox));
        Ok(there.collect::<Result<_, _>>()?)
    })
}

impl Account {
    /// Tells every inbox what its colleagues have in others, where that changed. What cannot be told stays due.
    pub(super) async fn tell_elsewhere(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        let untold = loads::untold(sql, now_ms())?;
        if untold.is_empty() {
            return Ok(());
        }
        let account = account::itself(sql)?.ok_or_else(Error::not_found)?.id;
        for of_inbox in untold.chunk_by(|one, other| one.0 == other.0) {
            let Some((inbox, _, attempts)) = of_inbox.first() else { continue };
            let there = of_inbox.iter().map(|(inbox, agent, _)| loads::elsewhere(sql, agent, inbox));
            let call = TellElsewhere { there: there.collect::<Result<_, _>>()? };
            let address = Address::Inbox(account.clone(), inbox.clone());
            match address.ask(&self.env, &random::request_id(), &call).await {
                Ok(()) => {
                    for there in &call.there {
                        loads::heard(sql, inbox, there)?;
                    }
                }
                Err(error) => {
                    log(&error, &random::request_id());
                    let pause = RETRY_MS.saturating_mul(1 << (*attempts).min(10)).min(LONGEST_MS);
                    loads::postpone(sql, inbox, now_ms() + pause)?;
                }
            }
        }
        Ok(())
    }

    /// Tells every inbox that has to hear of its colleagues. What cannot be told stays due.
    pub(super) async fn tell_inboxes(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        let untold = colleagues::untold(sql, now_ms())?;
        if untold.is_empty() {
            return Ok(());
        }
        let account = account::itself(sql)?.ok_or_else(Error::not_found)?.id;
        for (inbox, attempts) in untold {
            let told = of_inbox(sql, &inbox)?;
            let address = Address::Inbox(account.clone(), inbox.clone());
            match address.ask(&self.env, &random::request_id(), &told).await {
                Ok(()) => colleagues::heard(sql, &inbox, told.revision)?,
                Err(error) => {
                    log(&error, &random::request_id());
                    let pause = RETRY_MS.saturating_mul(1 << attempts.min(10)).min(LONGEST_MS);
                    colleagues::postpone(sql, &inbox, now_ms() + pause)?;
                }
            }
        }
        Ok(())
    }
}
