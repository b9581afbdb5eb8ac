//! Consent to communicate: what visitors can subscribe to, what they are asked, and who has agreed.

use conversation::ids::{ContactId, InboxId, ThreadId};
use protocol::code::Code;
use protocol::rest::erasures::Erasures;
use protocol::rest::receipts::Receipts;
use protocol::rest::subscriptions::{ContactSubscriptions, SubscriptionTypeContent, SubscriptionTypes};
use protocol::visitor::{SubscriptionsNow, SubscriptionsRequest, UnsubscribeRequest};

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let site = |operation: Operation| operation.belongs_to(Tag::Visitors, Access::Site);
    let see = |operation: Operation| operation.belongs_to(Tag::Settings, Access::Session);
    let change = |operation: Operation| {
        operation.belongs_to(Tag::Settings, Access::Change).refuses(&[Code::Forbidden, Code::ContentType])
    };
    let one = "/api/subscriptions/{subscription}";
    let (of_contact, of_one) =
        ("/api/contacts/{contact}/subscriptions", "/api/contacts/{contact}/subscriptions/{subscription}");
    let texts = [Code::TextEmpty, Code::TextTooLong, Code::TextEncoding];
    let exported = |operation: Operation| {
        see(operation)
            .may_name::<InboxId>("inbox", "Of a thread: its inbox.")
            .may_name::<ThreadId>("thread", "Of a thread: which.")
            .may_name::<ContactId>("contact", "Of this contact's conversations.")
            .refuses(&[Code::FilterUnknown, Code::IdFormat, Code::NotFound, Code::TooMany])
    };
    vec![
        exported(Operation::get("/api/receipts", "receipts", "Receipts of consent"))
            .about("Of a thread, of a contact, or of the account: 50,000 at most. Admins only; the audit log says who asked.")
            .answers::<Receipts>("By thread, and within one as they were given."),
        exported(Operation::get("/api/receipts.csv", "receiptsTable", "The same as a table"))
            .sends(&["text/csv"], "The same lines."),
        see(Operation::get("/api/erasures", "erasures", "Proofs of erasure"))
            .about("What was erased, when and by whom, and nothing of what it was.")
            .may_name::<String>("number", "Only the proof of this number.")
            .answers::<Erasures>("The newest first, 200 at most.")
            .refuses(&[Code::FilterUnknown]),
        site(Operation::post("/v1/{account}/subscriptions", "subscriptionsNow", "What a visitor is asked, and is subscribed to"))
            .about(
                "Asked when the chat is opened. Whoever ticks the box says so in `communication` of the message that they send; \
                 without a tick nothing is said. Who is subscribed to it is not asked, unless for a newer text. Changes nothing.",
            )
            .takes::<SubscriptionsRequest>()
            .answers::<SubscriptionsNow>("What is asked, if anything, and what the visitor has."),
        site(Operation::post("/v1/{account}/unsubscribe", "unsubscribe", "The visitor ends a subscription of theirs"))
            .about("What has ended stays as it was.")
            .takes::<UnsubscribeRequest>()
            .answers::<SubscriptionsNow>("What the visitor still has.")
            .refuses(&[Code::AuthRequired, Code::RateLimited]),
        see(Operation::get("/api/subscriptions", "subscriptions", "What visitors can subscribe to"))
            .answers::<SubscriptionTypes>("All of them, by name."),
        change(Operation::post("/api/subscriptions", "createSubscription", "Adds something to subscribe to"))
            .about("Chatflows can ask their visitors for it, with a text of their own.")
            .takes::<SubscriptionTypeContent>()
            .answers::<SubscriptionTypes>("All of them, by name.")
            .refuses(&texts)
            .refuses(&[Code::TooMany]),
        change(Operation::put(one, "saveSubscription", "Gives one other words"))
            .takes::<SubscriptionTypeContent>()
            .answers::<SubscriptionTypes>("All of them, by name.")
            .refuses(&texts)
            .refuses(&[Code::NotFound]),
        change(Operation::delete(one, "deleteSubscription", "Removes one"))
            .about(
                "Not while a chatflow asks for it. Whoever subscribed stays subscribed, until that is ended. The body is not \
                 read, its type `application/json` is.",
            )
            .answers::<SubscriptionTypes>("Those that are left.")
            .refuses(&[Code::NotFound, Code::NamedByChatflow]),
        see(Operation::get(of_contact, "contactSubscriptions", "What a contact has subscribed to"))
            .answers::<ContactSubscriptions>("All of it, with the exact texts; what has ended too.")
            .refuses(&[Code::NotFound]),
        change(Operation::delete(of_one, "unsubscribeContact", "Ends a subscription of a contact"))
            .about("The body is not read, its type `application/json` is.")
            .answers::<ContactSubscriptions>("All of it, with the exact texts; what has ended too.")
            .refuses(&[Code::NotFound]),
    ]
}
