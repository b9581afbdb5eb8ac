//! From a brand colour to the finished colours of a widget.
//!
//! Done once, when an account is saved, so that the widget computes nothing. The rules are those of the house's look:
//! OKLCH throughout (Björn Ottosson), contrast as in WCAG 2.2 and always measured on the final 8-bit colour; what
//! does not fit into sRGB gives up chroma, never lightness.

use std::f64::consts::PI;

/// A colour as `#rrggbb` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb([u8; 3]);

/// The text is not `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColourInvalid;

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Ground of filled controls: the brand's colour, or the nearest that can carry text.
    pub fill: Rgb,
    /// Text on the fill.
    pub on_fill: Rgb,
    /// The fill under a pointer.
    pub hover: Rgb,
    /// A quiet ground.
    pub soft: Rgb,
    /// A line around the quiet ground.
    pub line: Rgb,
    /// The brand as text, readable on the surface and on the quiet ground.
    pub text: Rgb,
}

impl Theme {
    /// The six colours in the order of the wire: fill, text on fill, hover, soft, line, brand as text.
    #[must_use]
    pub fn in_wire_order(&self) -> [Rgb; 6] {
        [self.fill, self.on_fill, self.hover, self.soft, self.line, self.text]
    }
}

/// Both themes of one brand colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// On a white surface.
    pub light: Theme,
    /// On a near-black one.
    pub dark: Theme,
}

const WHITE: Rgb = Rgb([0xff; 3]);
const INK: Rgb = Rgb([0x1b, 0x1a, 0x18]);
const DARK_SURFACE: Rgb = Rgb([0x1a, 0x19, 0x18]);

/// Least contrast of text with its ground.
const TEXT: f64 = 4.5;
/// Least contrast of a mark with its ground.
const MARK: f64 = 3.0;
const STEP: f64 = 0.005;

