//! The checker: acknowledgements against the log, and every viewer's transcript against the log.
//!
//! Pure. It believes nothing but the history's events, so that a file of them can be counted again by anyone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::figures::Figures;
use crate::history::{Event, Kind};

/// How many single findings are told; their number is in the counts.
const TOLD: usize = 20;

/// What a history comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Messages that were acknowledged.
    pub acked: usize,
    /// What was acknowledged and is not in the log, was said and never stored, or is in the log and was never shown.
    pub lost: usize,
    /// What is in the log twice or without having been said, was acknowledged at two places, or was shown twice.
    pub dup: usize,
    /// What stands in another order than it was said in, elsewhere than acknowledged, or was shown out of order.
    pub reordered: usize,
    /// Places that a log or, before its end, a transcript does not have.
    pub gaps: usize,
    /// From a kill until 99 % of the clients were connected again.
    pub reconnect_p99_ms: u64,
    /// The first findings, in words.
    pub findings: Vec<String>,
}

impl Verdict {
    /// Whether every promise was kept.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.acked > 0 && self.lost + self.dup + self.reordered + self.gaps == 0
    }

    fn find(&mut self, what: impl FnOnce() -> String) {
        if self.findings.len() < TOLD {
            self.findings.push(what());
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { acked, lost, dup, reordered, gaps, reconnect_p99_ms, .. } = self;
        write!(
            f,
            "acked={acked} lost={lost} dup={dup} reordered={reordered} gaps={gaps} \
             reconnect_p99_ms={reconnect_p99_ms}"
        )
    }
}

/// A thread's log as the server had it in the end: the message at each place.
type Log<'e> = BTreeMap<u64, Option<&'e str>>;

/// What a viewer was shown of a thread: places and messages, in the order in which they came.
type Transcript<'e> = Vec<(u64, Option<&'e str>)>;

/// Counts.
#[must_use]
pub fn check(events: &[Event]) -> Verdict {
    let mut verdict = Verdict::default();
    let logs = logs(events, &mut verdict);
    let places = messages(events, &logs, &mut verdict);
    acknowledgements(events, &places, &mut verdict);
    transcripts(events, &logs, &mut verdict);
    let reconnects = events.iter().filter(|event| event.event == Kind::Reconnect);
    verdict.reconnect_p99_ms = reconnects.filter_map(|event| event.ms).collect::<Figures>().per_mille(990);
    verdict
}

/// The logs: every place taken once, from 1 without a gap.
fn logs<'e>(events: &'e [Event], verdict: &mut Verdict) -> BTreeMap<&'e str, Log<'e>> {
    let mut logs: BTreeMap<&str, Log<'_>> = BTreeMap::new();
    for event in events.iter().filter(|event| event.event == Kind::Log) {
        let (Some(thread), Some(seq)) = (event.thread.as_deref(), event.seq) else { continue };
        if logs.entry(thread).or_default().insert(seq, event.client_message_id.as_deref()).is_some() {
            verdict.dup += 1;
            verdict.find(|| format!("{thread} has place {seq} twice"));
        }
    }
    for (thread, log) in &logs {
        let last = log.last_key_value().map_or(0, |(seq, _)| *seq);
        let missing = (1..=last).filter(|seq| !log.contains_key(seq)).count();
        if missing > 0 || log.contains_key(&0) {
            verdict.gaps += missing.max(1);
            verdict.find(|| format!("the log of {thread} ends at {last} and has {} entries", log.len()));
        }
    }
    logs
}

/// Where each message stands: once, in the order in which its sender said it. Answers the places.
fn messages<'e>(
    events: &'e [Event],
    logs: &BTreeMap<&'e str, Log<'e>>,
    verdict: &mut Verdict,
) -> BTreeMap<&'e str, (&'e str, u64)> {
    let mut places: BTreeMap<&str, (&str, u64)> = BTreeMap::new();
    for (thread, log) in logs {
        for (seq, message) in log {
            let Some(message) = message else { continue };
            if let Some((_, first)) = places.insert(message, (thread, *seq)) {
                verdict.dup += 1;
                verdict.find(|| format!("{message} is in {thread} at {first} and at {seq}"));
            }
        }
    }
    let mut said: BTreeSet<&str> = BTreeSet::new();
    let mut reached: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for event in events.iter().filter(|event| event.event == Kind::Invoke) {
        let (Some(message), Some(sender)) = (event.client_message_id.as_deref(), event.viewer.as_deref())
        else {
            continue;
        };
        said.insert(message);
        let Some((thread, seq)) = places.get(message) else {
            verdict.lost += 1;
            verdict.find(|| format!("{sender} said {message}, which is in no log"));
            continue;
        };
        let before = reached.entry((sender, thread)).or_default();
        if *seq < *before {
            verdict.reordered += 1;
            verdict.find(|| format!("{sender} said {message} later than what is at {before} of {thread}"));
        }
        *before = (*before).max(*seq);
    }
    for message in places.keys().filter(|message| !said.contains(**message)) {
        verdict.dup += 1;
        verdict.find(|| format!("{message} is in a log, and nobody said it"));
    }
    places
}

