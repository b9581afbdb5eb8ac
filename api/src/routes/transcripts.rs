//! Transcripts of chats, and whom they can be sent to.

use protocol::code::Code;
use protocol::rest::transcripts::{Recipients, SendTranscript, Transcript, TranscriptText, Transcripts};

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let path = "/api/threads/{inbox}/{thread}/transcripts";
    vec![
        Operation::get(path, "transcripts", "What is to be mailed of a chat")
            .belongs_to(Tag::Threads, Access::Session)
            .about(
                "Closing a chat has its transcript mailed to its visitor, where their address is known and the chatflow says \
                 so. E-mail is not connected yet: everything waits here, and says so.",
            )
            .answers::<Transcripts>("What waits, and what a new one would be.")
            .refuses(&[Code::NotFound]),
        Operation::post(path, "sendTranscript", "Has the transcript of a closed chat mailed to a contact")
            .belongs_to(Tag::Threads, Access::Change)
            .about(
                "To the thread's contact, or to any other for whoever may look for contacts. Not of chats that a bot began.",
            )
            .takes::<SendTranscript>()
            .answers::<Transcript>("It waits.")
            .refuses(&[Code::NotFound, Code::ContentType, Code::ThreadOpen, Code::StartedByBot, Code::TooMany])
            .refuses(&[Code::ReferenceUnknown, Code::NoAddress, Code::TextEmpty, Code::TextTooLong]),
        Operation::get(
            "/api/threads/{inbox}/{thread}/transcripts/{transcript}",
            "transcript",
            "What a transcript says",
        )
        .belongs_to(Tag::Threads, Access::Session)
        .answers::<TranscriptText>("The transcript, with its text.")
        .refuses(&[Code::NotFound]),
        Operation::get("/api/recipients", "recipients", "Contacts to send something to")
            .belongs_to(Tag::Lists, Access::Session)
            .about("Those whose name or address holds what is looked for.")
            .may_name::<String>("search", "2 to 100 characters of a name or an address.")
            .answers::<Recipients>("Ten at most, by name.")
            .refuses(&[Code::FilterUnknown, Code::Forbidden]),
    ]
}
