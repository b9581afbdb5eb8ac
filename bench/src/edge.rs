//! What the edge makes of it: decisions a second of the real worker, beside a worker that answers a constant.
//!
//! Knows the requests and how to keep a server busy with them. Does not start anything: `cargo xtask bench edge` does, and
//! says where the workers listen.

mod account;
mod client;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::machine;
use crate::workload::{self, Views};
use client::{Client, Reply};

pub(crate) use account::{ACCOUNT, file as account_file};

/// Requests that are open at the same time: enough to keep one thread busy, few enough to fit a small machine.
const CONNECTIONS: usize = 8;

/// How long a worker is kept busy before it is the other's turn.
const TURN: Duration = Duration::from_millis(750);

/// The share of the constant worker's rate that is promised.
const GOAL: f64 = 0.85;

/// A worker that listens.
struct Target {
    title: String,
    address: SocketAddr,
    process: u32,
}

/// One of the two ways to ask for a decision.
struct Way {
    title: &'static str,
    requests: Vec<Vec<u8>>,
}

/// Headers that the runtime writes by itself.
const OF_THE_RUNTIME: [&str; 4] = ["content-length", "transfer-encoding", "connection", "date"];

/// Asks the real worker once in each way; prints what a constant worker has to answer, as JSON: for each way an object
/// with `body` and `headers`, the latter as pairs.
pub(crate) fn capture(words: &[String]) -> Result<(), String> {
    let [address] = words else { return Err("capture wants an address".to_owned()) };
    let address: SocketAddr = address.parse().map_err(|_| format!("`{address}` is no address"))?;
    let mut answers = Vec::new();
    for way in ways(&Views::generate()) {
        let mut client = Client::open(address, 1)?;
        let first = way.requests.first().map(Vec::as_slice).unwrap_or_default();
        let Reply { status, mut headers, body } = client.ask(first)?;
        if status != 200 {
            return Err(format!("{}: status {status}: {}", way.title, String::from_utf8_lossy(&body)));
        }
        headers.retain(|(name, _)| !OF_THE_RUNTIME.contains(&name.as_str()));
        answers.push(json!({ "body": String::from_utf8_lossy(&body), "headers": headers }));
    }
    println!("{}", Value::Array(answers));
    Ok(())
}

/// Keeps the workers busy in turn and prints what they manage. The words: for each worker its title, address and process
/// id. The first is the constant one that the others are compared with, and the last is ours. The one before it does
/// all that has to be done but decide: ours is compared with it too.
pub(crate) fn compare(words: &[String]) -> Result<(), String> {
    let targets: Vec<Target> = words.chunks(3).map(target).collect::<Result<_, _>>()?;
    let quick = std::env::var_os("PARLOR_BENCH_QUICK").is_some();
    let rounds = if quick { 3 } else { 12 };
    let load = machine::load();
    println!(
        "{}; load {load:.1} at the start; {CONNECTIONS} connections, {rounds} rounds",
        machine::processor()
    );
    if load > machine::BUSY {
        println!(
            "WARNING: the machine was busy. Look at the processor time of a request rather than at the rate."
        );
    }
    for way in ways(&Views::generate()) {
        let mut turns: Vec<Vec<Turn>> = targets.iter().map(|_| Vec::new()).collect();
        for round in 0..=rounds {
            for (target, turns) in targets.iter().zip(&mut turns) {
                // The first round is for the machine's compilers.
                let length = if round == 0 { 2 * TURN } else { TURN };
                let turn = take(target, &way, length)?;
                if round > 0 {
                    turns.push(turn);
                }
            }
        }
        print(&way, &targets, &turns);
    }
    Ok(())
}

fn target(words: &[String]) -> Result<Target, String> {
    let [title, address, process] = words else {
        return Err("a worker is a title, an address and a process".to_owned());
    };
    let address = address.parse().map_err(|_| format!("`{address}` is no address"))?;
    let process = process.parse().map_err(|_| format!("`{process}` is no process"))?;
    Ok(Target { title: title.clone(), address, process })
}

