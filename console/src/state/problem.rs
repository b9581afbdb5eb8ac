//! Why something did not work, and what to say about it.
//!
//! Knows error codes and texts; requests are made elsewhere (`api`).

use protocol::code::Code;
use protocol::rest::{Failure, Problem as Told};

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
        let told: Option<Told> = serde_json::from_str::<Failure>(body).ok().map(|failure| failure.error);
        let code = told.as_ref().and_then(|told| Code::parse(&told.code));
        let written = told.as_ref().map_or_else(|| status.to_string(), |told| told.code.clone());
        match (status, code) {
            (_, Some(Code::Unauthenticated | Code::SessionExpired)) => Self::SignedOut,
            (401, None) => Self::SignedOut,
            (500.., _) => Self::Broken { reference: told.map_or(written, |told| told.request_id) },
            _ => Self::Refused { code, written },
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

    /// What to say where something could not be loaded.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        match self {
            Self::NoAnswer => Text::NoAnswer.words(language).to_owned(),
            Self::SignedOut => Text::SessionOver.words(language).to_owned(),
            Self::Refused { .. } => Text::ActFailed.fill(language, &[("code", self.for_support())]),
            Self::Broken { .. } => Text::Failed.fill(language, &[("code", self.for_support())]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_mean_problems() {
        let told = |code: &str| format!(r#"{{"error":{{"code":"{code}","message":"","request_id":"r-1"}}}}"#);
        let refused = |code, written: &str| Problem::Refused { code, written: written.into() };
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
}
