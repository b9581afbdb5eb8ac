//! The `Directory` object: which accounts exist, and whose account an address signs in to.

use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::call::staff::{AddAddress, RemoveAddress};
use super::call::{Accounts, Attempt, Call, Enter, Entered, ForgetAttempts, HasAccount};
use super::serve::{Database, answer, verb};
use crate::error::Error;
use crate::platform::clock::now_ms;
use crate::platform::{incoming, reply};
use crate::store::{directory, migrate};
use protocol::code::Code;

/// One per installation.
#[durable_object(fetch)]
pub struct Directory {
    database: Database,
}

impl DurableObject for Directory {
    fn new(state: State, _env: Env) -> Self {
        Self { database: Database::new(&state, migrate::DIRECTORY) }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let id = incoming::request_id(&request);
        Ok(self.route(&mut request).await.unwrap_or_else(|error| reply::failure(&error, &id, &[])))
    }
}

impl Directory {
    async fn route(&self, request: &mut Request) -> Result<Response, Error> {
        let sql = self.database.get()?;
        match verb(request).as_str() {
            HasAccount::VERB => {
                answer(request, async |call: HasAccount| Ok(directory::has_account(sql, &call.account)?))
                    .await
            }
            Accounts::VERB => answer(request, async |_: Accounts| Ok(directory::accounts(sql)?)).await,
            Enter::VERB => {
                answer(request, async |Enter { account, email_digests, as_the_first }| {
                    if as_the_first && !directory::accounts(sql)?.is_empty() {
                        Ok(Entered::NotTheFirst)
                    } else if directory::has_account(sql, &account)? {
                        Ok(Entered::Known)
                    } else if directory::any_taken(sql, &email_digests)? {
                        Ok(Entered::EmailTaken)
                    } else {
                        directory::enter(sql, &account, &email_digests, now_ms())?;
                        Ok(Entered::New)
                    }
                })
                .await
            }
            Attempt::VERB => {
                answer(request, async |Attempt { email_digest }| {
                    match directory::attempt(sql, &email_digest, now_ms())? {
                        Ok(()) => Ok(directory::account_of(sql, &email_digest)?),
                        Err(wait) => {
                            Err(Error::rejected(Code::RateLimited, "too many attempts").retry_after(wait))
                        }
                    }
                })
                .await
            }
            ForgetAttempts::VERB => {
                answer(request, async |call: ForgetAttempts| {
                    Ok(directory::forget_attempts(sql, &call.email_digest)?)
                })
                .await
            }
            AddAddress::VERB => {
                answer(request, async |AddAddress { account, email_digest }| {
                    Ok(directory::add(sql, &account, &email_digest)?)
                })
                .await
            }
            RemoveAddress::VERB => {
                answer(request, async |RemoveAddress { account, email_digest }| {
                    Ok(directory::remove(sql, &account, &email_digest)?)
                })
                .await
            }
            _ => Err(Error::not_found()),
        }
    }
}
