//! What people type into a search box: words, and `operator:value` for what is not a word (P52).
//!
//! | typed | finds |
//! |---|---|
//! | `refund late` | both words, in one message or in who it is with |
//! | `"not yet"` | these words in this order |
//! | `deliver*` | words that begin so |
//! | `-refund`, `-label:vip` | what has it not |
//! | `from:sofia` | name or address of whoever it is with |
//! | `label:vip` | the label of that id |
//! | `chatflow:shop`, `assignee:anna`, `team:kilns` | by their ids |
//! | `priority:high` | how urgent: `low`, `normal`, `high`, `urgent` |
//! | `is:open`, `is:snoozed`, `is:closed`, `is:mine`, `is:unassigned`, `is:chat`, `is:email` | how it stands, whose it is, where from |
//! | `after:2026-11-01`, `before:2026-12-01` | when something was last said: days of UTC, the first from its beginning |
//!
//! Without `is:open` and its like, open and closed threads are searched (S110). Anything else with a colon is a word: people
//! search for addresses of pages.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{Channel, Filter, Span, TEXT_CHARS, Who, Word, Words};
use crate::ids::{AgentId, ChatflowId, LabelId, TeamId};
use crate::routing::priority::Priority;
use crate::schedule::Date;
use crate::view::Standing;

/// What cannot be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoQuery {
    /// The operator that is to blame, or `q` for the whole.
    pub field: &'static str,
    /// What would have been right, for people.
    pub expected: &'static str,
}

/// Reads what was typed.
///
/// # Errors
/// [`NoQuery`] where an operator has a value it cannot have, or nothing can be looked for.
pub fn parse(text: &str) -> Result<Filter, NoQuery> {
    if text.chars().count() > TEXT_CHARS {
        return Err(NoQuery { field: "q", expected: "at most 200 characters" });
    }
    let (mut tests, mut words) = (Vec::new(), Vec::new());
    for part in split(text) {
        let (negated, part_text) = match part.text.strip_prefix('-') {
            Some(rest) if !part.quoted && !rest.is_empty() => (true, rest),
            _ => (part.negated, part.text),
        };
        let test = match operator(part.operator, part_text, part.quoted)? {
            Some(test) => test,
            None => match Word::of(part_text, part.quoted) {
                None => continue,
                Some(word) if !negated => {
                    words.push(word);
                    continue;
                }
                Some(word) => Filter::Text(Words::one(word)),
            },
        };
        tests.push(if negated { Filter::Not(Box::new(test)) } else { test });
    }
    if !words.is_empty() {
        tests.push(Filter::Text(Words(words)));
    }
    match tests.len() {
        0 => Err(NoQuery { field: "q", expected: "a word to look for" }),
        1 => Ok(tests.remove(0)),
        _ => Ok(Filter::All(tests)),
    }
}

/// The test of an operator; `None` where it is a word.
fn operator(operator: Option<&'static str>, value: &str, quoted: bool) -> Result<Option<Filter>, NoQuery> {
    let Some(field) = operator else { return Ok(None) };
    let wrong = |expected| NoQuery { field, expected };
    let day =
        |value: &str| value.parse::<Date>().map(starts_at).map_err(|_| wrong("a day such as 2026-11-21"));
    Ok(Some(match field {
        "from" => {
            let word = Word::of(value, quoted).ok_or(wrong("a part of a name or an address"))?;
            Filter::From(Words::one(word))
        }
        "label" => Filter::Label(LabelId::parse(value).map_err(|_| wrong("the id of a label"))?),
        "chatflow" => Filter::Chatflow(ChatflowId::parse(value).map_err(|_| wrong("the id of a chatflow"))?),
        "assignee" => {
            Filter::Assignee(Who::Agent(AgentId::parse(value).map_err(|_| wrong("the id of an agent"))?))
        }
        "team" => Filter::Assignee(Who::Team(TeamId::parse(value).map_err(|_| wrong("the id of a team"))?)),
        "priority" => Filter::Priority(Priority::parse(value).ok_or(wrong("low, normal, high or urgent"))?),
        "before" => Filter::Updated(Span { after: None, before: Some(day(value)?) }),
        "after" => Filter::Updated(Span { after: Some(day(value)?), before: None }),
        _ => match value {
            "open" => Filter::Status(Standing::Open),
            "snoozed" => Filter::Status(Standing::Snoozed),
            "closed" => Filter::Status(Standing::Closed),
            "mine" => Filter::Assignee(Who::Me),
            "unassigned" => Filter::Assignee(Who::Nobody),
            "chat" => Filter::Channel(Channel::Chat),
            "email" => Filter::Channel(Channel::Email),
            _ => return Err(wrong("open, snoozed, closed, mine, unassigned, chat or email")),
        },
    }))
}

/// The operators there are.
const OPERATORS: [&str; 9] =
    ["from", "label", "chatflow", "assignee", "team", "priority", "is", "before", "after"];

/// A piece of what was typed.
pub(super) struct Part<'t> {
    pub(super) operator: Option<&'static str>,
    pub(super) text: &'t str,
    pub(super) quoted: bool,
    /// Whether a minus stands before an operator or a quote.
    negated: bool,
}

