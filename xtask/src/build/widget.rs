//! What visitors download: the loader, and the widget it fetches; and what explains a page to its owner.
//!
//! Knows which files the loader must name. `widget/loader/start.js` is bundled from a copy, because esbuild takes a
//! style sheet into a script as it is written, and it has to be minified first.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::assets::Hashed;
use super::names::Names;
use super::tools::{SHAPE, Tools, prefixed};
use super::{Made, assets_dir, stage, stamp};
use crate::place;
use crate::stop::{Result, Stop, Trying as _};

const SOURCES: [&str; 3] = ["conversation", "targeting", "widget"];

/// A page lends the widget its memory: of a megabyte, which is usual, nobody here uses a tenth.
const STACK: &str = "-zstack-size=131072";

/// What the edge puts the decision into: it has to come out of the minifier once, and as it went in.
const BOOT: &str = "\"__BOOT__\"";

/// Makes `loader.js`, `scout.js` and the loader that it brings, `widget/loader-HASH.js`; `widget/widget-HASH.js`, `widget/widget-HASH.wasm`, `widget/rest-HASH.js`, `widget/rest-HASH.wasm`,
/// `widget/explain-HASH.js`, `widget/display-HASH.js`, `widget/poll-HASH.js`, `widget/files-HASH.js`, `widget/faces-HASH.js`, `widget/aside-HASH.js`, `widget/sdk-HASH.js`,
/// `widget/texts-TAG-HASH.json`, and what `talk` makes.
pub(super) fn build(tools: &Tools) -> Result<Made> {
    let [loader, scout] = ["loader.js", "scout.js"].map(|name| assets_dir().join(name));
    let made = [loader.clone(), scout.clone()];
    stamp::unless_made("widget", &stamp::of_sources(&SOURCES)?, &made, || {
        let mut folder = Hashed::folder("widget");
        let Rest { glue, wasm, texts, sdk } = build_rest(tools, &mut folder)?;
        let names = [
            define("__WIDGET_JS__", &glue),
            define("__WIDGET_WASM__", &wasm),
            define("__WIDGET_TEXTS__", &texts),
            define("__SDK_JS__", &sdk),
        ];
        let text = with_boot(tools, &loader, &names)?;
        let brought = format!("export const load=boot=>{{{}}};\n", text.replace(BOOT, "boot"));
        let brought = folder.put("loader", "js", brought.as_bytes())?;
        with_boot(tools, &scout, &[define("__LOADER_JS__", &brought)])?;
        folder.sweep()
    })
}

/// Minifies a script of that name, and sees to it that the edge finds the place of the boot.
fn with_boot(tools: &Tools, made: &Path, names: &[String]) -> Result<String> {
    let name = made.file_name().unwrap_or_default();
    tools.minify(&place::root().join("widget/loader").join(name), made, names)?;
    let text = String::from_utf8_lossy(&stamp::read(made)?).into_owned();
    match text.matches(BOOT).count() {
        1 => Ok(text),
        count => Err(Stop::because(format!("{} names {BOOT} {count} times instead of once", made.display()))),
    }
}

/// The addresses at the edge of what the loader fetches.
struct Rest {
    /// Glue with style.
    glue: String,
    wasm: String,
    /// Of the words, up to the language that is wished for.
    texts: String,
    /// The page's own API.
    sdk: String,
}

