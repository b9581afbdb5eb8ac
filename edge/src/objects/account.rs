//! The `Account` object: people, chatflows, contacts, sessions; publishes the rule book.

mod facts;
mod owner;

use std::cell::RefCell;

use protocol::frame::Agent;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::call::{
    BeginFacts, Call, CardOf, Claim, CloseSession, ConsentFacts, ContactOf, FindContact, FindSession, Import,
    NoteThread, OpenSession, Password, Publish, Session,
};
use super::serve::{Database, answer, verb};
use crate::book::{Published, Source, publish};
use crate::error::Error;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::platform::{incoming, reply};
use crate::store::account::people::Person;
use crate::store::account::{self, chatflows, consents, contacts, people};
use crate::store::migrate;

/// One per account.
#[durable_object(fetch)]
pub struct Account {
    database: Database,
    /// What was published last, so that a Worker's question does not compile the rules again.
    published: RefCell<Option<Published>>,
}

impl DurableObject for Account {
    fn new(state: State, _env: Env) -> Self {
        Self { database: Database::new(&state, migrate::ACCOUNT), published: RefCell::new(None) }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let id = incoming::request_id(&request);
        Ok(self.route(&mut request).await.unwrap_or_else(|error| reply::failure(&error, &id, &[])))
    }
}

impl Account {
    async fn route(&self, request: &mut Request) -> Result<Response, Error> {
        let sql = self.database.get()?;
        match verb(request).as_str() {
            Import::VERB => {
                answer(request, async |Import { file, passwords }| {
                    Ok(account::import(sql, &file, &passwords, now_ms())?)
                })
                .await
            }
            Publish::VERB => answer(request, async |call: Publish| self.publish(sql, call.known)).await,
            Password::VERB => {
                answer(request, async |call: Password| {
                    let found = people::by_email(sql, &call.email)?;
                    Ok(found.map(|(person, password)| (person.id, password)))
                })
                .await
            }
            OpenSession::VERB => {
                answer(request, async |OpenSession { digest, person, expires_at }| {
                    people::open_session(sql, &digest, &person, now_ms(), expires_at)?;
                    session(sql, &digest)
                })
                .await
            }
            FindSession::VERB => answer(request, async |call: FindSession| session(sql, &call.digest)).await,
            CloseSession::VERB => {
                answer(request, async |call: CloseSession| Ok(people::close_session(sql, &call.digest)?))
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
            BeginFacts::VERB => answer(request, async |call: BeginFacts| facts::begin(sql, &call)).await,
            ConsentFacts::VERB => {
                answer(request, async |call: ConsentFacts| facts::consent(sql, &call)).await
            }
            NoteThread::VERB => {
                answer(request, async |NoteThread { visitor, contact, inbox, thread, opened_at }| {
                    Ok(contacts::note_thread(sql, &visitor, contact.as_ref(), &inbox, &thread, opened_at)?)
                })
                .await
            }
            verb => owner::route(sql, verb, request).await,
        }
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
        let inboxes = account::inboxes(sql)?.into_iter();
        let people = people::everyone(sql)?.into_iter();
        let source = Source {
            name: itself.name,
            version: itself.version,
            origins: account::origins(sql)?,
            any_loopback_origin: itself.any_loopback_origin,
            gdpr: itself.gdpr,
            inboxes: inboxes.map(|inbox| (inbox.id, inbox.shards)).collect(),
            chatflows: chatflows::all(sql)?,
            texts: consents::versions(sql)?,
            people: people.map(|person| Agent { id: person.id, name: person.name }).collect(),
        };
        let published = publish(source, now_ms())?;
        self.published.replace(Some(published.clone()));
        Ok(Some(published))
    }
}

fn session(sql: &ObjectSql, digest: &str) -> Result<Option<Session>, Error> {
    let Some((person, expires_at)) = people::session(sql, digest, now_ms())? else { return Ok(None) };
    let itself = account::itself(sql)?.ok_or_else(Error::not_found)?;
    let inboxes = people::inboxes_of(sql, &person.id)?;
    let Person { id, name, email, role, .. } = person;
    Ok(Some(Session { id, name, email, role, account_name: itself.name, inboxes, expires_at }))
}
