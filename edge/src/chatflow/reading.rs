//! A body that holds a chatflow, read so that nothing in it is passed over.
//!
//! The account file's form is open: `targeting` passes over keys that it does not know. Whoever saves a chatflow is
//! told instead, and told which number or word is the wrong one. Fields are named from the chatflow on.

use conversation::capture;
use conversation::consent::Mode;
use protocol::account::{Account, Chatflow};
use protocol::code::Code;
use protocol::limits::{CLOSES_AFTER_MINUTES, OFFSET_PX, REPLY_MINUTES};
use protocol::look::Look;
use serde::de::DeserializeOwned;
use serde_json::Value;
use targeting::display::{PERCENT, SECONDS};

use crate::error::Error;
use crate::json;
use crate::json::tree;

/// Reads a body whose `chatflow` is the one that `chatflow` finds.
///
/// # Errors
/// The malformed codes; `consent_text_required` and `number_range` where a mode or a number cannot be one.
pub fn body<T: DeserializeOwned>(body: Value, chatflow: impl Fn(&T) -> &Chatflow) -> Result<T, Error> {
    let given = body.get("chatflow").cloned().unwrap_or_default();
    possible(&given, "")?;
    let read: T = json::of_value(body)?;
    known(&given, chatflow(&read), "")?;
    Ok(read)
}

/// Reads an account file.
///
/// # Errors
/// As [`body`], about `chatflows[2].welcome`.
pub fn file(body: Value) -> Result<Account, Error> {
    let given = body.get("chatflows").and_then(Value::as_array).cloned().unwrap_or_default();
    let place = |i: usize| format!("chatflows[{i}].");
    for (i, chatflow) in given.iter().enumerate() {
        possible(chatflow, &place(i))?;
    }
    let file: Account = json::of_value(body)?;
    for (i, (given, chatflow)) in given.iter().zip(&file.chatflows).enumerate() {
        known(given, chatflow, &place(i))?;
    }
    Ok(file)
}

/// Refuses by their own codes what would only be "not of the expected kind" to the types.
fn possible(chatflow: &Value, place: &str) -> Result<(), Error> {
    let mode = chatflow.pointer("/consent/mode");
    if mode.is_some_and(|mode| tree::from_value::<Mode>(mode.clone()).is_err()) {
        let message = "expected explicit or legitimate_interest, with a text";
        return Err(Error::rejected(Code::ConsentTextRequired, message).about(format!("{place}consent.mode")));
    }
    let (least, most) = (u32::from(*CLOSES_AFTER_MINUTES.start()), u32::from(*CLOSES_AFTER_MINUTES.end()));
    let numbers = [
        ("email_capture.minutes", 1, u32::from(capture::MAX_MINUTES), " minutes"),
        ("availability.reply_minutes", 1, REPLY_MINUTES, " minutes"),
        ("closes_after_minutes", least, most, " minutes"),
        ("look.offset_side", 0, u32::from(OFFSET_PX), " px"),
        ("look.offset_bottom", 0, u32::from(OFFSET_PX), " px"),
        ("display.large.when.seconds", 1, u32::from(SECONDS), ""),
        ("display.small.when.seconds", 1, u32::from(SECONDS), ""),
        ("display.large.when.scroll", 1, u32::from(PERCENT), ""),
        ("display.small.when.scroll", 1, u32::from(PERCENT), ""),
    ];
    for (field, least, most, unit) in numbers {
        let number =
            chatflow.pointer(&format!("/{}", field.replace('.', "/"))).filter(|value| value.is_number());
        let fits = |value: &Value| {
            value.as_u64().is_some_and(|number| (least.into()..=most.into()).contains(&number))
        };
        if number.is_some_and(|value| !fits(value)) {
            let message = format!("{least} to {most}{unit}");
            return Err(Error::rejected(Code::NumberRange, message).about(format!("{place}{field}")));
        }
    }
    Ok(())
}

