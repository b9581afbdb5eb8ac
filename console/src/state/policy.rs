//! What a routing rule would have done (N31): the edge's answer as a small table, the rule that is saved beside the one on
//! the form.
//!
//! Knows how numbers are told. What would have happened is simulated at the edge.

use conversation::routing::Rule;
use serde_json::{Value, json};

use super::conditions::items;
use super::minutes::in_words;
use crate::texts::{Language, Text};

const MINUTE_MS: u64 = 60_000;

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is about, or who.
    pub about: String,
    /// By the rule that is saved.
    pub present: String,
    /// By the one on the form.
    pub proposed: String,
}

/// The whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// The lines; none where nothing came.
    pub lines: Vec<Line>,
    /// Whether only the newest conversations were looked at.
    pub cut: bool,
}

/// What is asked.
#[must_use]
pub fn asked(rule: &Rule) -> String {
    json!({"rule": rule}).to_string()
}

/// What was answered, in words.
#[must_use]
pub fn compared(answer: &Value, language: Language) -> Compared {
    let (present, proposed) = (&answer["present"], &answer["proposed"]);
    if number(present, "came") == 0 {
        return Compared::default();
    }
    let line = |about: Text, tell: &dyn Fn(&Value) -> String| Line {
        about: about.words(language).to_owned(),
        present: tell(present),
        proposed: tell(proposed),
    };
    let wait = |field: &'static str| move |outcome: &Value| waited(outcome[field].as_u64(), language);
    let taken = |outcome: &Value| {
        let (n, all) = (number(outcome, "taken").to_string(), number(outcome, "came").to_string());
        Text::PolicyTakenOf.fill(language, &[("n", &n), ("all", &all)])
    };
    let queue = |outcome: &Value| {
        let hours = items(&outcome["queue"]);
        hours.map(|hour| number(hour, "waiting")).max().unwrap_or_default().to_string()
    };
    let mut lines = vec![
        line(Text::PolicyTaken, &taken),
        line(Text::PolicyHalf, &wait("half_ms")),
        line(Text::PolicyMost, &wait("most_ms")),
        line(Text::PolicyLongest, &wait("longest_ms")),
        line(Text::PolicyQueue, &queue),
    ];
    // Both name the same people in the same order.
    for (before, after) in items(&present["agents"]).zip(items(&proposed["agents"])) {
        lines.push(Line {
            about: before["name"].as_str().unwrap_or_default().to_owned(),
            present: load(before, language),
            proposed: load(after, language),
        });
    }
    Compared { lines, cut: answer["cut"].as_bool().unwrap_or_default() }
}

fn number(value: &Value, field: &str) -> u64 {
    value[field].as_u64().unwrap_or_default()
}

/// How long somebody waited, to the minute.
fn waited(ms: Option<u64>, language: Language) -> String {
    let Some(ms) = ms else { return Text::PolicyNone.words(language).to_owned() };
    match u32::try_from(ms / MINUTE_MS).unwrap_or(u32::MAX) {
        0 if ms == 0 => Text::PolicyAtOnce.words(language).to_owned(),
        0 => Text::PolicySeconds.words(language).to_owned(),
        // Of hours and days the rest does not matter.
        minutes @ 1..120 => in_words(minutes, language),
        minutes @ 120..2_880 => in_words(minutes / 60 * 60, language),
        minutes => in_words(minutes / 1_440 * 1_440, language),
    }
}

/// How much somebody had.
fn load(agent: &Value, language: Language) -> String {
    let (n, there) = (number(agent, "given").to_string(), number(agent, "there_ms"));
    if there == 0 {
        return Text::PolicyNotThere.fill(language, &[("n", &n)]);
    }
    let idle = (number(agent, "idle_ms") * 100 / there).to_string();
    Text::PolicyLoad.fill(language, &[("n", &n), ("idle", &idle)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(taken: u64, waits: [u64; 3], queue: &[u64], agents: &[(&str, u64, u64, u64)]) -> Value {
        let queue: Vec<Value> = queue.iter().map(|n| json!({"from": 0, "waiting": n})).collect();
        let agents: Vec<Value> = agents
            .iter()
            .map(|(name, given, there, idle)| {
                json!({"name": name, "given": given, "there_ms": there, "idle_ms": idle})
            })
            .collect();
        json!({"came": 9, "taken": taken, "half_ms": waits[0], "most_ms": waits[1], "longest_ms": waits[2],
            "agents": agents, "queue": queue})
    }

    #[test]
    fn both_rules_stand_beside_each_other() {
        // N31
        let present =
            outcome(8, [0, 30_000, 5 * 3_600_000 + 1], &[0, 4, 2], &[("Ada", 9, 100, 25), ("Ben", 0, 0, 0)]);
        let proposed = outcome(9, [0, 0, 60_000], &[1], &[("Ada", 5, 100, 50), ("Ben", 4, 100, 60)]);
        let answer = json!({"present": present, "proposed": proposed, "cut": true});
        let told = compared(&answer, Language::English);
        let lines: Vec<[&str; 3]> =
            told.lines.iter().map(|line| [&*line.about, &*line.present, &*line.proposed]).collect();
        let expected = [
            ["Given to somebody who is there", "8 of 9", "9 of 9"],
            ["Half waited no longer than", "no time", "no time"],
            ["Nine in ten waited no longer than", "under a minute", "no time"],
            ["The longest wait", "5 hours", "1 minute"],
            ["Waiting at once, at most", "4", "1"],
            ["Ada", "9, 25 % idle", "5, 50 % idle"],
            ["Ben", "0, never there", "4, 60 % idle"],
        ];
        assert_eq!(lines, expected);
        assert!(told.cut);
        assert_eq!(compared(&json!({"present": {"came": 0}}), Language::English), Compared::default());
    }

    #[test]
    fn what_is_asked_is_the_rule_on_the_form() {
        // N31
        assert_eq!(asked(&Rule::NOBODY), r#"{"rule":{"assign":"nobody"}}"#);
    }
}
