//! The addresses that HubSpot's conversations API has, for programs that were written for it (H89, H90).

use conversation::ids::ContactId;
use protocol::code::Code;
use protocol::rest::v3::{
    ChangeThread, Channel, Channels, Inbox, Inboxes, Message, Messages, NewMessage, Status, Thread, Threads,
};

use crate::operation::{Access, Operation, Tag};

const ABOUT: &str = "In the shape that HubSpot's public documentation gives it, for a token of Parlor's.";

fn see(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    Operation::get(path, id, summary).belongs_to(Tag::Threads, Access::Session).about(ABOUT)
}

fn change(operation: Operation) -> Operation {
    operation.belongs_to(Tag::Threads, Access::Change).about(ABOUT).refuses(&[
        Code::NotFound,
        Code::ContentType,
        Code::Forbidden,
    ])
}

pub(super) fn all() -> Vec<Operation> {
    let thread = "/conversations/v3/conversations/threads/{number}";
    let messages = "/conversations/v3/conversations/threads/{number}/messages";
    let paged = |operation: Operation| {
        operation
            .may_name::<String>("after", "`paging.next.after` of an earlier answer.")
            .may_name::<u32>("limit", "At most so many, 1 to 500; never more than 200 come.")
            .may_name::<bool>("archived", "Those that are deleted and can be brought back.")
            .refuses(&[Code::LimitRange, Code::FilterUnknown, Code::CursorInvalid, Code::NotFound])
    };
    vec![
        see("/conversations/v3/conversations/inboxes", "v3Inboxes", "One's inboxes")
            .answers::<Inboxes>("Those one is a member of."),
        see("/conversations/v3/conversations/inboxes/{inbox}", "v3Inbox", "One of them")
            .answers::<Inbox>("The inbox.")
            .refuses(&[Code::NotFound]),
        see("/conversations/v3/conversations/channels", "v3Channels", "The channels")
            .answers::<Channels>("The chat."),
        see("/conversations/v3/conversations/channels/{channel}", "v3Channel", "A channel")
            .answers::<Channel>("The channel.")
            .refuses(&[Code::NotFound]),
        paged(see("/conversations/v3/conversations/threads", "v3Threads", "Threads of one's inboxes"))
            .may_name::<String>("inboxId", "Of this inbox; may be said several times.")
            .may_name::<Status>("threadStatus", "How they stand.")
            .may_name::<ContactId>("associatedContactId", "With this contact.")
            .may_name::<String>("latestMessageTimestampAfter", "Something was said in them after this time.")
            .may_name::<String>("sort", "`-latestMessageTimestamp`, which is how they come.")
            .may_name::<String>("association", "`TICKET`; no thread has one.")
            .answers::<Threads>("The last changed first."),
        see(thread, "v3Thread", "A thread").answers::<Thread>("The thread.").refuses(&[Code::NotFound]),
        change(Operation::patch(
            thread,
            "v3ChangeThread",
            "Closes, opens, deletes a thread, or brings it back",
        ))
        .takes::<ChangeThread>()
        .answers::<Thread>("The thread as it stands.")
        .refuses(&[Code::BotTalking]),
        paged(see(messages, "v3Messages", "The history of a thread"))
            .may_name::<String>("sort", "`createdAt`, or `-createdAt` for the newest first.")
            .answers::<Messages>("Messages and comments, who had it, and how it stood."),
        change(Operation::post(messages, "v3Say", "Says something to the visitor, or to colleagues"))
            .takes::<NewMessage>()
            .answers::<Message>("It is stored, and shown to whom it is for.")
            .refuses(&[
                Code::TextEmpty,
                Code::TextTooLong,
                Code::ThreadClosed,
                Code::FileGone,
                Code::TooMany,
            ]),
    ]
}
