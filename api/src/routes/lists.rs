//! Lists, properties and contacts. Everybody who works here sees which there are; admins change them.

use protocol::code::Code;
use protocol::lists::{
    ChangeMembers, ContactDetail, Contacts, Explained, ListDetail, Lists, NewList, NewProperty, Preview,
    PreviewList, Properties, SaveList, SaveProperty, SetProperties,
};

use super::webhooks::Limit;
use crate::operation::{Access, Operation, Tag};

/// What may stand in the way of saving criteria.
const CRITERIA: [Code; 7] = [
    Code::ReferenceUnknown,
    Code::PropertyKind,
    Code::ListCircle,
    Code::NumberRange,
    Code::TooMany,
    Code::TextEmpty,
    Code::TextTooLong,
];

/// What may stand in the way of saving a property.
const PROPERTY: [Code; 5] =
    [Code::PropertyKind, Code::PropertyTaken, Code::TooMany, Code::TextEmpty, Code::TextTooLong];

fn see(operation: Operation) -> Operation {
    operation.belongs_to(Tag::Lists, Access::Session)
}

fn look(operation: Operation) -> Operation {
    see(operation).refuses(&[Code::Forbidden])
}

fn change(operation: Operation) -> Operation {
    operation.belongs_to(Tag::Lists, Access::Change).refuses(&[Code::Forbidden])
}

pub(super) fn all() -> Vec<Operation> {
    let mut all = lists();
    all.extend(properties());
    all.extend(contacts());
    all
}

fn lists() -> Vec<Operation> {
    let one = "/api/lists/{list}";
    vec![
        see(Operation::get("/api/lists", "lists", "All lists"))
            .answers::<Lists>("By name, with how many contacts are on each."),
        change(Operation::post("/api/lists", "createList", "Makes a list"))
            .about("With criteria a smart one, which has its members at once; else a static one.")
            .takes::<NewList>()
            .answers::<ListDetail>("The new list.")
            .refuses(&CRITERIA),
        change(Operation::post("/api/lists/preview", "previewList", "Who would be on a list"))
            .about("Nothing is saved.")
            .takes::<PreviewList>()
            .answers::<Preview>("How many, and the first of them, each with the reason.")
            .refuses(&CRITERIA),
        look(Operation::get(one, "list", "A list"))
            .answers::<ListDetail>("With the first who are on it, and what names it.")
            .refuses(&[Code::NotFound]),
        change(Operation::put(one, "saveList", "Saves a list, and finds its members anew"))
            .about("Visitors meet the change with their next page view, within a minute.")
            .takes::<SaveList>()
            .answers::<ListDetail>("As it was saved.")
            .refuses(&[Code::NotFound, Code::ListChanged, Code::ListKind])
            .refuses(&CRITERIA),
        change(Operation::delete(one, "deleteList", "Deletes a list that nothing names"))
            .about("The body is not read, its type `application/json` is.")
            .answers::<Lists>("Those that are left.")
            .refuses(&[Code::NotFound, Code::ListInUse]),
        change(Operation::post(
            "/api/lists/{list}/members",
            "changeMembers",
            "Puts contacts on a static list, and takes others off it",
        ))
        .takes::<ChangeMembers>()
        .answers::<ListDetail>("As it is now.")
        .refuses(&[Code::NotFound, Code::ListKind, Code::ReferenceUnknown, Code::TooMany]),
        look(Operation::get(
            "/api/lists/{list}/contacts/{contact}",
            "explainList",
            "Whether a contact is on a list, and why",
        ))
        .answers::<Explained>("As it is at this moment.")
        .refuses(&[Code::NotFound]),
    ]
}

fn properties() -> Vec<Operation> {
    let one = "/api/properties/{property}";
    vec![
        see(Operation::get("/api/properties", "properties", "What can be known of contacts"))
            .answers::<Properties>("Built in, and made up by the account."),
        change(Operation::post("/api/properties", "createProperty", "Makes a property"))
            .takes::<NewProperty>()
            .answers::<Properties>("All of them.")
            .refuses(&PROPERTY),
        change(Operation::put(one, "saveProperty", "Saves name and options of a property"))
            .takes::<SaveProperty>()
            .answers::<Properties>("All of them.")
            .refuses(&[Code::NotFound, Code::PropertyInUse])
            .refuses(&PROPERTY),
        change(Operation::delete(one, "deleteProperty", "Deletes a property, and what is known of it"))
            .about("The body is not read, its type `application/json` is.")
            .answers::<Properties>("Those that are left.")
            .refuses(&[Code::NotFound, Code::PropertyInUse]),
    ]
}

fn contacts() -> Vec<Operation> {
    vec![
        look(Operation::get("/api/contacts", "contacts", "Contacts, for choosing some"))
            .may_name::<String>("search", "Only those whose name or address holds this.")
            .may_name::<String>("cursor", "What the page before said in `next`.")
            .may_name::<Limit>("limit", "How many; 20 if absent.")
            .answers::<Contacts>("Some by name, and how many there are.")
            .refuses(&[Code::FilterUnknown, Code::LimitRange, Code::CursorInvalid]),
        look(Operation::get("/api/contacts/{contact}", "contact", "A contact"))
            .answers::<ContactDetail>("With what lists know of them.")
            .refuses(&[Code::NotFound]),
        change(Operation::put(
            "/api/contacts/{contact}/properties",
            "setProperties",
            "Says what is known of a contact",
        ))
        .about("What is absent stays as it is; null is forgotten. Their lists are found anew.")
        .takes::<SetProperties>()
        .answers::<ContactDetail>("As they are now.")
        .refuses(&[
            Code::NotFound,
            Code::ReferenceUnknown,
            Code::PropertyKind,
            Code::NumberRange,
            Code::TextEmpty,
            Code::TextTooLong,
        ]),
    ]
}
