//! Every error code there is. Codes are contract: clients and tests match on them; the text beside may change.
//!
//! Knows the code's spelling, HTTP status and close code. Does not know how a shell writes a response.

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal, $status:literal;)*) => {
        /// A stable error code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code {
            $($(#[doc = $doc])* $name,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// As written on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// The status of an HTTP answer that carries it.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Code::$name => $status,)* }
            }

            /// What it means, in a sentence: the documentation beside it, for the API description.
            #[cfg(feature = "schema")]
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc),*).trim_ascii(),)* }
            }
        }
    };
}

codes! {
    // Malformed: the bytes are not the protocol.
    /// A body was needed and none came.
    BodyEmpty = "body_empty", 400;
    /// The body is larger than allowed.
    BodyTooLarge = "body_too_large", 413;
    /// The body is not JSON.
    JsonSyntax = "json_syntax", 400;
    /// The JSON is not of the expected kind.
    JsonType = "json_type", 400;
    /// A key stands twice in one object.
    JsonDuplicateKey = "json_duplicate_key", 400;
    /// The JSON is nested too deeply.
    JsonDepth = "json_depth", 400;
    /// A field that nobody knows.
    UnknownField = "unknown_field", 400;
    /// A field that is needed and missing.
    MissingField = "missing_field", 400;
    /// The content type is not the one this route reads.
    ContentType = "content_type", 415;
    /// An id of the wrong shape.
    IdFormat = "id_format", 400;
    /// A sequence number outside 0..2^53-1.
    SeqRange = "seq_range", 400;
    /// A page size outside 1..200.
    LimitRange = "limit_range", 400;
    /// A filter, view or sort order that nobody knows.
    FilterUnknown = "filter_unknown", 400;
    /// The text holds bytes that are no text.
    TextEncoding = "text_encoding", 400;
    /// A frame is not JSON, or not a frame.
    FrameSyntax = "frame_syntax", 400;
    /// A frame is binary.
    FrameBinary = "frame_binary", 400;
    /// A frame of a kind this side does not know.
    FrameUnknown = "frame_unknown", 400;
    /// A frame over 64 KiB.
    FrameTooLarge = "frame_too_large", 413;
    /// The first frame says a version this side does not speak.
    ProtocolUnsupported = "protocol_unsupported", 400;

    // Rejections: understood, and the domain says no.
    /// The text is longer than allowed.
    TextTooLong = "text_too_long", 413;
    /// The text shows nothing.
    TextEmpty = "text_empty", 422;
    /// No credential, or none that counts.
    Unauthenticated = "unauthenticated", 401;
    /// The session is over.
    SessionExpired = "session_expired", 401;
    /// The first frame was no valid `hello`, or none came in time.
    AuthRequired = "auth_required", 401;
    /// E-mail or password is wrong; which of them is not said.
    SignInFailed = "sign_in_failed", 401;
    /// The credential is good, and does not allow this.
    Forbidden = "forbidden", 403;
    /// The origin is not on the account's list.
    OriginForbidden = "origin_forbidden", 403;
    /// A request that changes something without proof that our own page sent it.
    Csrf = "csrf", 403;
    /// Nothing there, or not yours: the answer is the same.
    NotFound = "not_found", 404;
    /// The route exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405;
    /// The same client message id with another text.
    IdempotencyConflict = "idempotency_conflict", 409;
    /// The thread was closed too long ago; start a new one.
    ThreadClosed = "thread_closed", 409;
    /// The thread is open; close it first.
    ThreadOpen = "thread_open", 409;
    /// No transcript is sent of a thread that a bot began (S160).
    StartedByBot = "started_by_bot", 409;
    /// The message was said too long ago to be changed or taken back (P26).
    MessageTooOld = "message_too_old", 409;
    /// No e-mail address of the contact is known.
    NoAddress = "no_address", 422;
    /// The client says it has more than the log holds; load everything again.
    ResumeAhead = "resume_ahead", 409;
    /// A receipt for something that was never sent.
    AckRange = "ack_range", 409;
    /// Set up already.
    AlreadySetUp = "already_set_up", 409;
    /// The visitor has to agree first.
    ConsentRequired = "consent_required", 403;
    /// The agent is no member of the inbox.
    AssigneeNotInInbox = "assignee_not_in_inbox", 422;
    /// A routing rule names somebody without a seat, to whom nothing can be routed (S95).
    SeatMissing = "seat_missing", 422;
    /// Business or working hours that cannot be: ranges that overlap or end before they begin, or too many of them.
    ScheduleInvalid = "schedule_invalid", 422;
    /// A time zone that the tz database does not have.
    TimeZoneUnknown = "time_zone_unknown", 422;
    /// Not an e-mail address.
    EmailInvalid = "email_invalid", 422;
    /// Consent can be asked for only while the account's GDPR functions are on (S79).
    GdprOff = "gdpr_off", 422;
    /// A consent step without a text, whatever it is consent to.
    ConsentTextRequired = "consent_text_required", 422;
    /// Not a colour such as `#16614e`.
    ColourInvalid = "colour_invalid", 422;
    /// Not an origin such as `https://www.example.com`.
    OriginInvalid = "origin_invalid", 422;
    /// A targeting rule's value is empty, too long, or holds control characters.
    RuleValue = "rule_value", 422;
    /// A targeting rule's value is no address.
    RuleUrl = "rule_url", 422;
    /// There is no such operator.
    RuleOperator = "rule_operator", 422;
    /// A targeting rule's value is no regular expression, or too large a one (P29).
    RuleRegex = "rule_regex", 422;
    /// A condition on a fact that does not exist, with an operator that does not exist, or without a good value.
    ConditionInvalid = "condition_invalid", 422;
    /// An audience that is nobody: every list it is for is also hidden from (N5).
    AudienceContradictory = "audience_contradictory", 422;
    /// No group of conditions can hold: two of each contradict each other (N5).
    ConditionsContradictory = "conditions_contradictory", 422;
    /// A decision that an owner expects would come out otherwise (N7).
    ExpectationFailed = "expectation_failed", 422;
    /// A sitemap that could not be fetched, or is none.
    SitemapUnreadable = "sitemap_unreadable", 422;
    /// A chatflow without an include rule cannot be published (S30).
    RuleMissing = "rule_missing", 422;
    /// A list, agent or inbox is named that the account does not have.
    ReferenceUnknown = "reference_unknown", 422;
    /// A number outside its range.
    NumberRange = "number_range", 422;
    /// More of something than an account may have.
    TooMany = "too_many", 422;
    /// Somebody else saved it meanwhile; look at their version first.
    ChatflowChanged = "chatflow_changed", 409;
    /// Somebody else saved the list meanwhile; look at their version first.
    ListChanged = "list_changed", 409;
    /// A chatflow, another list or the priorities name the list; the message says which.
    ListInUse = "list_in_use", 409;
    /// What is said of a list's priority says nothing, or was said before; the message says which.
    ListPriority = "list_priority", 422;
    /// Lists that name each other in a circle, or too deep within each other.
    ListCircle = "list_circle", 422;
    /// A static list has no criteria, and nobody is put on a smart one.
    ListKind = "list_kind", 422;
    /// A list or a contact has the property, or one of its options; the message says which.
    PropertyInUse = "property_in_use", 409;
    /// A test or a value that does not fit the kind of the property.
    PropertyKind = "property_kind", 422;
    /// There is a property or an option of that name already.
    PropertyTaken = "property_taken", 422;
    /// There is a label of that name already.
    LabelTaken = "label_taken", 422;
    /// There is a saved reply of that short name already, among one's own or among everybody's.
    SavedReplyTaken = "saved_reply_taken", 422;
    /// A saved reply's short name is letters, digits, `-` and `_`.
    SavedReplyName = "saved_reply_name", 422;
    /// There is a macro of that name already, among one's own or among everybody's.
    MacroTaken = "macro_taken", 422;
    /// A macro does nothing, or contradicts itself; the message says how.
    MacroSteps = "macro_steps", 422;
    /// A text names a variable that does not exist, or does not close its braces; the message says which.
    VariableUnknown = "variable_unknown", 422;
    /// A chatflow leads to the inbox; the message says which.
    InboxInUse = "inbox_in_use", 409;
    /// The routing of a chatflow names the team or the person; the message says which.
    NamedByRouting = "named_by_routing", 409;
    /// A chatflow asks its visitors to subscribe to it; the message says which.
    NamedByChatflow = "named_by_chatflow", 409;
    /// What was typed is not the name of what is to be deleted.
    NameMismatch = "name_mismatch", 422;
    /// A ticket stays a ticket, a deal a deal.
    RecordKind = "record_kind", 422;
    /// The account file does not hold together.
    AccountInvalid = "account_invalid", 422;
    /// The password until now is not this one.
    PasswordWrong = "password_wrong", 422;
    /// The code of the second factor is wrong, or was used before.
    SecondFactorFailed = "second_factor_failed", 401;
    /// The passkey does not prove what was asked, or nobody here has it.
    PasskeyFailed = "passkey_failed", 401;
    /// A passkey that cannot be kept: the message says what of it does not hold, or that somebody has it already.
    PasskeyInvalid = "passkey_invalid", 422;
    /// What had to be answered was answered, or took too long; begin anew.
    ChallengeOver = "challenge_over", 410;
    /// The invitation was accepted, taken back, or is too old.
    InvitationOver = "invitation_over", 410;
    /// Somebody signs in with that address already.
    EmailTaken = "email_taken", 409;
    /// The account has one owner, who stays until they hand it on.
    OwnerStays = "owner_stays", 409;
    /// Neither PNG, JPEG nor WebP, or too large.
    ImageInvalid = "image_invalid", 422;
    /// A file of a kind that is not taken; the message says what it looks like, and what is.
    FileType = "file_type", 415;
    /// A file whose name says another kind than its bytes do.
    FileTypeMismatch = "file_type_mismatch", 415;
    /// A file without a byte.
    FileEmpty = "file_empty", 422;
    /// A file larger than allowed.
    FileTooLarge = "file_too_large", 413;
    /// A picture of more pixels than allowed, or one that does not say how many it has.
    ImageTooLarge = "image_too_large", 422;
    /// A file that would be more than somebody may bring in a day, or than there is room for.
    FileQuota = "file_quota", 429;
    /// A message names a file that is not there: not brought, too old, another's, or in another message.
    FileGone = "file_gone", 422;
    /// A password outside 10 to 1,024 bytes.
    PasswordLength = "password_length", 422;
    /// No session that polls has this id any more; begin a new one.
    PollGone = "poll_gone", 410;
    /// Not a socket request.
    UpgradeRequired = "upgrade_required", 426;
    /// Too many at once; wait.
    RateLimited = "rate_limited", 429;
    /// A bot has the thread: it cannot be closed until 30 minutes after the visitor's last message (S130).
    BotTalking = "bot_talking", 409;
    /// No bot has the thread any more: it was handed over, or somebody took it.
    BotGone = "bot_gone", 409;
    /// Something is wrong with a bot; the message says what, and the field where.
    BotInvalid = "bot_invalid", 422;
    /// A form was not filled in well; the field says where, and the message what (P3).
    FormInvalid = "form_invalid", 422;
    /// A box was ticked under a text that was never published, or for what nobody can subscribe to any more (S85).
    SubscriptionUnknown = "subscription_unknown", 422;
    /// A pattern of what is masked, or its name, is none; the field says which, and the message why (N20).
    PatternInvalid = "pattern_invalid", 422;
    /// A cursor that is none of this list.
    CursorInvalid = "cursor_invalid", 400;
    /// A webhook's address that cannot be: not `https`, or not on the public network.
    WebhookUrl = "webhook_url", 422;
    /// The address of an app is none, or not one that may stand in a frame.
    AppUrl = "app_url", 422;
    /// The webhook is switched off: nothing is sent.
    WebhookOff = "webhook_off", 409;
    /// An `Idempotency-Key` that is none: 8 to 64 letters, digits, `-` and `_`.
    KeyFormat = "idempotency_key_format", 400;
    /// The same `Idempotency-Key` with another request.
    KeyReused = "idempotency_key_reused", 409;
    /// The request of this `Idempotency-Key` is under way; ask again in a moment.
    KeyRunning = "idempotency_key_running", 409;
    /// A request with both a token and a session, which may not be mixed.
    CredentialsMixed = "credentials_mixed", 400;
    /// Another tab of this visitor took this socket's place.
    Replaced = "replaced", 409;

    // Faults: ours.
    /// Something broke on our side; the request id finds it in the log.
    Internal = "internal", 500;
    /// Nothing can be written; nothing was acknowledged.
    StorageFull = "storage_full", 507;
}

