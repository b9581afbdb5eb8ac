//! People: who is invited, what others change about them, what they look after themselves, and the audit log.

use conversation::ids::AgentId;
use protocol::code::Code;
use protocol::rest::audit::{AuditPage, What};
use protocol::rest::invitations::{
    AcceptInvitation, ChangePerson, HandOn, Invitations, Invite, Invited, InvitedPerson, LookAtInvitation,
};
use protocol::rest::passkeys::{
    AddPasskey, AddedPasskey, NewPasskey, PasskeyChallenge, RenamePasskey, SignInPasskey,
};
use protocol::rest::people::PersonInfo;
use protocol::rest::preferences::Preferences;
use protocol::rest::profile::{
    ChangePassword, Confirm, ConfirmFactor, Enrolment, Profile, RecoveryCodes, SaveAvatar, SaveProfile,
    Sessions, SignInSecond,
};
use protocol::rest::{Me, Nothing};

use super::threads::Limit;
use crate::operation::{Access, Operation, Tag};

const PERSON: &str = "/api/people/{agent}";
const NAME: [Code; 3] = [Code::TextEmpty, Code::TextTooLong, Code::TextEncoding];
const CONFIRMED: [Code; 2] = [Code::PasswordWrong, Code::RateLimited];
const UNREAD: &str = "The body is not read, its type `application/json` is.";

pub(super) fn all() -> Vec<Operation> {
    [others(), invitations(), oneself(), factors(), passkeys(), log()].into_iter().flatten().collect()
}

fn see(operation: Operation) -> Operation {
    operation.belongs_to(Tag::Settings, Access::Session)
}

fn change(operation: Operation) -> Operation {
    operation.belongs_to(Tag::Settings, Access::Change).refuses(&[Code::ContentType])
}

fn others() -> Vec<Operation> {
    vec![
        change(Operation::put(PERSON, "changePerson", "Changes somebody's role, seat, inboxes or skills, or disables them"))
            .about("Whose role changes, or who is disabled, is signed out everywhere; sockets close at once.")
            .takes::<ChangePerson>()
            .answers::<PersonInfo>("The person as they are now.")
            .refuses(&[Code::NotFound, Code::OwnerStays, Code::SeatMissing, Code::ReferenceUnknown]),
        change(Operation::delete(PERSON, "removePerson", "Lets somebody go"))
            .about("Whatever they have open goes to others. The body is not read, its type `application/json` is.")
            .answers::<Nothing>("They work here no more.")
            .refuses(&[Code::NotFound, Code::OwnerStays, Code::NamedByRouting]),
        see(Operation::get("/api/people/{agent}/avatar", "avatarOf", "Somebody's picture"))
            .sends(&["image/png", "image/jpeg", "image/webp"], "The picture.")
            .refuses(&[Code::NotFound]),
        change(Operation::post("/api/me/hand-on", "handOn", "Hands the account on to another owner"))
            .takes::<HandOn>()
            .answers::<Nothing>("Both are signed out everywhere.")
            .refuses(&CONFIRMED)
            .refuses(&[Code::NotFound, Code::OwnerStays]),
    ]
}

fn invitations() -> Vec<Operation> {
    let own_page = |operation: Operation| {
        operation.belongs_to(Tag::Session, Access::OwnPage).refuses(&[Code::InvitationOver])
    };
    vec![
        see(Operation::get("/api/invitations", "invitations", "The invitations that nobody accepted yet"))
            .answers::<Invitations>("The newest first."),
        change(Operation::post("/api/invitations", "invite", "Invites somebody"))
            .takes::<Invite>()
            .answers::<Invited>("The invitation, and its link, which is shown this once.")
            .refuses(&NAME)
            .refuses(&[
                Code::EmailInvalid,
                Code::EmailTaken,
                Code::OwnerStays,
                Code::ReferenceUnknown,
                Code::TooMany,
            ]),
        change(Operation::delete(
            "/api/invitations/{invitation}",
            "revokeInvitation",
            "Takes an invitation back",
        ))
        .about(UNREAD)
        .answers::<Invitations>("Those that are left.")
        .refuses(&[Code::NotFound]),
        own_page(Operation::post("/api/invitations/look", "lookAtInvitation", "Whom a link is for"))
            .takes::<LookAtInvitation>()
            .answers::<InvitedPerson>("Whom, and who invited them."),
        own_page(Operation::post("/api/invitations/accept", "acceptInvitation", "Comes to work here"))
            .takes::<AcceptInvitation>()
            .answers::<Me>("Who one is; the session's cookie comes with it.")
            .refuses(&NAME)
            .refuses(&[Code::PasswordLength, Code::EmailTaken, Code::TooMany]),
    ]
}

