//! What there is to say about a chatflow's form: everything that `conversation::form` finds.

use conversation::form::{self, Form, Why};
use protocol::code::Code;
use protocol::rest::Finding;
use targeting::Expression;

use super::{Surroundings, saving};

pub(super) fn findings(form: &Form, around: &Surroundings) -> Vec<Finding> {
    let compiles = |pattern: &str| Expression::parse(pattern).is_some();
    let mistakes = form::check(form, &around.catalogue, &compiles).into_iter();
    mistakes.map(|it| saving(format!("form.{}", it.at), code(it.why), it.problem)).collect()
}

fn code(why: Why) -> Code {
    match why {
        Why::Empty => Code::TextEmpty,
        Why::TooLong => Code::TextTooLong,
        Why::Encoding => Code::TextEncoding,
        Why::TooMany => Code::TooMany,
        Why::Unknown => Code::ReferenceUnknown,
        Why::Kind => Code::PropertyKind,
        Why::Twice => Code::PropertyTaken,
        Why::Pattern => Code::RuleRegex,
    }
}
