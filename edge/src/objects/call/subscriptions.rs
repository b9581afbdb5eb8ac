//! What is asked about consent to communicate.

use conversation::ids::{AgentId, ChatflowId, ContactId, InboxId, SubscriptionId, ThreadId, VisitorId};
use protocol::frame::CommunicationGiven;
use protocol::rest::subscriptions::{
    ContactSubscriptions, Ended, Subscription, SubscriptionTypeContent, SubscriptionTypes,
};
use protocol::visitor::SubscriptionsNow;
use serde::{Deserialize, Serialize};

use super::Call;

calls! {
    // The account.

    /// What visitors can subscribe to, by name.
    ListSubscriptionTypes "list-subscription-types" {} -> SubscriptionTypes;
    /// Adds a type, or gives one other words.
    PutSubscriptionType "put-subscription-type" {
        /// Which; none: a new one.
        id: Option<SubscriptionId>,
        /// All of it but its id.
        content: SubscriptionTypeContent,
    } -> SubscriptionTypes;
    /// Removes one.
    DeleteSubscriptionType "delete-subscription-type" {
        /// Which.
        id: SubscriptionId,
    } -> SubscriptionTypes;
    /// What a visitor is subscribed to, and what a chatflow asks of them.
    LookAtSubscriptions "look-at-subscriptions" {
        /// The chatflow, where one may ask.
        chatflow: Option<ChatflowId>,
        /// Who, where they are somebody.
        visitor: Option<VisitorId>,
        /// Whom their token names.
        named: Option<ContactId>,
    } -> SubscriptionsNow;
    /// Subscribes a visitor who ticked the box; `subscription_unknown` where there was none.
    Subscribe "subscribe" {
        /// Who.
        visitor: VisitorId,
        /// Whom their token names.
        named: Option<ContactId>,
        /// The chatflow that asked.
        chatflow: ChatflowId,
        /// Under which text.
        given: CommunicationGiven,
        /// What is kept of the page they are on.
        page: Option<String>,
        /// Where their message goes.
        inbox: InboxId,
        /// Which thread.
        thread: ThreadId,
    } -> Subscription;
    /// A visitor ends a subscription of theirs.
    Unsubscribe "unsubscribe" {
        /// Who.
        visitor: VisitorId,
        /// Whom their token names.
        named: Option<ContactId>,
        /// Which.
        subscription: SubscriptionId,
    } -> SubscriptionsNow;
    /// All that a contact ever subscribed to.
    SubscriptionsOf "subscriptions-of" {
        /// Who.
        contact: ContactId,
    } -> ContactSubscriptions;
    /// Somebody of the account ends a contact's subscription.
    UnsubscribeContact "unsubscribe-contact" {
        /// Whose.
        contact: ContactId,
        /// Which.
        subscription: SubscriptionId,
        /// Who ends it.
        by: AgentId,
    } -> ContactSubscriptions;
    /// How subscriptions ended, each in its place; none where one stands.
    HowEnded "how-ended" {
        /// Their numbers.
        numbers: Vec<u64>,
    } -> Vec<Option<Ended>>;
}
