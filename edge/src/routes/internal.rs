//! `/internal/…`: the operator's own programs, by a secret. Without it there is nothing here.

use conversation::email::EmailAddress;
use conversation::ids::{AccountId, InboxId};
use protocol::account::Account;
use protocol::code::Code;
use protocol::rest::identification::{Identified, Identify};
use protocol::rest::{Drained, Rebuilt, Seeded};
use worker::{Request, Response};

use super::dispatch::Visit;
use super::identities;
use super::table::Internal;
use crate::account_file;
use crate::chatflow::reading;
use crate::conformance;
use crate::error::Error;
use crate::json;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::rebuild::Rebuild;
use crate::objects::call::{Accounts, Drain, Enter, Entered, FindContact, Import, Publish};
use crate::password;
use crate::platform::incoming::{self, header};
use crate::platform::{log, random, reply, settings};

pub(super) async fn answer(
    visit: &Visit<'_>,
    request: &mut Request,
    what: Internal,
) -> Result<Response, Error> {
    let secret = header(request, "x-parlor-internal").unwrap_or_default();
    if !settings::is_secret(visit.env, "PARLOR_INTERNAL_SECRET", &secret) {
        return Err(Error::not_found());
    }
    match what {
        Internal::Seed => {
            // A caller who holds the secret may send a long file.
            let file = reading::file(json::read_long(&incoming::bytes(request).await?)?)?;
            let created = create(visit, file, false).await?;
            reply::ok(&Seeded { created })
        }
        Internal::Identify => identify(visit, json::read(&incoming::bytes(request).await?)?).await,
        Internal::Drain => reply::ok(&Drained { sockets: drain(visit).await? }),
        Internal::Rebuild => reply::ok(&rebuild(visit).await?),
        Internal::Conformance => {
            let asked = json::read_long(&incoming::bytes(request).await?)?;
            reply::ok(&conformance::answer(asked)?)
        }
    }
}

/// Creates an account from its file; `false` where it exists, which leaves it as it is.
pub(super) async fn create(visit: &Visit<'_>, file: Account, as_the_first: bool) -> Result<bool, Error> {
    let file = account_file::checked(file)?;
    let key = settings::key(visit.env)?;
    let account = Address::Account(file.account.clone());
    let email_digests = file.people.iter().map(|person| key.sign("email", &person.email)).collect();
    let enter = Enter { account: file.account.clone(), email_digests, as_the_first };
    match Address::Directory.ask(visit.env, visit.id, &enter).await? {
        Entered::New => {}
        Entered::Known => match account.ask(visit.env, visit.id, &Publish { known: None }).await {
            Ok(_) => return Ok(false),
            // Entered once, and then something broke: carry on where that ended.
            Err(error) if error.code() == Code::NotFound => {}
            Err(error) => return Err(error),
        },
        Entered::NotTheFirst => {
            return Err(Error::rejected(Code::AlreadySetUp, "this installation has its first account"));
        }
        Entered::EmailTaken => {
            return Err(Error::rejected(Code::AccountInvalid, "somebody signs in elsewhere").about("people"));
        }
    }
    let mut passwords = Vec::with_capacity(file.people.len());
    for person in &file.people {
        // Who has no password yet cannot sign in with any.
        let password = person.password.clone().map_or_else(random::secret, Ok)?;
        passwords.push(password::hash(&password, random::bytes()?)?);
    }
    let name = file.account.clone();
    let created = account.ask(visit.env, visit.id, &Import { file, passwords }).await?;
    memory::forget(&name);
    Ok(created)
}

/// The site's own server says who a visitor is; what a page says of itself never does.
async fn identify(visit: &Visit<'_>, asked: Identify) -> Result<Response, Error> {
    let Identify { account, email } = asked;
    let ready =
        memory::account(visit.env, visit.context, visit.id, &account).await?.ok_or_else(Error::not_found)?;
    // What is no address is nobody's.
    let email = EmailAddress::parse(&email).map_err(|_| Error::not_found())?;
    let call = FindContact { email: email.as_str().to_owned() };
    let contact = Address::Account(account.clone()).ask(visit.env, visit.id, &call).await?;
    contact.ok_or_else(Error::not_found)?;
    let recognised = identities::ask(visit, &account, &ready, email, None).await?;
    reply::ok(&Identified { token: identities::identity_of(visit, account, recognised)? })
}

/// The inboxes of an account, each with the number of shards it may have threads in: a visitor keeps the shard of their
/// token in every inbox, also in one with fewer shards.
async fn inboxes(visit: &Visit<'_>, account: &AccountId) -> Result<Vec<(InboxId, u16)>, Error> {
    let published =
        Address::Account(account.clone()).ask(visit.env, visit.id, &Publish { known: None }).await?;
    let inboxes = published.map(|published| published.inboxes).unwrap_or_default();
    let most = inboxes.iter().map(|(_, shards)| *shards).max().unwrap_or(0);
    Ok(inboxes.into_iter().map(|(inbox, _)| (inbox, most)).collect())
}

/// Sends every socket away, in every object that can hold one.
async fn drain(visit: &Visit<'_>) -> Result<u64, Error> {
    let mut sockets = 0;
    for account in Address::Directory.ask(visit.env, visit.id, &Accounts {}).await? {
        let inboxes = inboxes(visit, &account).await.inspect_err(|error| log(error, visit.id));
        for (inbox, shards) in inboxes.unwrap_or_default() {
            let threads = (0..shards).map(|shard| Address::Threads(account.clone(), inbox.clone(), shard));
            for object in threads.chain([Address::Inbox(account.clone(), inbox.clone())]) {
                // One that cannot be reached does not keep the others from leaving in order.
                match object.ask(visit.env, visit.id, &Drain {}).await {
                    Ok(count) => sockets += count,
                    Err(error) => log(&error, visit.id),
                }
            }
        }
    }
    Ok(sockets)
}

/// Has every inbox make its list anew. What fails is known at the end, when the others have done it.
async fn rebuild(visit: &Visit<'_>) -> Result<Rebuilt, Error> {
    let mut rebuilt = Rebuilt { inboxes: 0, threads: 0 };
    let mut failed = Ok(());
    for account in Address::Directory.ask(visit.env, visit.id, &Accounts {}).await? {
        let inboxes = match inboxes(visit, &account).await {
            Ok(inboxes) => inboxes,
            // Entered, and not there: it came to be while the copy was made, and is made anew as after a crash.
            Err(error) if error.code() == Code::NotFound => continue,
            Err(error) => {
                failed = Err(error);
                continue;
            }
        };
        for (inbox, shards) in inboxes {
            let inbox = Address::Inbox(account.clone(), inbox);
            match inbox.ask(visit.env, visit.id, &Rebuild { shards }).await {
                Ok(threads) => {
                    rebuilt.inboxes += 1;
                    rebuilt.threads += threads;
                }
                Err(error) => failed = Err(error),
            }
        }
    }
    failed.map(|()| rebuilt)
}