impl Code {
    /// The code of that spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// The close code of a socket that ends because of it; `None` where the socket lives on.
    #[must_use]
    pub const fn close(self) -> Option<u16> {
        match self {
            Code::FrameTooLarge => Some(close::TOO_LARGE),
            Code::ProtocolUnsupported => Some(close::PROTOCOL),
            Code::AuthRequired => Some(close::AUTH),
            Code::Replaced => Some(close::REPLACED),
            _ => None,
        }
    }
}

/// Close codes of a socket.
pub mod close {
    /// Too many frames that were not the protocol.
    pub const MALFORMED: u16 = 1007;
    /// A frame over 64 KiB.
    pub const TOO_LARGE: u16 = 1009;
    /// A fault of ours.
    pub const FAULT: u16 = 1011;
    /// The service restarts; come back.
    pub const RESTART: u16 = 1012;
    /// The client took nothing for a minute after it was told that it lags.
    pub const LAGGING: u16 = 4008;
    /// A protocol version this side does not speak.
    pub const PROTOCOL: u16 = 4400;
    /// No valid `hello`.
    pub const AUTH: u16 = 4401;
    /// No `hello` in time.
    pub const HELLO_TIMEOUT: u16 = 4408;
    /// Another tab took this socket's place.
    pub const REPLACED: u16 = 4409;
    /// Nothing was heard from the client for so long that the line must be dead.
    pub const SILENT: u16 = 4410;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_spelled_once_and_read_back() {
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(*code));
            assert!((400..=599).contains(&code.status()), "{code:?}");
        }
    }
}
