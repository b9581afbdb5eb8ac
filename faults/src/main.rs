//! The harness's commands; people start them by `cargo xtask`.
//!
//! Knows their words and how their results are told.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use faults::check::Verdict;
use faults::crash::{self, Loop};
use faults::options::Options;
use rustix::process::{Resource, getrlimit, setrlimit};

fn main() -> ExitCode {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // Where raising is refused, what there is decides.
    let _ = setrlimit(Resource::Nofile, limit);
    let mut words = std::env::args().skip(1);
    let what = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return refused(&format!("cannot start: {error}")),
    };
    let ran = match what.as_str() {
        "crash" => runtime.block_on(crash(&rest)),
        _ => Err(format!("`{what}` is not understood; expected crash, load or soak")),
    };
    ran.unwrap_or_else(|said| refused(&said))
}

async fn crash(words: &[String]) -> Result<ExitCode, String> {
    let names = ["--kills", "--acked", "--threads", "--viewers", "--seed", "--history", "--check"];
    let options = Options::parse(words, &names)?;
    if let Some(file) = options.text("--check") {
        return Ok(told(&crash::recount(Path::new(file)).map_err(|error| error.to_string())?));
    }
    let asked = Loop {
        kills: options.number("--kills", 100)?,
        acked: options.number("--acked", 1)?,
        threads: usize::from(options.number("--threads", 20_u16)?),
        viewers: usize::from(options.number("--viewers", 40_u16)?),
        seed: options.number("--seed", 1)?,
        history: options.text("--history").map(PathBuf::from),
    };
    say(&format!("crash    seed {}", asked.seed));
    let verdict = crash::run(&asked, |line| say(&line)).await.map_err(|error| error.to_string())?;
    Ok(told(&verdict))
}

/// What was found, and in the last line how much.
fn told(verdict: &Verdict) -> ExitCode {
    for finding in &verdict.findings {
        say(&format!("crash    {finding}"));
    }
    say(&verdict.to_string());
    if verdict.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn refused(said: &str) -> ExitCode {
    use std::io::Write as _;

    drop(writeln!(std::io::stderr(), "faults: {said}"));
    ExitCode::from(2)
}

fn say(line: &str) {
    use std::io::Write as _;

    drop(writeln!(std::io::stdout(), "{line}"));
}
