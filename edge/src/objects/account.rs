//! The `Account` object: people, chatflows, contacts, sessions; publishes the rule book.

mod apps;
mod bot;
mod colleagues;
mod facts;
mod form;
mod identities;
mod lists;
mod macros;
mod model;
mod oneself;
mod owner;
mod passkeys;
mod receipts;
mod reports;
mod saved_replies;
mod skills;
mod staff;
mod subscriptions;
mod tokens;
mod transcripts;
mod webhooks;

use std::cell::{Cell, RefCell};

use protocol::frame::Agent;
use protocol::rest::audit::What;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::call::audit::{By, KeepLine, LINE};
use super::call::bot::{BotFacts, KeepAnswer};
use super::call::colleagues::{ReadColleagues, TellLoads};
use super::call::transcripts::{FindRecipients, TranscriptFacts};
use super::call::visitor::PartVisitor;
use super::call::{
    BeginFacts, Call, CardOf, Claim, CloseSession, ConsentFacts, ContactOf, FindContact, FindSession, Import,
    InboxesOf, NoteThread, OpenSession, Publish, Refresh, Refreshed, Session,
};
use super::serve::{Database, answer, verb};
use crate::book::{Published, Source, publish};
use crate::chatflow::scheduled;
use crate::error::Error;
use crate::lists::{moves, upkeep};
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::platform::{alarm, incoming, log, random, reply, settings};
use crate::session::handle;
use crate::simulation::kept;
use crate::store::Sql as _;
use crate::store::account::audit::{self, Line};
use crate::store::account::people::Person;
use crate::store::account::{self, chatflows, consents, contacts, people, sessions};
use crate::store::migrate;
use crate::webhooks as hooks;

/// One per account.
#[durable_object(alarm)]
pub struct Account {
    state: State,
    env: Env,
    database: Database,
    /// What was published last, so that a Worker's question does not compile the rules again.
    published: RefCell<Option<Published>>,
    /// When the alarm rings, where this instance set it.
    alarm_at: Cell<Option<u64>>,
}

/// The longest an alarm is set ahead: it may find nothing to do then.
const LATEST_ALARM_MS: u64 = 30 * 86_400_000;

impl DurableObject for Account {
    fn new(state: State, env: Env) -> Self {
        let database = Database::new(&state, migrate::ACCOUNT);
        Self { state, env, database, published: RefCell::new(None), alarm_at: Cell::new(None) }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let id = incoming::request_id(&request);
        let verb = verb(&request);
        let line = incoming::header(&request, LINE);
        let tells = colleagues::TELL.contains(&verb.as_str()) || staff::TELL.contains(&verb.as_str());
        let ends = staff::TELL.contains(&verb.as_str()) || staff::END.contains(&verb.as_str());
        let answered = self.route(&mut request).await;
        // Nothing was awaited since the writes: they, the line about them and the alarm commit together.
        let answered = answered.and_then(|answer| self.note(line.as_deref()).map(|()| answer));
        let answered = answered.and_then(|answer| self.keep_alarm().map(|()| answer));
        if tells
            && answered.is_ok()
            && let Err(error) = self.tell_inboxes().await
        {
            // The alarm is set.
            log(&error, &id);
        }
        if ends
            && answered.is_ok()
            && let Err(error) = self.drop_sessions().await
        {
            log(&error, &id);
        }
        Ok(answered.unwrap_or_else(|error| reply::failure(&error, &id, &[])))
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.alarm_at.set(None);
        let rung = self.database.get().and_then(|sql| Ok(upkeep::overdue(sql, now_ms())?)).map(drop);
        let turned = self.database.get().and_then(|sql| scheduled::turn_due(sql, now_ms())).map(drop);
        let rung = rung.and(turned);
        let told = self.tell_inboxes().await.and(self.tell_elsewhere().await);
        let delivered = self.deliver_due().await;
        let rung = rung.and(told).and(delivered).and(self.drop_sessions().await);
        if let Err(error) = rung.and_then(|()| self.keep_alarm()) {
            // Whatever is due stays due, and the next question sets the alarm again.
            log(&error, &random::request_id());
            return Err(worker::Error::RustError("the alarm was rung in vain".to_owned()));
        }
        Response::empty()
    }
}

