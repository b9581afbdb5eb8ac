//! The name of a file: data, never a path. What is kept of it is what can be shown and saved without surprise.

use protocol::limits::FILE_NAME_CHARS;

use super::kind::Kind;

/// What a file without a usable name is called, before its ending.
const NAMELESS: &str = "file";

/// The last part of a path, without characters that steer, hide or break: control and format characters, those that turn
/// the direction of writing, and those that no file system takes. Dots and blanks at its ends go too.
#[must_use]
pub fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !is_hidden(*c) && !r#"<>:"|?*"#.contains(*c)).collect();
    let words = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_matches(|c: char| c == '.' || c.is_whitespace()).to_owned()
}

/// Characters that show nothing, or change how others are shown.
fn is_hidden(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// How a name ends, in lower case; `None` where it has no ending.
#[must_use]
pub fn ending(name: &str) -> Option<&str> {
    split(name).1
}

fn split(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once('.') {
        Some((stem, ending)) if is_ending(stem, ending) => (stem, Some(ending)),
        _ => (name, None),
    }
}

fn is_ending(stem: &str, ending: &str) -> bool {
    !stem.is_empty() && (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        // What is only digits is a number: of a version, or of the second of a screenshot.
        && ending.bytes().any(|b| b.is_ascii_alphabetic())
}

/// The cleaned name with the ending of what the file is, not longer than allowed. `None` where it ends as something else.
#[must_use]
pub fn fit(name: String, kind: Kind) -> Option<String> {
    let (stem, ending) = split(&name);
    let lower = ending.map(str::to_ascii_lowercase);
    let ending = match lower.as_deref().map(|ending| (ending, Kind::of_ending(ending))) {
        None => kind.endings()[0],
        Some((ending, Some(said))) if said == kind => {
            kind.endings().iter().find(|known| **known == ending).copied().unwrap_or(kind.endings()[0])
        }
        Some((_, Some(said))) if said.is_near(kind) => kind.endings()[0],
        Some(_) => return None,
    };
    let room = FILE_NAME_CHARS - ending.len() - 1;
    let stem: String = stem.chars().take(room).collect();
    let stem = stem.trim_end_matches(['.', ' ']);
    Some(format!("{}.{ending}", if stem.is_empty() { NAMELESS } else { stem }))
}
