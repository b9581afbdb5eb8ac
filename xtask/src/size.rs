//! `cargo xtask size`: what the product weighs on the wire, against `size-budget.toml`.
//!
//! Knows which files make up which moment of a visit. Compression is the bundler's, so that the figures are those of
//! the files the edge serves.

mod characters;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Map, Value, json};
use targeting::{Chatflow, OwnedBook, Visitor};

use crate::build::{self, Part, Tools};
use crate::place;
use crate::stop::{Result, Stop, Trying as _};

/// Printed by `--help` and after a word that is not understood.
pub(crate) const USAGE: &str = "\
usage: cargo xtask size [--json]

  --json   ends with all figures on one line";

/// The console's modules that neither the inbox nor a page is, one by one: what opens over the inbox, and what that shares
/// with the pages.
const TOOLS: &str = "console_tools_part";

/// A decision as long as most: texts, names and colours of a real chatflow.
const BOOT: &str = r##"{"a":"demo","e":"https://chat.example.com","h":"6175f07e","f":true,"d":{"c":"pricing","w":"Ordering for a café or a shop? Tell me the number of pieces and I work out a price.","p":true,"s":{"l":true,"p":false},"n":"Jonas Brandt","g":["Jonas Brandt"],"o":"end","v":"on","r":"within 1 hour","l":["#b5502f","#ffffff","#a4411f","#feece6","#eebeae","#b34e2d"],"m":["#b5502f","#ffffff","#a4411f","#38231c","#694135","#da7250"],"y":"won"},"b":1}"##;

/// The same where nothing is to be shown.
const BOOT_OF_NOTHING: &str =
    r#"{"a":"demo","e":"https://chat.example.com","h":"6175f07e","f":true,"d":null,"b":1}"#;

/// Bytes as they are, by gzip 9, by brotli 11.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Weight {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Weight {
    fn and(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }

    fn to_json(self) -> Value {
        json!({ "raw": self.raw, "gzip": self.gzip, "brotli": self.brotli })
    }
}

/// Prints the table and fails over the budget.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let json = match words {
        [] => false,
        [word] if word == "--json" => true,
        _ => {
            place::warn(USAGE);
            return ExitCode::from(2);
        }
    };
    let within = weigh().and_then(|figures| Ok(report(&figures, json)? & characters_are_left_out()?));
    match within {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(stop) => {
            place::warn(format_args!("size: {stop}"));
            ExitCode::from(2)
        }
    }
}

/// Whether the widget that was just weighed does without printing characters; says so where it does not.
fn characters_are_left_out() -> Result<bool> {
    let assets = place::build_dir().join("assets");
    let read = |of: &str, stem: &str| {
        let path = hashed(&assets.join(of), stem, "wasm")?;
        fs::read(&path).trying(|| format!("read {}", path.display()))
    };
    let widget = [read("widget", "widget")?, read("widget", "rest")?].concat();
    let left_out = characters::are_left_out(&widget, &read("console", "console")?)?;
    if !left_out {
        place::warn(
            "size: the widget's wasm prints characters: some text is cut where a character may not end",
        );
    }
    Ok(left_out)
}

