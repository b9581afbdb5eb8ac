//! What a visitor gives with what they say in a thread that has begun.

use conversation::ids::ThreadId;
use protocol::frame::ConsentGiven;

use super::Threads;
use super::visitor::Identity;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::ConsentFacts;
use crate::platform::clock::now_ms;
use crate::platform::random;
use crate::shard;
use crate::shard::consent::{Given, Question, question};

impl Threads {
    /// The account is asked only about what neither the thread nor its last answer settles. `page` is what is kept of
    /// the page the visitor is on.
    pub(super) async fn given(
        &self,
        me: &Identity,
        thread: &ThreadId,
        consent: Option<&ConsentGiven>,
        page: Option<String>,
    ) -> Result<Given, Error> {
        let sql = self.database.get()?;
        let chatflow = shard::owned(sql, &me.visitor, thread)?.chatflow;
        let version = match question(sql, thread, consent.map(|given| given.version))? {
            Question::Settled => return Ok(Given::default()),
            Question::Version(version) => Some(version),
            Question::InForce => {
                if let Some(in_force) = self.in_force.borrow().said(&chatflow, now_ms()) {
                    return Ok(Given { in_force, ..Given::default() });
                }
                None
            }
        };
        let call = ConsentFacts { chatflow: chatflow.clone(), version };
        let account = Address::Account(self.place()?.0);
        let facts = account.ask(&self.env, &random::request_id(), &call).await?;
        let now = now_ms();
        self.in_force.borrow_mut().heard(chatflow, facts.in_force, now);
        let language = consent.map(|given| given.language.as_str()).unwrap_or_default();
        Ok(Given::new(facts, language, page, now))
    }
}
