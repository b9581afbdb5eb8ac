//! Which key does what, here and now.
//!
//! Knows whether somebody is typing; which key is for which act stands in [`commands`]. Does not know what the acts do.

use super::commands::{Act, commands};

/// A pressed key, as the browser names it.
#[derive(Clone, Copy, Debug)]
pub struct Pressed<'a> {
    /// `KeyboardEvent.key`.
    pub key: &'a str,
    /// Ctrl, Alt or the command key is held: then the key belongs to the browser.
    pub with_modifier: bool,
    /// Ctrl or the command key is held, and nothing else.
    pub with_command: bool,
    /// The cursor is in a field, where letters are text.
    pub typing: bool,
    /// The cursor is on something Enter or Space already operates.
    pub on_control: bool,
    /// The cursor is in something that the arrow keys scroll.
    pub in_scroller: bool,
    /// An input method is composing: no key is a command then.
    pub composing: bool,
}

/// What a key anywhere on the page starts. `letters`: whether single keys start anything; who speaks to the machine, or
/// whose hand is not steady, can switch them off (WCAG 2.1.4).
#[must_use]
pub fn act(pressed: Pressed<'_>, letters: bool) -> Option<Act> {
    if pressed.composing {
        return None;
    }
    let listed = |key: &str| {
        let listed =
            |command: &super::commands::Command| command.act != Act::InField && command.keys.contains(&key);
        commands().into_iter().find(listed).map(|command| command.act)
    };
    // Also while typing: that is when saving is wanted.
    if pressed.with_command {
        return listed(&format!("Mod+{}", pressed.key.to_lowercase()));
    }
    if pressed.with_modifier {
        return None;
    }
    let is_letter = pressed.key.chars().count() == 1;
    let is_for_us = match pressed.key {
        "Escape" => true,
        _ if pressed.typing || (is_letter && !letters) => false,
        "Enter" => !pressed.on_control,
        key => !(pressed.in_scroller && key.starts_with("Arrow")),
    };
    if is_for_us { listed(pressed.key) } else { None }
}

/// Whether a key in the reply sends it: Enter alone, or with Ctrl or the command key; Shift+Enter is a new line.
#[must_use]
pub fn sends(key: &str, shift: bool, composing: bool) -> bool {
    key == "Enter" && !shift && !composing
}

/// Whether a key in an empty reply takes back the one before (P56).
#[must_use]
pub fn takes_back(key: &str, with_command: bool, shift: bool) -> bool {
    key == "z" && with_command && !shift
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Pressed<'_> = Pressed {
        key: "",
        with_modifier: false,
        with_command: false,
        typing: false,
        on_control: false,
        in_scroller: false,
        composing: false,
    };

    #[test]
    fn keys_start_acts_only_outside_of_text() {
        // P50
        for (key, expected) in [
            ("j", Some(Act::Next)),
            ("ArrowDown", Some(Act::Next)),
            ("k", Some(Act::Previous)),
            ("ArrowUp", Some(Act::Previous)),
            ("Enter", Some(Act::Open)),
            ("r", Some(Act::Reply)),
            ("c", Some(Act::Comment)),
            ("q", Some(Act::Quote)),
            ("a", Some(Act::AssignToMe)),
            ("e", Some(Act::CloseOrReopen)),
            ("s", Some(Act::Snooze)),
            ("l", Some(Act::Label)),
            ("x", Some(Act::Select)),
            ("X", Some(Act::SelectTo)),
            ("/", Some(Act::Search)),
            ("?", Some(Act::Sheet)),
            ("Escape", Some(Act::Back)),
            ("@", None),
            ("y", None),
        ] {
            assert_eq!(act(Pressed { key, ..PLAIN }, true), expected, "{key}");
            let typing = act(Pressed { key, typing: true, ..PLAIN }, true);
            assert_eq!(typing, (key == "Escape").then_some(Act::Back), "{key} while typing");
            assert_eq!(act(Pressed { key, with_modifier: true, ..PLAIN }, true), None, "{key} with Ctrl");
            assert_eq!(act(Pressed { key, composing: true, ..PLAIN }, true), None, "{key} while composing");
        }
        for (key, with_command, typing, expected) in [
            ("s", true, true, Some(Act::Save)),
            ("S", true, false, Some(Act::Save)),
            ("k", true, true, Some(Act::Bar)),
            ("p", true, false, None),
        ] {
            let pressed = Pressed { key, with_modifier: with_command, with_command, typing, ..PLAIN };
            assert_eq!(act(pressed, true), expected, "{key} {with_command} {typing}");
        }
        let in_scroller = act(Pressed { key: "ArrowUp", in_scroller: true, ..PLAIN }, true);
        assert_eq!(in_scroller, None, "arrows scroll what is read");
        let on_control = act(Pressed { key: "Enter", on_control: true, ..PLAIN }, true);
        assert_eq!(on_control, None, "a button's own Enter");
    }

    #[test]
    fn no_key_does_anything_that_the_sheet_does_not_list() {
        // P50
        let anywhere = |command: &super::super::commands::Command| command.act != Act::InField;
        let all = commands();
        let listed: Vec<&str> =
            all.iter().filter(|it| anywhere(it)).flat_map(|it| it.keys.iter().copied()).collect();
        let names = ["Escape", "Enter", "Delete", "Backspace", "Tab", "Home", "End", "PageUp", "PageDown"];
        let arrows = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "F1", "Insert"];
        let letters: Vec<String> = (' '..='~').map(String::from).collect();
        let all = names.iter().chain(&arrows).map(ToString::to_string).chain(letters);
        for key in all {
            let plain = act(Pressed { key: &key, ..PLAIN }, true);
            assert_eq!(plain.is_some(), listed.contains(&key.as_str()), "{key}");
            let with_command = Pressed { key: &key, with_modifier: true, with_command: true, ..PLAIN };
            let wanted = format!("Mod+{}", key.to_lowercase());
            assert_eq!(act(with_command, true).is_some(), listed.contains(&wanted.as_str()), "{wanted}");
        }
    }

    #[test]
    fn single_letters_can_be_switched_off() {
        for (key, expected) in [
            ("e", None),
            ("?", None),
            ("#", None),
            ("ArrowDown", Some(Act::Next)),
            ("Enter", Some(Act::Open)),
            ("Escape", Some(Act::Back)),
        ] {
            assert_eq!(act(Pressed { key, ..PLAIN }, false), expected, "{key}");
        }
        let bar = Pressed { key: "k", with_modifier: true, with_command: true, ..PLAIN };
        assert_eq!(act(bar, false), Some(Act::Bar));
    }

    #[test]
    fn the_key_that_takes_back_is_the_one_that_undoes() {
        // P56
        for (key, with_command, shift, expected) in [
            ("z", true, false, true),
            ("z", false, false, false),
            ("z", true, true, false),
            ("y", true, false, false),
        ] {
            assert_eq!(takes_back(key, with_command, shift), expected, "{key}");
        }
    }

    #[test]
    fn enter_sends_and_shift_enter_does_not() {
        // S131
        for (key, shift, composing, expected) in [
            ("Enter", false, false, true),
            ("Enter", true, false, false),
            ("Enter", false, true, false),
            ("a", false, false, false),
        ] {
            assert_eq!(sends(key, shift, composing), expected);
        }
    }
}
