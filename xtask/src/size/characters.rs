//! Whether the widget's wasm knows how to print characters: a loss of three kilobytes (brotli) that no budget tells from
//! anything else.
//!
//! Cutting a text at a place that need not be between two characters brings the sentence about where it is not, and with it
//! the tables of which characters can be printed. The sentence is nobody's to read (`bundle` makes traps of panics), but
//! sentence and tables stay in the data. Names are stripped from what is shipped; the words of that sentence are not.
//! Knows bytes, and nothing of wasm.

use crate::stop::{Result, Stop};

/// What the standard library says of a cut inside a character, in the two pieces in which it is kept.
const WORDS: [&[u8]; 2] = [b"byte index ", b" is not a char boundary; it is inside "];

/// Whether a module holds the sentence.
fn is_there(wasm: &[u8]) -> bool {
    WORDS.iter().all(|words| wasm.windows(words.len()).any(|window| window == *words))
}

/// Whether the widget does without. The console cuts texts as it likes: where even its wasm does not hold the sentence, the
/// standard library has found other words, and nothing would be found in the widget either.
pub(super) fn are_left_out(widget: &[u8], console: &[u8]) -> Result<bool> {
    if !is_there(console) {
        let message = "the console's wasm does not say where a text was cut: the standard library has other words \
                       by now, and xtask/src/size/characters.rs has to learn them";
        return Err(Stop::because(message));
    }
    Ok(!is_there(widget))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As rustc leaves it behind: this very binary cuts a text somewhere.
    fn with_the_sentence() -> Vec<u8> {
        let cut = std::panic::catch_unwind(|| {
            let (text, at) = (std::hint::black_box("ü"), std::hint::black_box(1));
            text[at..].len()
        });
        let said = cut.expect_err("it is cut inside a character");
        said.downcast_ref::<String>().map(|said| said.clone().into_bytes()).unwrap_or_default()
    }

    #[test]
    fn the_standard_librarys_own_sentence_is_found() {
        let sentence = with_the_sentence();
        assert!(!sentence.is_empty());
        let text = String::from_utf8_lossy(&sentence).into_owned();
        assert!(is_there(&sentence), "{text}");
    }

    #[test]
    fn a_widget_that_prints_characters_is_found_out() {
        let console = with_the_sentence();
        assert_eq!(are_left_out(b"nothing of the kind", &console), Ok(true));
        assert_eq!(are_left_out(&console, &console), Ok(false));
        assert!(are_left_out(b"nothing of the kind", b"nor here").is_err());
    }
}
