//! The words of the widget (`widget/texts`): every language says everything, says it in its own words, and sets it as its
//! printers do. What is wrong is named by language and key.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use protocol::language::LANGUAGES;

type Words = BTreeMap<String, String>;

/// The same word in both languages, and rightly so.
const SAME: [(&str, &str); 8] = [
    ("da", "online"),
    ("da", "send"),
    ("fr", "messages"),
    ("fr", "threads_team"),
    ("fr", "transcript_file"),
    ("it", "online"),
    ("no", "send"),
    ("sv", "online"),
];

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read_folder(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    entries.map(|entry| entry.expect("it can be read").path()).collect()
}

/// Every language by its tag.
fn all() -> BTreeMap<String, Words> {
    let files = read_folder(&here().join("texts")).into_iter();
    let named =
        files.filter_map(|path| Some((path.file_name()?.to_str()?.strip_suffix(".json")?.to_owned(), path)));
    named
        .map(|(tag, path)| {
            let words = serde_json::from_slice(&fs::read(&path).expect("it can be read"));
            (tag.clone(), words.unwrap_or_else(|error| panic!("{tag}: not a flat object of texts: {error}")))
        })
        .collect()
}

/// Every key of a language that `wrong` has something to say about.
#[track_caller]
fn check(wrong: impl Fn(&str, &str, &str) -> Option<String>) {
    let all = all();
    let found = all.iter().flat_map(|(tag, words)| {
        let wrong = &wrong;
        words.iter().filter(|(key, _)| *key != "language").filter_map(move |(key, text)| {
            Some(format!("{tag}: {key}: {} in {text:?}", wrong(tag, key, text)?))
        })
    });
    let found: Vec<String> = found.collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect()
}

#[test]
fn every_language_has_its_file_and_says_everything() {
    // P8 S184
    let all = all();
    let tags: Vec<&str> = all.keys().map(String::as_str).collect();
    let mut known: Vec<&str> = LANGUAGES.iter().map(|language| language.tag).collect();
    known.sort_unstable();
    assert_eq!(tags, known, "files against protocol/src/language.rs");
    assert!(known.len() >= 32);
    let english: BTreeSet<&String> = all["en"].keys().collect();
    let mut wrong = Vec::new();
    for (tag, words) in &all {
        let keys: BTreeSet<&String> = words.keys().collect();
        wrong.extend(english.difference(&keys).map(|key| format!("{tag}: {key} is missing")));
        wrong.extend(keys.difference(&english).map(|key| format!("{tag}: {key} is in no English file")));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_file_is_of_the_language_that_it_is_named_after() {
    for (tag, words) in all() {
        assert_eq!(words["language"], tag);
        let language = LANGUAGES.iter().find(|language| language.tag == tag).expect("it is on the list");
        assert_eq!(language.open_chat, words["open_chat"], "{tag}: protocol/src/language.rs");
    }
}

#[test]
fn what_is_filled_in_is_the_same_everywhere() {
    let all = all();
    check(|_, key, text| {
        let english = placeholders(all["en"].get(key)?);
        (placeholders(text) != english).then(|| format!("expected {english:?}"))
    });
}

#[test]
fn nothing_was_left_in_english() {
    // S184
    let all = all();
    check(|tag, key, text| {
        // Half the world writes OK as the English do.
        let same = tag != "en" && text != "OK" && all["en"].get(key).is_some_and(|english| english == text);
        match (same, SAME.contains(&(tag, key))) {
            (true, false) => Some("English".to_owned()),
            (false, true) => Some("on the list of what is the same, and not the same,".to_owned()),
            _ => None,
        }
    });
}

#[test]
fn words_are_set_as_the_language_sets_them() {
    // P8 P9
    check(|tag, _, text| {
        let has = |marks: &[char]| text.contains(marks);
        // Addresses and long numbers keep their marks.
        let prose = text.replace("example.com", "").replace("example.de", "").replace("10,000", "");
        let said = |marks: &[char]| prose.contains(marks);
        let before =
            |mark: char| text.split(mark).rev().skip(1).all(|part| part.ends_with(['\u{a0}', '\u{202f}']));
        Some(
            if text.is_empty() || text.trim() != text || text.contains("  ") {
                "blanks at an end, or two in a row"
            } else if has(&['"', '\'', '`']) {
                "straight quotes"
            } else if text.contains("...") {
                "three dots instead of …"
            } else if has(&['<', '&']) {
                "markup, which is shown as it is"
            } else if matches!(tag, "ar" | "fa") && said(&[',', ';', '?']) {
                "Latin marks"
            } else if matches!(tag, "ja" | "zh-Hans" | "zh-Hant")
                && said(&[',', ';', '?', '!', ':', '(', ')'])
            {
                "narrow marks"
            } else if tag == "el" && has(&['?']) {
                "a Latin question mark"
            } else if tag == "es" && (text.matches('?').count() != text.matches('¿').count()) {
                "a question without its first mark"
            } else if tag == "fr" && !(before(':') && before('?') && before(';') && before('!')) {
                "a mark without its narrow blank"
            } else {
                return None;
            }
            .to_owned(),
        )
    });
}

/// What stands between quotes behind `call` in a source.
fn asked_for<'a>(source: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    source.split(call).skip(1).filter_map(|rest| rest.split('"').next())
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in read_folder(folder) {
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn whatever_the_widget_says_has_words() {
    let english = &all()["en"];
    let mut files = Vec::new();
    sources(&here().join("src"), &mut files);
    let mut count = 0;
    for path in files {
        let source = fs::read_to_string(&path).expect("it can be read");
        let said = ["say(\"", "say_of(\""].into_iter().flat_map(|call| asked_for(&source, call));
        let put = ["\"aria-label\", \"", "put(&self.save, \"\", if saving { \""];
        for key in said
            .chain(put.into_iter().flat_map(|call| asked_for(&source, call)))
            .filter(|key| !key.is_empty())
        {
            count += 1;
            assert!(english.contains_key(key), "{}: {key} has no words", path.display());
        }
    }
    assert!(count > 15, "{count}: the calls are called otherwise now");
}
