//! `cargo xtask test`: everything, in the order that fails soonest. People and CI run the same.
//!
//! Knows which steps were asked for and how the sum is told. What the steps are stands in `steps`, how one runs in
//! `runner`, how its output is read in `outcome`.

pub(crate) mod outcome;
mod runner;
mod setup;
mod steps;

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use crate::place::{self, say};
use crate::stop::{Result, Stop, Trying as _};
use crate::test::outcome::Counts;
use crate::test::runner::Verdict;
use crate::test::steps::{Step, steps};

pub(crate) use setup::run as set_up;

/// Printed by `--help` and after a word that is not understood.
pub(crate) const USAGE: &str = "\
usage: cargo xtask test [--only STEP]… [--from STEP] [--list]

  --only STEP   this step alone; may be repeated
  --from STEP   this step and those after it
  --list        the steps, without running them";

/// Runs everything, or what the words ask for.
pub(crate) fn run(words: &[String]) -> ExitCode {
    finish("test", choose(words).and_then(|chosen| run_steps(&chosen)))
}

/// Runs the steps that take under a minute in all once they have been built.
pub(crate) fn run_fast(words: &[String]) -> ExitCode {
    if !words.is_empty() {
        place::warn("usage: cargo xtask check");
        return ExitCode::from(2);
    }
    let fast: Vec<Step> = steps().into_iter().filter(|step| step.fast).collect();
    finish("check", run_steps(&fast))
}

fn finish(command: &str, result: Result<bool>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(stop) => {
            place::warn(format_args!("{command}: {stop}"));
            ExitCode::from(2)
        }
    }
}

/// The steps the words ask for; none where they only ask for a list.
fn choose(words: &[String]) -> Result<Vec<Step>> {
    let all = steps();
    let position = |name: Option<&String>| {
        let name = name.ok_or_else(|| Stop::because(format!("a step's name is missing\n{USAGE}")))?;
        all.iter()
            .position(|step| step.name == name)
            .ok_or_else(|| Stop::because(format!("there is no step `{name}`; --list names them")))
    };
    let (mut only, mut from) = (Vec::new(), 0);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--only" => only.push(position(words.next())?),
            "--from" => from = position(words.next())?,
            "--list" => {
                for step in &all {
                    say(format_args!(
                        "{:<12} {}{}",
                        step.name,
                        step.about,
                        if step.fast { "  (check)" } else { "" }
                    ));
                }
                return Ok(Vec::new());
            }
            _ => return Err(Stop::because(format!("`{word}` is not understood\n{USAGE}"))),
        }
    }
    let chosen = |index: usize| if only.is_empty() { index >= from } else { only.contains(&index) };
    Ok(all.into_iter().enumerate().filter(|(index, _)| chosen(*index)).map(|(_, step)| step).collect())
}

/// Whether all of them passed.
fn run_steps(chosen: &[Step]) -> Result<bool> {
    if chosen.is_empty() {
        return Ok(true);
    }
    let logs = place::logs();
    // What an earlier run left must not count as proof in this one, unless this one is about a single step.
    if chosen.len() == steps().len() && logs.exists() {
        fs::remove_dir_all(&logs).trying(|| format!("empty {}", logs.display()))?;
    }
    fs::create_dir_all(&logs).trying(|| format!("make {}", logs.display()))?;

    let started = Instant::now();
    let mut sum = Counts::default();
    let mut failed: Vec<&Step> = Vec::new();
    let mut times: Vec<(&str, f32)> = Vec::new();
    for (index, step) in chosen.iter().enumerate() {
        let missing = step.needs.iter().find(|need| failed.iter().any(|failed| failed.name == **need));
        if let Some(need) = missing {
            say(format_args!("\n=== {} is left out: it needs {need}, which failed", step.name));
            sum.skipped += 1;
            continue;
        }
        say(format_args!("\n=== {}/{} {}: {}", index + 1, chosen.len(), step.name, step.about));
        let step_started = Instant::now();
        let verdict = runner::run(step, &logs.join(format!("{}.log", step.name)))?;
        let counts = verdict.counts();
        sum.add(counts);
        let word = if matches!(verdict, Verdict::Passed(_)) { "ok" } else { "FAILED" };
        let seconds = step_started.elapsed().as_secs_f32();
        times.push((step.name, seconds));
        say(format_args!(
            "=== {} {word}, {} tests, {seconds:.1} s",
            step.name,
            counts.passed + counts.failed
        ));
        if !matches!(verdict, Verdict::Passed(_)) {
            failed.push(step);
        }
    }

    say(format_args!(
        "\n{} steps in {:.0} s{}",
        chosen.len(),
        started.elapsed().as_secs_f32(),
        longest(times)
    ));
    for step in &failed {
        let log = logs.join(format!("{}.log", step.name));
        let log = log.strip_prefix(place::root()).unwrap_or(&log).display();
        say(format_args!(
            "FAILED  {}; alone: cargo xtask test --only {}; its output: {log}",
            step.name, step.name
        ));
    }
    say(sum);
    Ok(failed.is_empty())
}

/// Where the time went: the steps that took ten seconds or more, longest first.
fn longest(mut times: Vec<(&str, f32)>) -> String {
    times.retain(|(_, seconds)| *seconds >= 10.0);
    times.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let told: Vec<String> = times.iter().map(|(name, seconds)| format!("{name} {seconds:.0}")).collect();
    if told.is_empty() { String::new() } else { format!(": {}", told.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::longest;

    #[test]
    fn where_the_time_went_is_told_longest_first() {
        assert_eq!(
            longest(vec![("fmt", 2.0), ("wire", 230.4), ("stories", 480.6)]),
            ": stories 481, wire 230"
        );
        assert_eq!(longest(vec![("fmt", 2.0)]), "");
    }
}
