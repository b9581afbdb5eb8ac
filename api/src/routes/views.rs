//! Finding threads, what agents put beside them, several inboxes, and what belongs to contacts.

use conversation::desk::Snooze;
use conversation::ids::ContactId;
use protocol::code::Code;
use protocol::rest::inboxes::{DeleteInbox, Inboxes, SaveInbox};
use protocol::rest::ratings::Ratings;
use protocol::rest::records::{NewRecord, Records, SaveRecord};
use protocol::rest::views::{
    ActOnMany, ActedOnMany, AllowLabel, BlockSender, Blocks, ChangeLabels, FindThreads, FoundRows, Labels,
    NewComment, SaveLabel, SaveView, SetPriority, View, Views,
};
use protocol::rest::{Acted, Nothing};
use schemars::JsonSchema;

use super::threads::Limit;
use crate::operation::{Access, Operation, Tag};

const NAME: [Code; 3] = [Code::TextEmpty, Code::TextTooLong, Code::TooMany];

fn see(operation: Operation) -> Operation {
    operation.belongs_to(Tag::Threads, Access::Session).refuses(&[Code::NotFound])
}

fn change(operation: Operation) -> Operation {
    operation.belongs_to(Tag::Threads, Access::Change).refuses(&[Code::NotFound, Code::ContentType])
}

pub(super) fn all() -> Vec<Operation> {
    [finding(), acts(), inboxes(), records()].into_iter().flatten().collect()
}

fn finding() -> Vec<Operation> {
    let paged = |operation: Operation| {
        operation
            .may_name::<String>("cursor", "`next` of an earlier answer: older rows.")
            .may_name::<String>("before", "The older name of `cursor`.")
            .may_name::<Limit>("limit", "At most so many.")
            .answers::<FoundRows>("Rows, last changed first.")
            .refuses(&[Code::FilterUnknown, Code::LimitRange])
    };
    let (views, view) = ("/api/inboxes/{inbox}/views", "/api/inboxes/{inbox}/views/{view}");
    let label = "/api/labels/{label}";
    vec![
        change(Operation::post("/api/inboxes/{inbox}/threads/find", "findThreads", "Threads that a filter shows"))
            .about("Changes nothing; a filter is too much for an address.")
            .takes::<FindThreads>()
            .answers::<FoundRows>("Rows, last changed first.")
            .refuses(&[Code::FilterUnknown, Code::LimitRange, Code::TooMany]),
        paged(
            see(Operation::get("/api/inboxes/{inbox}/search", "search", "Threads with these words"))
                .about(
                    "Of open and closed threads. Words between quotes stand in this order, `deliver*` begins so, a minus \
                     leaves out. `from:sofia`, `label:vip`, `chatflow:shop`, `assignee:anna`, `is:open` (snoozed, closed, \
                     mine, unassigned, chat, email), `after:2026-11-01`, `before:2026-12-01` (days of UTC).",
                )
                .may_name::<String>("q", "What was typed, at most 200 code points."),
        )
        .refuses(&[Code::TooMany]),
        see(Operation::get(views, "views", "The views of an inbox, with how many threads are in each"))
            .answers::<Views>("What a sidebar shows."),
        change(Operation::post(views, "createView", "Saves a view"))
            .takes::<SaveView>()
            .answers::<View>("The new view.")
            .refuses(&NAME)
            .refuses(&[Code::FilterUnknown]),
        change(Operation::put(view, "saveView", "Changes a saved view"))
            .takes::<SaveView>()
            .answers::<View>("The view as it is saved.")
            .refuses(&NAME)
            .refuses(&[Code::FilterUnknown]),
        change(Operation::delete(view, "deleteView", "Removes a saved view")).answers::<Nothing>("It is gone."),
        paged(see(Operation::get(
            "/api/inboxes/{inbox}/views/{view}/threads",
            "viewThreads",
            "The rows of a saved view",
        ))),
        see(Operation::get("/api/inboxes/{inbox}/blocks", "blocks", "Whom agents blocked"))
            .answers::<Blocks>("Who, by whom, when and why; the latest first."),
        see(Operation::get("/api/inboxes/{inbox}/ratings", "ratings", "What visitors thought of chats that had ended"))
            .about("One for each end of a conversation that was rated; changed, it stands where it was changed.")
            .may_name::<u64>("from", "Not before this time, in ms.")
            .may_name::<u64>("until", "Before this time, in ms.")
            .may_name::<ContactId>("contact", "Of this contact.")
            .may_name::<String>("cursor", "`next` of an earlier answer: older ones.")
            .may_name::<Limit>("limit", "At most so many.")
            .answers::<Ratings>("The latest first.")
            .refuses(&[Code::FilterUnknown, Code::LimitRange]),
        Operation::get("/api/labels", "labels", "The labels of the account")
            .belongs_to(Tag::Threads, Access::Session)
            .answers::<Labels>("All of them, in their order."),
        change(Operation::post("/api/labels", "createLabel", "Makes a label"))
            .takes::<SaveLabel>()
            .answers::<Labels>("All of them, in their order.")
            .refuses(&NAME)
            .refuses(&[Code::LabelTaken]),
        change(Operation::put(label, "saveLabel", "Changes a label"))
            .takes::<SaveLabel>()
            .answers::<Labels>("All of them, in their order.")
            .refuses(&NAME)
            .refuses(&[Code::LabelTaken]),
        change(Operation::put("/api/labels/{label}/pages", "allowLabel", "Whether the site's own pages may set a label"))
            .about("They ask by its name. Whoever is on such a page could do so by themselves.")
            .takes::<AllowLabel>()
            .answers::<Labels>("All of them, in their order.")
            .refuses(&[Code::Forbidden, Code::NotFound]),
        change(Operation::delete(label, "deleteLabel", "Removes a label"))
            .about("Threads that had it keep its id, which nobody shows.")
            .answers::<Labels>("Those that are left.")
            .refuses(&[Code::Forbidden]),
    ]
}

