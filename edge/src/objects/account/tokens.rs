//! What the account is asked about its programs.

use conversation::ids::{TokenId, random_part};
use worker::{Request, Response};

use crate::error::Error;
use crate::objects::call::tokens::{BeginOnce, CreateToken, EndOnce, FindToken, ListTokens, RevokeToken};
use crate::objects::call::{Call, Session};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::random;
use crate::platform::sql::ObjectSql;
use crate::store::account::people::{self, Person};
use crate::store::account::tokens::{Holder, holder};
use crate::store::account::{self, once};
use crate::tokens;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        FindToken::VERB => answer(request, async |call: FindToken| find(sql, &call.digest)).await,
        ListTokens::VERB => answer(request, async |_: ListTokens| tokens::list(sql)).await,
        CreateToken::VERB => {
            answer(request, async |CreateToken { digest, person, content }| {
                let id = TokenId::parse(&random_part(random::bytes()?))?;
                tokens::create(sql, &id, &digest, &person, content, now_ms())
            })
            .await
        }
        RevokeToken::VERB => answer(request, async |call: RevokeToken| tokens::revoke(sql, &call.id)).await,
        BeginOnce::VERB => {
            answer(request, async |BeginOnce { who, key, digest }| {
                Ok(once::begin(sql, &who, &key, &digest, now_ms())?)
            })
            .await
        }
        EndOnce::VERB => {
            answer(request, async |EndOnce { who, key, answer }| {
                let answer = answer.as_ref().map(|(status, body)| (*status, body.as_str()));
                Ok(once::end(sql, &who, &key, answer)?)
            })
            .await
        }
        verb => super::identities::route(sql, verb, request).await,
    }
}

fn find(sql: &ObjectSql, digest: &str) -> Result<Option<(Session, conversation::access::Scopes)>, Error> {
    let Some(Holder { person, name: token, scopes, expires_at }) = holder(sql, digest, now_ms())? else {
        return Ok(None);
    };
    let itself = account::itself(sql)?.ok_or_else(Error::not_found)?;
    let inboxes = people::inboxes_of(sql, &person.id)?;
    let Person { id, name, email, role, .. } = person;
    let (account_name, expires_at) = (itself.name, expires_at.unwrap_or(u64::MAX));
    let token = Some(token);
    Ok(Some((Session { id, name, email, role, account_name, inboxes, expires_at, token }, scopes)))
}
