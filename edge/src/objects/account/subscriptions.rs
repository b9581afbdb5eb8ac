//! What the account is asked about consent to communicate.

use conversation::ids::{ContactId, VisitorId};
use worker::{Request, Response};

use super::facts::certain;
use crate::error::Error;
use crate::model::subscriptions as kinds;
use crate::objects::call::Call;
use crate::objects::call::subscriptions::{
    DeleteSubscriptionType, HowEnded, ListSubscriptionTypes, LookAtSubscriptions, PutSubscriptionType,
    Subscribe, SubscriptionsOf, Unsubscribe, UnsubscribeContact,
};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::store::account::{contacts, subscriptions as rows};
use crate::subscriptions::{self, Ticked, Who};

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        ListSubscriptionTypes::VERB => {
            answer(request, async |_: ListSubscriptionTypes| kinds::list(sql)).await
        }
        PutSubscriptionType::VERB => {
            answer(request, async |PutSubscriptionType { id, content }| kinds::put(sql, id, content)).await
        }
        DeleteSubscriptionType::VERB => {
            answer(request, async |call: DeleteSubscriptionType| kinds::remove(sql, &call.id)).await
        }
        LookAtSubscriptions::VERB => {
            answer(request, async |LookAtSubscriptions { chatflow, visitor, named }| {
                let contact =
                    visitor.as_ref().map(|visitor| contact(sql, named.as_ref(), visitor)).transpose()?;
                let contact = contact.flatten();
                let who = visitor.as_ref().map(|visitor| Who(visitor, contact.as_ref()));
                subscriptions::look(sql, who, chatflow.as_ref())
            })
            .await
        }
        Subscribe::VERB => {
            answer(request, async |call: Subscribe| {
                let Subscribe { visitor, named, chatflow, given, page, inbox, thread } = call;
                let contact = contact(sql, named.as_ref(), &visitor)?;
                let (chatflow, given, inbox, thread) = (&chatflow, &given, &inbox, &thread);
                let ticked = Ticked { chatflow, given, page, inbox, thread };
                subscriptions::subscribe(sql, Who(&visitor, contact.as_ref()), ticked, now_ms())
            })
            .await
        }
        Unsubscribe::VERB => {
            answer(request, async |Unsubscribe { visitor, named, subscription }| {
                let contact = contact(sql, named.as_ref(), &visitor)?;
                let who = Who(&visitor, contact.as_ref());
                subscriptions::unsubscribe(sql, who, &subscription, now_ms())
            })
            .await
        }
        SubscriptionsOf::VERB => {
            answer(request, async |call: SubscriptionsOf| subscriptions::of_contact(sql, &call.contact)).await
        }
        UnsubscribeContact::VERB => {
            answer(request, async |UnsubscribeContact { contact, subscription, by }| {
                subscriptions::end_for_contact(sql, &contact, &subscription, by, now_ms())
            })
            .await
        }
        HowEnded::VERB => {
            answer(request, async |HowEnded { numbers }| {
                let ended = numbers.into_iter().map(|number| rows::ended(sql, number));
                Ok(ended.collect::<Result<Vec<_>, _>>()?)
            })
            .await
        }
        verb => super::receipts::route(sql, verb, request).await,
    }
}

/// The contact that a visitor is, where that counts here.
fn contact(
    sql: &ObjectSql,
    named: Option<&ContactId>,
    visitor: &VisitorId,
) -> Result<Option<ContactId>, Error> {
    let contact = contacts::of_visitor(sql, named, visitor)?.filter(certain(sql)?);
    Ok(contact.map(|contact| contact.id))
}
