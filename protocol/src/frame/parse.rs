//! Reading what a client sent, with a refusal that says what is wrong and with which message.

use conversation::ids::{ChatflowId, ClientMessageId, ThreadId};

use super::ClientFrame;
use crate::code::Code;

/// Why a text is no frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameError {
    /// [`Code::FrameSyntax`], or what a field says of itself.
    pub code: Code,
    /// What was expected, for people; holds nothing of the frame.
    pub message: String,
    /// The `client_message_id`, where it could be read.
    pub reference: Option<String>,
}

impl ClientFrame {
    /// Reads a frame. An unknown tag is [`ClientFrame::Unknown`], not an error.
    ///
    /// # Errors
    /// [`FrameError`] where the text is not JSON, not a frame, or a field is out of its range.
    pub fn parse(text: &str) -> Result<Self, FrameError> {
        let fail = |code, message: String, reference| Err(FrameError { code, message, reference });
        let value: serde_json::Value = match serde_json::from_str(text) {
            Ok(value) => value,
            // Half of a surrogate pair, which browsers write for half an emoji. The message can never be sent, and
            // its sender has to learn which one it is.
            Err(error) if error.to_string().contains("hex escape") => {
                let message = "a text holds half of a surrogate pair".to_owned();
                return fail(Code::TextEncoding, message, reference_in(text));
            }
            Err(error) => {
                let place = format!("not JSON at line {} column {}", error.line(), error.column());
                return fail(Code::FrameSyntax, place, None);
            }
        };
        let Some(object) = value.as_object() else {
            return fail(Code::FrameSyntax, "expected an object with a tag `t`".into(), None);
        };
        match object.get("t").and_then(serde_json::Value::as_str) {
            Some(
                "hello" | "post" | "email" | "resume" | "received" | "read" | "typing" | "viewing" | "end"
                | "have" | "ping",
            ) => {}
            // A newer client's frame; its fields may mean anything.
            Some(_) => return Ok(Self::Unknown),
            None => return fail(Code::FrameSyntax, "the tag `t` is missing".into(), None),
        }
        let reference = object.get("client_message_id").and_then(serde_json::Value::as_str);
        let reference = reference.filter(|id| ClientMessageId::parse(id).is_ok()).map(String::from);
        for field in ["after_seq", "seq", "n", "reply_to"] {
            let in_range =
                |value: &serde_json::Value| value.as_u64().is_some_and(|n| n <= crate::limits::SEQ_MAX);
            if object.get(field).is_some_and(|value| !in_range(value)) {
                return fail(Code::SeqRange, format!("{field}: expected an integer 0..2^53-1"), reference);
            }
        }
        for (field, well_formed) in [
            ("thread", (|id| ThreadId::parse(id).is_ok()) as fn(&str) -> bool),
            ("chatflow", |id| ChatflowId::parse(id).is_ok()),
            ("client_message_id", |id| ClientMessageId::parse(id).is_ok()),
        ] {
            match object.get(field) {
                None | Some(serde_json::Value::Null) => {}
                Some(value) if value.as_str().is_some_and(well_formed) => {}
                Some(_) => return fail(Code::IdFormat, format!("{field}: not a well-formed id"), reference),
            }
        }
        match serde_json::from_value(value) {
            Ok(frame) => Ok(frame),
            Err(error) => fail(Code::FrameSyntax, error.to_string(), reference),
        }
    }
}

/// The message's id in a frame that cannot be read whole: the first text after the first such key.
fn reference_in(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("\"client_message_id\"")?;
    let id = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split('"').next()?;
    ClientMessageId::parse(id).is_ok().then(|| id.to_owned())
}
