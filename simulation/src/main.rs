//! `cargo xtask sim`: lives so many lives on every core, and names each seed whose life broke a promise.
//!
//! Knows the words of the command and how lives are shared out. What a life is stands in the library.

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use simulation::{Disks, Outcome, Sabotage, Terms, live};

const USAGE: &str = "\
usage: cargo xtask sim [--seeds N] [--steps M] [--from S] [--seed S [--trace]] [--sabotage NAME]

  --seeds N        so many lives, 1000 by default
  --steps M        so many things happen in each before the faults stop, 500 by default
  --from S         the first seed, 0 by default
  --seed S         the life of one seed
  --trace          every step of it
  --sabotage NAME  with a server that breaks a promise";

/// Enough to see whether they have something in common.
const MOST_FINDINGS: usize = 10;

struct Options {
    from: u64,
    seeds: u64,
    terms: Terms,
}

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    if words.iter().any(|word| word == "--help" || word == "-h") {
        say(USAGE);
        return ExitCode::SUCCESS;
    }
    match options(&words) {
        Ok(options) if search(&options) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(wrong) => {
            say(&format!("{wrong}\n{USAGE}"));
            ExitCode::from(2)
        }
    }
}

fn say(line: &str) {
    // A reader that went away is no reason to stop.
    drop(writeln!(std::io::stdout(), "{line}"));
}

fn options(words: &[String]) -> Result<Options, String> {
    let terms = Terms { steps: 500, sabotage: None, trace: false };
    let mut options = Options { from: 0, seeds: 1_000, terms };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut number = || {
            let text = words.next().ok_or_else(|| format!("{word} needs a number"))?;
            text.parse::<u64>().map_err(|_| format!("`{text}` is no number"))
        };
        match word.as_str() {
            "--seeds" => options.seeds = number()?,
            "--steps" => options.terms.steps = number()?,
            "--from" => options.from = number()?,
            "--seed" => {
                options.from = number()?;
                options.seeds = 1;
            }
            "--trace" => options.terms.trace = true,
            "--sabotage" => {
                let name = words.next().map(String::as_str).unwrap_or_default();
                let found = Sabotage::ALL.into_iter().find(|sabotage| sabotage.name() == name);
                options.terms.sabotage = Some(found.ok_or_else(|| {
                    let names: Vec<&str> = Sabotage::ALL.into_iter().map(Sabotage::name).collect();
                    format!("`{name}` is none of {}", names.join(", "))
                })?);
            }
            _ => return Err(format!("`{word}` is not understood")),
        }
    }
    Ok(options)
}

#[derive(Default)]
struct Sum {
    acked: u64,
    shown: u64,
    crashes: u64,
    steps: u64,
    findings: Vec<(u64, String)>,
}

/// Whether every promise was kept in every life.
fn search(options: &Options) -> bool {
    let next = AtomicU64::new(0);
    let enough = AtomicBool::new(false);
    let sum = Mutex::new(Sum::default());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                let mut disks = Disks::default();
                while !enough.load(Ordering::Relaxed) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= options.seeds {
                        return;
                    }
                    let outcome = live(options.from + number, options.terms, &mut disks);
                    let found = add(&sum, options, number, outcome);
                    enough.fetch_or(found >= MOST_FINDINGS, Ordering::Relaxed);
                }
            });
        }
    });
    let sum = sum.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    say(&format!(
        "seeds={} steps={} acked={} shown={} crashes={} broken={}",
        next.into_inner().min(options.seeds),
        sum.steps,
        sum.acked,
        sum.shown,
        sum.crashes,
        sum.findings.len()
    ));
    sum.findings.is_empty()
}

/// Counts a life; how many findings there are now.
fn add(sum: &Mutex<Sum>, options: &Options, number: u64, outcome: Outcome) -> usize {
    let mut sum = sum.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for line in &outcome.trace {
        say(line);
    }
    sum.acked += outcome.acked;
    sum.shown += outcome.shown;
    sum.crashes += outcome.crashes;
    sum.steps += outcome.steps;
    let seed = options.from + number;
    if let Some(broken) = outcome.broken {
        let sabotage =
            options.terms.sabotage.map(|it| format!(" --sabotage {}", it.name())).unwrap_or_default();
        say(&format!("seed {seed}: {broken}"));
        say(&format!("  cargo xtask sim --seed {seed} --steps {}{sabotage} --trace", options.terms.steps));
        sum.findings.push((seed, broken));
    }
    let every = (options.seeds / 10).max(1_000);
    if (number + 1).is_multiple_of(every) {
        say(&format!("{} of {} lives", number + 1, options.seeds));
    }
    sum.findings.len()
}
