//! The cases: every line of `targeting/testdata`, and 2,000 made-up ones.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use targeting::{Chatflow, Operator, VisitorFacts};

use crate::generated;

/// So many cases beside those of the files.
const MADE_UP: u64 = 2_000;

/// A question in the neutral JSON form.
pub(crate) struct Case {
    /// As the file names it.
    pub(crate) name: String,
    /// `{"chatflows":…,"url":…,"visitor":…}`, as every place gets it.
    pub(crate) line: String,
    /// The same, read.
    pub(crate) question: Question,
}

impl Case {
    /// Whether a rule asks for a parameter with U+FFFD, as which broken text reads.
    pub(crate) fn asks_for_broken_text(&self) -> bool {
        let rules = self.question.chatflows.iter().flat_map(|it| it.include.iter().chain(&it.exclude));
        let queries = rules.filter(|rule| rule.op == Operator::Query);
        queries.flat_map(|rule| [&rule.name, &rule.value]).flatten().any(|text| text.contains('\u{FFFD}'))
    }
}

/// What a place is asked.
#[derive(Deserialize)]
pub(crate) struct Question {
    pub(crate) chatflows: Vec<Chatflow>,
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) visitor: VisitorFacts,
}

/// All of them, those of the files first.
pub(crate) fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the folder of the suite is readable")
        .map(|entry| entry.expect("the folder of the suite is readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("the suite is UTF-8");
        for (index, line) in text.lines().enumerate() {
            let told = || format!("{}:{}", file.display(), index + 1);
            let mut value: Value =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}", told()));
            let name = value["name"].as_str().unwrap_or_else(|| panic!("{}: no name", told())).to_owned();
            let object = value.as_object_mut().expect("a value with a name is an object");
            object.retain(|key, _| ["chatflows", "url", "visitor"].contains(&key.as_str()));
            cases.push(case(name, &value));
        }
    }
    assert!(cases.len() > 800, "the suite is there");
    cases.extend((0..MADE_UP).map(|number| case(format!("made-up {number}"), &generated::question(number))));
    cases
}

fn case(name: String, question: &Value) -> Case {
    let line = question.to_string();
    let question = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{name}: {error}"));
    Case { name, line, question }
}
