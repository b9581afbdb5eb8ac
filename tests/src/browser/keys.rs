//! The keys people press, as the browser wants them described.

use serde_json::{Value, json};

/// What Chromium calls Ctrl and Shift, in sums.
const CTRL: u32 = 2;
const SHIFT: u32 = 8;

/// The `keyDown` and `keyUp` events of one key such as `Escape`, `Shift+Tab`, `Ctrl+a` or `a`.
pub(super) fn strokes(key: &str) -> [Value; 2] {
    let (modifier, key) = match key.split_once('+') {
        Some(("Shift", rest)) => (SHIFT, rest),
        Some(("Ctrl", rest)) => (CTRL, rest),
        _ => (0, key),
    };
    let (key, code, number, text) = match key {
        "Enter" => ("Enter", "Enter".to_owned(), 13, "\r"),
        "Tab" => ("Tab", "Tab".to_owned(), 9, ""),
        "Escape" => ("Escape", "Escape".to_owned(), 27, ""),
        "Space" => (" ", "Space".to_owned(), 32, " "),
        "Backspace" => ("Backspace", "Backspace".to_owned(), 8, ""),
        "Home" => ("Home", "Home".to_owned(), 36, ""),
        "ArrowLeft" => ("ArrowLeft", "ArrowLeft".to_owned(), 37, ""),
        "ArrowUp" => ("ArrowUp", "ArrowUp".to_owned(), 38, ""),
        "ArrowRight" => ("ArrowRight", "ArrowRight".to_owned(), 39, ""),
        "ArrowDown" => ("ArrowDown", "ArrowDown".to_owned(), 40, ""),
        letter => {
            let upper = letter.to_uppercase();
            let number = upper.bytes().next().unwrap_or_default();
            (letter, format!("Key{upper}"), u32::from(number), letter)
        }
    };
    let stroke = |kind: &str, text: &str| {
        let mut stroke = json!({
            "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifier,
        });
        if !text.is_empty() {
            stroke["text"] = json!(text);
        }
        if modifier == CTRL && key == "a" {
            // What the key means is the system's business, which is not asked here.
            stroke["commands"] = json!(["selectAll"]);
        }
        stroke
    };
    let text = if modifier == CTRL { "" } else { text };
    let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
    [stroke(down, text), stroke("keyUp", "")]
}
