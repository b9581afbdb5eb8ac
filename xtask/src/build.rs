//! `cargo xtask build`: from sources to the files that browsers and workerd load.
//!
//! Knows the order of the parts and where their files go; how one part is made is known by the module of that part.
//! Nothing is made twice from the same sources: warm, a build of everything only reads files (see [`stamp`]).
//!
//! ```text
//! .parlor/build/worker/   index.js, index_bg.wasm               what workerd and Cloudflare run
//! .parlor/build/schema    which migrations the worker knows
//! .parlor/build/npm/      the targeting engine as an npm package, ready for `npm pack`
//! .parlor/build/assets/   loader.js, widget/, console/, start/, api/   what the edge serves, .br and .gz beside
//! .parlor/build/stage/    what lies between; read by nobody else
//! .parlor/build/stamps/   from which sources each part was made
//! ```

mod api;
mod assets;
mod console;
mod names;
mod npm;
mod stamp;
mod tools;
mod widget;
mod worker;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use crate::place;
use crate::stop::{Result, Stop};

pub(crate) use tools::Tools;

/// Printed by `--help` and after a word that is not understood.
pub(crate) const USAGE: &str = "\
usage: cargo xtask build [worker] [widget] [console] [npm]    without a name, all that is served: everything but npm";

/// A part of the product that can be built alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What the edge runs.
    Worker,
    /// Loader, glue, style and wasm that visitors download.
    Widget,
    /// The agents' application.
    Console,
    /// The targeting engine as an npm package; nothing that is served.
    Npm,
}

impl Part {
    /// Every part that is served, in the order in which a start needs them.
    pub(crate) const ALL: [Self; 3] = [Self::Worker, Self::Widget, Self::Console];

    fn parse(word: &str) -> Result<Self> {
        match word {
            "worker" => Ok(Self::Worker),
            "widget" => Ok(Self::Widget),
            "console" => Ok(Self::Console),
            "npm" => Ok(Self::Npm),
            _ => Err(Stop::because(format!("`{word}` is not a part\n{USAGE}"))),
        }
    }
}

/// `cargo xtask build`.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let parts: Result<Vec<Part>> = words.iter().map(|word| Part::parse(word)).collect();
    let built = parts.and_then(|parts| build(if parts.is_empty() { &Part::ALL } else { &parts }));
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            place::warn(format_args!("build: {stop}"));
            ExitCode::FAILURE
        }
    }
}

/// Brings these parts up to date, with a line of progress for each.
pub(crate) fn build(parts: &[Part]) -> Result<()> {
    let tools = Tools::set_up()?;
    for part in parts {
        match part {
            Part::Worker => step("worker", || worker::build(&tools))?,
            Part::Widget => step("widget", || widget::build(&tools))?,
            Part::Console => step("console", || console::build(&tools))?,
            Part::Npm => {
                step("npm package", || npm::build(&tools))?;
                npm::weigh(&tools)?;
            }
        }
    }
    if parts == [Part::Npm] {
        return Ok(());
    }
    step("api", || api::build(&tools))?;
    step("assets", || assets::finish(&tools))
}

/// Whether something was made, or was there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Now,
    Before,
}

/// Runs one step with a line of progress: `build    widget … 12.3 s`.
fn step(what: &str, work: impl FnOnce() -> Result<Made>) -> Result<()> {
    let started = Instant::now();
    // The line is begun before the work, so that a person sees what is going on; an unread terminal stops nothing.
    let mut out = std::io::stdout();
    drop(write!(out, "build    {what} … ").and_then(|()| out.flush()));
    let made = work();
    match &made {
        Ok(Made::Now) => place::say(format_args!("{:.1} s", started.elapsed().as_secs_f32())),
        Ok(Made::Before) => place::say("unchanged"),
        Err(_) => place::say("failed"),
    }
    made.map(|_| ())
}

/// What lies between sources and output.
fn stage(part: &str) -> PathBuf {
    place::build_dir().join("stage").join(part)
}

/// What the edge serves.
fn assets_dir() -> PathBuf {
    place::build_dir().join("assets")
}
