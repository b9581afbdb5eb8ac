//! What there is to say about when and how a chatflow appears.
//!
//! Knows the limits and what its owner may not expect. What happens on a page is `targeting::display`'s.

use protocol::account::{Chatflow, SmallScreens};
use protocol::code::Code;
use protocol::rest::{Finding, Stops};
use targeting::display::{Display, Open, PERCENT, SECONDS, Screen, When};

use super::judge::{refusal, warning};

/// What is said about the display rules, if the chatflow has any.
pub(super) fn findings(chatflow: &Chatflow) -> Vec<Finding> {
    let Some(display) = &chatflow.display else { return Vec::new() };
    let mut findings = Vec::new();
    if chatflow.pop_up || chatflow.small_screens != SmallScreens::default() {
        let message = "it goes by this alone; pop_up and small_screens are passed over";
        findings.push(warning("display", "display_wins", message));
    }
    let screens = [("large", display.large), ("small", display.small)];
    findings.extend(screens.into_iter().flat_map(|(name, screen)| numbers(name, screen.when)));
    findings.extend(surprises(display));
    findings
}

fn numbers(screen: &str, when: When) -> impl Iterator<Item = Finding> {
    let numbers = [("seconds", when.seconds, SECONDS), ("scroll", when.scroll, PERCENT)];
    numbers.into_iter().filter_map(move |(field, number, most)| {
        let is_wrong = number.is_some_and(|number| !(1..=most).contains(&number));
        let field = format!("display.{screen}.when.{field}");
        is_wrong.then(|| refusal(field, Code::NumberRange, Stops::Saving, format!("1 to {most}")))
    })
}

fn surprises(display: &Display) -> impl Iterator<Item = Finding> {
    let Display { large, small, .. } = display;
    let is_shown_nowhere = large.open == Open::Hidden && small.open == Open::Hidden;
    let covers = small.open == Open::Window;
    let never = opens(small) && small.when == When { exit_intent: true, ..When::default() };
    let surprises = [
        (is_shown_nowhere, "display", "display_hidden", "no screen shows it"),
        (covers, "display.small.open", "display_covers", "on small screens the chat covers the whole page"),
        (
            never,
            "display.small.when",
            "display_never",
            "touch screens know no exit intent: it does not open by itself there",
        ),
    ];
    surprises
        .into_iter()
        .filter(|(is_so, ..)| *is_so)
        .map(|(_, field, code, message)| warning(field, code, message))
}

fn opens(screen: &Screen) -> bool {
    matches!(screen.open, Open::Window | Open::Welcome)
}

#[cfg(test)]
mod tests {
    use protocol::account::Account;
    use serde_json::{Value, json};

    use super::*;
    use crate::chatflow::judge::{Surroundings, judge};

    /// What is said about the demo account's first chatflow with this `display`, as `field code`.
    fn said(display: &Value, pop_up: bool) -> Vec<String> {
        let mut file: Account = serde_json::from_str(include_str!("../../../www/demo-account.json")).unwrap();
        let around = Surroundings::of(&file);
        let chatflow = file.chatflows.iter_mut().find(|chatflow| chatflow.targeting.id == "welcome").unwrap();
        chatflow.pop_up = pop_up;
        chatflow.small_screens = SmallScreens::default();
        chatflow.display = serde_json::from_value(display.clone()).unwrap();
        let findings = judge(chatflow, &around, chatflow.consent.as_ref());
        let about = findings.iter().filter(|finding| finding.field.starts_with("display"));
        about.map(|finding| format!("{} {}", finding.field, finding.code)).collect()
    }

    #[test]
    fn it_says_what_cannot_be_and_what_may_surprise() {
        // P27 P30 H56
        for (display, expected) in [
            (json!(null), &[][..]),
            (json!({}), &[]),
            (json!({"large": {"open": "window", "when": {"seconds": 3600, "scroll": 100}}}), &[]),
            (
                json!({"large": {"when": {"seconds": 0}}, "small": {"when": {"seconds": 3601}}}),
                &["display.large.when.seconds number_range", "display.small.when.seconds number_range"],
            ),
            (json!({"small": {"when": {"scroll": 101}}}), &["display.small.when.scroll number_range"]),
            (json!({"large": {"when": {"scroll": 0}}}), &["display.large.when.scroll number_range"]),
            (json!({"large": {"open": "hidden"}, "small": {"open": "hidden"}}), &["display display_hidden"]),
            (json!({"small": {"open": "window"}}), &["display.small.open display_covers"]),
            (
                json!({"small": {"open": "welcome", "when": {"exit_intent": true}}}),
                &["display.small.when display_never"],
            ),
            (json!({"small": {"open": "welcome", "when": {"exit_intent": true, "seconds": 9}}}), &[]),
            // A launcher is not kept away by what never happens.
            (json!({"small": {"open": "launcher", "when": {"exit_intent": true}}}), &[]),
        ] {
            assert_eq!(said(&display, false), expected, "{display}");
        }
        assert_eq!(said(&json!({}), true), ["display display_wins"]);
        assert_eq!(said(&json!(null), true), [""; 0]);
    }
}