impl Account {
    async fn route(&self, request: &mut Request) -> Result<Response, Error> {
        let sql = self.database.get()?;
        match verb(request).as_str() {
            Import::VERB => {
                answer(request, async |Import { file, passwords }| {
                    sql.atomically(|| {
                        let created = account::import(sql, &file, &passwords, now_ms())?;
                        if created {
                            upkeep::the_first_time(sql, now_ms())?;
                            kept::keep(sql, &file.chatflows, now_ms())?;
                        }
                        Ok(created)
                    })
                })
                .await
            }
            Publish::VERB => answer(request, async |call: Publish| self.publish(sql, call.known)).await,
            Refresh::VERB => {
                answer(request, async |call: Refresh| {
                    let published = self.publish(sql, call.known)?;
                    Ok(Refreshed { published, news: moves::since(sql, call.moved_since, now_ms())? })
                })
                .await
            }
            OpenSession::VERB => {
                answer(request, async |OpenSession { digest, person, expires_at, browser, system }| {
                    let device = sessions::Device { browser, system };
                    sql.atomically(|| {
                        sessions::open(sql, &digest, &person, &device, (now_ms(), expires_at))?;
                        signs(sql, &digest, What::SignedIn)
                    })
                })
                .await
            }
            FindSession::VERB => answer(request, async |call: FindSession| session(sql, &call.digest)).await,
            CloseSession::VERB => {
                answer(request, async |call: CloseSession| {
                    sql.atomically(|| {
                        signs(sql, &call.digest, What::SignedOut)?;
                        Ok(sessions::close(sql, &call.digest)?)
                    })
                })
                .await
            }
            FindContact::VERB => {
                answer(request, async |call: FindContact| facts::find_contact(sql, &call)).await
            }
            ContactOf::VERB => answer(request, async |call: ContactOf| facts::contact_of(sql, &call)).await,
            CardOf::VERB => {
                answer(request, async |call: CardOf| Ok(contacts::card(sql, &call.contact)?)).await
            }
            Claim::VERB => answer(request, async |call: Claim| facts::claim(sql, &call)).await,
            BeginFacts::VERB => {
                let minute_ms = settings::minute_ms(&self.env);
                answer(request, async |call: BeginFacts| facts::begin(sql, &call, minute_ms)).await
            }
            BotFacts::VERB => answer(request, async |call: BotFacts| bot::facts(sql, &call)).await,
            KeepAnswer::VERB => answer(request, async |call: KeepAnswer| bot::keep(sql, call)).await,
            ConsentFacts::VERB => {
                answer(request, async |call: ConsentFacts| facts::consent(sql, &call)).await
            }
            TranscriptFacts::VERB => {
                answer(request, async |call: TranscriptFacts| transcripts::sending(sql, &call)).await
            }
            FindRecipients::VERB => {
                answer(request, async |call: FindRecipients| transcripts::find(sql, &call)).await
            }
            NoteThread::VERB => {
                answer(request, async |NoteThread { visitor, contact, inbox, thread, opened_at }| {
                    let contact = contact.as_ref();
                    sql.atomically(|| {
                        contacts::note_thread(sql, &visitor, contact, &inbox, &thread, opened_at)?;
                        // How many threads a contact has is known of them.
                        contact.map_or(Ok(()), |contact| upkeep::refresh(sql, contact, now_ms()))?;
                        Ok(())
                    })
                })
                .await
            }
            PartVisitor::VERB => {
                answer(request, async |PartVisitor { visitor, instead, number, left }| {
                    crate::erasures::forget(sql, (&visitor, &instead), number, left, now_ms())
                })
                .await
            }
            InboxesOf::VERB => {
                answer(request, async |call: InboxesOf| Ok(contacts::inboxes_of(sql, &call.visitor)?)).await
            }
            TellLoads::VERB => {
                answer(request, async |call: TellLoads| colleagues::hear_loads(sql, &call)).await
            }
            ReadColleagues::VERB => {
                answer(request, async |call: ReadColleagues| Ok(colleagues::of_inbox(sql, &call.inbox)?))
                    .await
            }
            verb => form::route(sql, verb, request).await,
        }
    }