fn oneself() -> Vec<Operation> {
    let (profile, avatar) = ("/api/me/profile", "/api/me/avatar");
    let (sessions, preferences) = ("/api/me/sessions", "/api/me/preferences");
    vec![
        see(Operation::get(profile, "profile", "Who one is to others"))
            .answers::<Profile>("Name, picture, and how one signs in."),
        change(Operation::put(profile, "saveProfile", "Is called something else"))
            .takes::<SaveProfile>()
            .answers::<Profile>("As it is now.")
            .refuses(&NAME),
        see(Operation::get(preferences, "preferences", "How one likes to work"))
            .about("As it begins, where nothing was chosen. Theirs alone: nobody else is told.")
            .answers::<Preferences>("How long replies rest, and what tells of what."),
        change(Operation::put(preferences, "savePreferences", "Likes to work like this"))
            .about("All of it; what is left out is as it begins.")
            .takes::<Preferences>()
            .answers::<Preferences>("As it is now.")
            .refuses(&[Code::NumberRange, Code::ScheduleInvalid, Code::TooMany]),
        change(Operation::put(avatar, "saveAvatar", "Has a picture"))
            .takes::<SaveAvatar>()
            .answers::<Profile>("As it is now.")
            .refuses(&[Code::ImageInvalid]),
        change(Operation::delete(avatar, "deleteAvatar", "Has no picture any more"))
            .about(UNREAD)
            .answers::<Profile>("As it is now."),
        change(Operation::put("/api/me/password", "changePassword", "Has another password"))
            .about("Every other session ends, and its sockets with it.")
            .takes::<ChangePassword>()
            .answers::<Nothing>("It counts from now on.")
            .refuses(&CONFIRMED)
            .refuses(&[Code::PasswordLength]),
        see(Operation::get(sessions, "sessions", "Where one is signed in"))
            .answers::<Sessions>("What was seen last first."),
        change(Operation::delete(sessions, "endOtherSessions", "Signs out everywhere else"))
            .about(UNREAD)
            .answers::<Sessions>("This one is left."),
        change(Operation::delete("/api/me/sessions/{session}", "endSession", "Signs out somewhere"))
            .about(UNREAD)
            .answers::<Sessions>("Those that are left.")
            .refuses(&[Code::NotFound]),
    ]
}

fn factors() -> Vec<Operation> {
    let factor = "/api/me/second-factor";
    let confirmed = |operation: Operation| change(operation).takes::<Confirm>().refuses(&CONFIRMED);
    vec![
        Operation::post("/api/sign-in/second", "signInSecond", "Goes on signing in, with a code")
            .belongs_to(Tag::Session, Access::OwnPage)
            .takes::<SignInSecond>()
            .answers::<Me>("Who one is; the session's cookie comes with it.")
            .refuses(&[Code::SecondFactorFailed, Code::ChallengeOver, Code::RateLimited]),
        confirmed(Operation::post(factor, "beginSecondFactor", "Begins with a second factor"))
            .answers::<Enrolment>("What the other device has to know; nothing is asked for yet."),
        change(Operation::put(factor, "confirmSecondFactor", "Switches the second factor on"))
            .about("Every other session ends.")
            .takes::<ConfirmFactor>()
            .answers::<RecoveryCodes>("Ten codes that get in without the other device, shown this once.")
            .refuses(&[Code::SecondFactorFailed, Code::RateLimited]),
        confirmed(Operation::delete(factor, "removeSecondFactor", "Switches it off"))
            .about("Every other session ends.")
            .answers::<Profile>("As it is now."),
        confirmed(Operation::post("/api/me/recovery-codes", "makeRecoveryCodes", "Makes new recovery codes"))
            .answers::<RecoveryCodes>("The new ones, shown this once; the old ones count no more."),
    ]
}

