//! F14: copies of a product that is in use, and the instances that are made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use conversation::ids::ThreadId;
use faults::client::{Client, Ear, Kind, Order};
use faults::clock;
use faults::http;
use faults::people::Person;
use faults::product::{INBOX, Setup, xtask};
use faults::scene::{PATIENCE, Scene};
use protocol::delivery::News;
use serde_json::Value;

use crate::{scene, until};

/// Runs a command of the product; what it said.
fn run(words: &[&str], paths: &[(&str, &Path)]) -> Result<String, String> {
    let (program, first) = xtask();
    let mut command = Command::new(program);
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).args(first).args(words);
    for (name, path) in paths {
        command.arg(name).arg(path);
    }
    let output = command.output().expect("the command can be started");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    if output.status.success() { Ok(said) } else { Err(said) }
}

/// What a client shows of a thread: place by place, which message is there.
type Shown = Arc<Mutex<BTreeMap<u64, Option<String>>>>;

/// A client who writes down what they show, and begins anew where they are told to.
fn sleeper(scene: &Scene, person: &Person) -> (Client, Shown) {
    let shown = Shown::default();
    let hears = Arc::clone(&shown);
    let ear: Ear = Arc::new(move |_, news| {
        let mut shown = hears.lock().unwrap();
        match news {
            News::Entry { entry, .. } => {
                shown.insert(entry.seq, entry.client_message_id.as_ref().map(ToString::to_string));
            }
            News::StartOver(_) => shown.clear(),
            _ => {}
        }
    });
    let kind = Kind { ear, ..Kind::default() };
    (Client::start("sleeper", scene.product.address(), person.clone(), kind, scene.chance()), shown)
}

/// The same, as the log has it.
fn written(log: &[Value]) -> BTreeMap<u64, Option<String>> {
    let id = |entry: &Value| entry["client_message_id"].as_str().map(str::to_owned);
    log.iter().map(|entry| (entry["seq"].as_u64().unwrap_or(0), id(entry))).collect()
}

/// The talks of a scene and who is in them.
struct Talks {
    visitors: Vec<(Client, ThreadId)>,
    agents: [Client; 2],
}

impl Talks {
    fn everybody(&self) -> impl Iterator<Item = &Client> {
        self.visitors.iter().map(|(visitor, _)| visitor).chain(&self.agents)
    }

    fn threads(&self) -> impl Iterator<Item = &ThreadId> {
        self.visitors.iter().map(|(_, thread)| thread)
    }

    /// Everybody says something: visitors in their thread, agents in each.
    fn round(&self, scene: &Scene) {
        for (visitor, thread) in &self.visitors {
            scene.say(visitor, Some(thread));
            for agent in &self.agents {
                scene.say(agent, Some(thread));
            }
        }
    }

    /// All is stored.
    async fn rest(&self) {
        for client in self.everybody() {
            until(client, |standing| standing.live && standing.unsent == 0).await;
        }
    }

    /// The last place of each thread that somebody was told of.
    fn acked(&self) -> BTreeMap<ThreadId, u64> {
        let mut last = BTreeMap::new();
        for client in self.everybody() {
            for (thread, seq) in client.look(|standing| standing.acked.clone()) {
                let kept = last.entry(thread).or_insert(0);
                *kept = seq.max(*kept);
            }
        }
        last
    }
}

async fn logs(scene: &Scene, threads: impl Iterator<Item = &ThreadId>) -> BTreeMap<ThreadId, Vec<Value>> {
    let mut logs = BTreeMap::new();
    for thread in threads {
        let log = scene.ada.log(scene.product.address(), thread.as_str()).await.unwrap();
        let seqs: Vec<u64> = log.iter().filter_map(|entry| entry["seq"].as_u64()).collect();
        assert_eq!(seqs, (1..=log.len() as u64).collect::<Vec<_>>(), "{thread}: gapless");
        logs.insert(thread.clone(), log);
    }
    logs
}

