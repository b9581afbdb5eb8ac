//! Which version of its tables a kind of object has: lines of `<kind> <version>`, as a build and a data directory keep them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::problem::{Problem, Trying as _};

/// Versions by kind of object.
pub(crate) type Schema = BTreeMap<String, u32>;

/// Reads such a file, which has to be there.
pub(crate) fn read(file: &Path) -> Result<Schema, Problem> {
    match fs::read_to_string(file) {
        Ok(text) => parse(file, &text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Problem::Missing {
            path: file.to_owned(),
            why: "is missing: it tells which data this build can read; build it first (`cargo xtask build`)"
                .into(),
        }),
        Err(error) => Err(error).trying("read", file),
    }
}

/// Reads the text of such a file.
pub(crate) fn parse(file: &Path, text: &str) -> Result<Schema, Problem> {
    let line = |(index, line): (usize, &str)| {
        let pair =
            line.split_once(' ').and_then(|(kind, version)| Some((kind.to_owned(), version.parse().ok()?)));
        pair.ok_or_else(|| Problem::Malformed {
            file: file.to_owned(),
            why: format!("line {} is {line:?}; expected the name of an object and a number", index + 1),
        })
    };
    text.lines().enumerate().map(line).collect()
}

/// Refuses what is newer than known.
pub(crate) fn admit(found: &Schema, known: &Schema) -> Result<(), Problem> {
    for (kind, version) in found {
        let newest = known.get(kind).copied().unwrap_or(0);
        if *version > newest {
            let what = format!("objects of kind {kind} have schema");
            return Err(Problem::Newer { what, found: *version, known: newest });
        }
    }
    Ok(())
}

/// The newer of two, kind by kind.
pub(crate) fn merge(into: &mut Schema, other: Schema) {
    for (kind, version) in other {
        let kept = into.entry(kind).or_default();
        *kept = version.max(*kept);
    }
}
