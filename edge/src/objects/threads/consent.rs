//! What a visitor gives with a message into a thread that has begun.

use conversation::ids::ThreadId;

use super::Threads;
use super::visitor::{Identity, Post};
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::ConsentFacts;
use crate::platform::clock::now_ms;
use crate::platform::random;
use crate::shard;
use crate::shard::consent::{Given, Question, question};

impl Threads {
    /// The account is asked only about what neither the thread nor its last answer settles.
    pub(super) async fn given_with(
        &self,
        me: &Identity,
        thread: &ThreadId,
        post: &Post,
    ) -> Result<Given, Error> {
        let sql = self.database.get()?;
        let chatflow = shard::owned(sql, &me.visitor, thread)?.chatflow;
        let version = match question(sql, thread, post.consent.as_ref().map(|given| given.version))? {
            Question::Settled => return Ok(Given::default()),
            Question::Version(version) => Some(version),
            Question::InForce => {
                if let Some(in_force) = self.in_force.borrow().said(&chatflow, now_ms()) {
                    return Ok(Given { in_force, receipt: None });
                }
                None
            }
        };
        let call = ConsentFacts { chatflow: chatflow.clone(), version };
        let account = Address::Account(self.place()?.0);
        let facts = account.ask(&self.env, &random::request_id(), &call).await?;
        let now = now_ms();
        self.in_force.borrow_mut().heard(chatflow, facts.in_force, now);
        let language = post.consent.as_ref().map(|given| given.language.as_str()).unwrap_or_default();
        Ok(Given::new(facts, language, post.page(), now))
    }
}
