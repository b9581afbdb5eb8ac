//! The harness's commands; people start them by `cargo xtask`.
//!
//! Knows their words and how their results are told.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use faults::check::Verdict;
use faults::crash::{self, Loop};
use faults::load::crowd::Crowd;
use faults::load::rate::{self, Rate};
use faults::load::{soak, stalled};
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
        "load" => runtime.block_on(load(&rest)),
        "soak" => runtime.block_on(soak(&rest)),
        _ => Err(format!("`{what}` is not understood; expected crash, load or soak")),
    };
    ran.unwrap_or_else(|said| refused(&said))
}

async fn crash(words: &[String]) -> Result<ExitCode, String> {
    let names =
        ["--kills", "--acked", "--threads", "--viewers", "--seed", "--network", "--history", "--check"];
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
        bad_network: match options.text("--network") {
            None | Some("good") => false,
            Some("bad") => true,
            Some(other) => {
                return Err(format!("--network `{other}` is not understood; expected good or bad"));
            }
        },
        history: options.text("--history").map(PathBuf::from),
    };
    say(&format!("crash    seed {}", asked.seed));
    let verdict = crash::run(&asked, |line| say(&line)).await.map_err(|error| error.to_string())?;
    Ok(told(&verdict))
}

async fn load(words: &[String]) -> Result<ExitCode, String> {
    let (what, rest) = words.split_first().ok_or("expected idle, storm, rate or stalled")?;
    let names: &[&str] = match what.as_str() {
        "idle" => &["--sockets", "--seconds"],
        "storm" => &["--sockets"],
        "rate" => &["--threads", "--per-second", "--seconds"],
        "stalled" => &["--stalled", "--minutes"],
        _ => return Err(format!("`{what}` is not understood; expected idle, storm, rate or stalled")),
    };
    let options = Options::parse(rest, names)?;
    let sockets = usize::from(options.number("--sockets", 9_000_u16)?);
    let measured = match what.as_str() {
        "idle" => {
            let seconds = options.number("--seconds", 60)?;
            async { Crowd::gather(sockets).await?.idle(seconds).await }.await.map(|line| say(&line))
        }
        "storm" => {
            async {
                // The crowd leaves before the floor is measured.
                say(&Crowd::gather(sockets).await?.storm().await?);
                say(&Crowd::bare_storm(sockets).await?);
                Ok(())
            }
            .await
        }
        "rate" => {
            let threads = usize::from(options.number("--threads", 200_u16)?);
            let (per_second, seconds) =
                (options.number("--per-second", 100)?, options.number("--seconds", 30)?);
            rate::run(Rate { threads, per_second, seconds }, |line| say(&line)).await
        }
        _ => {
            let minutes = options.number("--minutes", 10_u16)?;
            let stalled = usize::from(options.number("--stalled", 50_u16)?);
            stalled::run(stalled, f64::from(minutes), |line| say(&line)).await
        }
    };
    measured.map_err(|error| error.to_string())?;
    Ok(ExitCode::SUCCESS)
}

async fn soak(words: &[String]) -> Result<ExitCode, String> {
    let options = Options::parse(words, &["--minutes", "--seed"])?;
    let (minutes, seed) = (options.number("--minutes", 10)?, options.number("--seed", 1)?);
    let verdict = soak::run(minutes, seed, |line| say(&line)).await.map_err(|error| error.to_string())?;
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
