//! What the account is asked about lists, properties and contacts.

use std::collections::BTreeMap;

use conversation::ids::{ContactId, ListId, PropertyId};
use conversation::list::{Criteria, Value};
use protocol::lists::{
    self, ContactDetail, Contacts, Explained, ListDetail, ListInfo, NewProperty, Preview, Properties,
};
use serde::{Deserialize, Serialize};

use super::Call;

calls! {
    /// The lists, by name.
    ListLists "list-lists" {} -> Vec<ListInfo>;
    /// One list, with the first of its members and whatever names it.
    GetList "get-list" {
        /// Which.
        id: ListId,
    } -> ListDetail;
    /// Makes a list.
    CreateList "create-list" {
        /// Its name.
        name: String,
        /// Who is on it; `None` for a static list.
        criteria: Option<Criteria>,
    } -> ListDetail;
    /// Changes a list. `list_changed` where somebody else did meanwhile.
    SaveList "save-list" {
        /// Which.
        id: ListId,
        /// The revision it was made from.
        revision: u64,
        /// Its name.
        name: String,
        /// Who is on it; `None` for a static list.
        criteria: Option<Criteria>,
    } -> ListDetail;
    /// Removes a list that nothing names; answers those that are left.
    DeleteList "delete-list" {
        /// Which.
        id: ListId,
    } -> Vec<ListInfo>;
    /// Puts contacts on a static list, and takes others off it.
    ChangeMembers "change-members" {
        /// Which.
        id: ListId,
        /// Who comes on it.
        add: Vec<ContactId>,
        /// Who leaves it.
        remove: Vec<ContactId>,
    } -> ListDetail;
    /// Who would be on a list of these criteria.
    PreviewList "preview-list" {
        /// The list that would have them, where it is there already.
        id: Option<ListId>,
        /// The criteria.
        criteria: Criteria,
    } -> Preview;
    /// Whether a contact is on a list, and why.
    ExplainList "explain-list" {
        /// Which.
        id: ListId,
        /// Who.
        contact: ContactId,
    } -> Explained;
    /// What can be known of contacts.
    GetProperties "get-properties" {} -> Properties;
    /// Makes a property.
    CreateProperty "create-property" {
        /// All of it but its id.
        content: NewProperty,
    } -> Properties;
    /// Changes a property.
    SaveProperty "save-property" {
        /// Which.
        id: PropertyId,
        /// Name and options.
        content: lists::SaveProperty,
    } -> Properties;
    /// Removes a property that no list tests, and what is known of it.
    DeleteProperty "delete-property" {
        /// Which.
        id: PropertyId,
    } -> Properties;
    /// Contacts whose name or address holds a text.
    FindContacts "find-contacts" {
        /// The text; empty for all.
        text: String,
        /// Behind this one.
        #[serde(default)]
        after: Option<ContactId>,
        /// How many.
        #[serde(default)]
        limit: Option<u32>,
    } -> Contacts;
    /// A contact with what is known of them.
    GetContact "get-contact" {
        /// Who.
        id: ContactId,
    } -> ContactDetail;
    /// Changes what is known of a contact.
    SetProperties "set-properties" {
        /// Who.
        id: ContactId,
        /// What is known now, or nothing any more.
        values: BTreeMap<PropertyId, Option<Value>>,
    } -> ContactDetail;
}
