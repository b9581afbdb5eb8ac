//! What visitors download: the loader, and the widget it fetches; and what explains a page to its owner.
//!
//! Knows which files the loader must name. `widget/loader/start.js` is bundled from a copy, because esbuild takes a
//! style sheet into a script as it is written, and it has to be minified first.

use std::path::{Path, PathBuf};

use super::assets::Hashed;
use super::names::Names;
use super::tools::{Tools, prefixed};
use super::{Made, assets_dir, stage, stamp};
use crate::place;
use crate::stop::{Result, Stop};

const SOURCES: [&str; 2] = ["targeting", "widget"];

/// What the edge puts the decision into: it has to come out of the minifier once, and as it went in.
const BOOT: &str = "\"__BOOT__\"";

/// Makes `loader.js`, `widget/widget-HASH.js`, `widget/widget-HASH.wasm`, `widget/explain-HASH.js`,
/// `widget/display-HASH.js`, `widget/poll-HASH.js`, `widget/talk-HASH.js` and
/// `widget/files-HASH.js`.
pub(super) fn build(tools: &Tools) -> Result<Made> {
    let loader = assets_dir().join("loader.js");
    stamp::unless_made("widget", &stamp::of_sources(&SOURCES)?, std::slice::from_ref(&loader), || {
        let (glue, wasm) = build_rest(tools)?;
        let names = [define("__WIDGET_JS__", &glue), define("__WIDGET_WASM__", &wasm)];
        tools.minify(&place::root().join("widget/loader/loader.js"), &loader, &names)?;
        let text = String::from_utf8_lossy(&stamp::read(&loader)?).into_owned();
        match text.matches(BOOT).count() {
            1 => Ok(()),
            count => Err(Stop::because(format!("the loader names {BOOT} {count} times instead of once"))),
        }
    })
}

/// Glue with style, and wasm; gives their addresses at the edge. The glue names what only some pages
/// fetch.
fn build_rest(tools: &Tools) -> Result<(String, String)> {
    let stage = stage("widget");
    let package = stage.join("package");
    let compiled = tools.compile("widget", "wasm", &[])?;
    // A panic ends the widget without a word, so the words need not be downloaded.
    tools.bind(&compiled, &package, "widget", &["--silent"])?;
    let named = stage.join("named.wasm");
    optimise(tools, "-Oz", &package.join("widget_bg.wasm"), &named)?;
    let small = stage.join("widget.wasm");
    let names = Names::parse(&tools.shorten_names(&named, &small)?)?;
    let bound = package.join("short.js");
    let text = String::from_utf8_lossy(&stamp::read(&package.join("widget.js"))?).into_owned();
    stamp::write(&bound, names.put_into(&text)?.as_bytes())?;

    let widget = place::root().join("widget");
    copy_scripts(&widget.join("loader"), &stage.join("loader"))?;
    tools.minify(&widget.join("src/widget.css"), &stage.join("src/widget.css"), &["--bundle"])?;
    let mut folder = Hashed::folder("widget");
    let explain = stage.join("explain.js");
    tools.minify(&stage.join("loader/explain.js"), &explain, &["--format=esm"])?;
    let explain = folder.put("explain", "js", &stamp::read(&explain)?)?;

    let display = stage.join("display.js");
    tools.minify(&stage.join("loader/display.js"), &display, &["--format=esm"])?;
    let display = folder.put("display", "js", &stamp::read(&display)?)?;

    let poll = stage.join("poll.js");
    tools.minify(&stage.join("loader/poll.js"), &poll, &["--format=esm"])?;
    let poll = folder.put("poll", "js", &stamp::read(&poll)?)?;

    copy_scripts(&widget.join("texts"), &stage.join("texts"))?;
    let files = stage.join("files.js");
    tools.minify(&stage.join("loader/files.js"), &files, &["--bundle", "--format=esm"])?;
    let files = define("__FILES_JS__", &folder.put("files", "js", &stamp::read(&files)?)?);
    let talk = stage.join("talk.js");
    tools.minify(&stage.join("loader/talk.js"), &talk, &["--bundle", "--format=esm", &files])?;
    let talk = folder.put("talk", "js", &stamp::read(&talk)?)?;

    let glue = stage.join("widget.js");
    let alias = prefixed("--alias:parlor-widget=", &bound);
    let explain = define("__EXPLAIN_JS__", &explain).into();
    let display = define("__DISPLAY_JS__", &display).into();
    let poll = define("__POLL_JS__", &poll).into();
    let talk = define("__TALK_JS__", &talk).into();
    let words = [
        "--bundle".into(),
        "--format=esm".into(),
        "--loader:.css=text".into(),
        alias,
        explain,
        display,
        poll,
        talk,
    ];
    tools.minify(&stage.join("loader/start.js"), &glue, &words)?;

    let addresses = (
        folder.put("widget", "js", &stamp::read(&glue)?)?,
        folder.put("widget", "wasm", &stamp::read(&small)?)?,
    );
    folder.sweep()?;
    Ok(addresses)
}

/// wasm-opt takes longer than everything else, so it is asked only when the module differs.
pub(super) fn optimise(tools: &Tools, level: &str, input: &Path, output: &PathBuf) -> Result<()> {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    let hash = stamp::of_bytes(&[&stamp::read(input)?, level.as_bytes()]);
    let outputs = std::slice::from_ref(output);
    stamp::unless_made(&name, &hash, outputs, || tools.optimise(level, input, output)).map(drop)
}

fn copy_scripts(from: &Path, to: &Path) -> Result<()> {
    for file in stamp::files_within(from)? {
        let name = file.strip_prefix(from).unwrap_or(&file);
        stamp::write(&to.join(name), &stamp::read(&file)?)?;
    }
    Ok(())
}

fn define(name: &str, address: &str) -> String {
    format!("--define:{name}=\"{address}\"")
}
