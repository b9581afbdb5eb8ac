//! What the account is asked about visitors that the site's own server vouches for.

use conversation::email::EmailAddress;
use protocol::code::Code;
use worker::{Request, Response};

use super::facts::facts;
use crate::error::Error;
use crate::identified::{self, Proposed};
use crate::objects::call::Call;
use crate::objects::call::identities::{
    AddIdentitySecret, ListIdentitySecrets, Recognise, Recognised, RevokeIdentitySecret,
};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        Recognise::VERB => answer(request, async |call: Recognise| recognise(sql, call)).await,
        ListIdentitySecrets::VERB => {
            answer(request, async |_: ListIdentitySecrets| identified::secrets(sql)).await
        }
        AddIdentitySecret::VERB => {
            answer(request, async |AddIdentitySecret { id, sealed }| {
                identified::add(sql, &id, &sealed, now_ms())
            })
            .await
        }
        RevokeIdentitySecret::VERB => {
            answer(request, async |call: RevokeIdentitySecret| identified::revoke(sql, &call.id)).await
        }
        verb => super::staff::route(sql, verb, request).await,
    }
}

fn recognise(sql: &ObjectSql, call: Recognise) -> Result<Recognised, Error> {
    let Recognise { email, name, contact, visitor, shard } = call;
    let email = EmailAddress::parse(&email)
        .map_err(|error| Error::rejected(Code::EmailInvalid, error.to_string()).about("email"))?;
    let proposed = Proposed { contact, visitor, shard };
    let (contact, visitor, shard) = identified::recognise(sql, &email, name.as_deref(), &proposed, now_ms())?;
    Ok(Recognised { contact: facts(sql, contact)?, visitor, shard })
}
