//! F13: ten thousand clients whose server is away for two minutes. Pure: no socket, no clock, the clients as they are.

use faults::chance::Chance;
use protocol::delivery::{Action, Delivery, Input};

const CLIENTS: usize = 10_000;
const AWAY_MS: u64 = 120_000;
/// A refused connection is known at once; a browser tells it a moment later.
const REFUSED_AFTER_MS: u64 = 2;
const BUCKET_MS: u64 = 100;

/// Attempts of one client, at most. Full jitter up to 30 s needs so many for the unluckiest of ten thousand; where the
/// longest slot is waited for by half at least, 12 are enough.
const ATTEMPTS: usize = 24;
/// Attempts of a client on average, at most.
const MEAN_ATTEMPTS: usize = 13;
/// Buckets at the beginning that are fuller than three times the mean: everybody tries within the first half second, as
/// somebody whose network blinked wants it. After ten seconds nobody's attempts coincide any more.
const CROWDED: usize = 100;

/// The moments at which one client tried, the server being away from 0 on.
fn attempts(chance: &mut Chance) -> Vec<u64> {
    let mut client = Delivery::new(None);
    // It was connected for long when the server went.
    client.on(0, chance.unit(), Input::Start);
    client.on(0, chance.unit(), Input::Opened);
    let welcome = serde_json::from_str(r#"{"t":"welcome","v":1}"#).expect("a greeting");
    client.on(0, chance.unit(), Input::Frame(welcome));
    let gone = 100_000;
    let mut actions = client.on(gone, chance.unit(), Input::Closed { code: 1006 });
    let mut tried = Vec::new();
    loop {
        let wake = actions.iter().find_map(|action| match action {
            Action::WakeAt(at) => Some(*at),
            _ => None,
        });
        let now = wake.expect("a client that was not sent away tries again");
        if now >= gone + AWAY_MS {
            return tried;
        }
        actions = client.on(now, chance.unit(), Input::Wake);
        if actions.contains(&Action::Connect) {
            tried.push(now - gone);
            actions = client.on(now + REFUSED_AFTER_MS, chance.unit(), Input::Closed { code: 1006 });
        }
    }
}

#[test]
fn f13_ten_thousand_clients_and_two_minutes() {
    // F13 P6
    let mut chance = Chance::new(13);
    let all: Vec<Vec<u64>> = (0..CLIENTS).map(|_| attempts(&mut chance)).collect();
    let most = all.iter().map(Vec::len).max().unwrap_or(0);
    let mut buckets = vec![0_usize; (AWAY_MS / BUCKET_MS) as usize];
    for at in all.iter().flatten() {
        buckets[(at / BUCKET_MS) as usize] += 1;
    }
    let total: usize = buckets.iter().sum();
    let mean = total / buckets.len();
    let peak = buckets.iter().skip(CROWDED).max().copied().unwrap_or(0);
    println!("{total} attempts, at most {most} of one client; a bucket {mean}, later at most {peak}");
    assert!(all.iter().all(|tried| !tried.is_empty()), "everybody tried");
    assert!(most <= ATTEMPTS, "{most} attempts of one client");
    assert!(total <= CLIENTS * MEAN_ATTEMPTS, "{total} attempts");
    assert!(peak <= 3 * mean, "{peak} attempts in {BUCKET_MS} ms, {mean} on average");
}
