//! What others wrote: under which licence it may be shipped, and whether it is needed at all.
//!
//! Asks Cargo and npm's lock, never a list kept by hand. Looks at what is built for the machines we run on and for
//! browsers. Knows no advisories: those need the network.

use std::path::Path;

use serde_json::Value;

use crate::check::Found;
use crate::check::words::{Source, has_word, output, sources};
use crate::place;
use crate::stop::Trying as _;

/// Licences under which a dependency may go into what we ship: none asks more of whoever ships it than its notice.
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Dependencies that no source names, each with the reason why it is there: `member needs package`.
const UNNAMED: [(&str, &str); 1] = [(
    "widget needs wasm-bindgen-futures",
    "its tests wait for functions of JavaScript, and the macro names it there",
)];

/// What tests run and nobody is sent: its licence has to allow that, and no more.
const NEVER_SHIPPED: [(&str, &str); 1] = [("node_modules/axe-core", "MPL-2.0")];

pub(crate) fn licences_allow_shipping() -> Found {
    let mut found = Vec::new();
    for package in packages()? {
        let (name, version) = (text(&package, "name"), text(&package, "version"));
        if !is_allowed(text(&package, "license")) {
            found.push(format!("{name} {version} is under {:?}", text(&package, "license")));
        }
    }
    let file = place::root().join("package-lock.json");
    let lock = std::fs::read_to_string(&file).trying(|| format!("read {}", file.display()))?;
    let lock: Value = serde_json::from_str(&lock).trying(|| format!("read {}", file.display()))?;
    for (path, package) in lock.get("packages").and_then(Value::as_object).into_iter().flatten() {
        let licence = text(package, "license");
        if !is_allowed(licence) && !NEVER_SHIPPED.contains(&(path.as_str(), licence)) {
            found.push(format!("package-lock.json: {path} is under {:?}", text(package, "license")));
        }
    }
    Ok(found)
}

/// A dependency that nobody names costs everybody the time to build it, and somebody the time to keep it.
pub(crate) fn none_is_unused() -> Found {
    let sources = sources()?;
    let mut found = Vec::new();
    for member in packages()?.iter().filter(|package| package.get("source").is_none_or(Value::is_null)) {
        let manifest = Path::new(text(member, "manifest_path"));
        let folder = manifest.parent().and_then(|folder| folder.strip_prefix(place::root()).ok());
        let Some(folder) = folder else { continue };
        let mine: Vec<&Source> = sources
            .iter()
            .filter(|source| source.has_extension(&["rs"]) && Path::new(&source.path).starts_with(folder))
            .collect();
        let dependencies = member.get("dependencies").and_then(Value::as_array).into_iter().flatten();
        for dependency in dependencies {
            let package = text(dependency, "name");
            let called =
                dependency.get("rename").and_then(Value::as_str).unwrap_or(package).replace('-', "_");
            let pair = format!("{} needs {package}", text(member, "name"));
            let is_named = mine.iter().any(|source| has_word(&source.text, &called));
            if !is_named && !UNNAMED.iter().any(|(known, _)| *known == pair) {
                found.push(format!("{}/Cargo.toml: no source names {package}", folder.display()));
            }
        }
    }
    Ok(found)
}

/// Every package of the workspace and what it is built from, as Cargo describes them.
fn packages() -> crate::stop::Result<Vec<Value>> {
    let words = [
        "metadata",
        "--format-version=1",
        "--filter-platform=x86_64-unknown-linux-gnu",
        "--filter-platform=wasm32-unknown-unknown",
    ];
    let described = output("cargo", &words)?;
    let mut described: Value =
        serde_json::from_str(&described).trying(|| "read what Cargo describes".to_owned())?;
    match described.get_mut("packages").map(Value::take) {
        Some(Value::Array(packages)) => Ok(packages),
        _ => Ok(Vec::new()),
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Whether a choice that an [SPDX expression](https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/) leaves is
/// allowed. No expression at all is not.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.trim();
    // `A/B` is how `A OR B` was written once.
    for (separator, every) in [(" OR ", false), ("/", false), (" AND ", true)] {
        let parts = split(expression, separator);
        if parts.len() > 1 {
            let mut parts = parts.into_iter();
            return if every { parts.all(is_allowed) } else { parts.any(is_allowed) };
        }
    }
    match expression.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')) {
        Some(inside) => is_allowed(inside),
        None => ALLOWED.contains(&expression),
    }
}

/// Splits outside of parentheses.
fn split<'e>(expression: &'e str, separator: &str) -> Vec<&'e str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, c) in expression.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let begins =
            depth == 0 && at >= from && expression.get(at..).is_some_and(|rest| rest.starts_with(separator));
        if begins {
            parts.extend(expression.get(from..at));
            from = at + separator.len();
        }
    }
    parts.extend(expression.get(from..));
    parts
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn licences_are_read_as_they_are_written() {
        for (expression, allowed) in [
            ("MIT", true),
            ("MIT OR Apache-2.0", true),
            ("MIT/Apache-2.0", true),
            ("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("(MIT OR GPL-3.0-only) AND Unicode-3.0", true),
            ("GPL-3.0-only OR MIT", true),
            ("BSD-3-Clause AND MIT", true),
            ("MIT AND GPL-3.0-only", false),
            ("(MIT AND GPL-3.0-only) OR AGPL-3.0-only", false),
            ("GPL-3.0-only", false),
            ("Apache-2.0 WITH Other-exception", false),
            ("SEE LICENSE IN file", false),
            ("", false),
            ("()", false),
            ("((MIT", false),
        ] {
            assert_eq!(is_allowed(expression), allowed, "{expression}");
        }
    }
}
