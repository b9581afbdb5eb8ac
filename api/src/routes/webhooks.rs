//! Webhooks of an account, and the log of what they were told.

use protocol::code::Code;
use protocol::limits::LIST_MAX;
use protocol::rest::Nothing;
use protocol::rest::webhooks::{Deliveries, SaveWebhook, Webhook, WebhookMade, Webhooks};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::operation::{Access, Operation, Tag};

/// How many items a page has at most.
pub(super) struct Limit;

impl JsonSchema for Limit {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Limit".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 1, "maximum": LIST_MAX})
    }
}

pub(super) fn all() -> Vec<Operation> {
    let (all, one) = ("/api/webhooks", "/api/webhooks/{webhook}");
    let see = |operation: Operation| {
        operation.belongs_to(Tag::Settings, Access::Session).refuses(&[Code::Forbidden])
    };
    let change = |operation: Operation| {
        operation.belongs_to(Tag::Settings, Access::Change).refuses(&[Code::Forbidden, Code::ContentType])
    };
    let content = [Code::TextEmpty, Code::TextTooLong, Code::WebhookUrl, Code::NumberRange];
    vec![
        see(Operation::get(all, "webhooks", "The webhooks"))
            .about("At most 20, so that they come at once.")
            .answers::<Webhooks>("All of them, the oldest first."),
        change(Operation::post(all, "createWebhook", "Makes a webhook"))
            .about("Its secret is in this answer and in no other.")
            .takes::<SaveWebhook>()
            .answers::<WebhookMade>("The webhook and its secret.")
            .refuses(&content)
            .refuses(&[Code::TooMany]),
        change(Operation::put(one, "saveWebhook", "Changes a webhook, or switches it"))
            .about("One that was switched off because it failed begins anew.")
            .takes::<SaveWebhook>()
            .answers::<Webhook>("The webhook as it is now.")
            .refuses(&content)
            .refuses(&[Code::NotFound]),
        change(Operation::delete(one, "deleteWebhook", "Removes a webhook with its log"))
            .about("The body is not read, its type `application/json` is.")
            .answers::<Webhooks>("Those that are left.")
            .refuses(&[Code::NotFound]),
        change(Operation::post(
            "/api/webhooks/{webhook}/secret",
            "rotateSecret",
            "Gives a webhook a new secret",
        ))
        .about("For 24 hours deliveries are signed with the old one too.")
        .takes::<Nothing>()
        .answers::<WebhookMade>("The webhook and its new secret.")
        .refuses(&[Code::NotFound]),
        see(Operation::get("/api/webhooks/{webhook}/deliveries", "deliveries", "What became of telling it"))
            .about("Of the last seven days. What was sent is not in it.")
            .may_name::<String>("cursor", "What the page before said in `next`.")
            .may_name::<Limit>("limit", "How many; 100 if absent.")
            .answers::<Deliveries>("The newest first.")
            .refuses(&[Code::NotFound, Code::FilterUnknown, Code::LimitRange, Code::CursorInvalid]),
        change(Operation::post(
            "/api/webhooks/{webhook}/deliveries/{delivery}/again",
            "sendAgain",
            "Sends a delivery again",
        ))
        .about("It has the same id, so that the receiver can tell, and as many attempts as a new one.")
        .takes::<Nothing>()
        .answers::<Deliveries>("The delivery as it is now.")
        .refuses(&[Code::NotFound, Code::WebhookOff]),
    ]
}
