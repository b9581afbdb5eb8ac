//! Chatflows and the account's settings. Everybody who works here sees chatflows; admins change them.

use protocol::code::Code;
use protocol::rest::preview::{Preview, PreviewChatflow};
use protocol::rest::versions::{PutSchedule, RollBack, Schedule, Versions};
use protocol::rest::{
    ChangeSettings, ChatflowDetail, ChatflowInfo, Chatflows, CheckChatflow, Enabled, Findings, NewChatflow,
    Order, SaveChatflow, Settings,
};

use crate::operation::{Access, Operation, Tag};

/// What may stand in the way of saving or publishing.
const FINDINGS: [Code; 22] = [
    Code::RuleValue,
    Code::RuleUrl,
    Code::RuleOperator,
    Code::RuleMissing,
    Code::RuleRegex,
    Code::ConditionInvalid,
    Code::AudienceContradictory,
    Code::ConditionsContradictory,
    Code::ExpectationFailed,
    Code::ColourInvalid,
    Code::ConsentTextRequired,
    Code::GdprOff,
    Code::TextTooLong,
    Code::TextEmpty,
    Code::TextEncoding,
    Code::NumberRange,
    Code::ReferenceUnknown,
    Code::AssigneeNotInInbox,
    Code::SeatMissing,
    Code::ScheduleInvalid,
    Code::TimeZoneUnknown,
    Code::TooMany,
];

pub(super) fn all() -> Vec<Operation> {
    let see = |operation: Operation| operation.belongs_to(Tag::Chatflows, Access::Session);
    let change = |operation: Operation| {
        operation.belongs_to(Tag::Chatflows, Access::Change).refuses(&[Code::Forbidden])
    };
    let one = "/api/chatflows/{chatflow}";
    vec![
        see(Operation::get("/api/chatflows", "chatflows", "All chatflows, the first first"))
            .answers::<Chatflows>("In the order in which they are asked."),
        change(Operation::post(
            "/api/chatflows",
            "createChatflow",
            "Makes a chatflow, switched off, at the end",
        ))
        .takes::<NewChatflow>()
        .answers::<ChatflowDetail>("The new chatflow.")
        .refuses(&[
            Code::NotFound,
            Code::ReferenceUnknown,
            Code::TextEmpty,
            Code::TextTooLong,
            Code::TextEncoding,
            Code::TooMany,
        ]),
        change(Operation::put("/api/chatflows/order", "orderChatflows", "Says who comes first"))
            .takes::<Order>()
            .answers::<Chatflows>("In the new order.")
            .refuses(&[Code::ChatflowChanged, Code::ExpectationFailed]),
        change(Operation::post(
            "/api/chatflows/check",
            "checkChatflow",
            "What would be said about a chatflow",
        ))
        .about(
            "Nothing is saved. With the pages of the site, it is also said which rules match none of them. Findings that \
             a page shows name it.",
        )
        .takes::<CheckChatflow>()
        .answers::<Findings>("Empty where there is nothing to say.")
        // What cannot even be read is refused like any body.
        .refuses(&[Code::NumberRange, Code::ConsentTextRequired, Code::TooMany]),
        change(Operation::post("/api/preview", "previewChatflow", "What a visitor would get of a chatflow"))
            .about("Nothing is saved, and nobody gets it.")
            .takes::<PreviewChatflow>()
            .answers::<Preview>("As the loader gets it, and the form where that is looked at.")
            .refuses(&[Code::NumberRange, Code::ConsentTextRequired, Code::ColourInvalid]),
        see(Operation::get(one, "chatflow", "A chatflow with all it says"))
            .answers::<ChatflowDetail>("The chatflow, and what is to be said about it.")
            .refuses(&[Code::NotFound]),
        change(Operation::put(one, "saveChatflow", "Saves a chatflow; with the switch on, publishes it"))
            .about("Takes effect with the next page view.")
            .takes::<SaveChatflow>()
            .answers::<ChatflowDetail>("As it was saved.")
            .refuses(&[Code::NotFound, Code::ChatflowChanged])
            .refuses(&FINDINGS),
        change(Operation::delete(one, "deleteChatflow", "Deletes a chatflow"))
            .about(
                "Threads that were started in it stay. The body is not read, its type `application/json` is.",
            )
            .answers::<Chatflows>("Those that are left.")
            .refuses(&[Code::NotFound, Code::ExpectationFailed]),
        change(Operation::put(
            "/api/chatflows/{chatflow}/enabled",
            "switchChatflow",
            "Switches a chatflow on or off",
        ))
        .about("Switching on is publishing, and refused as publishing is.")
        .takes::<Enabled>()
        .answers::<ChatflowInfo>("As it stands.")
        .refuses(&[Code::NotFound])
        .refuses(&FINDINGS),
        change(Operation::get(
            "/api/chatflows/{chatflow}/versions",
            "chatflowVersions",
            "The versions of a chatflow",
        ))
        .about(
            "Every change of a chatflow is one: saving, publishing, switching, going back. The newest 50 of each chatflow \
             are kept, whole.",
        )
        .answers::<Versions>("The newest first, which is what it is now.")
        .refuses(&[Code::NotFound]),
        change(Operation::post(
            "/api/chatflows/{chatflow}/versions/{number}/restore",
            "rollBackChatflow",
            "Puts an earlier version of a chatflow back",
        ))
        .about(
            "That is a new version, and judged as saving is: what could not be saved today cannot be gone back to. The \
             switch and the place in the order stay what they are.",
        )
        .takes::<RollBack>()
        .answers::<ChatflowDetail>("As it is now.")
        .refuses(&[Code::NotFound, Code::ChatflowChanged])
        .refuses(&FINDINGS),
        see(Operation::get(
            "/api/chatflows/{chatflow}/schedule",
            "chatflowSchedule",
            "When a chatflow is switched by itself",
        ))
        .answers::<Schedule>("What is to come, and what was refused when its time came.")
        .refuses(&[Code::NotFound]),
        change(Operation::put(
            "/api/chatflows/{chatflow}/schedule",
            "scheduleChatflow",
            "Says when a chatflow is published and when it is switched off",
        ))
        .about(
            "A wall clock's time in a zone is one instant: the first at which the clock shows it, or the moment at which \
             it jumps over it. At most 366 days ahead. What is left out is cancelled. What would be refused by hand then is \
             refused: nothing changes, and the schedule and the audit log say why.",
        )
        .takes::<PutSchedule>()
        .answers::<Schedule>("As it stands.")
        .refuses(&[Code::NotFound, Code::ScheduleInvalid, Code::TimeZoneUnknown]),
        Operation::get("/api/settings", "settings", "The account's settings")
            .belongs_to(Tag::Settings, Access::Session)
            .answers::<Settings>("All of them.")
            .refuses(&[Code::Forbidden]),
        Operation::put("/api/settings", "changeSettings", "Changes the account's settings")
            .belongs_to(Tag::Settings, Access::Change)
            .about("What is absent stays as it is.")
            .takes::<ChangeSettings>()
            .answers::<Settings>("All of them, as they are now.")
            .refuses(&[Code::Forbidden, Code::OriginInvalid, Code::TooMany, Code::PatternInvalid, Code::ReferenceUnknown, Code::ListPriority]),
    ]
}
