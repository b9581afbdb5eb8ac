//! Runs the tests of a wasm crate in a headless browser: what cargo calls for `--target wasm32-unknown-unknown`.
//!
//! It is wasm-bindgen's own runner at the locked version. It finds the driver in `CHROMEDRIVER` or on the path, and
//! its settings in `webdriver.json` beside the tested crate's Cargo.toml.

use std::process::ExitCode;

fn main() -> ExitCode {
    // `cargo test --quiet` passes its wish on; this runner knows no such word and prints little anyway.
    let words = std::env::args_os().filter(|word| word != "--quiet");
    match wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("test-runner: {error:#}");
            ExitCode::FAILURE
        }
    }
}