/// Splits at white space, except within quotes. A quote that is never closed reaches to the end.
pub(super) fn split(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    core::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let (negated, after_minus) = match rest.strip_prefix('-') {
            Some(after) => (true, after),
            None => (false, rest),
        };
        let operator = OPERATORS.into_iter().find(|name| {
            after_minus
                .strip_prefix(name)
                .and_then(|after| after.strip_prefix(':'))
                .is_some_and(|after| after.chars().next().is_some_and(|c| !c.is_whitespace()))
        });
        let value = operator.map_or(after_minus, |name| after_minus.split_at(name.len() + 1).1);
        let (text, quoted, left) = match value.strip_prefix('"') {
            Some(inside) => match inside.split_once('"') {
                Some((text, left)) => (text, true, left),
                None => (inside, true, ""),
            },
            None => {
                // Without an operator the minus is looked at with the word, which may be a lone minus.
                let from = if operator.is_some() { value } else { rest };
                let end = from.find(char::is_whitespace).unwrap_or(from.len());
                let (word, left) = from.split_at(end);
                (word, false, left)
            }
        };
        rest = left;
        Some(Part { operator, text, quoted, negated: negated && (operator.is_some() || quoted) })
    })
}

/// The first instant of a day, in ms since 1970 (UTC). Days from a date: the inverse of `Date::of_day`.
fn starts_at(date: Date) -> u64 {
    let (year, month, day) = date.parts();
    let (year, month, day) = (u64::from(year), u64::from(month), u64::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let march_month = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * march_month + 2) / 5 + day - 1;
    let (era, of_era) = (year / 400, year % 400);
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    (days - 719_468) * 86_400_000
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec;

    use super::*;

    fn words(text: &str) -> Words {
        Words::parse(text).unwrap()
    }

    fn not(filter: Filter) -> Filter {
        Filter::Not(Box::new(filter))
    }

    #[track_caller]
    fn check(text: &str, expected: Filter) {
        assert_eq!(parse(text), Ok(expected), "{text}");
    }

    const DAY: u64 = 86_400_000;

    #[test]
    fn words_quotes_minus_and_star() {
        // P52
        check("refund", Filter::Text(words("refund")));
        check("  refund\tlate ", Filter::Text(words("refund late")));
        check("\"not yet\"", Filter::Text(words("\"not yet\"")));
        check("\"not yet", Filter::Text(words("\"not yet\"")));
        check("deliver*", Filter::Text(words("deliver*")));
        check("-refund", not(Filter::Text(words("refund"))));
        check("-\"not yet\"", not(Filter::Text(words("\"not yet\""))));
        check("a -b c", Filter::All(vec![not(Filter::Text(words("b"))), Filter::Text(words("a c"))]));
        check("- refund", Filter::Text(words("refund")));
        check("https://kiln.example/pots", Filter::Text(words("https://kiln.example/pots")));
    }

    #[test]
    fn operators_say_what_is_no_word() {
        // P52 S110 S111 S112 S113 S114
        let span = |after: Option<u64>, before: Option<u64>| Filter::Updated(Span { after, before });
        check("from:sofia", Filter::From(words("sofia")));
        check("from:\"Sofia Marques\"", Filter::From(words("\"Sofia Marques\"")));
        check("label:vip", Filter::Label(LabelId::parse("vip").unwrap()));
        check("-label:vip", not(Filter::Label(LabelId::parse("vip").unwrap())));
        check("chatflow:shop", Filter::Chatflow(ChatflowId::parse("shop").unwrap()));
        check("assignee:anna", Filter::Assignee(Who::Agent(AgentId::parse("anna").unwrap())));
        check("priority:urgent", Filter::Priority(Priority::Urgent));
        check("team:kilns", Filter::Assignee(Who::Team(TeamId::parse("kilns").unwrap())));
        check("is:open", Filter::Status(Standing::Open));
        check("is:snoozed", Filter::Status(Standing::Snoozed));
        check("is:closed", Filter::Status(Standing::Closed));
        check("is:mine", Filter::Assignee(Who::Me));
        check("is:unassigned", Filter::Assignee(Who::Nobody));
        check("is:chat", Filter::Channel(Channel::Chat));
        check("is:email", Filter::Channel(Channel::Email));
        check("after:1970-01-02", span(Some(DAY), None));
        check("before:2026-11-21", span(None, Some(20_778 * DAY)));
        check("before: tomorrow", Filter::Text(words("before: tomorrow")));
    }

    #[test]
    fn what_cannot_be_meant_names_the_operator() {
        for (text, field) in [
            ("is:blue", "is"),
            ("before:tomorrow", "before"),
            ("after:2026-13-01", "after"),
            ("label:Very!", "label"),
            ("from:***", "from"),
            ("", "q"),
            ("-", "q"),
            ("\"\"", "q"),
        ] {
            assert_eq!(parse(text).map_err(|error| error.field), Err(field), "{text}");
        }
        assert_eq!(parse(&"a".repeat(TEXT_CHARS + 1)).map_err(|error| error.field), Err("q"));
    }

    #[test]
    fn days_begin_where_the_calendar_says() {
        for day in [0, 1, 58, 59, 60, 364, 365, 789, 11_016, 19_782, 20_778, 2_932_896] {
            let date = Date::of_day(day).unwrap();
            assert_eq!(starts_at(date), day as u64 * DAY, "{date}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_typed_ends_in_a_panic(text in "[ \"\\-*:a-c(from:)(is:)é]{0,40}") {
            let _read = parse(&text);
        }

        #[test]
        fn words_are_read_back_as_they_are_written(text in "[\"* a-cé]{1,20}") {
            if let Ok(words) = Words::parse(&text) {
                let written = String::from(words.clone());
                proptest::prop_assert_eq!(Words::parse(&written), Ok(words), "{}", format!("{written:?}"));
            }
        }
    }
}
