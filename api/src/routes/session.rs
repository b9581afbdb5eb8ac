//! Signing in and out, who one is, and the first set-up.

use protocol::code::Code;
use protocol::rest::profile::SignedIn;
use protocol::rest::{Me, Nothing, SetUp, SignIn};

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    vec![
        Operation::post("/api/sign-in", "signIn", "Signs in")
            .belongs_to(Tag::Session, Access::OwnPage)
            .takes::<SignIn>()
            .about(
                "Where a code is asked for as well, no cookie comes yet: `POST /api/sign-in/second` goes on.",
            )
            .answers::<SignedIn>("Who one is, with the session's cookie; or what is asked for as well.")
            .refuses(&[Code::SignInFailed, Code::RateLimited]),
        Operation::post("/api/sign-out", "signOut", "Ends the session, and its sockets")
            .belongs_to(Tag::Session, Access::Change)
            .about("The body is not read, its type `application/json` is.")
            .answers::<Nothing>("It is over."),
        Operation::get("/api/me", "me", "Who one is")
            .belongs_to(Tag::Session, Access::Session)
            .answers::<Me>("Name, role, inboxes, and what every change has to bring along."),
        Operation::post("/api/setup", "setUp", "Makes the first account of a fresh installation")
            .belongs_to(Tag::Session, Access::OwnPage)
            .about("Once, with the secret of the link that was printed at the start.")
            .takes::<SetUp>()
            .answers::<Me>("The admin is signed in.")
            .refuses(&[
                Code::Forbidden,
                Code::AlreadySetUp,
                Code::EmailInvalid,
                Code::OriginInvalid,
                Code::PasswordLength,
                Code::AccountInvalid,
            ]),
    ]
}
