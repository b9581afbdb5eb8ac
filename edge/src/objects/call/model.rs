//! What the account is asked about labels, saved views, inboxes and what belongs to contacts.

use conversation::ids::{AgentId, ContactId, InboxId, LabelId, RecordId, ViewId};
use protocol::frame::Agent;
use protocol::rest::inboxes::{Inboxes, SaveInbox};
use protocol::rest::records::{NewRecord, Records, SaveRecord};
use protocol::rest::views::{Labels, SaveLabel, SaveView, View};
use serde::{Deserialize, Serialize};

use super::Call;

calls! {
    /// The labels, in their order.
    ListLabels "list-labels" {} -> Labels;
    /// Makes a label, or changes one.
    PutLabel "put-label" {
        /// Which; none for a new one.
        id: Option<LabelId>,
        /// All of it.
        content: SaveLabel,
    } -> Labels;
    /// Says whether pages may set a label (P11).
    AllowLabel "allow-label" {
        /// Which.
        id: LabelId,
        /// Whether they may.
        from_pages: bool,
    } -> Labels;
    /// Removes a label.
    DeleteLabel "delete-label" {
        /// Which.
        id: LabelId,
    } -> Labels;
    /// The saved views of an inbox that somebody may use, by name, not counted.
    ListViews "list-views" {
        /// Whose inbox.
        inbox: InboxId,
        /// Who asks.
        me: AgentId,
    } -> Vec<View>;
    /// Makes a view, or changes one.
    PutView "put-view" {
        /// Whose inbox.
        inbox: InboxId,
        /// Who asks.
        me: AgentId,
        /// Which; none for a new one.
        id: Option<ViewId>,
        /// All of it.
        content: SaveView,
    } -> View;
    /// Removes a view.
    DeleteView "delete-view" {
        /// Whose inbox.
        inbox: InboxId,
        /// Who asks.
        me: AgentId,
        /// Which.
        id: ViewId,
    } -> ();
    /// The inboxes, by name.
    ListInboxes "list-inboxes" {} -> Inboxes;
    /// Makes an inbox, or changes one.
    PutInbox "put-inbox" {
        /// Which; none for a new one.
        id: Option<InboxId>,
        /// All of it.
        content: SaveInbox,
    } -> Inboxes;
    /// Deletes an inbox whose name was typed; answers how many shards have to be emptied. Again, where it was begun before.
    DeleteInbox "delete-inbox" {
        /// Which.
        id: InboxId,
        /// Its name, as typed.
        name: String,
    } -> u16;
    /// What belongs to a contact, the newest first.
    ListRecords "list-records" {
        /// Whom.
        contact: ContactId,
    } -> Records;
    /// Makes something that belongs to a contact.
    CreateRecord "create-record" {
        /// Whom.
        contact: ContactId,
        /// All of it.
        content: NewRecord,
        /// Who makes it.
        by: Agent,
    } -> Records;
    /// Changes something that belongs to a contact, or removes it.
    PutRecord "put-record" {
        /// Whom.
        contact: ContactId,
        /// Which.
        id: RecordId,
        /// All of it; none to remove it.
        content: Option<SaveRecord>,
    } -> Records;
}