/// Glue with style, wasm, words, and the page's own API. The glue names what only some pages fetch.
fn build_rest(tools: &Tools, folder: &mut Hashed) -> Result<Rest> {
    let stage = stage("widget");
    let package = stage.join("package");
    let compiled = tools.compile_to_split("widget", "wasm", &[], &[STACK])?;
    // What an earlier build cut off is no part of this one.
    let _ = fs::remove_dir_all(&package);
    tools.split(&compiled, &package, "widget")?;
    // A panic ends the widget without a word, so the words need not be downloaded.
    tools.bind(&package.join("widget.wasm"), &package, "widget", &["--silent", "--split"])?;
    let cut = stage.join("cut.wasm");
    tools.silence(&package.join("split_rest.wasm"), &cut)?;
    let second = stage.join("rest.wasm");
    optimise(tools, "-Oz", &cut, &second)?;
    let named = stage.join("named.wasm");
    optimise(tools, "-Oz", &package.join("widget_bg.wasm"), &named)?;
    let small = stage.join("widget.wasm");
    let names = Names::parse(&tools.shorten_names(&named, &small)?)?;
    let bound = package.join("short.js");
    let text = String::from_utf8_lossy(&stamp::read(&package.join("widget.js"))?).into_owned();
    let text = format!("{text}\n{}", shared(&package)?);
    stamp::write(&bound, names.put_into(&text)?.as_bytes())?;

    let widget = place::root().join("widget");
    copy_scripts(&widget.join("loader"), &stage.join("loader"))?;
    copy_scripts(&widget.join("texts"), &stage.join("texts"))?;
    tools.minify(&widget.join("src/widget.css"), &stage.join("src/widget.css"), &["--bundle"])?;
    let explain = stage.join("explain.js");
    tools.minify(&stage.join("loader/explain.js"), &explain, &["--format=esm"])?;
    let explain = folder.put("explain", "js", &stamp::read(&explain)?)?;

    let display = stage.join("display.js");
    tools.minify(&stage.join("loader/display.js"), &display, &["--format=esm"])?;
    let display = folder.put("display", "js", &stamp::read(&display)?)?;

    let poll = stage.join("poll.js");
    tools.minify(&stage.join("loader/poll.js"), &poll, &["--format=esm"])?;
    let poll = folder.put("poll", "js", &stamp::read(&poll)?)?;

    let files = stage.join("files.js");
    tools.minify(&stage.join("loader/files.js"), &files, &["--bundle", "--format=esm"])?;
    let files = define("__FILES_JS__", &folder.put("files", "js", &stamp::read(&files)?)?);
    let form = stage.join("form.js");
    tools.minify(&stage.join("loader/form.js"), &form, &["--bundle", "--format=esm"])?;
    let form = define("__FORM_JS__", &folder.put("form", "js", &stamp::read(&form)?)?).into();
    let subscribe = stage.join("subscribe.js");
    tools.minify(&stage.join("loader/subscribe.js"), &subscribe, &["--bundle", "--format=esm"])?;
    let subscribe =
        define("__SUBSCRIBE_JS__", &folder.put("subscribe", "js", &stamp::read(&subscribe)?)?).into();
    let poll = define("__POLL_JS__", &poll);
    let revise = stage.join("revise.js");
    tools.minify(&stage.join("loader/revise.js"), &revise, &["--bundle", "--format=esm"])?;
    let revise = define("__REVISE_JS__", &folder.put("revise", "js", &stamp::read(&revise)?)?);
    let rest = stage.join("rest.js");
    tools.minify(
        &stage.join("loader/rest.js"),
        &rest,
        &["--bundle", "--format=esm", &files, &poll, &revise],
    )?;
    let rest = folder.put("rest", "js", &stamp::read(&rest)?)?;
    let second = folder.put("rest", "wasm", &stamp::read(&second)?)?;
    let talk = talk(tools, &stage, folder)?;

    let faces = stage.join("faces.js");
    tools.minify(&stage.join("loader/faces.js"), &faces, &["--bundle", "--format=esm"])?;
    let faces = folder.put("faces", "js", &stamp::read(&faces)?)?;

    let aside = stage.join("aside.js");
    tools.minify(&stage.join("loader/aside.js"), &aside, &["--format=esm"])?;
    let aside = folder.put("aside", "js", &stamp::read(&aside)?)?;

    let glue = stage.join("widget.js");
    let alias = prefixed("--alias:parlor-widget=", &bound);
    let explain = define("__EXPLAIN_JS__", &explain).into();
    let display = define("__DISPLAY_JS__", &display).into();
    let rest = define("__REST_JS__", &rest).into();
    let second = define("__REST_WASM__", &second).into();
    let talk = define("__TALK_JS__", &talk).into();
    let faces = define("__FACES_JS__", &faces).into();
    let aside = define("__ASIDE_JS__", &aside).into();
    let words = [
        "--bundle".into(),
        "--format=esm".into(),
        "--loader:.css=text".into(),
        alias,
        explain,
        display,
        rest,
        second,
        talk,
        faces,
        aside,
        form,
        subscribe,
    ];
    tools.minify(&stage.join("loader/start.js"), &glue, &words)?;

    let sdk = stage.join("sdk.js");
    tools.minify(&stage.join("loader/sdk.js"), &sdk, &["--bundle", "--format=esm"])?;

    let texts = put_texts(folder, &widget.join("texts"))?;
    Ok(Rest {
        glue: folder.put("widget", "js", &stamp::read(&glue)?)?,
        wasm: folder.put("widget", "wasm", &stamp::read(&small)?)?,
        texts,
        sdk: folder.put("sdk", "js", &stamp::read(&sdk)?)?,
    })
}

