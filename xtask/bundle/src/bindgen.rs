//! `bundle bindgen`: the glue between a wasm module and JavaScript.
//!
//! Knows the options of wasm-bindgen that this house uses. Optimising the wasm is wasm-opt's work.

use std::path::PathBuf;

use anyhow::{Context as _, Result, anyhow, bail};
use walrus::Module;
use wasm_bindgen_cli_support::Bindgen;

use crate::silence;

#[derive(Debug, PartialEq)]
struct Options {
    input: PathBuf,
    out_dir: PathBuf,
    out_name: String,
    target: Target,
    reset: bool,
    keep_debug: bool,
    silent: bool,
    types: bool,
    split: bool,
}

/// Who loads the module.
#[derive(Debug, PartialEq)]
enum Target {
    /// An ES module that is given the wasm: browsers, and the Worker's shim.
    Web,
    /// An ES module that imports the wasm by itself.
    Bundler,
    /// A CommonJS module.
    Nodejs,
}

impl Options {
    fn parse(words: &[String]) -> Result<Self> {
        let (mut input, mut out_dir, mut out_name, mut target) = (None, None, None, None);
        let (mut reset, mut keep_debug, mut silent) = (false, false, false);
        let (mut types, mut split) = (false, false);
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().cloned().ok_or_else(|| anyhow!("{word} needs a value"));
            match word.as_str() {
                "--target" => {
                    target = Some(match value()?.as_str() {
                        "web" => Target::Web,
                        "bundler" => Target::Bundler,
                        "nodejs" => Target::Nodejs,
                        other => bail!("--target is web, bundler or nodejs, not `{other}`"),
                    });
                }
                "--out-dir" => out_dir = Some(PathBuf::from(value()?)),
                "--out-name" => out_name = Some(value()?),
                "--reset" => reset = true,
                "--keep-debug" => keep_debug = true,
                "--silent" => silent = true,
                "--types" => types = true,
                "--split" => split = true,
                other if other.starts_with('-') => bail!("`{other}` is not understood"),
                file => input = Some(PathBuf::from(file)),
            }
        }
        Ok(Self {
            input: input.context("which wasm file?")?,
            out_dir: out_dir.context("--out-dir is missing")?,
            out_name: out_name.context("--out-name is missing")?,
            target: target.context("--target is missing")?,
            reset,
            keep_debug,
            silent,
            types,
            split,
        })
    }
}

/// Writes `NAME.js` and `NAME_bg.wasm`, and with `--types` also `NAME.d.ts`.
pub(crate) fn run(words: &[String]) -> Result<()> {
    let options = Options::parse(words)?;
    let mut bindgen = Bindgen::new();
    match options.target {
        Target::Web => bindgen.web(true)?,
        Target::Bundler => bindgen.bundler(true)?,
        Target::Nodejs => bindgen.nodejs(true)?,
    };
    if options.silent {
        let mut module = Module::from_file(&options.input)
            .with_context(|| format!("could not read {}", options.input.display()))?;
        silence::panics(&mut module);
        bindgen.input_module(&options.out_name, module);
    } else {
        bindgen.input_path(&options.input);
    }
    bindgen
        .out_name(&options.out_name)
        // Mostly nobody reads the types: the callers are a few lines of JavaScript of our own.
        .typescript(options.types)
        // A function that throws the instance away and makes a new one; the Worker's shim calls it after a crash.
        .reset_state_function(options.reset)
        .keep_debug(options.keep_debug)
        // A part that is loaded later needs the table of functions.
        .keep_lld_exports(options.split)
        .remove_producers_section(true)
        .generate(&options.out_dir)
        .with_context(|| format!("could not bind {}", options.input.display()))?;
    if options.silent && options.split {
        let bound = options.out_dir.join(format!("{}_bg.wasm", options.out_name));
        silence::again(&bound)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Options, Target};

    fn parse(line: &str) -> Result<Options, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words).map_err(|error| error.to_string())
    }

    #[test]
    fn a_full_line_is_understood() {
        let options = parse("--target web in.wasm --out-dir out --out-name edge --reset").unwrap();
        assert_eq!(
            options,
            Options {
                input: "in.wasm".into(),
                out_dir: "out".into(),
                out_name: "edge".into(),
                target: Target::Web,
                reset: true,
                keep_debug: false,
                silent: false,
                types: false,
                split: false,
            }
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, said) in [
            ("--target web --out-dir out --out-name edge", "which wasm file?"),
            ("in.wasm --out-dir out --out-name edge", "--target is missing"),
            ("in.wasm --target deno", "--target is web, bundler or nodejs, not `deno`"),
            ("in.wasm --out-dir", "--out-dir needs a value"),
            ("in.wasm --fast", "`--fast` is not understood"),
        ] {
            assert_eq!(parse(line).unwrap_err(), said, "{line}");
        }
    }
}