/// Refuses what was given and did not arrive.
fn known(given: &Value, chatflow: &Chatflow, place: &str) -> Result<(), Error> {
    let arrived = serde_json::to_value(chatflow).map_err(|error| Error::fault("a chatflow's form", error))?;
    arrived_whole(given, &arrived, place)
}

fn arrived_whole(given: &Value, arrived: &Value, place: &str) -> Result<(), Error> {
    match (given, arrived) {
        (Value::Object(given), Value::Object(arrived)) => {
            for (key, value) in given {
                match arrived.get(key) {
                    Some(same) => arrived_whole(value, same, &format!("{place}{key}."))?,
                    // What says nothing is left out when it is written again.
                    None if says_nothing(value) || is_usual_look(key, value) => {}
                    None => {
                        return Err(json::unknown_field(place, key, arrived.keys().map(String::as_str)));
                    }
                }
            }
            Ok(())
        }
        (Value::Array(given), Value::Array(arrived)) => {
            let place = place.trim_end_matches('.');
            given.iter().zip(arrived).enumerate().try_for_each(|(i, (given, arrived))| {
                arrived_whole(given, arrived, &format!("{place}[{i}]."))
            })
        }
        _ => Ok(()),
    }
}

fn says_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn is_usual_look(key: &str, value: &Value) -> bool {
    key == "look" && tree::from_value(value.clone()).is_ok_and(|look: Look| look.is_usual())
}

#[cfg(test)]
mod tests {
    use protocol::rest::SaveChatflow;
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(change: Value, expected: Result<(), (Code, &str)>) {
        let mut chatflow = json!({
            "id": "a", "name": "A", "include": [{"op": "is", "value": "/"}], "exclude": [], "priority": null,
            "audience": {"who": "everyone", "lists": []}, "inbox": "main", "welcome": "Hi", "pop_up": true,
            "heading": {"kind": "custom", "name": "B"}, "color": "#16614e", "position": "end",
            "small_screens": {"launcher": true}, "availability": {"mode": "always", "reply_minutes": 10},
            "routing": {"assign": "nobody"}, "email_capture": null, "consent": null,
        });
        for (key, value) in change.as_object().unwrap() {
            chatflow[key] = value.clone();
        }
        let asked = json!({"revision": 1, "chatflow": chatflow});
        let got = match body::<SaveChatflow>(asked, |asked| &asked.chatflow) {
            Ok(_) => Ok(()),
            Err(Error::Malformed(problem) | Error::Rejected(problem)) => {
                Err((problem.code, problem.field.unwrap_or_default()))
            }
            Err(fault) => panic!("{fault:?}"),
        };
        assert_eq!(got, expected.map_err(|(code, field)| (code, field.to_owned())), "{change}");
    }

    #[test]
    fn row_5_nothing_is_passed_over() {
        check(json!({}), Ok(()));
        check(json!({"wellcome": "x"}), Err((Code::UnknownField, "wellcome")));
        check(json!({"heading": {"kind": "custom", "nmae": "x"}}), Err((Code::MissingField, "name")));
        check(
            json!({"heading": {"kind": "account", "name": "x"}}),
            Err((Code::UnknownField, "heading.name")),
        );
        check(json!({"audience": {"list": ["vip"]}}), Err((Code::UnknownField, "audience.list")));
        check(
            json!({"include": [{"op": "all"}, {"op": "is", "vaule": "/"}]}),
            Err((Code::UnknownField, "include[1].vaule")),
        );
        check(json!({"inbox": "Not one"}), Err((Code::IdFormat, "")));
    }

    #[test]
    fn row_5_the_likely_name_is_told() {
        let asked =
            json!({"chatflow": {"id": "a", "name": "A", "inbox": "main", "wellcome": "x"}, "revision": 1});
        let Err(Error::Malformed(problem)) = body::<SaveChatflow>(asked, |asked| &asked.chatflow) else {
            panic!("read")
        };
        assert_eq!(problem.message, "unknown field; did you mean welcome?");
    }

