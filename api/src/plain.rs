//! From the documentation of our types to descriptions for everybody.
//!
//! The types are documented for those who change them: with links that rustdoc resolves and with the rows of the
//! specification. Neither means anything outside, so both are taken out here. Knows text; does not know schemas.

/// A description without row ids, links of rustdoc and line ends.
pub(crate) fn description(documented: &str) -> String {
    let text = documented.split_whitespace().collect::<Vec<_>>().join(" ");
    without_links(&without_rows(&text))
}

/// Drops ` (S52–S54)` and the like.
fn without_rows(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" (") {
        out.push_str(before);
        match after.split_once(')') {
            Some((inside, behind)) if is_rows(inside) => rest = behind,
            _ => {
                out.push_str(" (");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_rows(text: &str) -> bool {
    let mut words =
        text.split([' ', ',', '–', ';']).filter(|word| !word.is_empty() && *word != "promise").peekable();
    let is_row = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(|first| first.is_ascii_uppercase())
            && !letters.as_str().is_empty()
            && letters.all(|c| c.is_ascii_digit())
    };
    words.peek().is_some() && words.all(is_row)
}

/// The last part of a path; a variant of an enum is spelled as on the wire.
fn as_on_the_wire(path: &str) -> String {
    let starts_upper = |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase());
    match path.rsplit_once("::") {
        Some((owner, variant)) if owner.rsplit("::").next().is_some_and(starts_upper) => {
            let mut word = String::new();
            for c in variant.chars() {
                if c.is_ascii_uppercase() && !word.is_empty() {
                    word.push('_');
                }
                word.push(c.to_ascii_lowercase());
            }
            word
        }
        Some((_, name)) => name.to_owned(),
        None => path.to_owned(),
    }
}

/// Makes ``[`crate::code::Code`]`` and ``[`Code`](…)`` plain `Code`.
fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[`") {
        out.push_str(before);
        let Some((name, behind)) = after.split_once("`]") else {
            out.push_str("[`");
            rest = after;
            continue;
        };
        out.push_str(&format!("`{}`", as_on_the_wire(name)));
        rest = match behind.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, behind)) => behind,
            None => behind,
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::description;

    #[test]
    fn what_only_we_understand_is_left_out() {
        for (documented, expected) in [
            ("The welcome message (S41).", "The welcome message."),
            ("Small screens (S52–S54), and more (S10, S11)", "Small screens, and more"),
            ("Never sent (promise P2); kept (for now)", "Never sent; kept (for now)"),
            ("A [`crate::code::Code`] of\n [`Map`](std::x), `x` [y]", "A `Code` of `Map`, `x` [y]"),
            ("For [`Operator::IsNot`]", "For `is_not`"),
            ("Half [`open", "Half [`open"),
            ("Nothing", "Nothing"),
        ] {
            assert_eq!(description(documented), expected);
        }
    }
}
