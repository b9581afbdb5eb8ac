//! The box that a visitor ticked beside their message, to be written to (S85).

use conversation::ids::{ChatflowId, ThreadId};
use protocol::frame::CommunicationGiven;
use protocol::rest::subscriptions::Subscription;

use super::Threads;
use super::visitor::Identity;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::subscriptions::Subscribe;
use crate::platform::random;

impl Threads {
    /// Has the account subscribe whoever ticked the box, before the message is stored that it came with: its receipt is stored
    /// with the message, and a message that is sent again finds the subscription there.
    pub(super) async fn subscribed(
        &self,
        me: &Identity,
        chatflow: &ChatflowId,
        thread: &ThreadId,
        given: Option<CommunicationGiven>,
        page: Option<String>,
    ) -> Result<Option<Subscription>, Error> {
        let Some(given) = given else { return Ok(None) };
        let (account, inbox, _) = self.place()?;
        let call = Subscribe {
            visitor: me.visitor.clone(),
            named: me.contact.clone(),
            chatflow: chatflow.clone(),
            given,
            page,
            inbox,
            thread: thread.clone(),
        };
        Address::Account(account).ask(&self.env, &random::request_id(), &call).await.map(Some)
    }
}