    #[test]
    fn row_39_a_mode_of_consent_that_is_none() {
        let consent = |mode: &str| json!({"consent": {"mode": mode, "text": "x"}});
        check(consent("explicit"), Ok(()));
        check(consent("legitimate_interest"), Ok(()));
        check(consent("implicit"), Err((Code::ConsentTextRequired, "consent.mode")));
        check(consent(""), Err((Code::ConsentTextRequired, "consent.mode")));
        check(json!({"consent": {"mode": 1, "text": "x"}}), Err((Code::ConsentTextRequired, "consent.mode")));
    }

    #[test]
    fn numbers_out_of_their_range_are_told_as_such() {
        let capture = |minutes: Value| json!({"email_capture": {"when": "unanswered", "minutes": minutes, "message": "x"}});
        let wrong = Err((Code::NumberRange, "email_capture.minutes"));
        check(capture(json!(1)), Ok(()));
        check(capture(json!(1_440)), Ok(()));
        for minutes in [json!(0), json!(-1), json!(1.5), json!(1_441), json!(70_000), json!(1e30)] {
            check(capture(minutes), wrong);
        }
        check(capture(json!("5")), Err((Code::JsonType, "")));
        let reply = |minutes: u64| json!({"availability": {"mode": "always", "reply_minutes": minutes}});
        check(reply(43_200), Ok(()));
        check(reply(43_201), Err((Code::NumberRange, "availability.reply_minutes")));
        // H67
        let closes = |minutes: Value| json!({"closes_after_minutes": minutes});
        check(closes(json!(5)), Ok(()));
        check(closes(Value::Null), Ok(()));
        for minutes in [json!(4), json!(0), json!(-5), json!(1_441), json!(70_000), json!(7.5)] {
            check(closes(minutes), Err((Code::NumberRange, "closes_after_minutes")));
        }
    }

    #[test]
    fn a_look_is_read_strictly() {
        // H58 E21
        let look = |field: &str, value: Value| json!({"look": {field: value}});
        check(json!({"look": {"scheme": "dark", "icon": "letter", "label": "Help", "font": "page"}}), Ok(()));
        for offset in ["offset_side", "offset_bottom"] {
            let field = format!("look.{offset}");
            check(look(offset, json!(0)), Ok(()));
            check(look(offset, json!(200)), Ok(()));
            for wrong in [json!(201), json!(-1), json!(1.5), json!(70_000)] {
                check(look(offset, wrong), Err((Code::NumberRange, &field)));
            }
        }
        check(json!({"look": {}}), Ok(()));
        check(json!({"look": {"scheme": "auto", "icon": "chat", "label": "", "offset_side": 0}}), Ok(()));
        check(look("shape", json!("round")), Err((Code::UnknownField, "shape")));
    }

    #[test]
    fn when_it_appears_is_read_strictly() {
        // P27
        let at = |screen: &str, when: Value| json!({"display": {screen: {"when": when}}});
        check(at("large", json!({"seconds": 3600, "scroll": 100, "exit_intent": false})), Ok(()));
        for wrong in [json!(0), json!(3601), json!(70_000), json!(-1), json!(1.5)] {
            let seconds = at("small", json!({"seconds": wrong}));
            check(seconds, Err((Code::NumberRange, "display.small.when.seconds")));
        }
        check(at("large", json!({"scroll": 101})), Err((Code::NumberRange, "display.large.when.scroll")));
    }

    #[test]
    fn a_file_names_the_chatflow() {
        let file = json!({"account": "a", "name": "A", "chatflows": [
            {"id": "a", "name": "A", "inbox": "main"},
            {"id": "b", "name": "B", "inbox": "main", "colour": "#16614e"},
        ]});
        let Err(Error::Malformed(problem)) = super::file(file) else { panic!("read") };
        assert_eq!(problem.field.as_deref(), Some("chatflows[1].colour"));
        assert!(problem.message.ends_with("did you mean color?"), "{}", problem.message);
    }
}
