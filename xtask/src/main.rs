//! The one command of the house: `cargo xtask <what>`. People and CI run the same.
//!
//! Knows how the parts are built, started and checked. Knows nothing of what they do.

mod account;
mod backup;
mod bench;
mod build;
mod check;
mod decide;
mod faults;
mod features;
mod fuzz;
mod migration;
mod place;
mod serve;
mod sim;
mod size;
mod stop;
mod test;
mod workerd;

use std::process::ExitCode;

use protocol::nearest::nearest;

const USAGE: &str = "\
usage: cargo xtask <what>

  serve    builds and runs the whole product on this machine
  backup   copies the data of an instance that goes on running
  restore  makes a data directory of such a copy
  test     everything a change must pass, as CI runs it         (--list tells the steps)
  check    the steps of it that take under a minute
  build    the files that browsers and workerd load
  size     what they weigh, against the budget                 (--json)
  decide   which chatflow a page view gets, and why
  bench    what a decision costs, beside its peers
  migration  what of a site written for HubSpot's chat changes with ours
  fuzz     a long search for bytes that break targeting
  crash    kills workerd under load and counts what became of the messages
  load     what the product carries, and how fast
  soak     a slow load for a long time, with a crash now and then
  sim      delivery under every fault, as many lives as you like

  setup, tidy, features   single steps of test

serve, backup, restore, test, build, size, decide, bench, fuzz, crash, load, soak and sim tell more with --help.";

/// What people may ask for.
const WORDS: [&str; 18] = [
    "serve",
    "backup",
    "restore",
    "test",
    "check",
    "build",
    "size",
    "decide",
    "bench",
    "fuzz",
    "crash",
    "load",
    "soak",
    "sim",
    "migration",
    "setup",
    "tidy",
    "features",
];

fn main() -> ExitCode {
    // A word that is no text cannot be one of ours; it must be refused, not end in a panic.
    let mut words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let what = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let is_help = |word: &str| ["--help", "-h", "help"].contains(&word);
    if is_help(&what)
        || (WORDS.contains(&what.as_str()) && rest.iter().any(|word| word == "--help" || word == "-h"))
    {
        place::say(usage(&what));
        return ExitCode::SUCCESS;
    }
    match what.as_str() {
        "serve" => serve::run(&rest),
        "backup" | "restore" => backup::run(&what, &rest),
        "test" => test::run(&rest),
        "check" => check::run(&rest),
        "build" => build::run(&rest),
        "size" => size::run(&rest),
        "decide" => decide::run(&rest),
        "bench" => bench::run(&rest),
        "fuzz" => fuzz::run(&rest),
        "migration" => migration::run(&rest),
        "crash" | "load" | "soak" => faults::run(&what, &rest),
        "sim" => sim::run(&rest),
        "setup" => test::set_up(&rest),
        "tidy" => check::tidy(&rest),
        "features" => features::run(&rest),
        // Not for people: the first instructions of the child that becomes workerd.
        "launch-workerd" => workerd::exec_as_child_of(&rest),
        _ => {
            if !what.is_empty() {
                let meant = nearest(&what, WORDS).map(|word| format!("; did you mean {word}?"));
                place::warn(format_args!("`{what}` is not understood{}", meant.unwrap_or_default()));
            }
            place::warn(USAGE);
            ExitCode::from(2)
        }
    }
}

/// What a command tells of itself.
fn usage(what: &str) -> &'static str {
    match what {
        "serve" => serve::USAGE,
        "backup" | "restore" => backup::USAGE,
        "test" => test::USAGE,
        "build" => build::USAGE,
        "size" => size::USAGE,
        "decide" => decide::USAGE,
        "bench" => bench::USAGE,
        "fuzz" => fuzz::USAGE,
        "migration" => migration::USAGE,
        "crash" | "load" | "soak" => faults::USAGE,
        "sim" => sim::USAGE,
        _ => USAGE,
    }
}
