//! Reports (P82).

use conversation::ids::{AgentId, ChatflowId, InboxId, LabelId, TeamId};
use conversation::report::By;
use conversation::schedule::Date;
use protocol::code::Code;
use protocol::rest::reports::Report;

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let asked = |operation: Operation| {
        operation
            .belongs_to(Tag::Threads, Access::Session)
            .may_name::<Date>("from", "The first day; without it the period has seven.")
            .may_name::<Date>("to", "The last day, at most 366 days in all; without it today.")
            .may_name::<String>("zone", "The time zone whose clocks say what a day is; without it UTC.")
            .may_name::<InboxId>("inbox", "Of this inbox only.")
            .may_name::<By>("by", "What the figures are divided by.")
            .may_name::<ChatflowId>("chatflow", "What began in this chatflow.")
            .may_name::<TeamId>("team", "What this team did, or had.")
            .may_name::<AgentId>("agent", "What this agent did, or had.")
            .may_name::<LabelId>("label", "Threads with this label.")
            .may_name::<bool>(
                "business_hours",
                "Whether only open time counts, for chatflows that have business hours.",
            )
            .may_name::<u64>(
                "reply_within",
                "A first response within so many seconds is in time; without it 300.",
            )
            .may_name::<u64>("close_within", "An end within so many seconds is; without it 86,400.")
            .refuses(&[
                Code::FilterUnknown,
                Code::LimitRange,
                Code::IdFormat,
                Code::TimeZoneUnknown,
                Code::NotFound,
            ])
    };
    vec![
        asked(Operation::get("/api/reports", "report", "How many conversations, how soon, and how well"))
            .about(
                "Over every inbox for admins, over those one is a member of for everybody else. Every figure counts on the day \
                 on which what it counts happened. What is blocked or spam does not count; what is deleted for good is gone \
                 from here too.",
            )
            .answers::<Report>("The period, the one before, its days, a week's hours, and groups."),
        asked(Operation::get("/api/reports.csv", "reportTable", "The same as a table"))
            .sends(&["text/csv"], "A row for the period, the one before, each day, each group, and each hour of a week."),
    ]
}
