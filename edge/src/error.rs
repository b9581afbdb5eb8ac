//! What can go wrong, and the one translation of it to what clients see.
//!
//! Three families: [`Error::Malformed`] — the bytes are not the protocol; [`Error::Rejected`] — understood, and the
//! domain says no; [`Error::Fault`] — ours. The first two carry a stable code and a sentence for people. A fault's
//! cause goes to the log, once, with a request id; outside it is `internal` and that id. Knows codes, statuses and
//! close codes. Does not know how a response or a frame is written.

use std::fmt;

use conversation::ids::IdFormat;
use conversation::text::{MAX_CHARS, TextRejected};
use conversation::thread::Rejection;
use protocol::code::{Code, close};
use protocol::frame::{FrameError, ServerFrame};
use protocol::limits::REVISE_MS;
use protocol::rest;

use crate::store::StoreError;

/// Why something did not happen.
#[derive(Debug)]
pub enum Error {
    /// The bytes are not the protocol.
    Malformed(Problem),
    /// Understood, and refused.
    Rejected(Problem),
    /// Our failure, or the platform's.
    Fault(Fault),
}

/// What is told about a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// For programs.
    pub code: Code,
    /// For people. Names limits and sizes, never what was sent.
    pub message: String,
    /// The field it is about.
    pub field: Option<String>,
    /// When to try again, in ms, where that helps.
    pub retry_after_ms: Option<u64>,
}

/// A failure of ours. What it holds is for the log alone.
#[derive(Debug)]
pub struct Fault {
    /// What was being done.
    context: &'static str,
    cause: String,
    code: Code,
    /// Where it was logged already, under this request id.
    logged: bool,
}

impl Error {
    /// The bytes are not the protocol.
    #[must_use]
    pub fn malformed(code: Code, message: impl Into<String>) -> Self {
        Self::Malformed(Problem { code, message: message.into(), field: None, retry_after_ms: None })
    }

    /// The domain says no.
    #[must_use]
    pub fn rejected(code: Code, message: impl Into<String>) -> Self {
        Self::Rejected(Problem { code, message: message.into(), field: None, retry_after_ms: None })
    }

    /// Something of ours failed.
    #[must_use]
    pub fn fault(context: &'static str, cause: impl fmt::Display) -> Self {
        let cause = cause.to_string();
        let code = if is_full(&cause) { Code::StorageFull } else { Code::Internal };
        Self::Fault(Fault { context, cause, code, logged: false })
    }

    /// The same, with the field it is about.
    #[must_use]
    pub fn about(mut self, name: impl Into<String>) -> Self {
        if let Self::Malformed(problem) | Self::Rejected(problem) = &mut self {
            problem.field = Some(name.into());
        }
        self
    }

    /// The same, with the time after which another try may succeed.
    #[must_use]
    pub fn retry_after(mut self, ms: u64) -> Self {
        if let Self::Malformed(problem) | Self::Rejected(problem) = &mut self {
            problem.retry_after_ms = Some(ms);
        }
        self
    }

    /// Nothing there, or not yours: nobody learns which.
    #[must_use]
    pub fn not_found() -> Self {
        Self::rejected(Code::NotFound, "nothing here")
    }

    /// The code outside.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Malformed(problem) | Self::Rejected(problem) => problem.code,
            Self::Fault(fault) => fault.code,
        }
    }

    /// The field it is about.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Malformed(problem) | Self::Rejected(problem) => problem.field.as_deref(),
            Self::Fault(_) => None,
        }
    }

    /// What another object answered, as an error again. A fault was logged there, under the request id it names.
    #[must_use]
    pub fn from_answer(status: u16, failure: rest::Failure, retry_after_ms: Option<u64>) -> Self {
        let code = Code::parse(&failure.error.code).unwrap_or(Code::Internal);
        let problem =
            Problem { code, message: failure.error.message, field: failure.error.field, retry_after_ms };
        match status {
            400 | 413 | 415 => Self::Malformed(problem),
            401..=499 => Self::Rejected(problem),
            _ => Self::Fault(Fault { context: "another object", cause: problem.message, code, logged: true }),
        }
    }

    /// The line for the log, where there is one to write and it was not written yet.
    #[must_use]
    pub fn log_line(&self, request_id: &str) -> Option<String> {
        match self {
            Self::Malformed(_) | Self::Rejected(_) => None,
            Self::Fault(fault) if fault.logged => None,
            Self::Fault(Fault { context, cause, .. }) => Some(
                serde_json::json!({"level": "error", "request_id": request_id, "context": context, "cause": cause})
                    .to_string(),
            ),
        }
    }

    /// Status, body and `Retry-After` (seconds) of the HTTP answer.
    #[must_use]
    pub fn to_http(&self, request_id: &str) -> (u16, rest::Failure, Option<u64>) {
        let (code, message, field, retry) = match self {
            Self::Malformed(problem) | Self::Rejected(problem) => {
                (problem.code, problem.message.clone(), problem.field.clone(), problem.retry_after_ms)
            }
            Self::Fault(fault) => (fault.code, OPAQUE.to_owned(), None, None),
        };
        let problem = rest::Problem {
            code: code.as_str().to_owned(),
            message,
            field,
            request_id: request_id.to_owned(),
        };
        (code.status(), rest::Failure { error: problem }, retry.map(|ms| ms.div_ceil(1000)))
    }

    /// The error frame, and the close code where the socket ends with it.
    #[must_use]
    pub fn to_frame(&self, reference: Option<String>, request_id: &str) -> (ServerFrame, Option<u16>) {
        let (code, message, retry_after_ms, close) = match self {
            Self::Malformed(problem) | Self::Rejected(problem) => {
                (problem.code, problem.message.clone(), problem.retry_after_ms, problem.code.close())
            }
            Self::Fault(fault) => {
                // A full disk can be emptied: the socket stays, so that reading goes on.
                let close = (fault.code != Code::StorageFull).then_some(close::FAULT);
                (fault.code, format!("{OPAQUE} ({request_id})"), None, close)
            }
        };
        // Whoever filled in a form is shown which field it is; a message whose answer leads nowhere can go without it.
        let field = match self {
            Self::Rejected(problem) if matches!(problem.code, Code::FormInvalid | Code::ReferenceUnknown) => {
                problem.field.clone()
            }
            _ => None,
        };
        let (code, fatal) = (code.as_str().to_owned(), close.is_some());
        (ServerFrame::Error { code, message, reference, fatal, retry_after_ms, field }, close)
    }
}

