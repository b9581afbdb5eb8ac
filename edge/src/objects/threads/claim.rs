//! A visitor typed their e-mail address.

use conversation::email::EmailAddress;
use conversation::ids::{ClientMessageId, ThreadId, VisitorId};
use conversation::routing::precedence::Lift;
use protocol::code::Code;
use protocol::frame::ServerFrame;

use super::Threads;
use super::visitor::Identity;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::{Claim, Claimed};
use crate::objects::line::Line;
use crate::platform::clock::now_ms;
use crate::platform::random;
use crate::shard::{self, claim::claim};

impl Threads {
    /// Keeps the address as this visitor's claim. The answer is the same whoever has that address: it says nothing of
    /// other contacts, because nobody looked (T12).
    pub(super) async fn typed_address(
        &self,
        line: &Line,
        me: &Identity,
        id: ClientMessageId,
        thread: &ThreadId,
        email: &str,
    ) -> Result<(), Error> {
        let _turn = self.turns.take(&me.visitor).await;
        let sql = self.database.get()?;
        shard::owned(sql, &me.visitor, thread)?;
        let email = EmailAddress::parse(email)
            .map_err(|error| Error::rejected(Code::EmailInvalid, error.to_string()).about("email"))?;
        self.pace.borrow_mut().admit(&me.visitor, now_ms())?;
        // An address is no less than a message: who has to agree first has to do so for it too.
        self.given(me, thread, None, None).await?.admit(sql, thread)?;
        let email = email.into_string();
        let call = Claim { visitor: me.visitor.clone(), named: me.contact.clone(), email: email.clone() };
        let account = Address::Account(self.place()?.0);
        if let Some(Claimed { contact, lift }) = account.ask(&self.env, &random::request_id(), &call).await? {
            let changed = claim(sql, &me.visitor, &contact, &email, now_ms())?;
            self.tell_soon(changed)?;
            self.lift(&me.visitor, lift.as_ref())?;
        }
        // The account has it, and so have the threads: the platform holds the frame back until they are on the disk.
        self.lines.answer(line, &ServerFrame::Captured { client_message_id: id });
        Ok(())
    }

    /// It is known who a visitor is: what of theirs waits becomes as urgent as their lists say (P40).
    pub(super) fn lift(&self, visitor: &VisitorId, lift: Option<&Lift>) -> Result<(), Error> {
        let Some(lift) = lift else { return Ok(()) };
        self.tell_soon(shard::precedence::lift(self.database.get()?, visitor, lift, now_ms())?)
    }
}
