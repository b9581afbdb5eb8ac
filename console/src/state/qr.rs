//! A text as a QR code, drawn as the path of a picture. Knows no browser.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// Modules of nothing on every side, without which scanners find no code (ISO/IEC 18004, 9.1).
const QUIET: i32 = 4;

/// A picture of squares, each a module wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Modules a side, with what is empty around.
    pub side: i32,
    /// What is dark, as the path of an SVG.
    pub path: String,
}

/// The code of a text. `None` where it is too long for one: over about 2,300 bytes.
#[must_use]
pub fn picture(text: &str) -> Option<Picture> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            // One stroke for neighbours: between squares of their own some browsers show seams.
            let long = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let long = i32::try_from(long).unwrap_or(0);
            if long > 0 {
                let _ = write!(path, "M{} {}h{long}v1h-{long}z", x + QUIET, y + QUIET);
            }
            x += long.max(1);
        }
    }
    Some(Picture { side: code.size() + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "otpauth://totp/Kiln%20%26%20Kettle%3Amira%40kiln.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kiln%20%26%20Kettle";

    /// What a browser would draw, module by module.
    fn drawn(picture: &Picture) -> Vec<Vec<bool>> {
        let side = usize::try_from(picture.side).unwrap();
        let mut modules = vec![vec![false; side]; side];
        for stroke in picture.path.split('M').skip(1) {
            let stroke = stroke.strip_suffix('z').unwrap();
            let (place, shape) = stroke.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (long, back) = shape.split_once("v1h-").unwrap();
            assert_eq!(long, back, "{stroke}");
            let (x, y, long): (usize, usize, usize) =
                (x.parse().unwrap(), y.parse().unwrap(), long.parse().unwrap());
            for module in &mut modules[y][x..x + long] {
                assert!(!*module, "drawn twice: {stroke}");
                *module = true;
            }
        }
        modules
    }

    #[test]
    fn a_scanner_reads_what_was_written() {
        // P69
        for text in [LINK, "a", "otpauth://totp/%C3%84?secret=MY"] {
            let picture = picture(text).unwrap();
            let modules = drawn(&picture);
            // As a camera sees it: several dots a module, dark is 0.
            const DOTS: usize = 4;
            let side = modules.len() * DOTS;
            let mut seen = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
                if modules[y / DOTS][x / DOTS] { 0 } else { 255 }
            });
            let found = seen.detect_grids();
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].decode().unwrap().1, text);
        }
    }

    #[test]
    fn nothing_is_drawn_around_it() {
        // P69
        let picture = picture(LINK).unwrap();
        let modules = drawn(&picture);
        let (side, quiet) = (modules.len(), QUIET as usize);
        for (y, row) in modules.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let is_inside = |at: usize| (quiet..side - quiet).contains(&at);
                assert!(!dark || (is_inside(x) && is_inside(y)), "{x} {y}");
            }
        }
        // The corners that scanners look for begin right behind it.
        assert!(
            modules[quiet][quiet] && modules[quiet][side - quiet - 1] && modules[side - quiet - 1][quiet]
        );
        assert_eq!((side - 2 * quiet) % 4, 1, "a code has 4 n + 17 modules a side");
    }

    #[test]
    fn a_text_that_is_too_long_has_none() {
        assert_eq!(picture(&"x".repeat(3_000)), None);
    }
}
