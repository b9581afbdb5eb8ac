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
mod nameless;
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
    let (worker, others): (Vec<Part>, Vec<Part>) = parts.iter().partition(|part| **part == Part::Worker);
    if worker.is_empty() || others.is_empty() {
        parts.iter().try_for_each(|part| make(*part, &tools, Told::AsItGoes))?;
    } else {
        // Linking a module that visitors download keeps one core busy for a minute or two. The Worker has a profile, so a
        // folder of Cargo's, of its own, and nobody waits for a lock.
        std::thread::scope(|scope| {
            let beside =
                scope.spawn(|| worker.iter().try_for_each(|part| make(*part, &tools, Told::InWholeLines)));
            let here = others.iter().try_for_each(|part| make(*part, &tools, Told::InWholeLines));
            let beside =
                beside.join().unwrap_or_else(|_| Err(Stop::because("the build of the worker panicked")));
            here.and(beside)
        })?;
    }
    if parts == [Part::Npm] {
        return Ok(());
    }
    step("api", || api::build(&tools))?;
    step("assets", || assets::finish(&tools))
}

/// Makes one part.
fn make(part: Part, tools: &Tools, told: Told) -> Result<()> {
    match part {
        Part::Worker => step_told(told, "worker", || worker::build(tools)),
        Part::Widget => step_told(told, "widget", || widget::build(tools)),
        Part::Console => step_told(told, "console", || console::build(tools)),
        Part::Npm => {
            step_told(told, "npm package", || npm::build(tools))?;
            npm::weigh(tools)
        }
    }
}

/// How a step tells of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// One line, begun before the work and ended after it.
    AsItGoes,
    /// Two lines: other steps run beside it.
    InWholeLines,
}

/// Whether something was made, or was there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Now,
    Before,
}

/// Runs one step with a line of progress: `build    widget … 12.3 s`.
fn step(what: &str, work: impl FnOnce() -> Result<Made>) -> Result<()> {
    step_told(Told::AsItGoes, what, work)
}

fn step_told(told: Told, what: &str, work: impl FnOnce() -> Result<Made>) -> Result<()> {
    let started = Instant::now();
    let line = format!("build    {what} …");
    match told {
        // So that a person sees what is going on; an unread terminal stops nothing.
        Told::AsItGoes => {
            let mut out = std::io::stdout();
            drop(write!(out, "{line} ").and_then(|()| out.flush()));
        }
        Told::InWholeLines => place::say(&line),
    }
    let made = work();
    let outcome = match &made {
        Ok(Made::Now) => format!("{:.1} s", started.elapsed().as_secs_f32()),
        Ok(Made::Before) => "unchanged".to_owned(),
        Err(_) => "failed".to_owned(),
    };
    match told {
        Told::AsItGoes => place::say(outcome),
        Told::InWholeLines => place::say(format_args!("{line} {outcome}")),
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