/// What a worker managed in a turn.
struct Turn {
    /// Answers a second.
    rate: f64,
    /// Microseconds of the worker's processor time a request.
    cost: f64,
}

fn take(target: &Target, way: &Way, length: Duration) -> Result<Turn, String> {
    let mut client = Client::open(target.address, CONNECTIONS)?;
    let used = machine::processor_time(target.process)?;
    let started = Instant::now();
    let answers =
        client.keep_busy(&way.requests, length).map_err(|problem| format!("{}: {problem}", target.title))?;
    let took = started.elapsed().as_secs_f64();
    let used = machine::processor_time(target.process)? - used;
    Ok(Turn { rate: answers as f64 / took, cost: used * 1e6 / answers as f64 })
}

fn print(way: &Way, targets: &[Target], turns: &[Vec<Turn>]) {
    let middle = |values: Vec<f64>| crate::rounds::median(values);
    let rates = |turns: &[Turn]| turns.iter().map(|turn| turn.rate).collect::<Vec<_>>();
    let costs = |turns: &[Turn]| turns.iter().map(|turn| turn.cost).collect::<Vec<_>>();
    println!();
    println!("{:<44}{:>10}{:>8}{:>16}{:>8}", way.title, "a second", "ratio", "us of processor", "ratio");
    let Some(constant) = turns.first() else { return };
    // How much of what the second manages the first does, in rate and in cost.
    let of = |turns: &[Turn], others: &[Turn]| {
        let pairs = |of: fn(&Turn) -> f64| {
            middle(turns.iter().zip(others).map(|(turn, other)| of(turn) / of(other)).collect())
        };
        (pairs(|turn| turn.rate), 1.0 / pairs(|turn| turn.cost))
    };
    for (at, (target, turns)) in targets.iter().zip(turns).enumerate() {
        let (rate, cost) = of(turns, constant);
        // Only the last worker is ours.
        let verdict = match at {
            _ if at + 1 < targets.len() => String::new(),
            _ if rate >= GOAL => format!("  {GOAL} ok"),
            _ => format!("  {GOAL} UNDER"),
        };
        println!(
            "{:<44}{:>10.0}{rate:>8.2}{:>16.1}{cost:>8.2}{verdict}",
            target.title,
            middle(rates(turns)),
            middle(costs(turns)),
        );
    }
    if let [.., ceiling, ours] = turns {
        let (rate, cost) = of(ours, ceiling);
        println!("{:<44}{:>10}{rate:>8.2}{:>16}{cost:>8.2}", "  of the one above it", "", "");
    }
}

/// The two ways, with a request for each of a thousand pages. Nobody who asks is known.
fn ways(views: &Views) -> [Way; 2] {
    let pages: Vec<&str> =
        views.addresses.iter().step_by(workload::ADDRESSES / 1_000).map(String::as_str).collect();
    let decide = |page: &&str| {
        // In the loader's order; `json!` has one of its own.
        let facts = json!({ "device": "desktop", "language": "en-GB", "visits": "3" });
        let body = format!("{{\"u\":{},\"f\":{facts}}}", json!(page));
        let origin = page.split('/').take(3).collect::<Vec<_>>().join("/");
        let head = format!(
            "POST /v1/{ACCOUNT}/decide HTTP/1.1\r\nHost: edge.example\r\nOrigin: {origin}\r\n\
             Content-Type: text/plain;charset=UTF-8\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        (head + &body).into_bytes()
    };
    let embed = |page: &&str| {
        format!("GET /embed/{ACCOUNT}.js HTTP/1.1\r\nHost: edge.example\r\nReferer: {page}\r\n\r\n")
            .into_bytes()
    };
    [
        Way { title: "POST /v1/{account}/decide", requests: pages.iter().map(decide).collect() },
        Way { title: "GET /embed/{account}.js", requests: pages.iter().map(embed).collect() },
    ]
}
