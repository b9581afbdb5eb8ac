//! Pages of the owner's own beside conversations.

use protocol::code::Code;
use protocol::rest::apps::{AppContent, Apps};

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let admin = |operation: Operation| {
        operation
            .belongs_to(Tag::Settings, Access::Change)
            .answers::<Apps>("All of them, by name.")
            .refuses(&[Code::Forbidden, Code::ContentType])
    };
    let save = |operation: Operation| {
        admin(operation)
            .takes::<AppContent>()
            .refuses(&[Code::TextEmpty, Code::TextTooLong, Code::TextEncoding])
            .refuses(&[Code::AppUrl, Code::ReferenceUnknown])
    };
    let app = "/api/apps/{app}";
    vec![
        Operation::get("/api/apps", "apps", "The owner's own pages beside conversations")
            .belongs_to(Tag::Threads, Access::Session)
            .about("In frames, which are told whom the conversation is with: `docs/apps.md`.")
            .answers::<Apps>("Those of the inboxes that one works in, and for admins all of them; by name.")
            .refuses(&[Code::FilterUnknown]),
        save(Operation::post("/api/apps", "createApp", "Adds an app")).refuses(&[Code::TooMany]),
        save(Operation::put(app, "saveApp", "Changes an app")).refuses(&[Code::NotFound]),
        admin(Operation::delete(app, "deleteApp", "Removes an app"))
            .about("The body is not read, its type `application/json` is.")
            .refuses(&[Code::NotFound]),
    ]
}
