//! Why something did not work, and what to say about it.
//!
//! Knows error codes and texts; requests are made elsewhere (`api`).

use protocol::code::Code;
use protocol::rest::{Failure, Problem as Told};

use super::json;
use crate::texts::{Language, Text};

/// A failed request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No answer came.
    NoAnswer,
    /// The session is over, or there is none.
    SignedOut,
    /// Understood and refused.
    Refused {
        /// Why; `None` for a code this console does not know.
        code: Option<Code>,
        /// The code as written, for support.
        written: String,
        /// The field it is about, where it is about one.
        field: Option<String>,
    },
    /// Broken on the other side.
    Broken {
        /// Finds the request in the log.
        reference: String,
    },
}

impl Problem {
    /// What an answer with `status` and `body` that is no success means.
    #[must_use]
    pub fn of_answer(status: u16, body: &str) -> Self {
        let told: Option<Told> = json::read::<Failure>(body).map(|failure| failure.error);
        let code = told.as_ref().and_then(|told| Code::parse(&told.code));
        let written = told.as_ref().map_or_else(|| status.to_string(), |told| told.code.clone());
        match (status, code) {
            (_, Some(Code::Unauthenticated | Code::SessionExpired)) => Self::SignedOut,
            (401, None) => Self::SignedOut,
            (500.., _) => Self::Broken { reference: told.map_or(written, |told| told.request_id) },
            _ => Self::Refused { code, written, field: told.and_then(|told| told.field) },
        }
    }

    /// The code of a refusal.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused { code, .. } => *code,
            Self::NoAnswer | Self::SignedOut | Self::Broken { .. } => None,
        }
    }

    /// Whose expected decision stands in the way, and which, from 0: by the chatflow's place in the account (N7).
    #[must_use]
    pub fn expectation(&self) -> Option<(usize, usize)> {
        match self {
            Self::Refused { code: Some(Code::ExpectationFailed), field: Some(field), .. } => {
                // chatflows[0].expected[2]
                let (flow, expected) = field.strip_prefix("chatflows[")?.split_once("].expected[")?;
                Some((flow.parse().ok()?, expected.split(']').next()?.parse().ok()?))
            }
            _ => None,
        }
    }

    /// The same among chatflows of which the one at `deleted` is still there.
    #[must_use]
    pub fn counting_from(mut self, deleted: usize) -> Self {
        if let (Some((flow, expected)), Self::Refused { field, .. }) = (self.expectation(), &mut self)
            && flow >= deleted
        {
            *field = Some(format!("chatflows[{}].expected[{expected}]", flow + 1));
        }
        self
    }

    /// What support asks for.
    #[must_use]
    pub fn for_support(&self) -> &str {
        match self {
            Self::NoAnswer => "no answer",
            Self::SignedOut => "signed out",
            Self::Refused { written, .. } => written,
            Self::Broken { reference } => reference,
        }
    }

    /// What to say about it: why, and what to do. A code from a newer edge is at least shown as it is.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        match self {
            Self::NoAnswer => Text::NoAnswer.words(language).to_owned(),
            Self::SignedOut => Text::SessionOver.words(language).to_owned(),
            Self::Refused { code: Some(code), .. } => words(*code).words(language).to_owned(),
            Self::Refused { code: None, written, .. } => Text::Refused.fill(language, &[("code", written)]),
            Self::Broken { reference } => Text::Failed.fill(language, &[("code", reference)]),
        }
    }
}

