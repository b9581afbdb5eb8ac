//! What a person reads: the figures, the goals beside them, and where one is missed.
//!
//! Knows the goals of targeting; measures nothing.

use crate::figures::{Figures, Span};
use crate::machine;

/// Most that a decision may take at so many rules, as a multiple of `url::Url::parse`, and what we aim for.
const GOALS: [(usize, f64, f64); 4] =
    [(10, 0.6, 0.4), (1_000, 1.0, 0.6), (10_000, 1.9, 1.2), (100_000, 5.5, 3.0)];

/// The same for the power with which the cost grows.
const GROWTH: (f64, f64) = (0.40, 0.30);

/// Nanoseconds of compiling, and bytes, a rule.
const COMPILE: (f64, f64) = (1_000.0, 600.0);
const BYTES: (f64, f64) = (100.0, 60.0);

/// Every figure, for programs.
pub(crate) fn json(figures: &Figures) -> String {
    serde_json::to_string_pretty(figures).unwrap_or_default() + "\n"
}

/// Every figure, for people.
pub(crate) fn print(figures: &Figures) {
    let [before, after] = figures.load;
    println!("{}; load {before:.1} at the start, {after:.1} at the end", figures.processor);
    println!(
        "10,000 addresses of {:.0} bytes on average, 1,000 visitors; {} rounds; ns of processor time, with normalisation;",
        figures.mean_length, figures.rounds
    );
    println!("ratio: to url::Url::parse of the same addresses, the middle of what the rounds say");
    if before > machine::BUSY {
        println!("WARNING: the machine was busy. Ratios hold, times do not; caches were shared.");
    }
    for account in &figures.accounts {
        println!();
        println!(
            "{:<38}{:>12}{:>12}{:>10}{:>9}{:>9}  goal (aim)",
            format!("{} rules", grouped(account.rules as f64)),
            "min",
            "median",
            "ratio",
            "agrees",
            "build"
        );
        row("url::Url::parse", account.parse, None, None, "");
        for engine in &account.engines {
            let goal = match GOALS.iter().find(|(rules, ..)| *rules == account.rules && engine.word == "ours")
            {
                Some((_, goal, aim)) => judged(engine.time.ratio, *goal, *aim, 1),
                None => String::new(),
            };
            row(&engine.title, engine.time, engine.agreement, Some(engine.build), &goal);
            if engine.word == "ours" {
                row("  of which normalisation", account.normalise, None, None, "");
                row("  a hundred addresses again and again", account.hot, None, None, "");
            }
        }
        let compile = account.compile;
        println!(
            "  compile {:.0} ns a rule ({:.2} of a parse), {}; {:.1} bytes a rule, {}; allocations {}{}, {:.1} a decision where the address is not in normal form (aim 0)",
            compile.median,
            compile.ratio,
            judged(compile.median, COMPILE.0, COMPILE.1, 0),
            account.bytes,
            judged(account.bytes, BYTES.0, BYTES.1, 0),
            account.allocations,
            if account.allocations == 0 { "" } else { " OVER: goal 0" },
            account.allocations_unusual,
        );
    }
    if let Some(problem) = &figures.without_node {
        println!("\nGrowthBook and urlpattern-polyfill are left out: {problem}");
    }
    if let Some(growth) = figures.growth() {
        println!(
            "\ngrowth from 1,000 to 100,000 rules: the power {growth:.2}, {}",
            judged(growth, GROWTH.0, GROWTH.1, 2)
        );
    }
    if !figures.long.is_empty() {
        println!();
        println!(
            "{:<56}{:>11}{:>11}{:>12}{:>8}  goal (aim)",
            "8 KB address; 500 hostile rules", "min", "median", "in turn", "ratio"
        );
    }
    for long in &figures.long {
        println!(
            "{:<56}{:>11}{:>11}{:>12}{:>8.2}  {}{}{}",
            long.name,
            grouped(long.time.least),
            grouped(long.time.median),
            grouped(long.in_turn.median),
            long.time.ratio,
            judged(long.time.median, long.goal[0], long.goal[1], 0),
            if long.allocations == 0 { String::new() } else { format!("  {} ALLOCATIONS", long.allocations) },
            if long.agrees { "" } else { "  WRONG: in turn another chatflow wins" },
        );
    }
}

fn row(title: &str, time: Span, agreement: Option<f64>, build: Option<f64>, goal: &str) {
    println!(
        "{title:<38}{:>12}{:>12}{:>10.2}{:>9}{:>9}  {goal}",
        grouped(time.least),
        grouped(time.median),
        time.ratio,
        agreement.map_or(String::new(), |agreement| format!("{agreement:.1} %")),
        build.map_or(String::new(), |build| format!("{build:.1} ms")),
    );
}

/// The goal, the aim in brackets, and whether they are met.
fn judged(figure: f64, goal: f64, aim: f64, digits: usize) -> String {
    let verdict = if figure <= aim {
        "aim met"
    } else if figure <= goal {
        "ok"
    } else {
        "OVER"
    };
    let number = |number: f64| {
        if digits == 0 { grouped(number) } else { format!("{number:.digits$}") }
    };
    format!("{} ({}) {verdict}", number(goal), number(aim))
}

/// A whole number with commas; below ten with one digit more.
fn grouped(number: f64) -> String {
    if number < 10.0 {
        return format!("{number:.1}");
    }
    let digits = format!("{number:.0}");
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_judged_by_goal_and_aim() {
        assert_eq!(judged(0.5, 1.0, 0.6, 1), "1.0 (0.6) aim met");
        assert_eq!(judged(0.7, 1.0, 0.6, 1), "1.0 (0.6) ok");
        assert_eq!(judged(20_000.0, 15_000.0, 9_000.0, 0), "15,000 (9,000) OVER");
    }

    #[test]
    fn numbers_are_grouped_for_the_eye() {
        assert_eq!(grouped(1_234_567.4), "1,234,567");
        assert_eq!(grouped(999.0), "999");
        assert_eq!(grouped(4.25), "4.2");
    }
}
