//! Inboxes and their threads. Whoever is no member learns nothing, not even that there is something.

use conversation::view::{Standing, View};
use protocol::code::Code;
use protocol::frame::Attachment;
use protocol::poll::{Poll, Polled};
use protocol::rest::messages::{MessageSent, NewMessage};
use protocol::rest::{Acted, Assign, Details, Log, Nothing, Rows};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::files;
use crate::operation::{Access, Operation, Tag};

/// How many entries or rows.
pub(super) struct Limit;

impl JsonSchema for Limit {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Limit".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let most = protocol::limits::PAGE_MAX;
        json_schema!({"type": "integer", "minimum": 1, "maximum": most, "default": most})
    }
}

/// A place in a thread.
struct Place;

impl JsonSchema for Place {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Place".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 0, "maximum": protocol::limits::SEQ_MAX, "default": 0})
    }
}

pub(super) fn all() -> Vec<Operation> {
    let read = |path, id, summary| {
        Operation::get(path, id, summary).belongs_to(Tag::Threads, Access::Session).refuses(&[Code::NotFound])
    };
    let act = |path, id, summary| {
        Operation::post(path, id, summary)
            .belongs_to(Tag::Threads, Access::Change)
            .answers::<Acted>("The thread as it stands.")
            .refuses(&[Code::NotFound, Code::ContentType])
    };
    vec![
        read("/api/inboxes/{inbox}/threads", "rows", "The rows of a view")
            .may_name::<View>("view", "Which view; `all` if absent.")
            .may_name::<Standing>("status", "How the threads stand; `open` if absent.")
            .may_name::<String>("cursor", "`next` of an earlier answer: older rows.")
            .may_name::<String>("before", "The older name of `cursor`.")
            .may_name::<Limit>("limit", "At most so many.")
            .answers::<Rows>("Rows, last changed first, and how many there are in each view.")
            .refuses(&[Code::FilterUnknown, Code::LimitRange]),
        Operation::get("/api/inboxes/{inbox}/socket", "agentSocket", "The agents' socket")
            .belongs_to(Tag::Threads, Access::Socket)
            .about("The first frame is `hello`; the cookie says who it is.")
            .or(101, "The socket is open.")
            .refuses(&[Code::NotFound, Code::UpgradeRequired]),
        Operation::post("/api/inboxes/{inbox}/poll", "agentPoll", "The same without a socket")
            .belongs_to(Tag::Threads, Access::Change)
            .about("For networks where web sockets do not pass. Waits for news up to 25 seconds.")
            .takes::<Poll>()
            .answers::<Polled>("What the socket would have carried.")
            .refuses(&[Code::NotFound, Code::PollGone, Code::TooMany, Code::RateLimited, Code::ContentType]),
        read("/api/threads/{inbox}/{thread}/messages", "messages", "The log of a thread")
            .may_name::<Place>("after_seq", "Only what comes after this place.")
            .may_name::<Limit>("limit", "At most so many.")
            .answers::<Log>("Entries, oldest first.")
            .refuses(&[Code::SeqRange, Code::LimitRange, Code::ResumeAhead]),
        Operation::post("/api/threads/{inbox}/{thread}/messages", "reply", "Writes to the visitor")
            .belongs_to(Tag::Threads, Access::Change)
            .about("As whoever is asking. On a thread that nobody has, it is theirs by that.")
            .takes::<NewMessage>()
            .answers::<MessageSent>("It is stored, and its visitor is shown it.")
            .refuses(&[Code::NotFound, Code::ContentType, Code::TextEmpty, Code::TextTooLong])
            .refuses(&[Code::IdempotencyConflict, Code::ThreadClosed, Code::FileGone, Code::TooMany]),
        Operation::post("/api/threads/{inbox}/{thread}/files", "bringFile", "Brings a file for a reply")
            .belongs_to(Tag::Threads, Access::Change)
            .about(
                "Its name comes in the header `X-File-Name`, percent-encoded. It is kept for an hour, and for good once a \
                 reply of whoever brought it names it among its `attachments`.",
            )
            .takes_bytes()
            .answers::<Attachment>("It is here.")
            .refuses(&[Code::NotFound, Code::ContentType, Code::RateLimited])
            .refuses(&files::CODES),
        read("/api/threads/{inbox}/{thread}/files/{attachment}", "file", "A file of a message")
            .about("Pictures are shown, everything else is saved; nothing of it is ever run.")
            .sends(files::KINDS, "The file."),
        read("/api/threads/{inbox}/{thread}/details", "details", "Who is behind a thread")
            .answers::<Details>("The contact, the page, and what was agreed to."),
        act("/api/threads/{inbox}/{thread}/assign", "assign", "Gives a thread to an agent, a team, or to nobody")
            .about(
                "To members of the inbox, and to teams of which somebody works there. Whoever of a team is there and has \
                 room gets it, and not whoever gave it; while nobody is, it waits for them, unassigned, and whoever \
                 replies has it.",
            )
            .takes::<Assign>()
            .refuses(&[Code::AssigneeNotInInbox]),
        act("/api/threads/{inbox}/{thread}/close", "close", "Closes a thread")
            .about("One in a bot's hands not before 30 minutes after the visitor's last message.")
            .takes::<Nothing>()
            .refuses(&[Code::BotTalking]),
        act("/api/threads/{inbox}/{thread}/take-over", "takeOver", "Takes a thread over from its bot")
            .about("It is the agent's from then on, and the bot says no more.")
            .takes::<Nothing>()
            .refuses(&[Code::BotGone]),
        act("/api/threads/{inbox}/{thread}/reopen", "reopen", "Opens a thread again").takes::<Nothing>(),
        act("/api/threads/{inbox}/{thread}/unblock", "unblock", "Lets the visitor in again")
            .takes::<Nothing>(),
    ]
}