/// Every figure by its name, in the order of the table.
fn weigh() -> Result<Vec<(&'static str, Weight)>> {
    build::build(&Part::ALL)?;
    let tools = Tools::set_up()?;
    let built = place::build_dir();
    let stage = built.join("stage/size");
    fs::create_dir_all(&stage).trying(|| format!("make {}", stage.display()))?;

    let served = |name: &str, boot: &str| -> Result<PathBuf> {
        let source = built.join("assets").join(name);
        let script = fs::read_to_string(&source).trying(|| format!("read {}", source.display()))?;
        write(&stage.join(name), script.replace("\"__BOOT__\"", boot).as_bytes())
    };
    let files = [
        ("loader", hashed(&built.join("assets/widget"), "loader", "js")?),
        ("until_nothing", served("scout.js", BOOT_OF_NOTHING)?),
        ("until_launcher", served("loader.js", BOOT)?),
        // Fetched once somebody goes elsewhere inside the page.
        ("book", write(&stage.join("book"), &book()?)?),
        ("widget_glue", hashed(&built.join("assets/widget"), "widget", "js")?),
        ("widget_css", built.join("stage/widget/src/widget.css")),
        ("widget_wasm", hashed(&built.join("assets/widget"), "widget", "wasm")?),
        ("rest_js", hashed(&built.join("assets/widget"), "rest", "js")?),
        ("rest_wasm", hashed(&built.join("assets/widget"), "rest", "wasm")?),
        ("sdk", hashed(&built.join("assets/widget"), "sdk", "js")?),
        ("widget_texts", hashed(&built.join("assets/widget"), "texts-de", "json")?),
        ("poll", hashed(&built.join("assets/widget"), "poll", "js")?),
        ("explain", hashed(&built.join("assets/widget"), "explain", "js")?),
        ("console_js", hashed(&built.join("assets/console"), "console", "js")?),
        ("console_wasm", hashed(&built.join("assets/console"), "console", "wasm")?),
        ("console_pages", hashed(&built.join("assets/console"), "pages", "wasm")?),
        ("console_css", hashed(&built.join("assets/console"), "console", "css")?),
        ("console_html", built.join("assets/console/index.html")),
        ("worker_js", built.join("worker/index.js")),
        ("worker_wasm", built.join("worker/index_bg.wasm")),
        ("targeting", targeting_alone(&tools, &stage)?),
    ];
    let parts = of_kind(&built.join("assets/console"), "wasm")?.into_iter();
    let of_tools: Vec<PathBuf> =
        parts.filter(|part| !files.iter().any(|(_, weighed)| weighed == part)).collect();
    let files: Vec<(&str, PathBuf)> =
        files.into_iter().chain(of_tools.into_iter().map(|path| (TOOLS, path))).collect();
    let paths: Vec<PathBuf> = files.iter().map(|(_, path)| path.clone()).collect();
    let weights = read_weights(&tools.sizes(&paths)?)?;
    if weights.len() != files.len() {
        return Err(Stop::because("the bundler did not weigh every file"));
    }
    let mut figures: Vec<(&'static str, Weight)> =
        files.iter().zip(weights).map(|((name, _), weight)| (*name, weight)).collect();
    let sum = |names: &[&str]| {
        let chosen = figures.iter().filter(|(name, _)| names.contains(name));
        chosen.fold(Weight::default(), |sum, (_, weight)| sum.and(*weight))
    };
    let until_typing = sum(&["until_launcher", "widget_glue", "widget_wasm", "widget_texts"]);
    let widget_rest = sum(&["rest_js", "rest_wasm"]);
    let console = sum(&["console_js", "console_wasm", "console_css", "console_html"]);
    let console_tools = sum(&[TOOLS]);
    let worker = sum(&["worker_js", "worker_wasm"]);
    figures.retain(|(name, _)| *name != TOOLS);
    figures.extend([
        ("until_typing", until_typing),
        ("widget_rest", widget_rest),
        ("until_sent", until_typing.and(widget_rest)),
        ("console", console),
        ("console_tools", console_tools),
        ("worker", worker),
    ]);
    Ok(figures)
}

/// The part of the demo account's rule book that an unknown visitor's browser gets.
fn book() -> Result<Vec<u8>> {
    let path = place::root().join("www/demo-account.json");
    let text = fs::read_to_string(&path).trying(|| format!("read {}", path.display()))?;
    let mut account: Value = serde_json::from_str(&text).trying(|| "read the demo account".into())?;
    let chatflows: Vec<Chatflow> = serde_json::from_value(account["chatflows"].take())
        .trying(|| "read the demo account's chatflows".into())?;
    let book = OwnedBook::read(targeting::compile(&chatflows).bytes).trying(|| "read a rule book".into())?;
    Ok(targeting::sub_book(&book.book(), &Visitor::ANONYMOUS))
}

/// What of the widget is targeting: the crate without features, a book read and a decision made, and nothing else.
fn targeting_alone(tools: &Tools, stage: &Path) -> Result<PathBuf> {
    let module = tools.compile_alone(&place::root().join("bench/size-probe"), "size-probe")?;
    let small = stage.join("targeting.wasm");
    tools.optimise("-Oz", &module, &small)?;
    Ok(small)
}

fn write(path: &Path, bytes: &[u8]) -> Result<PathBuf> {
    fs::write(path, bytes).trying(|| format!("write {}", path.display()))?;
    Ok(path.to_path_buf())
}

/// The one file of that kind, beginning with `stem`, in a folder whose names carry hashes.
fn hashed(folder: &Path, stem: &str, extension: &str) -> Result<PathBuf> {
    let begins =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(stem));
    let mut found = of_kind(folder, extension)?.into_iter().filter(begins);
    match (found.next(), found.next()) {
        (Some(path), None) => Ok(path),
        _ => Err(Stop::because(format!("expected one {stem}*.{extension} in {}", folder.display()))),
    }
}

