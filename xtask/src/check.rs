//! The house rules that a machine can check, and the fast subset of `cargo xtask test`.
//!
//! Knows the list of rules and how a broken one is reported: in the words of a test run, so that the counts of
//! `cargo xtask test` include them. Each rule lies with its kin in a module below.

mod arrows;
mod dependencies;
mod links;
mod migrations;
mod sources;
mod words;
mod wrangler;

use std::process::ExitCode;

use crate::place::{self, say};
use crate::stop::Result;
use crate::test;

pub(crate) use words::has_word as names;

/// What a rule found: one line for each place that breaks it.
pub(crate) type Found = Result<Vec<String>>;

/// Looks at the whole checkout.
type Rule = fn() -> Found;

/// Each rule under the name its failure is reported by.
const RULES: [(&str, Rule); 22] = [
    ("arrows::targeting_stands_alone", arrows::targeting_stands_alone),
    ("arrows::conversation_knows_serde_at_most", arrows::conversation_knows_serde_at_most),
    ("arrows::protocol_reaches_no_platform", arrows::protocol_reaches_no_platform),
    ("arrows::widget_stays_light", arrows::widget_stays_light),
    ("arrows::worker_uses_the_platforms_sqlite", arrows::worker_uses_the_platforms_sqlite),
    ("arrows::xtask_builds_in_seconds", arrows::xtask_builds_in_seconds),
    ("arrows::pure_crates_name_no_clock_and_no_chance", arrows::pure_crates_name_no_clock_and_no_chance),
    ("arrows::sql_stays_in_the_store", arrows::sql_stays_in_the_store),
    ("dependencies::licences_allow_shipping", dependencies::licences_allow_shipping),
    ("dependencies::none_is_unused", dependencies::none_is_unused),
    ("migrations::released_files_are_never_edited", migrations::released_files_are_never_edited),
    ("sources::architecture_names_what_exists", sources::architecture_names_what_exists),
    ("sources::files_have_one_topic", sources::files_have_one_topic),
    ("sources::modules_say_what_they_know", sources::modules_say_what_they_know),
    ("sources::text_never_becomes_markup", sources::text_never_becomes_markup),
    ("sources::locks_name_no_host", sources::locks_name_no_host),
    ("sources::nothing_names_one_machine", sources::nothing_names_one_machine),
    ("sources::nothing_names_a_registry", sources::nothing_names_a_registry),
    ("sources::nothing_is_left_to_do", sources::nothing_is_left_to_do),
    ("sources::tests_are_not_ignored", sources::tests_are_not_ignored),
    ("links::links_lead_somewhere", links::links_lead_somewhere),
    ("wrangler::wrangler_runs_what_workerd_runs", wrangler::wrangler_runs_what_workerd_runs),
];

/// `cargo xtask check`: the fast steps of `cargo xtask test`.
pub(crate) fn run(words: &[String]) -> ExitCode {
    test::run_fast(words)
}

/// `cargo xtask tidy`: the rules. With `--record` the migrations that are new are added to the list of released ones.
pub(crate) fn tidy(words: &[String]) -> ExitCode {
    match words {
        [] => {}
        [word] if word == "--record" => {
            return match migrations::record() {
                Ok(()) => ExitCode::SUCCESS,
                Err(stop) => {
                    place::warn(format_args!("tidy: {stop}"));
                    ExitCode::FAILURE
                }
            };
        }
        _ => {
            place::warn("usage: cargo xtask tidy [--record]");
            return ExitCode::from(2);
        }
    }
    let mut broken = 0;
    for (name, rule) in RULES {
        let found = rule().unwrap_or_else(|stop| vec![stop.to_string()]);
        say(format_args!("test {name} ... {}", if found.is_empty() { "ok" } else { "FAILED" }));
        for line in &found {
            say(format_args!("    {line}"));
        }
        broken += usize::from(!found.is_empty());
    }
    let verdict = if broken == 0 { "ok" } else { "FAILED" };
    say(format_args!(
        "\ntest result: {verdict}. {} passed; {broken} failed; 0 ignored",
        RULES.len() - broken
    ));
    if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