/// What is said for a code. A code without words does not compile.
#[must_use]
pub const fn words(code: Code) -> Text {
    match code {
        Code::BodyEmpty
        | Code::JsonSyntax
        | Code::JsonType
        | Code::JsonDuplicateKey
        | Code::JsonDepth
        | Code::UnknownField
        | Code::MissingField
        | Code::ContentType
        | Code::IdFormat
        | Code::SeqRange
        | Code::LimitRange
        | Code::FilterUnknown
        | Code::FrameSyntax
        | Code::FrameBinary
        | Code::FrameUnknown
        | Code::ProtocolUnsupported
        | Code::MethodNotAllowed
        | Code::PollGone
        | Code::UpgradeRequired
        | Code::AuthRequired
        | Code::ResumeAhead
        | Code::AckRange
        | Code::CursorInvalid
        | Code::KeyFormat
        | Code::CredentialsMixed => Text::CodeMisunderstood,
        Code::Csrf => Text::CodePageTooOld,
        Code::BodyTooLarge | Code::FrameTooLarge => Text::CodeTooLarge,
        Code::Internal => Text::CodeBroken,
        Code::StorageFull => Text::CodeNoRoom,
        Code::RateLimited => Text::CodeTooOften,
        Code::ThreadOpen => Text::CodeThreadOpen,
        Code::StartedByBot => Text::CodeStartedByBot,
        Code::NoAddress => Text::CodeNoAddress,
        Code::Forbidden => Text::CodeForbidden,
        Code::NotFound => Text::CodeNotFound,
        Code::Unauthenticated | Code::SessionExpired => Text::SessionOver,
        Code::SignInFailed => Text::SignInFailed,
        Code::AlreadySetUp => Text::SetUpUsed,
        Code::EmailInvalid => Text::EmailEnding,
        Code::TextEncoding => Text::CodeBrokenCharacter,
        Code::TextTooLong => Text::CodeTextTooLong,
        Code::TextEmpty => Text::CodeTextEmpty,
        Code::IdempotencyConflict => Text::CodeSentBefore,
        Code::ThreadClosed => Text::CodeThreadClosed,
        Code::ConsentRequired => Text::CodeConsentRequired,
        Code::Replaced => Text::CodeReplaced,
        Code::AssigneeNotInInbox => Text::CodeNotAMember,
        Code::SeatMissing => Text::CodeNoSeat,
        Code::ScheduleInvalid => Text::CodeSchedule,
        Code::TimeZoneUnknown => Text::CodeTimeZone,
        Code::OriginForbidden => Text::CodeOriginForbidden,
        Code::OriginInvalid => Text::CodeOriginInvalid,
        Code::GdprOff => Text::CodeGdprOff,
        Code::ConsentTextRequired => Text::CodeConsentText,
        Code::ColourInvalid => Text::CodeColour,
        Code::RuleValue => Text::CodeRuleValue,
        Code::RuleUrl => Text::CodeRuleUrl,
        Code::RuleOperator => Text::CodeRuleOperator,
        Code::RuleRegex => Text::CodeRuleRegex,
        Code::FormInvalid => Text::CodeFormInvalid,
        Code::ConditionInvalid => Text::CodeCondition,
        Code::AudienceContradictory => Text::CodeAudience,
        Code::ConditionsContradictory => Text::CodeContradiction,
        Code::ExpectationFailed => Text::CodeExpectation,
        Code::SitemapUnreadable => Text::CodeSitemap,
        Code::RuleMissing => Text::CodeRuleMissing,
        Code::ReferenceUnknown => Text::CodeReference,
        Code::NumberRange => Text::CodeNumber,
        Code::TooMany => Text::CodeTooMany,
        Code::ChatflowChanged | Code::ListChanged => Text::CodeChanged,
        Code::LabelTaken => Text::CodeLabelTaken,
        Code::InboxInUse => Text::CodeInboxInUse,
        Code::NamedByChatflow => Text::CodeNamedByChatflow,
        Code::SubscriptionUnknown => Text::CodeSubscriptionUnknown,
        Code::PatternInvalid => Text::CodePatternInvalid,
        Code::NamedByRouting => Text::CodeNamedByRouting,
        Code::NameMismatch => Text::CodeNameMismatch,
        Code::RecordKind => Text::CodeRecordKind,
        Code::ListInUse => Text::CodeListInUse,
        Code::ListCircle => Text::CodeListCircle,
        Code::ListPriority => Text::CodeListPriority,
        Code::ListKind => Text::CodeListKind,
        Code::PropertyInUse => Text::CodePropertyInUse,
        Code::PropertyKind => Text::CodePropertyKind,
        Code::SavedReplyTaken => Text::ReplyNameTaken,
        Code::MacroTaken => Text::MacroNameTaken,
        Code::MacroSteps => Text::CodeMacroSteps,
        Code::SavedReplyName => Text::CodeReplyName,
        Code::VariableUnknown => Text::CodeVariable,
        Code::PropertyTaken => Text::CodePropertyTaken,
        Code::AccountInvalid => Text::CodeAccount,
        Code::PasswordLength => Text::CodePassword,
        Code::PasswordWrong => Text::CodePasswordWrong,
        Code::SecondFactorFailed => Text::CodeSecondFactor,
        Code::PasskeyFailed => Text::CodePasskeyFailed,
        Code::PasskeyInvalid => Text::CodePasskeyInvalid,
        Code::ChallengeOver => Text::CodeChallengeOver,
        Code::InvitationOver => Text::CodeInvitationOver,
        Code::EmailTaken => Text::CodeEmailTaken,
        Code::OwnerStays => Text::CodeOwnerStays,
        Code::ImageInvalid => Text::CodeImage,
        Code::FileType | Code::FileTypeMismatch => Text::CodeFileType,
        Code::FileEmpty => Text::CodeFileEmpty,
        Code::FileTooLarge => Text::CodeFileLarge,
        Code::ImageTooLarge => Text::CodeFilePixels,
        Code::FileQuota => Text::CodeFileQuota,
        Code::FileGone => Text::CodeFileGone,
        Code::BotTalking => Text::CodeBotTalking,
        Code::BotGone => Text::CodeBotGone,
        Code::BotInvalid => Text::CodeBotInvalid,
        Code::KeyReused | Code::KeyRunning => Text::CodeSentBefore,
        Code::WebhookUrl => Text::CodeWebhookUrl,
        Code::AppUrl => Text::CodeAppUrl,
        Code::WebhookOff => Text::CodeWebhookOff,
        Code::MessageTooOld => Text::CodeMessageTooOld,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_expectation_says_whose_it_is() {
        // N7
        let problem = |field: &str| Problem::Refused {
            code: Some(Code::ExpectationFailed),
            written: "expectation_failed".into(),
            field: Some(field.into()),
        };
        for (field, expected) in [
            ("chatflows[1].expected[2]", Some((1, 2))),
            ("expected[2]", None),
            ("chatflows[x].expected[2]", None),
        ] {
            assert_eq!(problem(field).expectation(), expected, "{field}");
        }
        for (deleted, expected) in [(0, 2), (1, 2), (2, 1)] {
            let counted = problem("chatflows[1].expected[2]").counting_from(deleted);
            assert_eq!(counted.expectation(), Some((expected, 2)), "{deleted} deleted");
        }
    }

    #[test]
    fn answers_mean_problems() {
        let told = |code: &str| format!(r#"{{"error":{{"code":"{code}","message":"","request_id":"r-1"}}}}"#);
        let refused = |code, written: &str| Problem::Refused { code, written: written.into(), field: None };
        for (status, body, expected) in [
            (401, told("unauthenticated"), Problem::SignedOut),
            (401, told("session_expired"), Problem::SignedOut),
            (401, String::new(), Problem::SignedOut),
            (401, told("sign_in_failed"), refused(Some(Code::SignInFailed), "sign_in_failed")),
            (
                422,
                told("assignee_not_in_inbox"),
                refused(Some(Code::AssigneeNotInInbox), "assignee_not_in_inbox"),
            ),
            (418, told("from_the_future"), refused(None, "from_the_future")),
            (404, "<html>".into(), refused(None, "404")),
            (500, told("internal"), Problem::Broken { reference: "r-1".into() }),
            (502, "<html>".into(), Problem::Broken { reference: "502".into() }),
        ] {
            assert_eq!(Problem::of_answer(status, &body), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_refusal_says_which_field_it_is_about() {
        let body = r#"{"error":{"code":"number_range","message":"","field":"email_capture.minutes","request_id":"r-1"}}"#;
        let Problem::Refused { field, .. } = Problem::of_answer(422, body) else { panic!("refused") };
        assert_eq!(field.as_deref(), Some("email_capture.minutes"));
    }

    #[test]
    fn every_code_has_words_in_both_languages() {
        // S184
        for code in Code::ALL {
            let problem = Problem::of_answer(
                code.status(),
                &format!(r#"{{"error":{{"code":"{}","message":"","request_id":"r-1"}}}}"#, code.as_str()),
            );
            let (english, german) = (problem.sentence(Language::English), problem.sentence(Language::German));
            for words in [&english, &german, &words(*code).words(Language::German).to_owned()] {
                assert!(words.contains(' ') && !words.contains('{'), "{code:?}: {words}");
                assert!(words.ends_with(['.', ')']), "{code:?} is no sentence: {words}");
            }
            assert_ne!(english, german, "{code:?} is not translated");
        }
    }

    #[test]
    fn a_code_from_the_future_is_shown_as_it_is() {
        let problem = Problem::Refused { code: None, written: "from_the_future".into(), field: None };
        assert!(problem.sentence(Language::German).contains("from_the_future"));
    }
}