impl Rgb {
    /// Reads `#rrggbb`.
    ///
    /// # Errors
    /// [`ColourInvalid`] for everything else.
    pub fn parse(text: &str) -> Result<Self, ColourInvalid> {
        let digits = text.strip_prefix('#').ok_or(ColourInvalid)?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(ColourInvalid);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| ColourInvalid)?;
        let [_, r, g, b] = number.to_be_bytes();
        Ok(Self([r, g, b]))
    }

    /// Six lower-case hexadecimal digits, as the wire has them.
    #[must_use]
    pub fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("{r:02x}{g:02x}{b:02x}")
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|byte| {
            let v = f64::from(byte) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

/// The contrast ratio of WCAG 2.2, from 1 to 21.
#[must_use]
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Lightness 0..1, chroma, hue in radians.
#[derive(Clone, Copy)]
struct Lch {
    l: f64,
    c: f64,
    h: f64,
}

impl Lch {
    fn of(colour: Rgb) -> Self {
        let [r, g, b] = colour.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
        Self {
            l: 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
            c: a.hypot(b),
            h: b.atan2(a).rem_euclid(2.0 * PI),
        }
    }

    /// Linear sRGB; outside of 0..1 where the colour does not exist there.
    fn linear(self) -> [f64; 3] {
        let (a, b) = (self.c * self.h.cos(), self.c * self.h.sin());
        let l = (self.l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.l - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
    }

    fn exists(self) -> bool {
        self.linear().iter().all(|v| (-0.0005..=1.0005).contains(v))
    }

    fn to_rgb(self) -> Rgb {
        let mut fitting = self;
        if !self.exists() {
            let (mut low, mut high) = (0.0, self.c);
            for _ in 0..20 {
                let middle = (low + high) / 2.0;
                if (Self { c: middle, ..self }).exists() {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            fitting.c = low;
        }
        Rgb(fitting.linear().map(|v| {
            let v = v.max(0.0);
            let encoded = if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
            // In range by the two clamps, so the cast cannot cut.
            (encoded.clamp(0.0, 1.0) * 255.0).round() as u8
        }))
    }

    /// The first colour, going `step` by `step` in lightness and at most `reach` away, that `fits`.
    fn walk(self, step: f64, reach: f64, fits: impl Fn(Rgb) -> bool) -> Option<Rgb> {
        let steps = (reach / step.abs() + 1e-6) as u32;
        (0..=steps).map(|n| Self { l: self.l + f64::from(n) * step, ..self }.to_rgb()).find(|rgb| fits(*rgb))
    }
}

/// The finished colours of a brand.
#[must_use]
pub fn palette(brand: Rgb) -> Palette {
    let own = Lch::of(brand);
    let seen = own.walk(STEP, 1.0 - own.l, |rgb| contrast(rgb, DARK_SURFACE) >= MARK).unwrap_or(WHITE);
    Palette { light: theme(brand, WHITE, false), dark: theme(seen, DARK_SURFACE, true) }
}

fn theme(brand: Rgb, surface: Rgb, dark: bool) -> Theme {
    let (mut fill, mut on_fill) = fill_and_text(brand);
    if dark && contrast(fill, surface) < MARK {
        // Darkening for white text must not make the fill vanish: ink on a lighter one then.
        fill = Lch::of(brand).walk(STEP, 1.0, |rgb| contrast(rgb, INK) >= TEXT).unwrap_or(WHITE);
        on_fill = INK;
    }
    let lch = Lch::of(fill);
    let hover = Lch { l: lch.l + if on_fill == WHITE { -0.05 } else { 0.04 }, ..lch };
    let (soft_l, soft_c, line_l) = if dark { (0.28, 0.035, 0.42) } else { (0.955, 0.022, 0.84) };
    let soft = Lch { l: soft_l, c: lch.c.min(soft_c), ..lch }.to_rgb();
    let line = Lch { l: line_l, c: lch.c.min(0.06), ..lch }.to_rgb();
    let readable = |rgb| contrast(rgb, soft) >= TEXT && contrast(rgb, surface) >= TEXT;
    let text =
        lch.walk(if dark { STEP } else { -STEP }, 1.0, readable).unwrap_or(if dark { WHITE } else { INK });
    Theme { fill, on_fill, hover: hover.to_rgb(), soft, line, text }
}

fn fill_and_text(brand: Rgb) -> (Rgb, Rgb) {
    match Lch::of(brand) {
        _ if contrast(brand, WHITE) >= TEXT => (brand, WHITE),
        lch => match lch.walk(-STEP, 0.07, |rgb| contrast(rgb, WHITE) >= TEXT) {
            Some(darker) => (darker, WHITE),
            None => (brand, INK),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(brand: &str, light: [&str; 4], dark: [&str; 4]) {
        let both = palette(Rgb::parse(brand).unwrap());
        for (theme, expected) in [(both.light, light), (both.dark, dark)] {
            let got = [theme.fill, theme.on_fill, theme.text, theme.soft].map(Rgb::hex);
            assert_eq!(got, expected.map(|hex| hex[1..].to_owned()), "{brand}");
        }
    }

    #[test]
    fn the_vectors_of_the_look_hold() {
        check(
            "#b5502f",
            ["#b5502f", "#ffffff", "#b34e2d", "#feece6"],
            ["#b5502f", "#ffffff", "#da7250", "#38231c"],
        );
        check(
            "#0f172a",
            ["#0f172a", "#ffffff", "#0f172a", "#e9f0ff"],
            ["#5b657d", "#ffffff", "#8590a9", "#21283a"],
        );
        check(
            "#f59e0b",
            ["#f59e0b", "#1b1a18", "#996000", "#faeee1"],
            ["#f59e0b", "#1b1a18", "#f59e0b", "#342615"],
        );
        check(
            "#e8590c",
            ["#cd4b00", "#ffffff", "#bf4500", "#feece5"],
            ["#cd4b00", "#ffffff", "#eb672e", "#38231b"],
        );
    }

    #[test]
    fn any_colour_can_be_read() {
        for r in (0..=255).step_by(15) {
            for g in (0..=255).step_by(15) {
                for b in (0..=255).step_by(15) {
                    let brand = Rgb([r, g, b]);
                    let both = palette(brand);
                    for (theme, surface) in [(both.light, WHITE), (both.dark, DARK_SURFACE)] {
                        let hex = brand.hex();
                        assert!(contrast(theme.fill, theme.on_fill) >= TEXT, "text on fill of {hex}");
                        assert!(contrast(theme.hover, theme.on_fill) >= TEXT, "text on hover of {hex}");
                        assert!(contrast(theme.text, surface) >= TEXT, "brand text of {hex}");
                        assert!(contrast(theme.text, theme.soft) >= TEXT, "brand text on soft of {hex}");
                    }
                    assert!(contrast(both.dark.fill, DARK_SURFACE) >= MARK, "dark fill of {}", brand.hex());
                }
            }
        }
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        assert_eq!(Rgb::parse("#B5502F").map(Rgb::hex).as_deref(), Ok("b5502f"));
        for bad in
            ["", "#12", "b5502f", "#b5502", "#b5502ff", "#b5502g", "red;}", "url(x)", "#+5502f", "#é02f1"]
        {
            assert_eq!(Rgb::parse(bad), Err(ColourInvalid), "{bad}");
        }
    }
}
