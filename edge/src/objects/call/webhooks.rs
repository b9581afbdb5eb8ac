//! What the account is asked about its webhooks, and told of what happened.

use conversation::ids::{InboxId, WebhookId};
use protocol::rest::webhooks::{Deliveries, SaveWebhook, Webhook, WebhookMade, Webhooks};
use serde::{Deserialize, Serialize};

use super::Call;
use crate::index::events::Happened;

calls! {
    /// An inbox tells what happened there, at least once.
    TellEvents "tell-events" {
        /// Which.
        inbox: InboxId,
        /// In their order.
        events: Vec<Happened>,
    } -> Heard;
    /// The webhooks.
    ListWebhooks "list-webhooks" {} -> Webhooks;
    /// Makes one.
    CreateWebhook "create-webhook" {
        /// All of it.
        content: SaveWebhook,
    } -> WebhookMade;
    /// Changes one.
    PutWebhook "put-webhook" {
        /// Which.
        id: WebhookId,
        /// All of it.
        content: SaveWebhook,
    } -> Webhook;
    /// Removes one, with what waits for it.
    DeleteWebhook "delete-webhook" {
        /// Which.
        id: WebhookId,
    } -> Webhooks;
    /// Gives one a new secret.
    RotateSecret "rotate-secret" {
        /// Which.
        id: WebhookId,
    } -> WebhookMade;
    /// A page of what became of its deliveries.
    ListDeliveries "list-deliveries" {
        /// Whose.
        id: WebhookId,
        /// Older than this.
        before: Option<u64>,
        /// How many.
        limit: u32,
    } -> Deliveries;
    /// Sends one again.
    SendAgain "send-again" {
        /// Whose.
        id: WebhookId,
        /// Which.
        delivery: u64,
    } -> Deliveries;
}

/// An account has heard what happened.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Heard {
    /// The revision of its colleagues, which tells answers apart.
    pub revision: u64,
    /// Whether any webhook listens.
    pub wanted: bool,
}
