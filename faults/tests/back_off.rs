//! F13: ten thousand clients whose server is away for two minutes. Pure: no socket, no clock, the clients as they are.

use faults::chance::Chance;
use protocol::delivery::{Action, Delivery, Input};

const CLIENTS: usize = 10_000;
const AWAY_MS: u64 = 120_000;
/// A refused connection is known at once; a browser tells it a moment later.
const REFUSED_AFTER_MS: u64 = 2;
const BUCKET_MS: u64 = 100;

/// Attempts of one client, at most, as F13 wants it.
const ATTEMPTS: usize = 12;
/// A bucket is a peak where it holds more than so many times the mean over the two minutes.
const PEAK: usize = 3;
/// Everybody was cut off at the same moment, and tries for the first time within the half second of P6's first slot:
/// whatever the dice, 10,000 attempts in five buckets are a peak. Only a first slot of many seconds would be none, and
/// one client that lost its server for a blink would wait it out, too. From here on peaks are counted.
const CROWDED_MS: u64 = 5_000;
/// Until then nobody's attempts coincide more than dice make them: of so many clients, one tries within a bucket.
const ONE_IN: usize = 3;

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
    let (crowded, rest) = buckets.split_at((CROWDED_MS / BUCKET_MS) as usize);
    let fullest = |buckets: &[usize]| buckets.iter().max().copied().unwrap_or(0);
    let (first, peak) = (fullest(crowded), fullest(rest));
    println!(
        "{total} attempts, at most {most} of one client; a bucket {mean}, at first {first}, later {peak}"
    );
    assert!(all.iter().all(|tried| !tried.is_empty()), "everybody tried");
    assert!(most <= ATTEMPTS, "{most} attempts of one client");
    assert!(peak <= PEAK * mean, "{peak} attempts in {BUCKET_MS} ms, {mean} on average");
    assert!(first * ONE_IN <= CLIENTS, "{first} attempts in {BUCKET_MS} ms");
}
