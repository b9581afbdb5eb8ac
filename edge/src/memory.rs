//! What a Worker remembers of the accounts it serves.
//!
//! Fresh for five seconds; after that it still answers at once and is renewed behind the answer; a quiet minute
//! later it is renewed before. Hundreds who come at once to a Worker that has just started ask once. A cache:
//! whatever is here can be dropped at any time.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use conversation::ids::AccountId;
use futures_util::future::{Either, select};
use worker::{Context, Delay, Env};

use crate::book::Ready;
use crate::error::Error;
use crate::lists::moves::{Moves, News};
use crate::objects::address::Address;
use crate::objects::call::colleagues::ReadCrew;
use crate::objects::call::{HasAccount, Refresh, Refreshed};
use crate::platform::clock::now_ms;
use crate::platform::log;
use crate::token::Claims;

/// So long an answer counts without asking.
const FRESH_MS: u64 = 5_000;
/// So long it may be given while asking.
const STALE_MS: u64 = 60_000;
/// So long somebody else's question is waited for; whoever asked may be gone by then.
const FLIGHT_MS: u64 = 2_000;
/// Who has old rules waits no longer for new ones.
const PATIENCE_MS: u64 = 2_000;
/// Whoever waits looks after so many ms, then after twice as many, and so on: one request cannot wake another here, and
/// thousands who look often would keep the Worker from what they all wait for.
const LOOK_MS: u64 = 10;
const LOOK_MOST_MS: u64 = 640;
/// Accounts remembered, known and unknown.
const MOST: usize = 4_096;

struct Kept {
    /// `None`: there is no such account.
    ready: Option<Rc<Ready>>,
    at: u64,
    /// Whose lists changed lately.
    moves: Moves,
}

thread_local! {
    static ACCOUNTS: RefCell<HashMap<AccountId, Kept>> = RefCell::default();
    /// Accounts that somebody is asking for while others wait, and since when.
    static FLIGHTS: RefCell<HashMap<AccountId, u64>> = RefCell::default();
    /// Counts what was changed through this Worker: an answer asked for before a change is not kept as fresh.
    static CHANGES: Cell<u64> = const { Cell::new(0) };
}

/// A question under way, for as long as it lives.
struct Flight<'a> {
    account: &'a AccountId,
    since: u64,
}

impl<'a> Flight<'a> {
    /// `None` where somebody else is asking.
    fn begin(account: &'a AccountId) -> Option<Self> {
        let now = now_ms();
        if is_asked_for(account) {
            return None;
        }
        FLIGHTS.with_borrow_mut(|flights| flights.insert(account.clone(), now));
        Some(Self { account, since: now })
    }
}

/// Whether somebody is asking for an account just now: whoever waits a little need not ask too.
pub(crate) fn is_asked_for(account: &AccountId) -> bool {
    let now = now_ms();
    let is_fresh = |since: &u64| now.saturating_sub(*since) < FLIGHT_MS;
    FLIGHTS.with_borrow(|flights| flights.get(account).is_some_and(is_fresh))
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        FLIGHTS.with_borrow_mut(|flights| {
            // Somebody may have given this one up and asked anew.
            if flights.get(self.account) == Some(&self.since) {
                flights.remove(self.account);
            }
        });
    }
}

/// What an account publishes; `None` where there is no such account.
pub(crate) async fn account(
    env: &Env,
    context: &Context,
    request_id: &str,
    account: &AccountId,
) -> Result<Option<Rc<Ready>>, Error> {
    let mut pause = LOOK_MS;
    let (ready, renew) = loop {
        if let Some(usable) = usable(account) {
            break usable;
        }
        let Some(_flight) = Flight::begin(account) else {
            Delay::from(Duration::from_millis(pause)).await;
            pause = (pause * 2).min(LOOK_MOST_MS);
            continue;
        };
        return match in_time(account, fetch(env, request_id, account)).await {
            Ok(ready) => Ok(ready),
            // Old rules are better than none: the page shows what it showed a minute ago (N26).
            Err(error) => match remembered(account) {
                Some(ready) => {
                    log(&error, request_id);
                    hold(account);
                    Ok(Some(ready))
                }
                None => Err(error),
            },
        };
    };
    if renew {
        let (env, account, request_id) = (env.clone(), account.clone(), request_id.to_owned());
        context.wait_until(async move {
            if let Err(error) = fetch(&env, &request_id, &account).await {
                log(&error, &request_id);
            }
        });
    }
    Ok(ready)
}

/// An answer; a fault where there are old rules to give and none comes.
async fn in_time<T>(account: &AccountId, asked: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    if remembered(account).is_none() {
        return asked.await;
    }
    let late = Delay::from(Duration::from_millis(PATIENCE_MS));
    match select(pin!(asked), pin!(late)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(Error::fault("asking an account", "it does not answer")),
    }
}