/// What the inbox's list says of each thread: the last place and the last words.
async fn list(scene: &Scene) -> BTreeMap<String, (u64, String)> {
    let headers: Vec<(&str, &str)> =
        scene.ada.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let path = format!("/api/inboxes/{INBOX}/threads?view=all&status=open&limit=200");
    let rows = http::ask(scene.product.address(), "GET", &path, &headers, "").await.unwrap().ok().unwrap();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let rows = rows["rows"].as_array().cloned().unwrap_or_default();
    rows.iter()
        .map(|row| (text(row, "thread"), (row["last_seq"].as_u64().unwrap_or(0), text(row, "preview"))))
        .collect()
}

/// The same, as the logs have it.
fn listed(logs: &BTreeMap<ThreadId, Vec<Value>>) -> BTreeMap<String, (u64, String)> {
    let said = |entry: &Value| entry["body"]["text"].as_str().map(str::to_owned);
    let last = |log: &Vec<Value>| log.iter().rev().find_map(said).unwrap_or_default();
    logs.iter().map(|(thread, log)| (thread.to_string(), (log.len() as u64, last(log)))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn f14_a_backup_under_load_becomes_an_instance_that_goes_on() {
    // F14 P4 P9
    let scene = scene(Setup { shards: 3, ..Setup::default() }).await;
    let data = scene.product.data();
    let beside = |name: &str| data.with_file_name(name);
    let ben = scene.product.agent("ben").await.unwrap();
    let mut talks =
        Talks { visitors: Vec::new(), agents: [scene.client("ada", &scene.ada), scene.client("ben", &ben)] };
    let mut people = Vec::new();
    let mut copies: Vec<(&str, BTreeMap<ThreadId, u64>)> = Vec::new();
    for (name, begun) in [("first", 5), ("second", 2)] {
        for _ in 0..begun {
            let person = scene.visitor().await.unwrap();
            let visitor = scene.client(&format!("visitor {}", talks.visitors.len()), &person);
            people.push(person);
            let thread = scene.begin(&visitor).await.unwrap();
            for agent in &talks.agents {
                scene.follow(agent, &thread);
            }
            talks.visitors.push((visitor, thread));
        }
        for _ in 0..10 {
            talks.round(&scene);
        }
        talks.rest().await;
        copies.push((name, talks.acked()));
        let paths = [("--data", data.clone()), ("--to", beside(name))];
        let taking = tokio::task::spawn_blocking(move || {
            run(&["backup"], &paths.each_ref().map(|(name, path)| (*name, path.as_path())))
        });
        let mut rounds = 0;
        while !taking.is_finished() {
            talks.round(&scene);
            rounds += 1;
            for client in talks.everybody() {
                until(client, |standing| standing.unsent < 20).await;
            }
        }
        taking.await.unwrap().unwrap();
        assert!(rounds > 0, "nobody said anything meanwhile");
        // From here on everybody is ahead of the copy.
        for _ in 0..5 {
            talks.round(&scene);
        }
        talks.rest().await;
    }
    let live = logs(&scene, talks.threads()).await;
    // Two who have seen all of it, and sleep through what comes now.
    let late = talks.visitors[0].1.clone();
    let sleepers = [sleeper(&scene, &people[0]), sleeper(&scene, &scene.ada)];
    for (client, _) in &sleepers {
        client.follow(late.clone());
        until(client, |standing| standing.place(&late) == live[&late].len() as u64).await;
        client.order(Order::Stall(true));
        until(client, |_| true).await;
    }
    let used = run(&["restore"], &[("--from", &beside("first")), ("--data", &data)]).unwrap_err();
    assert!(used.contains("is in use by serve, pid"), "{used}");

    // Lists of another instant than the threads, as far apart as can be: older first, which lack the last two threads,
    // and then newer, which have two that are not there.
    for ((name, acked), lists) in copies.iter().rev().zip(["first", "second"]) {
        scene.product.stop().await.unwrap();
        fs::rename(&data, beside(&format!("before-{name}"))).unwrap();
        run(&["restore"], &[("--from", &beside(name)), ("--data", &data)]).unwrap();
        let index = "objects/parlor-inbox";
        fs::remove_dir_all(data.join(index)).unwrap();
        fs::create_dir(data.join(index)).unwrap();
        for file in fs::read_dir(beside(lists).join(index)).unwrap().flatten() {
            fs::copy(file.path(), data.join(index).join(file.file_name())).unwrap();
        }
        scene.product.start_again(None).await.unwrap();
        let said = scene.product.said();
        let expected = format!("1 inboxes, {} threads", acked.len());
        assert!(said.contains("restored from backup") && said.contains(&expected), "{said}");

        let restored = logs(&scene, acked.keys()).await;
        for (thread, log) in &restored {
            assert!(live[thread].starts_with(log), "{thread} is not what it was");
            assert!(
                log.len() as u64 >= acked[thread],
                "{thread} lacks what was stored before the backup began"
            );
            assert!(log.len() < live[thread].len(), "{thread} has what was stored after it");
        }
        assert_eq!(list(&scene).await, listed(&restored), "{name}");

        // Everybody was ahead of that, and begins again from what there is.
        for (visitor, thread) in &talks.visitors {
            let Some(log) = restored.get(thread) else { continue };
            for client in talks.agents.iter().chain([visitor]) {
                until(client, |standing| standing.live && standing.place(thread) == log.len() as u64).await;
            }
        }
        // Whose thread is gone can begin another.
        let gone: BTreeSet<&ThreadId> =
            talks.threads().filter(|thread| !restored.contains_key(thread)).collect();
        for (visitor, thread) in talks.visitors.iter().filter(|(_, thread)| gone.contains(thread)) {
            assert!(scene.ada.log(scene.product.address(), thread.as_str()).await.is_err(), "{thread}");
            let before = visitor.look(|standing| standing.acked.len());
            scene.say(visitor, None);
            until(visitor, |standing| standing.acked.len() > before).await;
        }
        let there: Vec<&(Client, ThreadId)> =
            talks.visitors.iter().filter(|(_, thread)| !gone.contains(thread)).collect();
        for (visitor, thread) in &there {
            scene.say(visitor, Some(thread));
            scene.say(&talks.agents[0], Some(thread));
        }
        talks.rest().await;
        let after = logs(&scene, acked.keys()).await;
        for (visitor, thread) in there {
            let (log, was) = (&after[thread], &restored[thread]);
            assert!(log.starts_with(was) && log.len() == was.len() + 2, "{thread}");
            for client in [visitor, &talks.agents[0], &talks.agents[1]] {
                until(client, |standing| standing.place(thread) == log.len() as u64).await;
            }
        }
    }
    // The conversation has grown beyond what the sleepers saw, with other entries in the same places.
    while logs(&scene, [&late].into_iter()).await[&late].len() <= live[&late].len() {
        for _ in 0..10 {
            scene.say(&talks.visitors[0].0, Some(&late));
        }
        until(&talks.visitors[0].0, |standing| standing.unsent == 0).await;
    }
    let now = logs(&scene, [&late].into_iter()).await.remove(&late).unwrap();
    assert!(!now.starts_with(&live[&late]));
    for (client, shown) in &sleepers {
        client.order(Order::Stall(false));
        until(client, |standing| standing.live && standing.place(&late) == now.len() as u64).await;
        // What was shown last is written down a moment after that.
        let (written, started) = (written(&now), clock::now());
        loop {
            let shown = shown.lock().unwrap().clone();
            if shown == written {
                break;
            }
            let other: Vec<_> = written.iter().filter(|(seq, id)| shown.get(seq) != Some(id)).collect();
            assert!(started.elapsed() < PATIENCE, "of {} entries are not shown: {other:?}", written.len());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    // It is done once.
    scene.product.stop().await.unwrap();
    scene.product.start_again(None).await.unwrap();
    assert!(!scene.product.said().contains("restored"), "{}", scene.product.said());
}