fn passkeys() -> Vec<Operation> {
    let (all, one) = ("/api/me/passkeys", "/api/me/passkeys/{passkey}");
    let knocks = |operation: Operation| operation.belongs_to(Tag::Session, Access::OwnPage);
    let signs_in = |operation: Operation| {
        knocks(operation)
            .takes::<SignInPasskey>()
            .answers::<Me>("Who one is; the session's cookie comes with it.")
            .refuses(&[Code::PasskeyFailed, Code::PasskeyInvalid, Code::ChallengeOver, Code::RateLimited])
    };
    vec![
        change(Operation::post("/api/me/passkeys/begin", "beginPasskey", "Begins with a passkey"))
            .about("Nothing is kept yet. The console has to be reached by a name: browsers make no passkeys for numbers.")
            .takes::<Confirm>()
            .answers::<NewPasskey>("What the browser is asked to make.")
            .refuses(&CONFIRMED)
            .refuses(&[Code::PasskeyInvalid]),
        change(Operation::post(all, "addPasskey", "Keeps what the browser made"))
            .about("Every other session ends. Attestation is not asked for: the key is worth what the session is.")
            .takes::<AddPasskey>()
            .answers::<AddedPasskey>("As it is now; with recovery codes, if it is the first thing beside the password.")
            .refuses(&NAME)
            .refuses(&[Code::PasskeyInvalid, Code::ChallengeOver, Code::TooMany]),
        change(Operation::put(one, "renamePasskey", "Calls a passkey something else"))
            .takes::<RenamePasskey>()
            .answers::<Profile>("As it is now.")
            .refuses(&NAME)
            .refuses(&[Code::NotFound]),
        change(Operation::delete(one, "removePasskey", "Removes a passkey"))
            .about("Every other session ends.")
            .takes::<Confirm>()
            .answers::<Profile>("As it is now.")
            .refuses(&CONFIRMED)
            .refuses(&[Code::NotFound]),
        knocks(Operation::post("/api/sign-in/passkey/begin", "askForPasskey", "Asks for any passkey of this site"))
            .takes::<Nothing>()
            .answers::<PasskeyChallenge>("What the browser is asked to answer.")
            .refuses(&[Code::PasskeyInvalid]),
        signs_in(Operation::post("/api/sign-in/passkey", "signInPasskey", "Signs in with a passkey alone"))
            .about("The authenticator has made sure who it is: that is both factors."),
        signs_in(Operation::post(
            "/api/sign-in/second/passkey",
            "signInSecondPasskey",
            "Goes on signing in, with a passkey",
        )),
    ]
}

fn log() -> Vec<Operation> {
    let filtered = |operation: Operation| {
        see(operation)
            .may_name::<AgentId>("who", "Only what this person did.")
            .may_name::<What>("what", "Only what is of this kind.")
            .may_name::<u64>("from", "Not before this instant, in ms since 1970.")
            .may_name::<u64>("until", "Before this instant.")
            .refuses(&[Code::FilterUnknown, Code::LimitRange, Code::IdFormat])
    };
    vec![
        filtered(Operation::get("/api/audit", "audit", "What was done in the administration"))
            .may_name::<u64>("before", "`next` of an earlier answer: older lines.")
            .may_name::<Limit>("limit", "At most so many.")
            .answers::<AuditPage>("The newest first."),
        filtered(Operation::get("/api/audit.csv", "auditTable", "The same as a table"))
            .sends(&["text/csv"], "The newest first, 50,000 lines at most."),
    ]
}