    /// Writes into the audit log what was just changed, where whoever asked said how that is called.
    fn note(&self, line: Option<&str>) -> Result<(), Error> {
        let Some(KeepLine { by, what, on }) = line.map(KeepLine::of_header).transpose()? else {
            return Ok(());
        };
        let sql = self.database.get()?;
        account::versions::sign(sql, &by.agent)?;
        let line = Line { by: &by, what, on: &on, changes: &[] };
        Ok(audit::record(sql, &line, now_ms())?)
    }

    /// The alarm rings when the first contact's lists may change by themselves, when an inbox is to be told of its
    /// colleagues, when a chatflow is to be switched, and when a webhook is to be told something.
    fn keep_alarm(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        let due = [
            account::lists::next_due(sql)?,
            account::colleagues::next_due(sql)?,
            account::loads::next_due(sql)?,
            account::schedules::next_due(sql)?,
            sessions::next_due(sql)?,
            hooks::next_due(sql)?,
        ];
        let Some(due) = due.into_iter().flatten().min() else { return Ok(()) };
        let now = now_ms();
        // One whose time has come is about to ring, or was lost on the way: setting it again is right for both.
        let set = self.alarm_at.get().filter(|set| *set > now);
        if set.is_some_and(|set| set <= due) {
            return Ok(());
        }
        let at = due.clamp(now, now + LATEST_ALARM_MS);
        alarm::ring_at(&self.state.storage(), at)?;
        self.alarm_at.set(Some(at));
        Ok(())
    }

    fn publish(&self, sql: &ObjectSql, known: Option<u64>) -> Result<Option<Published>, Error> {
        let itself = account::itself(sql)?.ok_or_else(Error::not_found)?;
        if known == Some(itself.version) {
            return Ok(None);
        }
        let cached = self.published.borrow().clone().filter(|published| published.version == itself.version);
        if let Some(published) = cached {
            return Ok(Some(published));
        }
        let published = publish(source(sql)?.ok_or_else(Error::not_found)?)?;
        // Kept when they were saved; unless another release saved them, whose compiler wrote another book.
        kept::keep_published(sql, &published, now_ms())?;
        self.published.replace(Some(published.clone()));
        Ok(Some(published))
    }
}

/// What is published of the account; `None` where there is none.
fn source(sql: &ObjectSql) -> Result<Option<Source>, Error> {
    let Some(itself) = account::itself(sql)? else { return Ok(None) };
    let inboxes = account::inboxes(sql)?.into_iter();
    let people = people::everyone(sql)?.into_iter();
    let teams = account::colleagues::teams(sql)?.into_iter();
    Ok(Some(Source {
        name: itself.name,
        version: itself.version,
        origins: account::origins(sql)?,
        any_loopback_origin: itself.any_loopback_origin,
        gdpr: itself.gdpr,
        verified_only: itself.verified_only,
        redaction: itself.redaction,
        secrets: account::identities::sealed(sql)?,
        inboxes: inboxes.map(|inbox| (inbox.id, inbox.shards)).collect(),
        chatflows: chatflows::all(sql)?,
        texts: consents::versions(sql)?,
        people: people.map(|person| Agent { id: person.id, name: person.name }).collect(),
        faces: account::avatars::any(sql)?,
        teams: teams.map(|team| (team.id, team.members.into_iter().map(|it| it.agent).collect())).collect(),
    }))
}

/// Writes into the audit log that somebody signed in or out; whose session it is, if it is one.
fn signs(sql: &ObjectSql, digest: &str, what: What) -> Result<Option<Session>, Error> {
    let found = session(sql, digest)?;
    if let Some(Session { id, name, .. }) = &found {
        let agent = Agent { id: id.clone(), name: name.clone() };
        let by = By { agent, session: Some(handle(digest)), token: None };
        audit::record(sql, &Line { by: &by, what, on: id.as_str(), changes: &[] }, now_ms())?;
    }
    Ok(found)
}

fn session(sql: &ObjectSql, digest: &str) -> Result<Option<Session>, Error> {
    let Some((person, expires_at)) = sessions::find(sql, digest, now_ms())? else { return Ok(None) };
    let itself = account::itself(sql)?.ok_or_else(Error::not_found)?;
    let inboxes = people::inboxes_of(sql, &person.id)?;
    let Person { id, name, email, role, .. } = person;
    Ok(Some(Session { id, name, email, role, account_name: itself.name, inboxes, expires_at, token: None }))
}
