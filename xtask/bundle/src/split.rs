//! `bundle split`: a module cut in two where its crate says so, before wasm-bindgen sees it.
//!
//! Knows what the cutting needs and leaves: one module that is loaded first, one for each name at which it was cut, and
//! a script that fetches them. The input has to be linked with `--emit-relocs`, and has to have its names.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

/// Writes `NAME.wasm`, `split_PART.wasm` for every part and `__wasm_split.js` into `out`. The script asks for `./NAME.js`, as
/// `bundle bindgen --target web` writes it, and for `./split_PART.wasm`.
pub(crate) fn run(input: &Path, out: &Path, name: &str) -> Result<()> {
    let bytes = std::fs::read(input).with_context(|| format!("could not read {}", input.display()))?;
    let (first, glue) = (out.join(format!("{name}.wasm")), format!("./{name}.js"));
    let mut options = Options::new(&bytes);
    options.output_dir = out;
    options.main_out_path = &first;
    options.main_module = &glue;
    let split = transform(options).map_err(|why| anyhow!("could not split {}: {why:?}", input.display()))?;
    if split.split_modules.is_empty() {
        return Err(anyhow!("{} is cut nowhere", input.display()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::run;

    #[test]
    fn what_is_no_module_is_named() {
        let here = tempfile::tempdir().unwrap();
        let file = here.path().join("it.wasm");
        std::fs::write(&file, b"no module").unwrap();
        let why = run(&file, here.path(), "it").unwrap_err().to_string();
        assert!(why.starts_with("could not split ") && why.contains("it.wasm"), "{why}");
        let why = run(&here.path().join("gone.wasm"), here.path(), "it").unwrap_err().to_string();
        assert!(why.starts_with("could not read ") && why.contains("gone.wasm"), "{why}");
    }
}