/// Every acknowledged message is where its acknowledgement says.
fn acknowledgements(events: &[Event], places: &BTreeMap<&str, (&str, u64)>, verdict: &mut Verdict) {
    let mut acked: BTreeMap<&str, (&str, u64)> = BTreeMap::new();
    for event in events.iter().filter(|event| event.event == Kind::Ack) {
        let (Some(message), Some(thread), Some(seq)) =
            (event.client_message_id.as_deref(), event.thread.as_deref(), event.seq)
        else {
            continue;
        };
        match acked.insert(message, (thread, seq)) {
            Some(before) if before != (thread, seq) => {
                verdict.dup += 1;
                verdict.find(|| format!("{message} was acknowledged at {} and at {seq}", before.1));
            }
            _ => {}
        }
    }
    verdict.acked = acked.len();
    for (message, place) in acked {
        match places.get(message) {
            // Whoever was told of a message has said it, so it was counted where nobody finds it.
            None => verdict.find(|| format!("{message} was acknowledged and is in no log")),
            Some(found) if *found != place => {
                verdict.reordered += 1;
                verdict.find(|| format!("{message} was acknowledged at {place:?} and is at {found:?}"));
            }
            Some(_) => {}
        }
    }
}

/// Every viewer saw the whole log of every thread they follow: each entry once, in order.
fn transcripts(events: &[Event], logs: &BTreeMap<&str, Log<'_>>, verdict: &mut Verdict) {
    let empty = Log::new();
    let mut transcripts: BTreeMap<(&str, &str), Transcript<'_>> = BTreeMap::new();
    for event in events.iter().filter(|event| matches!(event.event, Kind::Follow | Kind::Seen)) {
        let (Some(viewer), Some(thread)) = (event.viewer.as_deref(), event.thread.as_deref()) else {
            continue;
        };
        let transcript = transcripts.entry((viewer, thread)).or_default();
        if let (Kind::Seen, Some(seq)) = (event.event, event.seq) {
            transcript.push((seq, event.client_message_id.as_deref()));
        }
    }
    for ((viewer, thread), transcript) in transcripts {
        let log = logs.get(thread).unwrap_or(&empty);
        let mut shown: BTreeSet<u64> = BTreeSet::new();
        let mut last = 0;
        for (seq, message) in transcript {
            if !shown.insert(seq) {
                verdict.dup += 1;
                verdict.find(|| format!("{viewer} saw {seq} of {thread} twice"));
            } else if seq < last {
                verdict.reordered += 1;
                verdict.find(|| format!("{viewer} saw {seq} of {thread} after {last}"));
            }
            last = last.max(seq);
            if log.get(&seq) != Some(&message) {
                verdict.reordered += 1;
                verdict.find(|| format!("{viewer} saw {message:?} at {seq} of {thread}, which has another"));
            }
        }
        let missing: Vec<u64> = log.keys().copied().filter(|seq| !shown.contains(seq)).collect();
        let gaps = missing.iter().filter(|seq| **seq < last).count();
        verdict.gaps += gaps;
        verdict.lost += missing.len() - gaps;
        if let Some(first) = missing.first() {
            verdict.find(|| format!("{viewer} never saw {} of {thread}, {first} first", missing.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two messages of one sender into one thread, seen by one viewer.
    const GOOD: [&str; 10] = [
        "invoke a m1",
        "ack a m1 1",
        "invoke a m2",
        "ack a m2 2",
        "log m1 1",
        "log m2 2",
        "log - 3",
        "seen b m1 1",
        "seen b m2 2",
        "seen b - 3",
    ];

    fn event(line: &str) -> Event {
        let words: Vec<&str> = line.split(' ').collect();
        let message = |word: &str| (word != "-").then(|| word.to_owned());
        let seq = |word: &str| word.parse().unwrap();
        let event = match words[..] {
            ["invoke", viewer, id] => {
                Event { client_message_id: message(id), ..Event::new(Kind::Invoke).of(viewer) }
            }
            ["ack", viewer, id, at] => {
                Event { client_message_id: message(id), ..Event::new(Kind::Ack).of(viewer).at(seq(at)) }
            }
            ["seen", viewer, id, at] => {
                Event { client_message_id: message(id), ..Event::new(Kind::Seen).of(viewer).at(seq(at)) }
            }
            ["log", id, at] => Event { client_message_id: message(id), ..Event::new(Kind::Log).at(seq(at)) },
            ["follow", viewer] => Event::new(Kind::Follow).of(viewer),
            _ => panic!("{line}"),
        };
        event.within("t")
    }

    fn counts(lines: &[&str]) -> [usize; 5] {
        let events: Vec<Event> = lines.iter().map(|line| event(line)).collect();
        let Verdict { acked, lost, dup, reordered, gaps, .. } = check(&events);
        [acked, lost, dup, reordered, gaps]
    }

    #[test]
    fn every_broken_promise_is_counted() {
        // F1 F22
        assert_eq!(counts(&GOOD), [2, 0, 0, 0, 0]);
        // Name, what is left out, what is added, [acked, lost, dup, reordered, gaps].
        type Case<'c> = (&'c str, &'c [&'c str], &'c [&'c str], [usize; 5]);
        let cases: [Case<'_>; 13] = [
            (
                "acknowledged and gone",
                &["log m2 2", "log - 3", "seen b m2 2", "seen b - 3"],
                &[],
                [2, 1, 0, 0, 0],
            ),
            ("said and never stored", &[], &["invoke a m3"], [2, 1, 0, 0, 0]),
            ("stored twice", &[], &["log m2 4", "seen b m2 4"], [2, 0, 1, 1, 0]),
            ("a place taken twice", &[], &["log - 3"], [2, 0, 1, 0, 0]),
            ("nobody said it", &[], &["log m9 4", "seen b m9 4"], [2, 0, 1, 0, 0]),
            ("two acknowledgements", &["ack a m2 2"], &["ack a m2 1", "ack a m2 2"], [2, 0, 1, 0, 0]),
            ("acknowledged elsewhere", &["ack a m2 2"], &["ack a m2 3"], [2, 0, 0, 1, 0]),
            ("a hole in the log", &["log - 3", "seen b - 3"], &["log - 4", "seen b - 4"], [2, 0, 0, 0, 1]),
            ("shown twice", &[], &["seen b m1 1"], [2, 0, 1, 0, 0]),
            ("shown out of order", &["seen b m1 1"], &["seen b m1 1"], [2, 0, 0, 1, 0]),
            ("never shown, in the middle", &["seen b m2 2"], &[], [2, 0, 0, 0, 1]),
            ("never shown, at the end", &["seen b - 3"], &[], [2, 1, 0, 0, 0]),
            ("nothing shown at all", &[], &["follow c"], [2, 3, 0, 0, 0]),
        ];
        for (name, without, with, expected) in cases {
            let kept = GOOD.iter().filter(|line| !without.contains(line));
            let lines: Vec<&str> = kept.chain(with).copied().collect();
            assert_eq!(counts(&lines), expected, "{name}");
        }
        let swapped = ["invoke a m2", "invoke a m1", "log m1 1", "log m2 2"];
        assert_eq!(counts(&swapped), [0, 0, 0, 1, 0], "stored in another order");
        let other = ["invoke a m1", "log m1 1", "seen b m2 1"];
        assert_eq!(counts(&other), [0, 0, 0, 1, 0], "shown another message");
    }

    #[test]
    fn the_last_line_is_the_documented_one() {
        let verdict = check(&GOOD.map(event));
        assert_eq!(verdict.to_string(), "acked=2 lost=0 dup=0 reordered=0 gaps=0 reconnect_p99_ms=0");
        assert!(verdict.is_clean());
        assert!(!check(&[]).is_clean(), "nothing acknowledged proves nothing");
    }
}