fn acts() -> Vec<Operation> {
    fn act<T: JsonSchema>(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
        change(Operation::post(path, id, summary)).takes::<T>().answers::<Acted>("The thread as it stands.")
    }
    vec![
        act::<BlockSender>("/api/threads/{inbox}/{thread}/block", "block", "Blocks the visitor"),
        act::<Snooze>(
            "/api/threads/{inbox}/{thread}/snooze",
            "snooze",
            "Puts a thread out of sight for a while",
        )
        .about("What the visitor writes brings it back in any case.")
        .refuses(&[Code::ThreadClosed, Code::NumberRange]),
        act::<Nothing>("/api/threads/{inbox}/{thread}/wake", "wake", "Brings a snoozed thread back"),
        act::<ChangeLabels>(
            "/api/threads/{inbox}/{thread}/labels",
            "labelThread",
            "Puts labels on, takes others off",
        )
        .refuses(&[Code::ReferenceUnknown, Code::TooMany]),
        act::<SetPriority>(
            "/api/threads/{inbox}/{thread}/priority",
            "prioritiseThread",
            "Says how urgent a thread is",
        )
        .about("While it waits for somebody, it comes before what is less urgent (`docs/routing.md`)."),
        act::<NewComment>(
            "/api/threads/{inbox}/{thread}/comments",
            "comment",
            "Says something to colleagues only",
        )
        .refuses(&[
            Code::TextEmpty,
            Code::TextTooLong,
            Code::TooMany,
            Code::IdempotencyConflict,
            Code::AssigneeNotInInbox,
        ]),
        act::<Nothing>("/api/threads/{inbox}/{thread}/spam", "spam", "Calls this thread spam, and no other"),
        act::<Nothing>("/api/threads/{inbox}/{thread}/not-spam", "notSpam", "Takes that back"),
        act::<Nothing>("/api/threads/{inbox}/{thread}/delete", "deleteThread", "Deletes a thread").about(
            "It can be brought back for thirty days; what somebody writes into it brings it back, too.",
        ),
        act::<Nothing>(
            "/api/threads/{inbox}/{thread}/restore",
            "restoreThread",
            "Brings a deleted thread back",
        ),
        act::<Nothing>(
            "/api/threads/{inbox}/{thread}/disconnect",
            "disconnectContact",
            "Takes its contact off",
        ),
        change(Operation::post(
            "/api/inboxes/{inbox}/threads/act",
            "actOnMany",
            "The same with many threads",
        ))
        .takes::<ActOnMany>()
        .answers::<ActedOnMany>("What became of each.")
        .refuses(&[Code::TooMany, Code::ReferenceUnknown, Code::AssigneeNotInInbox]),
    ]
}

fn inboxes() -> Vec<Operation> {
    let (all, one) = ("/api/inboxes", "/api/inboxes/{inbox}");
    let admin = |operation: Operation| {
        change(operation).answers::<Inboxes>("All of them, by name.").refuses(&[Code::Forbidden])
    };
    vec![
        Operation::get(all, "inboxes", "The inboxes of the account")
            .belongs_to(Tag::Settings, Access::Session)
            .answers::<Inboxes>("All of them, by name.")
            .refuses(&[Code::Forbidden]),
        admin(Operation::post(all, "createInbox", "Makes an inbox"))
            .takes::<SaveInbox>()
            .refuses(&NAME)
            .refuses(&[Code::ReferenceUnknown, Code::NumberRange]),
        admin(Operation::put(one, "saveInbox", "Changes an inbox, and who works in it"))
            .takes::<SaveInbox>()
            .refuses(&NAME)
            .refuses(&[Code::ReferenceUnknown, Code::NumberRange, Code::NamedByRouting]),
        admin(Operation::delete(one, "deleteInbox", "Deletes an inbox with everything in it"))
            .about("For good. The body names it; while a chatflow leads there, nothing is deleted.")
            .takes::<DeleteInbox>()
            .refuses(&[Code::NameMismatch, Code::InboxInUse]),
    ]
}

fn records() -> Vec<Operation> {
    let (all, one) = ("/api/contacts/{contact}/records", "/api/contacts/{contact}/records/{record}");
    let content = [Code::TextEmpty, Code::TextTooLong, Code::NumberRange, Code::TooMany];
    let about = "All that belongs to the contact, the newest first.";
    vec![
        see(Operation::get(all, "records", "Tickets, deals and interactions of a contact"))
            .answers::<Records>(about),
        change(Operation::post(all, "createRecord", "Makes a ticket, a deal or an interaction"))
            .takes::<NewRecord>()
            .answers::<Records>(about)
            .refuses(&content),
        change(Operation::put(one, "saveRecord", "Changes one"))
            .takes::<SaveRecord>()
            .answers::<Records>(about)
            .refuses(&content)
            .refuses(&[Code::RecordKind]),
        change(Operation::delete(one, "deleteRecord", "Removes one")).answers::<Records>(about),
    ]
}
