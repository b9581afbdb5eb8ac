//! libFuzzer, searching for bytes that break the compiler of rules. What must hold is written in `targeting/tests/fuzz/targets.rs`.

#![no_main]

#[path = "../../tests/oracle/mod.rs"]
#[allow(dead_code, reason = "each search uses a part of it")]
mod oracle;
#[path = "../../tests/fuzz/targets.rs"]
#[allow(dead_code, reason = "each search is for one of them")]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::rule(data));
