//! Tokens that programs use all of this with.

use protocol::code::Code;
use protocol::rest::tokens::{NewToken, TokenMade, Tokens};

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let (all, one) = ("/api/tokens", "/api/tokens/{token}");
    let change = |operation: Operation| {
        operation.belongs_to(Tag::Settings, Access::Change).refuses(&[Code::ContentType])
    };
    vec![
        Operation::get(all, "tokens", "The tokens of the account's programs")
            .belongs_to(Tag::Settings, Access::Session)
            .about("At most 100, so that they come at once.")
            .answers::<Tokens>("All of them, the oldest first."),
        change(Operation::post(all, "createToken", "Makes a token"))
            .about("What programs send is in this answer and in no other. No token makes another.")
            .takes::<NewToken>()
            .answers::<TokenMade>("The token, and what programs send.")
            .refuses(&[Code::TextEmpty, Code::TextTooLong, Code::NumberRange, Code::TooMany]),
        change(Operation::delete(one, "revokeToken", "Revokes a token at once"))
            .about("The body is not read, its type `application/json` is.")
            .answers::<Tokens>("Those that are left.")
            .refuses(&[Code::NotFound]),
    ]
}
