//! Rules about files: what they may be called, contain and weigh.
//!
//! Each rule says in its name what must hold. A rule that has to spell what it forbids builds the word from parts,
//! so that no file is exempt, this one included.

use crate::check::Found;
use crate::check::words::{Source, has_word, sources};
use crate::place;

/// Longer than this and a file most likely has a second topic.
const MOST_LINES: usize = 500;

/// What people read and write as code.
const CODE: [&str; 6] = ["rs", "js", "mjs", "css", "html", "sql"];

/// In a code span or a link of ARCHITECTURE.md, what looks like a path is one.
pub(crate) fn architecture_names_what_exists() -> Found {
    let all = sources()?;
    let Some(document) = all.iter().find(|source| source.path == "ARCHITECTURE.md") else {
        return Ok(vec!["ARCHITECTURE.md is missing".to_owned()]);
    };
    let top: Vec<&str> =
        all.iter().filter_map(|source| source.path.split_once('/')).map(|(top, _)| top).collect();
    let mut found = Vec::new();
    for (index, line) in document.text.lines().enumerate() {
        let spans = line.split('`').skip(1).step_by(2);
        let links = line.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        for path in spans.chain(links) {
            let inside = path.split_once('/').is_some_and(|(first, _)| top.contains(&first));
            let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
            if inside && plain && !place::root().join(path).exists() {
                found.push(format!("ARCHITECTURE.md:{}: {path} does not exist", index + 1));
            }
        }
    }
    Ok(found)
}

pub(crate) fn files_have_one_topic() -> Found {
    Ok(written_here()?
        .iter()
        .map(|source| (source, source.text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(source, lines)| format!("{} has {lines} lines: is there a second topic?", source.path))
        .collect())
}

pub(crate) fn modules_say_what_they_know() -> Found {
    Ok(written_here()?
        .iter()
        .filter(|source| source.has_extension(&["rs"]) && source.path.contains("/src/"))
        // What the tests of a module are about, the module says.
        .filter(|source| !source.path.ends_with("/tests.rs"))
        .filter(|source| !source.text.starts_with("//!"))
        .map(|source| format!("{} does not begin with `//!`", source.path))
        .collect())
}

pub(crate) fn text_never_becomes_markup() -> Found {
    let banned = [
        ["inner", "HTML"].concat(),
        ["outer", "HTML"].concat(),
        ["set_inner", "_html"].concat(),
        ["set_outer", "_html"].concat(),
        ["insertAdjacent", "HTML"].concat(),
        ["insert_adjacent", "_html"].concat(),
        ["inner", "_html"].concat(),
        ["document", ".write"].concat(),
    ];
    let found = lines_where(&CODE, |line| banned.iter().any(|name| line.contains(name.as_str())))?;
    // A story may read a page as markup; it shows nothing to anybody.
    Ok(found.into_iter().filter(|line| !line.starts_with("tests/")).collect())
}

/// A lock that names a host builds only where that host is reachable. A folder beside it is no host.
pub(crate) fn locks_name_no_host() -> Found {
    let resolved = ["\"resolved", "\""].concat();
    Ok(sources()?
        .iter()
        .filter(|source| source.path.ends_with("package-lock.json"))
        .flat_map(|source| source.lines_where(|line| line.contains(&resolved) && line.contains("://")))
        .collect())
}

pub(crate) fn nothing_names_one_machine() -> Found {
    let homes = ["root", "home", "work", "farm"].map(|name| format!("/{name}/"));
    everywhere(|line| {
        homes.iter().any(|home| {
            line.match_indices(home.as_str()).any(|(at, _)| {
                let before = line.get(..at).and_then(|text| text.chars().next_back());
                let after = line.get(at + home.len()..).and_then(|text| text.chars().next());
                let begins = !before.is_some_and(|c| c.is_ascii_alphanumeric() || "_.-}/".contains(c));
                begins && after.is_some_and(|c| c.is_ascii_alphabetic() || c == '.')
            })
        })
    })
}

pub(crate) fn nothing_names_a_registry() -> Found {
    let marks = ["npm", "crate", "pypi", "pythonhosted", "debian", "artifactory"];
    let found = everywhere(|line| {
        line.split("//").skip(1).any(|rest| {
            let host = rest.split(['/', '"', '\'', ' ', ')', '>']).next().unwrap_or_default();
            let is_host =
                host.contains('.') && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c));
            is_host && marks.iter().any(|mark| host.contains(mark))
        })
    })?;
    // Cargo's own name for its index, which says nothing about where it is fetched from.
    Ok(found.into_iter().filter(|line| !line.starts_with("Cargo.lock:")).collect())
}

pub(crate) fn nothing_is_left_to_do() -> Found {
    let marks = ["TO", "FIX"].map(|begin| format!("{begin}{}", if begin == "TO" { "DO" } else { "ME" }));
    lines_where(&CODE, |line| marks.iter().any(|mark| has_word(line, mark)))
}

/// What is not run proves nothing; a test that cannot pass is mended or removed.
pub(crate) fn tests_are_not_ignored() -> Found {
    let mark = ["#[", "ignore"].concat();
    lines_where(&["rs"], |line| line.trim_start().starts_with(&mark))
}

/// Code that people of the house wrote: no data, nothing generated.
fn written_here() -> crate::stop::Result<Vec<Source>> {
    let mut all = sources()?;
    all.retain(|source| {
        source.has_extension(&["rs", "js", "mjs", "css"]) && !source.path.contains("/testdata/")
    });
    Ok(all)
}

fn lines_where(extensions: &[&str], wrong: impl Fn(&str) -> bool) -> Found {
    Ok(sources()?
        .iter()
        .filter(|source| source.has_extension(extensions))
        .flat_map(|source| source.lines_where(&wrong))
        .collect())
}

fn everywhere(wrong: impl Fn(&str) -> bool) -> Found {
    Ok(sources()?.iter().flat_map(|source| source.lines_where(&wrong)).collect())
}