/// Nobody waits for an account that did not answer just now: it is asked behind the next answers.
fn hold(account: &AccountId) {
    ACCOUNTS.with_borrow_mut(|accounts| {
        if let Some(kept) = accounts.get_mut(account) {
            kept.at = now_ms();
        }
    });
}

/// What can be answered without asking first, and whether to ask behind the answer.
fn usable(account: &AccountId) -> Option<(Option<Rc<Ready>>, bool)> {
    let now = now_ms();
    ACCOUNTS.with_borrow_mut(|accounts| {
        let kept = accounts.get_mut(account)?;
        let age = now.saturating_sub(kept.at);
        let renew = age >= FRESH_MS;
        let usable = age < if kept.ready.is_some() { STALE_MS } else { FRESH_MS };
        if usable && renew {
            // One renewal at a time: whoever comes meanwhile finds it fresh.
            kept.at = now;
        }
        usable.then(|| (kept.ready.clone(), renew))
    })
}

/// What an account publishes, if it is here and fresh: whoever cannot wait asks here first.
pub(crate) fn at_hand(account: &AccountId) -> Option<Rc<Ready>> {
    let now = now_ms();
    ACCOUNTS.with_borrow(|accounts| {
        let kept = accounts.get(account).filter(|kept| now.saturating_sub(kept.at) < FRESH_MS)?;
        kept.ready.clone()
    })
}

/// Something was changed through this Worker: it asks before its next answer.
pub(crate) fn forget(account: &AccountId) {
    CHANGES.set(CHANGES.get().wrapping_add(1));
    ACCOUNTS.with_borrow_mut(|accounts| {
        // What was read stays, so that an unchanged version is not compiled again.
        if let Some(kept) = accounts.get_mut(account) {
            kept.at = 0;
        }
    });
}

/// Whether a visitor's token may say something else of their lists than what is so, for all that is remembered.
pub(crate) fn outdates(account: &AccountId, claims: &Claims) -> bool {
    ACCOUNTS.with_borrow(|accounts| accounts.get(account).is_some_and(|kept| kept.moves.outdate(claims)))
}

/// What was published when it was last asked, however long ago.
fn remembered(account: &AccountId) -> Option<Rc<Ready>> {
    ACCOUNTS.with_borrow(|accounts| accounts.get(account).and_then(|kept| kept.ready.clone()))
}

/// Asks the inboxes who is there, where visitors are told. One that does not answer is as it was.
async fn look_who_is_there(env: &Env, request_id: &str, account: &AccountId, ready: &Ready) {
    for inbox in ready.watched() {
        let address = Address::Inbox(account.clone(), inbox.clone());
        match address.ask(env, request_id, &ReadCrew {}).await {
            Ok(crew) => ready.put_crew(inbox, crew),
            Err(error) => log(&error, request_id),
        }
    }
}

async fn fetch(env: &Env, request_id: &str, account: &AccountId) -> Result<Option<Rc<Ready>>, Error> {
    let changes = CHANGES.get();
    let held = remembered(account);
    let exists = held.is_some()
        || Address::Directory.ask(env, request_id, &HasAccount { account: account.clone() }).await?;
    let (ready, news) = if exists {
        let known = held.as_ref().map(|ready| ready.version);
        let moved_since =
            ACCOUNTS.with_borrow(|accounts| accounts.get(account).map_or(0, |kept| kept.moves.newest()));
        let call = Refresh { known, moved_since };
        let Refreshed { published, news } =
            Address::Account(account.clone()).ask(env, request_id, &call).await?;
        let ready = match (published, held) {
            (Some(published), held) => {
                let ready = Ready::new(published)?;
                if let Some(held) = held {
                    ready.put_crews_of(&held);
                }
                Some(Rc::new(ready))
            }
            (None, held) => held,
        };
        if let Some(ready) = &ready {
            look_who_is_there(env, request_id, account, ready).await;
        }
        (ready, news)
    } else {
        (None, News::default())
    };
    ACCOUNTS.with_borrow_mut(|accounts| {
        if accounts.len() >= MOST && !accounts.contains_key(account) {
            accounts.retain(|_, kept| kept.ready.is_some());
            if accounts.len() >= MOST {
                accounts.clear();
            }
        }
        let mut moves = accounts.remove(account).map(|kept| kept.moves).unwrap_or_default();
        moves.hear(news, now_ms());
        let at = if CHANGES.get() == changes { now_ms() } else { 0 };
        accounts.insert(account.clone(), Kept { ready: ready.clone(), at, moves });
    });
    Ok(ready)
}
