//! The shop's pages and the demo account, as the tests read them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

const COMMAND: &str = "cargo xtask decide --account www/demo-account.json --explain";

/// One HTML file of the shop.
pub(crate) struct Page {
    /// Address on the site: `/pricing/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Page {
    /// What stands between two marks, the first time.
    pub(crate) fn between(&self, start: &str, end: &str) -> &str {
        let found = self.text.split_once(start).and_then(|(_, rest)| rest.split_once(end));
        found.unwrap_or_else(|| panic!("{} lacks {start} … {end}", self.path)).0
    }

    /// The chatflow that must be seen here, empty for none.
    pub(crate) fn shows(&self) -> &str {
        self.between("aria-labelledby=\"about-page\" data-shows=\"", "\"")
    }

    /// The line one can paste into the decide command.
    pub(crate) fn decide_line(&self) -> Value {
        let command = self.between("<code>echo '", "</code>").replace("&amp;", "&");
        let (line, rest) = command.split_once("' | ").unwrap();
        assert_eq!(rest, COMMAND, "{}", self.path);
        serde_json::from_str(line).unwrap()
    }

    /// The address of the customer the shop has signed in here.
    pub(crate) fn customer(&self) -> Option<&str> {
        let (_, rest) = self.text.split_once("{{visitor:")?;
        rest.split_once("}}").map(|(mail, _)| mail)
    }
}

/// One row of the table `/stories/`.
pub(crate) struct Story {
    /// Path and query on the site.
    pub(crate) address: String,
    /// The chatflow that must be seen there, empty for none.
    pub(crate) shows: String,
    /// Whether it is told of a small screen.
    pub(crate) is_small: bool,
    /// What the row says, cell by cell.
    pub(crate) cells: Vec<String>,
}

pub(crate) fn stories() -> Vec<Story> {
    let text = fs::read_to_string(root().join("stories/index.html")).unwrap();
    let attribute = |row: &str, name: &str| {
        let (_, rest) = row.split_once(&format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let found: Vec<Story> = text
        .split("<tr ")
        .skip(1)
        .map(|row| Story {
            address: attribute(row, "href").unwrap(),
            shows: attribute(row, "data-shows").unwrap(),
            is_small: attribute(row, "data-screen").as_deref() == Some("small"),
            cells: row
                .split("<td>")
                .skip(1)
                .map(|cell| cell.split_once("</td>").unwrap().0.to_owned())
                .collect(),
        })
        .collect();
    assert!(found.len() > 40, "the table lost rows");
    found
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("site")
}

pub(crate) fn pages() -> Vec<Page> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let file = entry.unwrap().path();
            if file.is_dir() {
                folders.push(file);
            } else if file.extension().is_some_and(|extension| extension == "html") {
                let name = format!("/{}", file.strip_prefix(root()).unwrap().display());
                let path = name.strip_suffix("index.html").unwrap_or(&name).to_owned();
                found.push(Page { path, text: fs::read_to_string(file).unwrap() });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 15, "the shop lost pages");
    found
}

pub(crate) fn account() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo-account.json");
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}
