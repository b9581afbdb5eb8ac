//! Which key does what.
//!
//! Knows keys and whether somebody is typing; does not know what the acts do.

/// An act that a key starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// One row down in the list.
    Next,
    /// One row up in the list.
    Previous,
    /// Open the row the cursor is on.
    Open,
    /// Put the cursor into the reply.
    Reply,
    /// Assign the open thread to me.
    AssignToMe,
    /// Close the open thread, or reopen it.
    CloseOrReopen,
    /// Show the sheet of keys.
    Sheet,
    /// One step back: out of the reply, out of the thread.
    Back,
    /// Save what is being edited.
    Save,
}

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

/// What a key anywhere on the page starts.
#[must_use]
pub fn act(pressed: Pressed<'_>) -> Option<Act> {
    if pressed.composing {
        return None;
    }
    // Also while typing: that is when it is wanted.
    if pressed.with_command && pressed.key.eq_ignore_ascii_case("s") {
        return Some(Act::Save);
    }
    if pressed.with_modifier {
        return None;
    }
    if pressed.key == "Escape" {
        return Some(Act::Back);
    }
    if pressed.typing {
        return None;
    }
    if pressed.in_scroller && pressed.key.starts_with("Arrow") {
        return None;
    }
    match pressed.key {
        "j" | "ArrowDown" => Some(Act::Next),
        "k" | "ArrowUp" => Some(Act::Previous),
        "Enter" if !pressed.on_control => Some(Act::Open),
        "r" => Some(Act::Reply),
        "a" => Some(Act::AssignToMe),
        "e" => Some(Act::CloseOrReopen),
        "?" => Some(Act::Sheet),
        _ => None,
    }
}

/// Whether a key in the reply sends it: Enter alone, or with Ctrl or the command key; Shift+Enter is a new line.
#[must_use]
pub fn sends(key: &str, shift: bool, composing: bool) -> bool {
    key == "Enter" && !shift && !composing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_start_acts_only_outside_of_text() {
        let plain = Pressed {
            key: "",
            with_modifier: false,
            with_command: false,
            typing: false,
            on_control: false,
            in_scroller: false,
            composing: false,
        };
        for (key, expected) in [
            ("j", Some(Act::Next)),
            ("ArrowDown", Some(Act::Next)),
            ("k", Some(Act::Previous)),
            ("ArrowUp", Some(Act::Previous)),
            ("Enter", Some(Act::Open)),
            ("r", Some(Act::Reply)),
            ("a", Some(Act::AssignToMe)),
            ("e", Some(Act::CloseOrReopen)),
            ("?", Some(Act::Sheet)),
            ("Escape", Some(Act::Back)),
            ("x", None),
        ] {
            assert_eq!(act(Pressed { key, ..plain }), expected, "{key}");
            let typing = act(Pressed { key, typing: true, ..plain });
            assert_eq!(typing, (key == "Escape").then_some(Act::Back), "{key} while typing");
            assert_eq!(act(Pressed { key, with_modifier: true, ..plain }), None, "{key} with Ctrl");
            assert_eq!(act(Pressed { key, composing: true, ..plain }), None, "{key} while composing");
        }
        for (key, with_command, typing, expected) in [
            ("s", true, true, Some(Act::Save)),
            ("S", true, false, Some(Act::Save)),
            ("s", false, true, None),
            ("p", true, false, None),
        ] {
            let pressed = Pressed { key, with_modifier: with_command, with_command, typing, ..plain };
            assert_eq!(act(pressed), expected, "{key} {with_command} {typing}");
        }
        assert_eq!(
            act(Pressed { key: "ArrowUp", in_scroller: true, ..plain }),
            None,
            "arrows scroll what is read"
        );
        assert_eq!(act(Pressed { key: "Enter", on_control: true, ..plain }), None, "a button's own Enter");
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
