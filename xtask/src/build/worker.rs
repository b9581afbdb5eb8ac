//! The Worker: the crate `edge` and the JavaScript around it.
//!
//! Not optimised once more by wasm-opt: nobody downloads it, and half a minute at every change would buy one per cent
//! of its gzipped size.

use super::tools::Tools;
use super::{Made, stage, stamp};
use crate::place;
use crate::stop::{Result, Trying as _};

const SOURCES: [&str; 3] = ["conversation", "edge", "targeting"];

/// Makes `worker/index.js` and `worker/index_bg.wasm`.
pub(super) fn build(tools: &Tools) -> Result<Made> {
    let out = place::build_dir().join("worker");
    let outputs = [out.join("index.js"), out.join("index_bg.wasm")];
    stamp::unless_made("worker", &stamp::of_sources(&SOURCES)?, &outputs, || {
        let wasm = tools.compile("edge", "worker")?;
        let stage = stage("worker");
        // The shim makes a new instance after a crash, for which wasm-bindgen generates the function.
        tools.bind(&wasm, &stage, "edge", &["--reset"])?;
        let shim = place::root().join("edge/shim/index.js");
        tools.bundle_worker(&shim, &stage.join("edge.js"), &outputs[0])?;
        std::fs::copy(stage.join("edge_bg.wasm"), &outputs[1])
            .trying(|| format!("write {}", outputs[1].display()))?;
        Ok(())
    })
}
