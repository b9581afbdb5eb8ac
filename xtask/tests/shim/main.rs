//! The JavaScript around the Worker's wasm (`edge/shim`), in real workerd, when the wasm stops dead.
//!
//! In place of the edge stands a module of a few bytes (`stub_edge.js`): the edge has no request that makes it panic,
//! and should have none.

mod product;

use product::Worker;

/// A module with `boom` (a trap), `deep` (a recursion without end) and `count` (a number that is 0 at the start).
const WASM: &[u8] = &[
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // "\0asm", version 1
    0x01, 0x04, 0x01, 0x60, 0x00, 0x00, // one type: nothing to nothing
    0x03, 0x03, 0x02, 0x00, 0x00, // two functions of it
    0x06, 0x06, 0x01, 0x7f, 0x01, 0x41, 0x00, 0x0b, // one global: a mutable i32, 0
    0x07, 0x17, 0x03, // three exports
    0x04, b'b', b'o', b'o', b'm', 0x00, 0x00, // function 0
    0x04, b'd', b'e', b'e', b'p', 0x00, 0x01, // function 1
    0x05, b'c', b'o', b'u', b'n', b't', 0x03, 0x00, // global 0
    0x0a, 0x0a, 0x02, // two bodies
    0x03, 0x00, 0x00, 0x0b, // unreachable
    0x04, 0x00, 0x10, 0x01, 0x0b, // call 1
];

#[track_caller]
fn check_stops_and_comes_back(path: &str) {
    let worker = Worker::start(path, WASM);
    assert_eq!(worker.get("/count"), (200, "1".to_owned()));
    assert_eq!(worker.get("/count"), (200, "2".to_owned()));
    let (status, body) = worker.get(path);
    assert_eq!(status, 500, "{body}");
    assert!(body.contains(r#""code":"internal""#) && body.contains("request_id"), "{body}");
    assert_eq!(worker.get("/count"), (200, "1".to_owned()), "the next call gets a new instance");
    assert_eq!(worker.get("/object/count"), (200, "2".to_owned()), "objects move to it");
}

#[test]
fn a_panic_answers_500_and_the_next_request_works() {
    check_stops_and_comes_back("/panic");
}

#[test]
fn a_trap_without_a_panic_does_too() {
    check_stops_and_comes_back("/trap");
}

#[test]
fn a_trap_before_the_first_await_does_too() {
    check_stops_and_comes_back("/trap-at-once");
}

#[test]
fn a_stack_that_ran_over_does_too() {
    check_stops_and_comes_back("/overflow");
}

#[test]
fn a_panic_in_an_object_does_too() {
    check_stops_and_comes_back("/object/panic");
}

#[test]
fn everybody_inside_is_answered_when_one_panics() {
    let worker = Worker::start("everybody", WASM);
    let waiting = worker.begin("/wait");
    worker.wait_for("/waiting", "1");
    assert_eq!(worker.get("/panic").0, 500);
    assert_eq!(waiting.finish().0, 500);
    assert_eq!(worker.get("/count"), (200, "1".to_owned()));
}

#[test]
fn a_socket_is_closed_when_its_handler_panics() {
    let worker = Worker::start("socket", WASM);
    // Who opened it was inside too, and is answered; `/closed` is asked of a new instance.
    assert_eq!(worker.get("/socket").0, 500);
    worker.wait_for("/closed", "1011");
}

#[test]
fn an_ordinary_rejection_stops_nothing() {
    let worker = Worker::start("reject", WASM);
    assert_eq!(worker.get("/count"), (200, "1".to_owned()));
    assert_eq!(worker.get("/reject").0, 500);
    assert_eq!(worker.get("/count"), (200, "2".to_owned()), "the instance is the same");
}
