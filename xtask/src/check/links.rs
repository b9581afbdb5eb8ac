//! Links between the documents: each leads to a file, and to a heading of it where it names one.
//!
//! Knows Markdown's inline links and how headings become anchors. Does not look at the network.

use std::path::{Component, Path, PathBuf};

use crate::check::Found;
use crate::check::words::{Source, sources};
use crate::place;

pub(crate) fn links_lead_somewhere() -> Found {
    let all = sources()?;
    let documents: Vec<&Source> = all.iter().filter(|source| source.has_extension(&["md"])).collect();
    let mut found = Vec::new();
    for document in &documents {
        for (line, target) in links(&document.text) {
            if target.contains(':') {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let path = if path.is_empty() { document.path.clone() } else { beside(&document.path, path) };
            let there = place::root().join(&path).exists();
            let aim = documents.iter().find(|other| other.path == path);
            let anchored = anchor.is_empty()
                || aim.is_none_or(|aim| headings(&aim.text).any(|heading| slug(heading) == anchor));
            if !there || !anchored {
                found.push(format!("{}:{line}: {target} leads nowhere", document.path));
            }
        }
    }
    Ok(found)
}

/// Inline links with the number of their line, code left out.
fn links(text: &str) -> impl Iterator<Item = (usize, &str)> {
    prose(text).flat_map(|(number, line)| {
        // Every other piece between backticks is code.
        let pieces = line.split('`').step_by(2);
        let targets = pieces.flat_map(|piece| piece.split("](").skip(1));
        targets.filter_map(move |rest| Some((number, rest.split_once(')')?.0)))
    })
}

/// Lines outside of code blocks.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        (!in_code && !is_fence).then_some((index + 1, line))
    })
}

fn headings(text: &str) -> impl Iterator<Item = &str> {
    prose(text).filter_map(|(_, line)| {
        let title = line.trim_start_matches('#');
        (title.len() < line.len()).then(|| title.trim())
    })
}

/// The anchor of a heading: lower case, spaces become hyphens, other marks go.
fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>().to_lowercase()
}

/// A path as it is written in a document, from the root.
fn beside(document: &str, path: &str) -> String {
    let folder = Path::new(document).parent().unwrap_or(Path::new(""));
    let mut whole = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            Component::CurDir => {}
            part => whole.push(part),
        }
    }
    whole.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::{beside, headings, links, slug};

    #[test]
    fn links_are_found_and_code_is_not() {
        let text = "[a](b.md) and [c](d/e.md#f), `[x](y)`\n```\n[x](y)\n```\n![g](h.png)";
        let found: Vec<_> = links(text).collect();
        assert_eq!(found, [(1, "b.md"), (1, "d/e.md#f"), (5, "h.png")]);
    }

    #[test]
    fn paths_start_at_their_document() {
        assert_eq!(beside("docs/embed.md", "deploying.md"), "docs/deploying.md");
        assert_eq!(beside("docs/embed.md", "../README.md"), "README.md");
        assert_eq!(beside("README.md", "./docs/embed.md"), "docs/embed.md");
    }

    #[test]
    fn headings_become_anchors() {
        assert_eq!(slug("It does not show: a check-list"), "it-does-not-show-a-check-list");
        assert_eq!(headings("# A\n```\n# b\n```\ntext\n## C d").collect::<Vec<_>>(), ["A", "C d"]);
    }
}
