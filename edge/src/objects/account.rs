//! The `Account` object: people, chatflows, contacts, sessions; publishes the rule book.

mod facts;

use std::cell::RefCell;

use conversation::ids::ChatflowId;
use protocol::account::Chatflow;
use protocol::frame::Agent;
use protocol::rest::ChatflowInfo;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::call::{
    BeginFacts, Call, CardOf, Claim, CloseSession, ConsentFacts, ContactOf, FindContact, FindSession, Import,
    ListChatflows, NoteThread, OpenSession, Password, Publish, Session, SwitchChatflow,
};
use super::serve::{Database, answer, verb};
use crate::book::{Published, publish};
use crate::error::Error;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::platform::{incoming, reply};
use crate::store::account::people::Person;
use crate::store::account::{self, chatflows, contacts, people};
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
                answer(request, async |call: Import| Ok(account::import(sql, &call.file, &call.passwords)?))
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
            ListChatflows::VERB => {
                answer(request, async |_: ListChatflows| {
                    let mut all = chatflows::all(sql)?;
                    // Absent is the place in the account, counted from 1; ties keep the account's order.
                    let mut ordered: Vec<_> = (1_i64..).zip(all.drain(..)).collect();
                    ordered.sort_by_key(|(place, chatflow)| chatflow.targeting.priority.unwrap_or(*place));
                    ordered.into_iter().map(|(_, chatflow)| info(chatflow)).collect()
                })
                .await
            }
            SwitchChatflow::VERB => {
                answer(request, async |SwitchChatflow { chatflow, enabled }| {
                    chatflows::switch(sql, &chatflow, enabled)?.map(info).transpose()
                })
                .await
            }
            _ => Err(Error::not_found()),
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
        let sites = (account::origins(sql)?, itself.any_loopback_origin);
        let inboxes = account::inboxes(sql)?.into_iter().map(|inbox| (inbox.id, inbox.shards)).collect();
        let agent = |person: Person| Agent { id: person.id, name: person.name };
        let people: Vec<Agent> = people::everyone(sql)?.into_iter().map(agent).collect();
        let chatflows = chatflows::all(sql)?;
        let published = publish(&itself.name, itself.version, sites, inboxes, &chatflows, &people, now_ms())?;
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

fn info(chatflow: Chatflow) -> Result<ChatflowInfo, Error> {
    let Chatflow { targeting, name, welcome, inbox, .. } = chatflow;
    let id = ChatflowId::parse(&targeting.id).map_err(|error| Error::fault("a kept chatflow", error))?;
    Ok(ChatflowInfo { id, name, enabled: targeting.enabled, targeting, welcome, inbox })
}
