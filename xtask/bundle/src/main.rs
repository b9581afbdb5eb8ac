//! What stands between the compiler's wasm and the files a browser or workerd loads.
//!
//! `cargo xtask` runs this as a program and never links it: `cargo xtask decide` has to build in seconds, and
//! wasm-bindgen does not. It knows wasm-bindgen, splitting and compression; where files come from and go to, it is told.
//!
//! ```text
//! bundle bindgen --target web INPUT.wasm --out-dir DIR --out-name NAME [--reset] [--keep-debug] [--silent] [--types]
//!                [--split]
//! bundle split INPUT.wasm DIR NAME
//! bundle silence INPUT.wasm OUTPUT.wasm
//! bundle compress DIR      writes FILE.br and FILE.gz beside every text and wasm file that gets smaller by it
//! bundle sizes FILE…       prints one line of JSON a file: {"file":…,"raw":…,"gzip":…,"brotli":…}
//! ```

mod bindgen;
mod compress;
mod silence;
mod split;

use std::process::ExitCode;

use anyhow::{Result, bail};

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bundle: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<()> {
    match words {
        [what, rest @ ..] if what == "bindgen" => bindgen::run(rest),
        [what, input, out, name] if what == "split" => split::run(input.as_ref(), out.as_ref(), name),
        [what, input, output] if what == "silence" => silence::run(input.as_ref(), output.as_ref()),
        [what, folder] if what == "compress" => compress::folder(folder.as_ref()),
        [what, files @ ..] if what == "sizes" && !files.is_empty() => compress::sizes(files),
        _ => bail!(
            "usage: bundle bindgen … | split INPUT DIR NAME | silence INPUT OUTPUT | compress DIR | sizes FILE…"
        ),
    }
}
