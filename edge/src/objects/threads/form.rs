//! What comes with a visitor's message from its chatflow's form.

use conversation::form::{Answer, Given as Field};
use conversation::ids::ChatflowId;
use conversation::routing::precedence::Lift;

use super::Threads;
use super::visitor::Identity;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::form::{FillForm, FormFilled};
use crate::platform::clock::now_ms;
use crate::platform::random;
use crate::shard::claim::claim;
use crate::store::threads::KnownAs;

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// What agents read.
    pub(super) answers: Vec<Answer>,
    /// Who the visitor is from now on, where that is kept.
    pub(super) contact: Option<KnownAs>,
    /// What the lists of who they are make of their threads.
    pub(super) lift: Option<Lift>,
}

impl Threads {
    /// Has what was filled in kept with the contact that the visitor is, before the message is stored that it came with: a
    /// message that is stored had its form kept, and one that is sent again finds it known. Whoever has to agree first has
    /// done so by now.
    pub(super) async fn filled(
        &self,
        me: &Identity,
        chatflow: &ChatflowId,
        given: Vec<Field>,
    ) -> Result<Filled, Error> {
        if given.is_empty() {
            return Ok(Filled::default());
        }
        let (visitor, named) = (me.visitor.clone(), me.contact.clone());
        let call = FillForm { chatflow: chatflow.clone(), visitor, named, given };
        let account = Address::Account(self.place()?.0);
        let FormFilled { answers, contact, email, lift } =
            account.ask(&self.env, &random::request_id(), &call).await?;
        if let (Some(contact), Some(email)) = (&contact, email)
            && !contact.verified
        {
            let sql = self.database.get()?;
            self.tell_soon(claim(sql, &me.visitor, &contact.id, &email, now_ms())?)?;
        }
        self.lift(&me.visitor, lift.as_ref())?;
        Ok(Filled { answers, contact, lift })
    }
}
