//! What the widget asks from other people's pages.

use protocol::boot::{BookRequest, DecideRequest, Decision, Session, SessionRequest};
use protocol::code::Code;
use protocol::frame::Attachment;
use protocol::poll::{Poll, Polled};
use protocol::rest::Nothing;
use protocol::rest::files::{AskFile, FileAddress};
use protocol::visitor::{
    Forgotten, LabelsRequest, LabelsSet, LogRequest, RatingRequest, ReviseRequest, ThreadsRequest,
    VisitorLog, VisitorThreads,
};

use crate::files;
use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let site = |operation: Operation| operation.belongs_to(Tag::Visitors, Access::Site);
    vec![
        site(Operation::post("/v1/{account}/decide", "decide", "Which chatflow a page view gets"))
            .about(
                "One simple request, so that browsers ask no preflight. The address is used for the decision and \
                 neither stored nor logged.",
            )
            .takes::<DecideRequest>()
            .answers::<Decision>("What to show, if anything."),
        Operation::get("/v1/{account}/book", "book", "The rules that a stranger can meet")
            .belongs_to(Tag::Visitors, Access::Anybody)
            .about("For decisions in the browser, in a form of its own. Without personal data, so for every origin.")
            .sends(&["application/octet-stream"], "The rules.")
            .or(204, "They are too many for a browser: go on asking.")
            .or(304, "They are still the same.")
            .refuses(&[Code::NotFound]),
        site(Operation::post("/v1/{account}/book", "visitorBook", "The rules that this visitor can meet"))
            .takes::<BookRequest>()
            .sends(&["application/octet-stream"], "The rules.")
            .or(204, "They are too many for a browser: go on asking."),
        site(Operation::post("/v1/{account}/visitors", "begin", "The visitor acts, and becomes somebody"))
            .about("Nothing is known of a visitor before this. A token that is sent along is renewed.")
            .takes::<SessionRequest>()
            .answers::<Session>("Who they are now, and where their socket is."),
        site(Operation::post("/v1/{account}/threads", "visitorThreads", "The visitor's own conversations"))
            .about(
                "For the list in the widget, asked when the visitor opens it. In whichever inbox they are, the one where \
                 something was said last first.",
            )
            .takes::<ThreadsRequest>()
            .answers::<VisitorThreads>("The conversations.")
            .refuses(&[Code::AuthRequired, Code::RateLimited]),
        site(Operation::post("/v1/{account}/forget", "forgetVisitor", "The visitor parts from their conversations"))
            .about(
                "What was said stays with the account. The token leads to none of it any more, and to no contact; asked \
                 again, nothing is left to do.",
            )
            .takes::<ThreadsRequest>()
            .answers::<Forgotten>("Nothing leads there any more; the number of the proof of it.")
            .refuses(&[Code::AuthRequired, Code::RateLimited]),
        site(Operation::post(
            "/v1/{account}/inboxes/{inbox}/shards/{shard}/log",
            "visitorLog",
            "What was said in a conversation of the visitor's",
        ))
        .about("For transcripts; the address is the socket's with another last word. Ask on until `last_seq` is reached.")
        .takes::<LogRequest>()
        .answers::<VisitorLog>("A piece of the log.")
        .refuses(&[Code::AuthRequired, Code::NotFound, Code::ResumeAhead, Code::RateLimited]),
        site(Operation::post(
            "/v1/{account}/inboxes/{inbox}/shards/{shard}/labels",
            "visitorLabels",
            "The page sets labels of the visitor's conversation",
        ))
        .about("Only those that an admin lets pages set; the address is the socket's with another last word.")
        .takes::<LabelsRequest>()
        .answers::<LabelsSet>("What was not set.")
        .refuses(&[Code::AuthRequired, Code::NotFound, Code::TooMany, Code::RateLimited]),
        site(Operation::post(
            "/v1/{account}/inboxes/{inbox}/shards/{shard}/rating",
            "visitorRating",
            "The visitor rates a conversation that has ended",
        ))
        .about(
            "Where `visitorThreads` says that there is something to ask; the address is the socket's with another last \
             word. The next answer about the same end takes the place of the one before.",
        )
        .takes::<RatingRequest>()
        .answers::<Nothing>("It is kept.")
        .refuses(&[
            Code::AuthRequired,
            Code::NotFound,
            Code::NumberRange,
            Code::TextTooLong,
            Code::RateLimited,
        ]),
        site(Operation::post(
            "/v1/{account}/inboxes/{inbox}/shards/{shard}/revise",
            "visitorRevision",
            "The visitor says a message of theirs in other words, or takes it back",
        ))
        .about(
            "For 15 minutes after it was sent, while the conversation is open; the address is the socket's with another \
             last word. Everybody sees that it changed, and nobody any more what it said. The same again changes nothing.",
        )
        .takes::<ReviseRequest>()
        .answers::<Nothing>("It says so, or is gone.")
        .refuses(&[
            Code::AuthRequired,
            Code::NotFound,
            Code::ThreadClosed,
            Code::MessageTooOld,
            Code::TextEmpty,
            Code::TextTooLong,
            Code::TextEncoding,
            Code::RateLimited,
        ]),
        site(Operation::get(
            "/v1/{account}/inboxes/{inbox}/shards/{shard}/socket",
            "visitorSocket",
            "The visitor's socket",
        ))
        .about("Its address is in the answer of `begin`. The first frame is `hello`, with the token.")
        .or(101, "The socket is open.")
        .refuses(&[Code::UpgradeRequired]),
        site(Operation::post(
            "/v1/{account}/inboxes/{inbox}/shards/{shard}/poll",
            "visitorPoll",
            "The same without a socket",
        ))
        .about(
            "For networks where web sockets do not pass; the address is the socket's with another last word. Waits for \
             news up to 25 seconds.",
        )
        .takes::<Poll>()
        .answers::<Polled>("What the socket would have carried.")
        .refuses(&[Code::PollGone, Code::TooMany, Code::RateLimited]),
        site(Operation::post(
            "/v1/{account}/inboxes/{inbox}/shards/{shard}/files",
            "visitorBringsFile",
            "Brings a file for a message",
        ))
        .about(
            "The address is the socket's with another last word. The token comes as `Authorization: Bearer`, the name in \
             the header `X-File-Name`, percent-encoded. It is kept for an hour, and for good once a message of this \
             visitor names it among its `attachments`.",
        )
        .takes_bytes()
        .answers::<Attachment>("It is here.")
        .refuses(&[Code::Unauthenticated, Code::RateLimited, Code::StorageFull])
        .refuses(&files::CODES),
        site(Operation::post(
            "/v1/{account}/inboxes/{inbox}/shards/{shard}/files/{attachment}",
            "visitorAsksForFile",
            "The address of a file, for a while",
        ))
        .about("For this file alone, and for whoever may read it. An `img` cannot send a token.")
        .takes::<AskFile>()
        .answers::<FileAddress>("Where it is.")
        .refuses(&[Code::Unauthenticated]),
        Operation::get("/v1/{account}/files/{ticket}", "download", "A file, at the address that was given for it")
            .belongs_to(Tag::Visitors, Access::Anybody)
            .about("Pictures are shown, everything else is saved; nothing of it is ever run.")
            .sends(files::KINDS, "The file.")
            .refuses(&[Code::NotFound]),
    ]
}
