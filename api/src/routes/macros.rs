//! Macros: everybody's, one's own, and running one.

use protocol::code::Code;
use protocol::rest::macros::{Macros, RunMacro, SaveMacro};
use protocol::rest::views::ActedOnMany;

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let change = |operation: Operation| {
        operation
            .belongs_to(Tag::Threads, Access::Change)
            .answers::<Macros>("All that one may run, by name.")
            .refuses(&[Code::ContentType])
    };
    let save = |operation: Operation| {
        change(operation)
            .takes::<SaveMacro>()
            .refuses(&[Code::TextEmpty, Code::TextTooLong, Code::TextEncoding, Code::VariableUnknown])
            .refuses(&[Code::MacroTaken, Code::MacroSteps, Code::ReferenceUnknown, Code::NumberRange])
            .refuses(&[Code::TooMany])
    };
    let delete = |operation: Operation| {
        change(operation)
            .about("The body is not read, its type `application/json` is.")
            .refuses(&[Code::NotFound])
    };
    let (everybody, of_all) = ("/api/macros", "/api/macros/{macro}");
    let (own, of_own) = ("/api/me/macros", "/api/me/macros/{macro}");
    vec![
        Operation::get(everybody, "macros", "Several acts in one click")
            .belongs_to(Tag::Threads, Access::Session)
            .about("At most 200 of everybody's and 50 of one's own, so that they come at once.")
            .answers::<Macros>("Everybody's, and those of the one who asks, by name."),
        save(Operation::post(everybody, "createMacro", "Makes a macro for everybody")),
        save(Operation::put(of_all, "changeMacro", "Changes a macro of everybody's")).refuses(&[Code::NotFound]),
        delete(Operation::delete(of_all, "deleteMacro", "Removes a macro of everybody's")),
        save(Operation::post(own, "createOwnMacro", "Makes a macro for oneself")),
        save(Operation::put(of_own, "changeOwnMacro", "Changes a macro of one's own"))
            .refuses(&[Code::NotFound]),
        delete(Operation::delete(of_own, "deleteOwnMacro", "Removes a macro of one's own")),
        Operation::post("/api/inboxes/{inbox}/macros/{macro}/run", "runMacro", "Runs a macro on threads")
            .belongs_to(Tag::Threads, Access::Change)
            .about(
                "In each thread all of it happens or nothing; a thread where a part is refused is named with that part. \
                 The same `client_message_id` runs it once in each thread, however often it is sent.",
            )
            .takes::<RunMacro>()
            .answers::<ActedOnMany>("What became of each.")
            .refuses(&[Code::NotFound, Code::ContentType, Code::TooMany])
            .refuses(&[Code::ReferenceUnknown, Code::AssigneeNotInInbox]),
    ]
}
