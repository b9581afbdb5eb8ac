//! For programs of whoever runs this edge: with the secret, or there is nothing here.

use protocol::account::Account;
use protocol::code::Code;
use protocol::conformance::{Conformance, Records};
use protocol::rest::identification::{Identified, Identify};
use protocol::rest::{Drained, Health, Rebuilt, Seeded};

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let secret = |operation: Operation| operation.belongs_to(Tag::Operator, Access::Secret);
    vec![
        Operation::get("/healthz", "health", "Whether the edge runs and can read its storage")
            .belongs_to(Tag::Operator, Access::Anybody)
            .answers::<Health>("It does."),
        secret(Operation::post("/internal/seed", "seed", "Brings in an account from a file"))
            .about("The file may be longer than other bodies. An account that is there stays as it is.")
            .takes::<Account>()
            .answers::<Seeded>("It is there now.")
            .refuses(&[
                Code::AccountInvalid,
                Code::EmailInvalid,
                Code::OriginInvalid,
                Code::PasswordLength,
                Code::RuleValue,
                Code::RuleUrl,
                Code::RuleOperator,
                Code::RuleMissing,
                Code::RuleRegex,
                Code::ConditionInvalid,
                Code::ExpectationFailed,
                Code::ColourInvalid,
                Code::ConsentTextRequired,
                Code::GdprOff,
                Code::TextTooLong,
                Code::TextEmpty,
                Code::NumberRange,
                Code::ReferenceUnknown,
                Code::AssigneeNotInInbox,
                Code::SeatMissing,
                Code::ScheduleInvalid,
                Code::TimeZoneUnknown,
                Code::TooMany,
            ]),
        secret(Operation::post("/internal/identify", "identify", "Says who a visitor is"))
            .about("For a site's own server, which knows its customers. The token goes into the snippet's `data-visitor`.")
            .takes::<Identify>()
            .answers::<Identified>("A token for 12 hours."),
        secret(Operation::post("/internal/drain", "drain", "Sends every socket away before a restart"))
            .about("The body is not read. Clients come back by themselves and lose nothing.")
            .answers::<Drained>("They are told."),
        secret(Operation::post("/internal/rebuild", "rebuild", "Makes every inbox's list anew from its threads"))
            .about("For the first start after a restore. The body is not read; doing it again does no harm.")
            .answers::<Rebuilt>("They are there."),
        secret(Operation::post("/internal/conformance", "conformance", "Decides cases of the conformance suite"))
            .about("Each with an account of its own, by the engine that page views get. Nothing is stored or logged.")
            .takes::<Conformance>()
            .answers::<Records>("A record a case."),
    ]
}
