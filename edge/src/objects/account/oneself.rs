//! What people ask of the account about themselves.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conversation::ids::AgentId;
use protocol::code::Code;
use worker::{Request, Response};

use crate::error::Error;
use crate::objects::call::Call;
use crate::objects::call::oneself::{
    AskSecond, BeginFactor, ConfirmFactor, Credentials, EndSessions, FindCredentials, GetFace, GetFactor,
    GetPicture, GetPreferences, GetProfile, KeptPicture, ListSessions, OwnCredentials, ProveSecond, PutCodes,
    PutName, PutPassword, PutPicture, PutPreferences, RemoveFactor, SealedFactor, TrySecond,
};
use crate::objects::serve::answer;
use crate::people::oneself::{self, SECOND};
use crate::people::preferences;
use crate::picture;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::store::account::people::Person;
use crate::store::account::{avatars, factors, people, sessions};
use protocol::rest::profile::Sessions;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        FindCredentials::VERB => {
            answer(request, async |call: FindCredentials| {
                let found = people::by_email(sql, &call.email)?;
                // Who may not sign in is nobody.
                let found = found.filter(|(person, _)| person.disabled_at.is_none());
                found.map(|found| credentials(sql, found)).transpose()
            })
            .await
        }
        OwnCredentials::VERB => {
            answer(request, async |call: OwnCredentials| {
                credentials(sql, people::by_id(sql, &call.agent)?.ok_or_else(Error::not_found)?)
            })
            .await
        }
        AskSecond::VERB => {
            answer(request, async |AskSecond { digest, agent, expires_at, rp_id }| {
                factors::ask(sql, &digest, SECOND, &agent, (now_ms(), expires_at))?;
                Ok(Some(oneself::ways(sql, &agent, rp_id.as_deref())?))
            })
            .await
        }
        TrySecond::VERB => {
            answer(request, async |call: TrySecond| {
                let person = factors::attempt(sql, &call.digest, SECOND, now_ms())?;
                factor(sql, person.ok_or_else(oneself::over)?)
            })
            .await
        }
        ProveSecond::VERB => {
            answer(request, async |ProveSecond { digest, agent, proof }| {
                oneself::prove(sql, &agent, &digest, &proof, now_ms())
            })
            .await
        }
        GetProfile::VERB => {
            answer(request, async |call: GetProfile| oneself::profile(sql, &call.agent)).await
        }
        PutName::VERB => {
            answer(request, async |PutName { agent, name, by }| {
                oneself::rename(sql, &agent, &name, &by, now_ms())
            })
            .await
        }
        GetPreferences::VERB => {
            answer(request, async |call: GetPreferences| preferences::read(sql, &call.agent)).await
        }
        PutPreferences::VERB => {
            answer(request, async |PutPreferences { agent, preferences }| {
                preferences::put(sql, &agent, preferences)
            })
            .await
        }
        PutPicture::VERB => {
            answer(request, async |PutPicture { agent, image }| {
                let read = |image: String| {
                    let wrong = |_| Error::rejected(Code::ImageInvalid, "not base64").about("image");
                    picture::parse(STANDARD.decode(image).map_err(wrong)?)
                };
                oneself::put_picture(sql, &agent, image.map(read).transpose()?)
            })
            .await
        }
        GetPicture::VERB => {
            answer(request, async |call: GetPicture| {
                let found = avatars::read(sql, &call.agent)?;
                Ok(found.map(|(kind, bytes)| KeptPicture { kind, image: STANDARD.encode(bytes) }))
            })
            .await
        }
        GetFace::VERB => {
            answer(request, async |call: GetFace| {
                let found = avatars::of_name(sql, &call.name)?;
                Ok(found.map(|(kind, bytes)| KeptPicture { kind, image: STANDARD.encode(bytes) }))
            })
            .await
        }
        PutPassword::VERB => {
            answer(request, async |PutPassword { agent, password, mine, by }| {
                oneself::put_password(sql, &agent, &password, &mine, &by, now_ms())
            })
            .await
        }
        BeginFactor::VERB => {
            answer(request, async |BeginFactor { agent, sealed }| oneself::begin_factor(sql, &agent, &sealed))
                .await
        }
        GetFactor::VERB => answer(request, async |call: GetFactor| factor(sql, call.agent)).await,
        ConfirmFactor::VERB => {
            answer(request, async |ConfirmFactor { agent, step, codes, mine, by }| {
                oneself::confirm_factor(sql, &agent, step, &codes, (&mine, &by), now_ms())
            })
            .await
        }
        RemoveFactor::VERB => {
            answer(request, async |RemoveFactor { agent, mine, by }| {
                oneself::remove_factor(sql, &agent, &mine, &by, now_ms())
            })
            .await
        }
        PutCodes::VERB => {
            answer(request, async |PutCodes { agent, codes, by }| {
                oneself::put_codes(sql, &agent, &codes, &by, now_ms())
            })
            .await
        }
        ListSessions::VERB => {
            answer(request, async |ListSessions { agent, mine }| {
                Ok(Sessions { sessions: sessions::of(sql, &agent, &mine, now_ms())? })
            })
            .await
        }
        EndSessions::VERB => {
            answer(request, async |EndSessions { agent, handle, mine, by }| {
                oneself::end_sessions(sql, &agent, handle.as_deref(), (&mine, &by), now_ms())
            })
            .await
        }
        verb => super::passkeys::route(sql, verb, request).await,
    }
}

fn credentials(sql: &ObjectSql, (person, password): (Person, String)) -> Result<Credentials, Error> {
    let second_factor = oneself::has_factor(sql, &person.id)?;
    Ok(Credentials { person: person.id, password, second_factor })
}

fn factor(sql: &ObjectSql, person: AgentId) -> Result<SealedFactor, Error> {
    let factor = factors::factor(sql, &person)?;
    let last_step = factor.as_ref().map_or(0, |factor| factor.last_step);
    Ok(SealedFactor { person, sealed: factor.map(|factor| factor.sealed), last_step })
}
