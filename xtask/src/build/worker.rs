//! The Worker: the crate `edge` and the JavaScript around it.
//!
//! Not optimised once more by wasm-opt: nobody downloads it, and minutes at every change would buy one per cent of its
//! gzipped size. Its functions' names stay in `stage/worker/edge_bg.wasm`, by the same numbers: a stack in the log says
//! `wasm-function[123]`.

use super::nameless::without_names;
use super::tools::Tools;
use super::{Made, stage, stamp};
use crate::place;
use crate::stop::{Result, Stop, Trying as _};

const SOURCES: [&str; 3] = ["conversation", "edge", "targeting"];

/// Makes `worker/index.js`, `worker/index_bg.wasm`, and `schema`: how many migrations of each object they know.
pub(super) fn build(tools: &Tools) -> Result<Made> {
    let out = place::build_dir().join("worker");
    let outputs = [out.join("index.js"), out.join("index_bg.wasm"), place::build_dir().join("schema")];
    stamp::unless_made("worker", &stamp::of_sources(&SOURCES)?, &outputs, || {
        let wasm = tools.compile("edge", "worker", &[])?;
        let stage = stage("worker");
        // The shim makes a new instance after a crash, for which wasm-bindgen generates the function.
        tools.bind(&wasm, &stage, "edge", &["--reset"])?;
        let shim = place::root().join("edge/shim/index.js");
        tools.bundle_worker(&shim, &stage.join("edge.js"), &outputs[0])?;
        let named = stage.join("edge_bg.wasm");
        let wasm = std::fs::read(&named).trying(|| format!("read {}", named.display()))?;
        let wasm = without_names(&wasm).ok_or_else(|| Stop::because("wasm-bindgen wrote no module"))?;
        std::fs::write(&outputs[1], wasm).trying(|| format!("write {}", outputs[1].display()))?;
        std::fs::write(&outputs[2], schema()?).trying(|| format!("write {}", outputs[2].display()))?;
        Ok(())
    })
}

/// A line `<object> <count of its migrations>` for each object.
fn schema() -> Result<String> {
    let folder = place::root().join("edge/src/migrations");
    let listed = |folder: &std::path::Path| {
        let entries = std::fs::read_dir(folder).trying(|| format!("read {}", folder.display()))?;
        Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).collect::<Vec<_>>())
    };
    let mut lines = Vec::new();
    for object in listed(&folder)?.iter().filter(|path| path.is_dir()) {
        let count =
            listed(object)?.iter().filter(|path| path.extension().is_some_and(|it| it == "sql")).count();
        let name = object.file_name().unwrap_or_default().to_string_lossy().into_owned();
        lines.push(format!("{name} {count}\n"));
    }
    lines.sort();
    Ok(lines.concat())
}
