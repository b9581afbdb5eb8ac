//! Who a visitor is, by the word of the site's own server.

use protocol::code::Code;
use protocol::rest::Nothing;
use protocol::rest::identification::{
    CheckIdentity, CreateIdentity, Identified, IdentityChecked, IdentitySecretMade, IdentitySecrets,
};

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let (all, one) = ("/api/identification/secrets", "/api/identification/secrets/{secret}");
    let change = |operation: Operation| {
        operation.belongs_to(Tag::Settings, Access::Change).refuses(&[Code::ContentType])
    };
    let create = |path: &'static str, id: &'static str| {
        change(Operation::post(path, id, "Says who a visitor is"))
            .about(
                "For the site's own server. Who is no contact yet becomes one; a name is only written where none is known. The \
                 token goes into the snippet's `data-visitor`. It says who somebody is to this chat and signs nobody in anywhere.",
            )
            .takes::<CreateIdentity>()
            .answers::<Identified>("A token for 12 hours.")
            .refuses(&[Code::EmailInvalid, Code::TextEmpty, Code::TextTooLong, Code::TextEncoding, Code::NotFound])
    };
    vec![
        create("/visitor-identification/2026-03/tokens/create", "createIdentity"),
        create("/conversations/v3/visitor-identification/tokens/create", "createIdentityV3"),
        change(Operation::post(
            "/api/identification/check",
            "checkIdentity",
            "Whether a token that the site signed counts, and why not",
        ))
        .about("Nothing is stored or logged. Pages are never told why.")
        .takes::<CheckIdentity>()
        .answers::<IdentityChecked>("What became of it.")
        .refuses(&[Code::NotFound]),
        Operation::get(all, "identitySecrets", "The secrets that the site's server signs identities with")
            .belongs_to(Tag::Settings, Access::Session)
            .about("At most two, which both count.")
            .answers::<IdentitySecrets>("All of them, the oldest first."),
        change(Operation::post(all, "createIdentitySecret", "Makes a secret"))
            .about("It is in this answer and in no other.")
            .takes::<Nothing>()
            .answers::<IdentitySecretMade>("The secret.")
            .refuses(&[Code::TooMany]),
        change(Operation::delete(one, "revokeIdentitySecret", "Revokes a secret"))
            .about("The body is not read, its type `application/json` is. What was signed with it counts for a few \
                 seconds more, until every part of the edge has heard of it.")
            .answers::<IdentitySecrets>("Those that are left.")
            .refuses(&[Code::NotFound]),
    ]
}
