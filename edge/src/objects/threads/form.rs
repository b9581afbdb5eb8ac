//! What comes with a visitor's message from its chatflow's form.

use conversation::form::{Answer, Given as Field};
use conversation::ids::ChatflowId;

use super::Threads;
use super::visitor::Identity;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::form::{FillForm, FormFilled};
use crate::platform::clock::now_ms;
use crate::platform::random;
use crate::shard::claim::claim;
use crate::store::threads::KnownAs;

impl Threads {
    /// Has what was filled in kept with the contact that the visitor is, before the message is stored that it came with: a
    /// message that is stored had its form kept, and one that is sent again finds it known. Whoever has to agree first has
    /// done so by now.
    pub(super) async fn filled(
        &self,
        me: &Identity,
        chatflow: &ChatflowId,
        given: Vec<Field>,
    ) -> Result<(Vec<Answer>, Option<KnownAs>), Error> {
        if given.is_empty() {
            return Ok((Vec::new(), None));
        }
        let (visitor, named) = (me.visitor.clone(), me.contact.clone());
        let call = FillForm { chatflow: chatflow.clone(), visitor, named, given };
        let account = Address::Account(self.place()?.0);
        let FormFilled { answers, contact, email } =
            account.ask(&self.env, &random::request_id(), &call).await?;
        if let (Some(contact), Some(email)) = (&contact, email)
            && !contact.verified
        {
            let sql = self.database.get()?;
            self.tell_soon(claim(sql, &me.visitor, &contact.id, &email, now_ms())?)?;
        }
        Ok((answers, contact))
    }
}
