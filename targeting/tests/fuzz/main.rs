//! The fuzzers' part of every test run: the corpus again, and some seconds of changing it.
//!
//! The corpus lies in `targeting/fuzz/corpus`; what a long search found once stays there and is tried for ever. The changes
//! know no coverage: they are for what a change of today broke, `cargo xtask fuzz` is for the rest.

#[path = "../oracle/mod.rs"]
#[allow(dead_code, reason = "the searches ask it about single rules only")]
mod oracle;
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long each target is searched: about 20 s in all.
const SEARCH: Duration = Duration::from_millis(6_500);

#[test]
fn the_corpus_finds_nothing() {
    for (name, target) in targets::ALL {
        let corpus = corpus(name);
        assert!(corpus.len() >= 5, "{name} has a corpus");
        for (file, bytes) in corpus {
            try_one(name, target, &bytes, &file);
        }
    }
}

#[test]
fn some_seconds_of_search_find_no_damage_in_books() {
    search("book");
}

#[test]
fn some_seconds_of_search_find_no_damage_in_pages() {
    search("page");
}

#[test]
fn some_seconds_of_search_find_no_damage_in_rules() {
    search("rule");
}

/// Changes files of the corpus for a while, always in the same way, so that what passes once passes again; the command
/// `cargo xtask fuzz` looks further.
#[expect(clippy::disallowed_methods, reason = "a test that runs natively, for a time")]
fn search(name: &str) {
    let seed = 1_795_265_786;
    let (_, target) = targets::ALL.into_iter().find(|(known, _)| *known == name).expect("a target");
    let corpus: Vec<Vec<u8>> = corpus(name).into_iter().map(|(_, bytes)| bytes).collect();
    let (mut chance, started, mut count) = (Chance(seed), Instant::now(), 0_u64);
    while started.elapsed() < SEARCH {
        for _ in 0..100 {
            let bytes = changed(&corpus, &mut chance);
            try_one(name, target, &bytes, &format!("seed {seed}"));
            count += 1;
        }
    }
    println!("{name}: {count} inputs from seed {seed}");
}

/// A failure says how to see it again.
fn try_one(name: &str, target: fn(&[u8]), bytes: &[u8], source: &str) {
    if catch_unwind(AssertUnwindSafe(|| target(bytes))).is_err() {
        panic!("{name}, {source}: {}", bytes.escape_ascii());
    }
}

fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the corpus is in the repository")
        .map(|entry| entry.expect("the corpus can be listed").path())
        .map(|path| (path.display().to_string(), fs::read(&path).expect("the corpus can be read")))
        .collect();
    files.sort();
    files
}

/// Numbers that look like chance (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap_or(0) % end.max(1)
    }
}

/// Bytes that parsers stumble over.
const AWKWARD: &[u8] = b"/\\?#&=%+*:@.[]\0\n\t -_~'\"<>|^`{}\x7f\xc3\xbc\xff\x01\x0209azAZ";

/// A file of the corpus with some changes, often with a piece of another.
fn changed(corpus: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = corpus[chance.below(corpus.len())].clone();
    for _ in 0..=chance.below(5) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(7) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, AWKWARD[chance.below(AWKWARD.len())]),
            2 | 3 if at < bytes.len() => bytes[at] = AWKWARD[chance.below(AWKWARD.len())],
            4 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            5 => {
                let other = &corpus[chance.below(corpus.len())];
                let from = chance.below(other.len() + 1);
                let to = (from + chance.below(24)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            6 if at < bytes.len() => {
                let to = (at + chance.below(16)).min(bytes.len());
                bytes.drain(at..to);
            }
            _ => {}
        }
    }
    bytes
}
