//! What the account is asked about passkeys.

use worker::{Request, Response};

use crate::error::Error;
use crate::objects::call::Call;
use crate::objects::call::passkeys::{
    AskPasskey, NamePasskey, ProvePasskey, PutPasskey, RemovePasskey, TryPasskey, TrySecondPasskey,
};
use crate::objects::serve::answer;
use crate::people::oneself::{SECOND, over};
use crate::people::passkeys::{self, ADDING};
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::store::account::{factors, passkeys as kept};

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        AskPasskey::VERB => {
            answer(request, async |AskPasskey { digest, agent, rp_id, expires_at }| {
                factors::ask(sql, &digest, ADDING, &agent, (now_ms(), expires_at))?;
                Ok(kept::credentials(sql, &agent, &rp_id)?)
            })
            .await
        }
        PutPasskey::VERB => {
            answer(request, async |PutPasskey { passkey, challenge, codes, mine, by }| {
                passkeys::add(sql, passkey, &challenge, &codes, (&mine, &by), now_ms())
            })
            .await
        }
        NamePasskey::VERB => {
            answer(request, async |NamePasskey { agent, handle, name, by }| {
                passkeys::rename(sql, &agent, &handle, &name, &by, now_ms())
            })
            .await
        }
        RemovePasskey::VERB => {
            answer(request, async |RemovePasskey { agent, handle, mine, by }| {
                passkeys::remove(sql, &agent, &handle, (&mine, &by), now_ms())
            })
            .await
        }
        TryPasskey::VERB => {
            answer(request, async |TryPasskey { digest, expires_at, credential }| {
                if !kept::answer_once(sql, &digest, (now_ms(), expires_at))? {
                    return Err(over());
                }
                Ok(kept::find(sql, &credential)?)
            })
            .await
        }
        TrySecondPasskey::VERB => {
            answer(request, async |TrySecondPasskey { digest, credential }| {
                let person = factors::attempt(sql, &digest, SECOND, now_ms())?.ok_or_else(over)?;
                Ok(kept::find(sql, &credential)?.filter(|passkey| passkey.person == person))
            })
            .await
        }
        ProvePasskey::VERB => {
            answer(request, async |ProvePasskey { passkey, sign_count, challenge }| {
                let challenge = challenge.as_deref().map(|digest| (digest, SECOND));
                passkeys::prove(sql, &passkey, sign_count, challenge, now_ms())
            })
            .await
        }
        _ => Err(Error::not_found()),
    }
}
