//! `docs/protocol.md` names every frame, every close code and the numbers that both sides keep.

use protocol::limits;
use serde_json::Value;

const PAGE: &str = include_str!("../../docs/protocol.md");

/// The lines of a section's tables that begin with a name in the first column.
fn rows(section: &str) -> Vec<&str> {
    let text = PAGE.split("\n## ").find(|text| text.starts_with(section)).unwrap_or_default();
    let cells = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    cells.map(|cell| cell.trim_matches('`')).filter(|cell| *cell != "t" && *cell != "code").collect()
}

fn tags(frames: &Value) -> Vec<&str> {
    let variants = frames["oneOf"].as_array().expect("frames are one of several");
    variants.iter().filter_map(|variant| variant["properties"]["t"]["const"].as_str()).collect()
}

#[test]
fn every_frame_is_named_and_none_is_made_up() {
    let (from_clients, from_edge) = api::frames();
    assert_eq!(rows("Frames"), [tags(&from_clients), tags(&from_edge)].concat());
}

#[test]
fn every_close_code_is_named_and_none_is_made_up() {
    // The module holds one constant a code, and nothing else.
    let module = include_str!("../../protocol/src/code.rs").split("pub mod close {").nth(1).unwrap();
    let module = module.split("\n}").next().unwrap();
    let codes: Vec<&str> =
        module.lines().filter_map(|line| line.split(": u16 = ").nth(1)?.split(';').next()).collect();
    assert!(codes.len() > 5, "{codes:?}");
    assert_eq!(rows("Close codes"), codes);
}

#[test]
fn the_numbers_are_those_both_sides_keep() {
    for (number, sentence) in [
        (limits::FRAME_BYTES / 1024, "at most {} KiB"),
        (usize::try_from(limits::HELLO_MS / 1000).unwrap(), "within {} s"),
        (limits::VISITOR_SOCKETS, "{} sockets a visitor"),
        (usize::try_from(limits::POLL_WAIT_S).unwrap(), "empty after {} s"),
        (usize::try_from(limits::POLL_SILENCE_MS / 1000).unwrap(), "after {} s without a"),
        (limits::POLL_QUEUE_FRAMES, "more than {} frames"),
        (limits::POLL_QUEUE_BYTES / 1024, "{} KiB wait for a request"),
        (limits::POLL_FRAMES, "at most {} frames and"),
        (limits::POLL_BYTES / 1024, "{} KiB; each frame"),
    ] {
        let sentence = sentence.replace("{}", &number.to_string());
        assert!(PAGE.contains(&sentence), "{sentence}");
    }
    assert_eq!(limits::BAD_FRAMES, 3, "`Three frames that are no JSON`");
}
