//! Chatflows and the account's settings. Everybody who works here sees chatflows; admins change them.

use protocol::code::Code;
use protocol::rest::preview::{Preview, PreviewChatflow};
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
        Operation::get("/api/settings", "settings", "The account's settings")
            .belongs_to(Tag::Settings, Access::Session)
            .answers::<Settings>("All of them.")
            .refuses(&[Code::Forbidden]),
        Operation::put("/api/settings", "changeSettings", "Changes the account's settings")
            .belongs_to(Tag::Settings, Access::Change)
            .about("What is absent stays as it is.")
            .takes::<ChangeSettings>()
            .answers::<Settings>("All of them, as they are now.")
            .refuses(&[Code::Forbidden, Code::OriginInvalid, Code::TooMany]),
    ]
}