/// Every file of that kind in a folder.
fn of_kind(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).trying(|| format!("read {}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    Ok(paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect())
}

fn read_weights(lines: &str) -> Result<Vec<Weight>> {
    let weight = |line: &str| -> Result<Weight> {
        let value: Value = serde_json::from_str(line).trying(|| "read what the bundler weighed".into())?;
        let bytes = |name: &str| {
            value[name].as_u64().ok_or_else(|| Stop::because(format!("the bundler gave no {name} size")))
        };
        Ok(Weight { raw: bytes("raw")?, gzip: bytes("gzip")?, brotli: bytes("brotli")? })
    };
    lines.lines().filter(|line| !line.trim().is_empty()).map(weight).collect()
}

/// Prints the figures; whether all of them are within the budget.
fn report(figures: &[(&'static str, Weight)], json: bool) -> Result<bool> {
    let path = place::root().join("size-budget.toml");
    let text = fs::read_to_string(&path).trying(|| format!("read {}", path.display()))?;
    let budget = read_budget(&text)?;
    if let Some(limit) = budget.iter().find(|limit| !figures.iter().any(|(figure, _)| *figure == limit.name))
    {
        return Err(Stop::because(format!("size-budget.toml: there is no figure `{}`", limit.name)));
    }
    place::say(format_args!("{:<16}{:>10}{:>10}{:>10}{:>10}", "bytes", "raw", "gzip", "brotli", "budget"));
    let mut within = true;
    for (name, weight) in figures {
        let Weight { raw, gzip, brotli } = weight;
        let limit = |of: Measure| {
            let limit = budget.iter().find(|limit| limit.name == *name && limit.of == of)?;
            Some(limit.most)
        };
        let (of_raw, of_brotli) = (limit(Measure::Raw), limit(Measure::Brotli));
        let over = of_raw.is_some_and(|most| *raw > most) || of_brotli.is_some_and(|most| *brotli > most);
        within &= !over;
        let most = of_brotli.map_or_else(String::new, |most| most.to_string());
        let of_raw = of_raw.map_or_else(String::new, |most| format!("  (raw {most})"));
        let note = if over { "  OVER" } else { "" };
        place::say(format_args!("{name:<16}{raw:>10}{gzip:>10}{brotli:>10}{most:>10}{of_raw}{note}"));
    }
    if json {
        let object: Map<String, Value> =
            figures.iter().map(|(name, weight)| ((*name).to_owned(), weight.to_json())).collect();
        place::say(Value::Object(object));
    }
    Ok(within)
}

/// Which of a file's weights a budget is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Raw,
    Brotli,
}

/// The most that something may weigh.
#[derive(Debug, PartialEq, Eq)]
struct Limit {
    name: String,
    of: Measure,
    most: u64,
}

/// Lines of `name = 1_234` under `[brotli]` or `[raw]`, with comments; all that the file needs of TOML.
fn read_budget(text: &str) -> Result<Vec<Limit>> {
    let mut of = None;
    let mut budget = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        match line {
            "" => continue,
            "[brotli]" => of = Some(Measure::Brotli),
            "[raw]" => of = Some(Measure::Raw),
            _ => {
                let limit = line.split_once('=').and_then(|(name, most)| {
                    let most = most.trim().replace('_', "").parse().ok()?;
                    Some(Limit { name: name.trim().to_owned(), of: of?, most })
                });
                let wrong = || {
                    let at = index + 1;
                    Stop::because(format!(
                        "size-budget.toml:{at}: expected `name = bytes` in [brotli] or [raw]"
                    ))
                };
                budget.push(limit.ok_or_else(wrong)?);
            }
        }
    }
    Ok(budget)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_names_and_bytes() {
        let text = "# comment\n[brotli]\nuntil_typing = 61_440 # all\n\nloader=1\n[raw]\nloader = 2\n";
        let limit = |name: &str, of, most| Limit { name: name.to_owned(), of, most };
        let expected = vec![
            limit("until_typing", Measure::Brotli, 61_440),
            limit("loader", Measure::Brotli, 1),
            limit("loader", Measure::Raw, 2),
        ];
        assert_eq!(read_budget(text), Ok(expected));
        for text in ["[brotli]\nloader", "[brotli]\nloader = much", "loader = 1", "[zip]\nloader = 1"] {
            assert!(read_budget(text).is_err(), "{text}");
        }
    }

    #[test]
    fn over_the_budget_is_a_failure() {
        // N22 E18
        let path = place::root().join("size-budget.toml");
        let budget = fs::read_to_string(path).expect("it is in the repository");
        let limits = read_budget(&budget).expect("it is well-formed");
        let names = [
            "until_nothing",
            "until_launcher",
            "until_typing",
            "until_sent",
            "widget_rest",
            "loader",
            "widget_wasm",
            "widget_glue",
            "widget_texts",
            "sdk",
            "console",
            "console_tools",
            "console_pages",
            "worker",
            "targeting",
        ];
        let all = |weight: Weight| names.map(|name| (name, weight)).to_vec();
        assert!(limits.iter().all(|limit| names.contains(&limit.name.as_str())));
        let (light, heavy) = (Weight { raw: 1, gzip: 1, brotli: 1 }, 1 << 40);
        assert_eq!(report(&all(light), false), Ok(true));
        assert_eq!(report(&all(Weight { brotli: heavy, ..light }), false), Ok(false));
        assert_eq!(report(&all(Weight { raw: heavy, ..light }), false), Ok(false));
    }

    #[test]
    fn weights_are_read_from_the_bundlers_lines() {
        let lines = "{\"file\":\"a\",\"raw\":3,\"gzip\":2,\"brotli\":1}\n";
        assert_eq!(read_weights(lines), Ok(vec![Weight { raw: 3, gzip: 2, brotli: 1 }]));
        assert!(read_weights("{\"raw\":3}").is_err());
    }
}