/// What the second module takes from the first, as a function of the glue's: its names lie in the script that would load it.
fn shared(package: &Path) -> Result<String> {
    let link = package.join("__wasm_split.js");
    let text = String::from_utf8_lossy(&stamp::read(&link)?).into_owned();
    let names = text.split_once("const { ").and_then(|(_, rest)| rest.split_once(" } = initSync"));
    let (names, _) = names.ok_or_else(|| Stop::because(format!("{} shares nothing", link.display())))?;
    let names: Vec<&str> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let given: Vec<String> = names.iter().map(|name| format!("{name}: wasm.{name}")).collect();
    Ok(format!("export const shared = () => ({{ {} }});\n", given.join(", ")))
}

/// The words of every language, `texts-TAG-HASH.json`, with one hash for all: the loader asks for `texts-HASH-WISH`, and
/// the edge knows which language is nearest.
fn put_texts(folder: &mut Hashed, texts: &Path) -> Result<String> {
    let mut files = Vec::new();
    for path in stamp::files_within(texts)? {
        let Some(tag) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".json")) else {
            continue;
        };
        let words: BTreeMap<String, String> =
            serde_json::from_slice(&stamp::read(&path)?).trying(|| format!("read {}", path.display()))?;
        files.push((
            tag.to_owned(),
            serde_json::to_vec(&words).trying(|| format!("write {}", path.display()))?,
        ));
    }
    let all: Vec<&[u8]> = files.iter().flat_map(|(tag, words)| [tag.as_bytes(), words]).collect();
    let hash = stamp::of_bytes(&all);
    for (tag, words) in &files {
        folder.put_plain(&format!("texts-{tag}-{hash}.json"), words)?;
    }
    Ok(format!("/widget/texts-{hash}-"))
}

/// What a visitor with conversations can do with them: the words, and the buttons that fetch the rest.
fn talk(tools: &Tools, stage: &Path, folder: &mut Hashed) -> Result<String> {
    let mut words = vec!["--bundle".into(), "--format=esm".into()];
    for part in ["threads", "menu", "rating"] {
        let made = stage.join(part).with_extension("js");
        tools.minify(
            &stage.join("loader").join(part).with_extension("js"),
            &made,
            &["--bundle", "--format=esm"],
        )?;
        let address = folder.put(part, "js", &stamp::read(&made)?)?;
        words.push(define(&format!("__{}_JS__", part.to_uppercase()), &address));
    }
    let made = stage.join("talk.js");
    tools.minify(&stage.join("loader/talk.js"), &made, &words)?;
    folder.put("talk", "js", &stamp::read(&made)?)
}

/// wasm-opt takes longer than everything else, so it is asked only when the module differs.
pub(super) fn optimise(tools: &Tools, level: &str, input: &Path, output: &PathBuf) -> Result<()> {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    let hash = stamp::of_bytes(&[&stamp::read(input)?, level.as_bytes(), SHAPE.concat().as_bytes()]);
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
