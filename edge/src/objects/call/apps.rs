//! What is asked about apps.

use conversation::ids::{AppId, InboxId};
use protocol::rest::apps::{AppContent, Apps};
use serde::{Deserialize, Serialize};

use super::Call;

calls! {
    // The account.

    /// Those of some inboxes, or all of them.
    ListApps "list-apps" {
        /// The inboxes; none: all apps.
        of: Option<Vec<InboxId>>,
    } -> Apps;
    /// Adds one, or changes one.
    PutApp "put-app" {
        /// Which; none: a new one.
        id: Option<AppId>,
        /// All of it but its id.
        content: AppContent,
        /// Parlor's own origin.
        own: String,
    } -> Apps;
    /// Removes one.
    DeleteApp "delete-app" {
        /// Which.
        id: AppId,
    } -> Apps;
}
