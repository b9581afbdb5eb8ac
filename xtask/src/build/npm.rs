//! The targeting engine as an npm package, ready for `npm pack`.
//!
//! Two modules from one crate, `targeting/npm`: the whole engine, and what decides with a finished rule book. Knows which
//! files the package has; what is in them is the crate's.

use std::path::PathBuf;

use super::tools::Tools;
use super::widget::optimise;
use super::{Made, stage, stamp};
use crate::place::{self, say};
use crate::stop::Result;

const SOURCES: [&str; 2] = ["targeting", "LICENSE-APACHE"];

/// Name in the package, and the features it is built with.
const MODULES: [(&str, &str); 2] = [("targeting", "engine"), ("runtime", "")];

/// Makes the folder `npm`.
pub(super) fn build(tools: &Tools) -> Result<Made> {
    let out = folder();
    let outputs = [out.join("package.json"), out.join("targeting_bg.wasm"), out.join("runtime_bg.wasm")];
    stamp::unless_made("npm-package", &stamp::of_sources(&SOURCES)?, &outputs, || {
        for (name, features) in MODULES {
            let bound = stage("npm").join(name);
            let compiled = tools.compile_with("targeting-npm", "wasm", features)?;
            tools.bind(&compiled, &bound, name, &["--types"])?;
            let wasm = format!("{name}_bg.wasm");
            let small = stage("npm").join(&wasm);
            optimise(tools, "-Oz", &bound.join(&wasm), &small)?;
            stamp::write(&out.join(&wasm), &stamp::read(&small)?)?;
            for file in [format!("{name}.js"), format!("{name}.d.ts")] {
                stamp::write(&out.join(&file), &stamp::read(&bound.join(&file))?)?;
            }
        }
        let written = place::root().join("targeting/npm/package");
        for file in stamp::files_within(&written)? {
            let name = file.strip_prefix(&written).unwrap_or(&file);
            stamp::write(&out.join(name), &stamp::read(&file)?)?;
        }
        for licence in ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT"] {
            stamp::write(&out.join(licence), &stamp::read(&place::root().join(licence))?)?;
        }
        Ok(())
    })
}

/// Prints what its modules weigh.
pub(super) fn weigh(tools: &Tools) -> Result<()> {
    let modules: Vec<PathBuf> =
        MODULES.iter().map(|(name, _)| folder().join(format!("{name}_bg.wasm"))).collect();
    for line in tools.sizes(&modules)?.lines().filter(|line| !line.is_empty()) {
        say(line);
    }
    Ok(())
}

fn folder() -> PathBuf {
    place::build_dir().join("npm")
}
