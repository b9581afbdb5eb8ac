//! What agents download: one page, one script, one style sheet, one module; whoever sets things up, a second module; and
//! where no socket passes, a second script.
//!
//! Knows how the page names the others. What is in them is the console's.

use std::fs;
use std::path::{Path, PathBuf};

use super::assets::Hashed;
use super::names::Names;
use super::tools::{Tools, prefixed};
use super::{Made, assets_dir, stage, stamp, widget};
use crate::place;
use crate::stop::{Result, Stop};

/// Of the widget's scripts only those that a console shares.
const SOURCES: [&str; 5] =
    ["console", "conversation", "targeting", "widget/loader/lines.js", "widget/loader/poll.js"];

/// What the first module imports from, as wasm-bindgen and the cut call it.
const GLUE: &str = "./console_bg.js";
const LINK: &str = "./__wasm_split.js";

/// The module that starts, and the script that loads it.
const FIRST: &str = "console";

/// Leptos forgets the exact types of views where it can: 24 KB less to download of 423, and quicker to compile.
const LEPTOS: [&str; 1] = ["--cfg=erase_components"];

/// Starts the application, with the way by which its lines are opened. Module and second script lie beside this one,
/// under names that only the build knows.
const ENTRY: &str = "\
import init, { start } from \"parlor-console\";
import { lines } from \"parlor-lines\";
const ask = (path, body, more, proof) =>
  fetch(path, { method: \"POST\", headers: { \"content-type\": \"application/json\", \"x-csrf\": proof }, body, ...more });
const open = lines(location.origin, ask, () => import(new URL(__POLL_JS__, import.meta.url)));
init({ module_or_path: new URL(__CONSOLE_WASM__, import.meta.url) }).then(() => start(open));
";

/// Makes `console/index.html` and, each with its hash, the script, the style sheet and the module.
pub(super) fn build(tools: &Tools) -> Result<Made> {
    let page = assets_dir().join("console/index.html");
    stamp::unless_made("console", &stamp::of_sources(&SOURCES)?, std::slice::from_ref(&page), || {
        let stage = stage("console");
        let package = stage.join("package");
        let compiled = tools.compile_to_split("console", "wasm", &LEPTOS, &[])?;
        // What an earlier build cut off is no part of this one.
        let _ = fs::remove_dir_all(&package);
        tools.split(&compiled, &package, "console")?;
        tools.bind(&package.join("console.wasm"), &package, "console", &["--split"])?;
        let mut folder = Hashed::folder("console");
        let (glue, link) = (package.join("console.js"), package.join("__wasm_split.js"));
        let mut text = link_by_name(&read_text(&link)?)?;
        let mut wasm = String::new();
        for (name, small) in optimised(tools, &package, &stage)? {
            let part = name.trim_start_matches("split_");
            if part == FIRST {
                let short = stage.join("short.wasm");
                let names = Names::parse(&tools.shorten_names(&small, &short)?)?.between(GLUE, LINK);
                let given = give_link(&read_text(&glue)?, &text)?;
                stamp::write(&glue, names.put_into(&given)?.as_bytes())?;
                text = names.put_exports_into(&text);
                wasm = folder.put(part, "wasm", &stamp::read(&short)?)?;
            } else {
                let address = folder.put(part, "wasm", &stamp::read(&small)?)?;
                text = text.replace(&format!("./{name}.wasm"), &address);
            }
        }
        stamp::write(&link, text.as_bytes())?;

        let style = stage.join("console.css");
        tools.minify(&place::root().join("console/style.css"), &style, &["--bundle"])?;
        let css = folder.put("console", "css", &stamp::read(&style)?)?;

        let loader = place::root().join("widget/loader");
        let poll = stage.join("poll.js");
        tools.minify(&loader.join("poll.js"), &poll, &["--format=esm"])?;
        let poll = folder.put("poll", "js", &stamp::read(&poll)?)?;

        let entry = stage.join("entry.js");
        stamp::write(&entry, ENTRY.as_bytes())?;
        let script = stage.join("console.js");
        let alias = prefixed("--alias:parlor-console=", &package.join("console.js"));
        let define = format!("--define:__CONSOLE_WASM__=\"{wasm}\"");
        let lines = prefixed("--alias:parlor-lines=", &loader.join("lines.js"));
        let poll = format!("--define:__POLL_JS__=\"{poll}\"");
        let words = ["--bundle".into(), "--format=esm".into(), alias, lines, define.into(), poll.into()];
        tools.minify(&entry, &script, &words)?;
        let js = folder.put("console", "js", &stamp::read(&script)?)?;

        let template = stamp::read(&place::root().join("console/index.html"))?;
        let text = String::from_utf8_lossy(&template);
        let text = text.replace("{{js}}", &js).replace("{{css}}", &css).replace("{{wasm}}", &wasm);
        folder.put_plain("index.html", text.as_bytes())?;
        folder.sweep()
    })
}

fn read_text(path: &Path) -> Result<String> {
    Ok(String::from_utf8_lossy(&stamp::read(path)?).into_owned())
}

/// The script that fetches the later modules, taking what they share with the first by the names that it has there.
fn link_by_name(link: &str) -> Result<String> {
    let strange = || Stop::because(format!("{LINK} shares what the first module has in other words"));
    let (before, rest) = link.split_once("const { ").ok_or_else(strange)?;
    let (names, after) = rest.split_once(" } = initSync(undefined, undefined);").ok_or_else(strange)?;
    let names: Vec<&str> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let taken: Vec<String> = names.iter().map(|name| format!("{name} = wasm.{name}")).collect();
    Ok(format!("{before}const wasm = initSync();\n        const {};{after}", taken.join(", ")))
}

/// The glue, giving what that script loads with as if it were its own: the first module imports from one place.
fn give_link(glue: &str, link: &str) -> Result<String> {
    let strange = || Stop::because(format!("the glue imports {LINK} in other words"));
    let list = format!("        \"{LINK}\": import1,\n");
    let (before, after) = glue.split_once(&list).ok_or_else(strange)?;
    let (first, rest) = before.split_once("const import0 = {\n").ok_or_else(strange)?;
    let loads =
        link.split("export const ").skip(1).filter_map(|line| line.split_once(" =").map(|(name, _)| name));
    let given: String = loads
        .map(|name| format!("        {name}: function(...words) {{ return import1.{name}(...words); }},\n"))
        .collect();
    Ok(format!("{first}const import0 = {{\n{given}{rest}{after}"))
}

/// The modules that the cut left in `package`, by name, and where each lies optimised. All at once: the optimiser keeps
/// one core busy.
fn optimised(tools: &Tools, package: &Path, stage: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut parts = vec![(FIRST.to_owned(), package.join("console_bg.wasm"))];
    for part in stamp::files_within(package)? {
        let name = part.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if part.extension().is_some_and(|kind| kind == "wasm") && !name.starts_with(FIRST) {
            parts.push((name, part));
        }
    }
    std::thread::scope(|scope| {
        let at_work: Vec<_> = parts
            .into_iter()
            .map(|(name, module)| {
                scope.spawn(move || {
                    let small = stage.join(format!("{}.wasm", name.trim_start_matches("split_")));
                    widget::optimise(tools, "-Oz", &module, &small).map(|()| (name, small))
                })
            })
            .collect();
        let ended = at_work.into_iter().map(|part| part.join());
        ended
            .map(|part| part.unwrap_or_else(|_| Err(Stop::because("optimising the console panicked"))))
            .collect()
    })
}