const OPAQUE: &str = "something broke on our side; nothing was stored";

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::fault("store", error)
    }
}

/// Whether the platform says that nothing more can be written: SQLite in its words, or the disk in its own.
fn is_full(cause: &str) -> bool {
    ["SQLITE_FULL", "disk is full", "No space left on device", "ENOSPC"]
        .iter()
        .any(|words| cause.contains(words))
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::ThreadClosed => {
                Self::rejected(Code::ThreadClosed, "the conversation was closed; start a new one")
            }
            // Of somebody else's message nothing is told.
            Rejection::NotTheirs => Self::not_found().about("message"),
            Rejection::TooLate { since } => {
                let message = format!(
                    "message: at most {} s after it was sent, got {} s",
                    REVISE_MS / 1_000,
                    since.div_ceil(1_000)
                );
                Self::rejected(Code::MessageTooOld, message).about("message")
            }
        }
    }
}

impl From<TextRejected> for Error {
    fn from(rejected: TextRejected) -> Self {
        let error = match rejected {
            TextRejected::Empty => Self::rejected(Code::TextEmpty, "the text shows nothing"),
            TextRejected::TooLong { got } => {
                Self::rejected(Code::TextTooLong, format!("at most {MAX_CHARS} characters, got {got}"))
            }
            TextRejected::Encoding => Self::malformed(Code::TextEncoding, "the text holds U+0000"),
        };
        error.about("text")
    }
}

impl From<IdFormat> for Error {
    fn from(error: IdFormat) -> Self {
        Self::malformed(Code::IdFormat, error.to_string()).about(error.what)
    }
}

impl From<FrameError> for Error {
    fn from(error: FrameError) -> Self {
        Self::malformed(error.code, error.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_shows_an_id_and_nothing_else() {
        let fault = Error::fault("reading the book", "SECRET detail");
        let (status, failure, retry) = fault.to_http("r1");
        assert_eq!((status, failure.error.code.as_str(), retry), (500, "internal", None));
        assert!(!failure.error.message.contains("SECRET"));
        assert_eq!(failure.error.request_id, "r1");
        let (frame, close) = fault.to_frame(None, "r1");
        assert_eq!(close, Some(1011));
        let json = frame.to_json();
        assert!(json.contains("r1") && !json.contains("SECRET"), "{json}");
        assert!(fault.log_line("r1").unwrap().contains("SECRET detail"));
    }

    #[test]
    fn a_fault_of_another_object_is_logged_there_only() {
        let (status, failure, _) = Error::fault("deep inside", "x").to_http("r1");
        let seen = Error::from_answer(status, failure, None);
        assert_eq!(seen.code(), Code::Internal);
        assert_eq!(seen.log_line("r1"), None);
    }

    #[test]
    fn every_code_keeps_its_family_across_objects() {
        for code in Code::ALL.iter().copied().filter(|code| code.status() < 500) {
            let (status, failure, _) = Error::rejected(code, "m").about("f").to_http("r");
            let back = Error::from_answer(status, failure, None);
            assert_eq!(back.code(), code);
            assert!(!matches!(back, Error::Fault(_)), "{code:?}");
        }
    }

    #[test]
    fn refusals_close_only_where_the_code_says_so() {
        for (code, close) in [
            (Code::AuthRequired, Some(4401)),
            (Code::ProtocolUnsupported, Some(4400)),
            (Code::FrameTooLarge, Some(1009)),
            (Code::ThreadClosed, None),
            (Code::RateLimited, None),
            (Code::FrameSyntax, None),
        ] {
            let (frame, got) = Error::rejected(code, "m").to_frame(Some("ref".into()), "r");
            assert_eq!(got, close, "{code:?}");
            assert!(matches!(frame, ServerFrame::Error { fatal, .. } if fatal == close.is_some()));
        }
    }

    #[test]
    fn a_full_disk_is_told_apart_and_keeps_the_socket() {
        // F12
        for cause in ["database or disk is full: SQLITE_FULL", "write(): No space left on device", "ENOSPC"] {
            for full in [Error::from(StoreError::Database(cause.into())), Error::fault("an alarm", cause)] {
                assert_eq!(full.to_http("r").0, 507, "{cause}");
                let (frame, close) = full.to_frame(None, "r");
                assert_eq!(close, None, "{cause}");
                assert!(
                    matches!(frame, ServerFrame::Error { code, .. } if code == "storage_full"),
                    "{cause}"
                );
            }
        }
        assert_eq!(Error::from(StoreError::Database("no such table".into())).code(), Code::Internal);
    }
}
