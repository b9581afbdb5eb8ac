//! Saved replies: everybody's, and one's own.

use protocol::code::Code;
use protocol::rest::saved_replies::{SaveReply, SavedReplies};

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let change = |operation: Operation| {
        operation
            .belongs_to(Tag::Threads, Access::Change)
            .answers::<SavedReplies>("All that one may use, by name.")
            .refuses(&[Code::ContentType])
    };
    let save = |operation: Operation| {
        change(operation)
            .takes::<SaveReply>()
            .refuses(&[Code::TextEmpty, Code::TextTooLong, Code::VariableUnknown])
            .refuses(&[Code::SavedReplyName, Code::SavedReplyTaken])
    };
    let delete = |operation: Operation| {
        change(operation)
            .about("The body is not read, its type `application/json` is.")
            .refuses(&[Code::NotFound])
    };
    let (everybody, of_all) = ("/api/saved-replies", "/api/saved-replies/{reply}");
    let (own, of_own) = ("/api/me/saved-replies", "/api/me/saved-replies/{reply}");
    vec![
        Operation::get(everybody, "savedReplies", "Replies that are kept to be sent again")
            .belongs_to(Tag::Threads, Access::Session)
            .about(
                "At most 300 of everybody's and 100 of one's own, so that they come at once. Places are left open: whoever \
                 sends one fills them in.",
            )
            .answers::<SavedReplies>("Everybody's, and those of the one who asks, by name."),
        save(Operation::post(everybody, "createSavedReply", "Saves a reply for everybody"))
            .refuses(&[Code::TooMany]),
        save(Operation::put(of_all, "changeSavedReply", "Changes a reply of everybody's"))
            .refuses(&[Code::NotFound]),
        delete(Operation::delete(of_all, "deleteSavedReply", "Removes a reply of everybody's")),
        save(Operation::post(own, "createOwnSavedReply", "Saves a reply for oneself"))
            .refuses(&[Code::TooMany]),
        save(Operation::put(of_own, "changeOwnSavedReply", "Changes a reply of one's own"))
            .refuses(&[Code::NotFound]),
        delete(Operation::delete(of_own, "deleteOwnSavedReply", "Removes a reply of one's own")),
    ]
}
