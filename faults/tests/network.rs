//! F3, F4, F5: what a bad network does to frames, one by one.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use faults::chance::Chance;
use faults::client::Order;
use faults::product::Setup;
use faults::proxy::{Fate, Passing, Proxy, Way};

use crate::{hasty, proxy, scene, settled, until};

/// The next cut: which frame, on which way, after how many bytes; and how long the last such frame was.
#[derive(Default)]
struct Cutter {
    next: Mutex<Option<(Way, &'static str, usize)>>,
    length: AtomicUsize,
}

impl Cutter {
    fn fate(&self, frame: &Passing<'_>) -> Fate {
        let mut next = self.next.lock().unwrap();
        match *next {
            Some((way, tag, at)) if frame.way == way && frame.is(tag) => {
                self.length.store(frame.bytes, Ordering::Relaxed);
                *next = None;
                Fate::Cut(at)
            }
            _ => Fate::Pass,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f3_a_frame_cut_after_any_byte() {
    // F3
    let scene = scene(Setup::default()).await;
    let me = scene.visitor().await.unwrap();
    let cutter = Arc::new(Cutter::default());
    let cuts = Arc::clone(&cutter);
    let network = proxy(&scene, Arc::new(move |frame| cuts.fate(frame))).await;
    let visitor = hasty(&scene, "visitor", &me, &network);
    let thread = scene.begin(&visitor).await.unwrap();
    let tab = scene.client("tab", &me);
    scene.follow(&tab, &thread);
    for (way, tag) in [(Way::Up, "post"), (Way::Down, "ack"), (Way::Down, "entry"), (Way::Up, "resume")] {
        let mut at = 0;
        loop {
            *cutter.next.lock().unwrap() = Some((way, tag, at));
            if tag == "resume" {
                // It is asked for when a tab shows a thread.
                visitor.order(Order::Input(Box::new(protocol::delivery::Input::Closed { code: 1006 })));
            }
            scene.say(&visitor, Some(&thread));
            until(&visitor, |standing| standing.unsent == 0 && standing.live).await;
            at += 1;
            let cut = cutter.next.lock().unwrap().is_none();
            // A frame that has not come yet is cut when it comes; then the same offset counts once more.
            if cut && at > cutter.length.load(Ordering::Relaxed) {
                break;
            }
        }
    }
    *cutter.next.lock().unwrap() = None;
    let verdict = settled(&scene, &[&visitor, &tab]).await;
    assert!(verdict.acked > 400, "{verdict}");
}

/// A network that repeats, delays and swaps frames, and sends old questions again.
fn unreliable(seed: u64) -> impl Fn(&Passing<'_>) -> Fate {
    let state = Mutex::new((Chance::new(seed), Vec::<String>::new()));
    move |frame| {
        let mut state = state.lock().unwrap();
        let (chance, asked) = &mut *state;
        let dice = chance.between(1, 100);
        if frame.text.is_empty() || frame.is("hello") || frame.is("welcome") {
            return Fate::Pass;
        }
        if frame.is("resume") {
            // A question from before, behind the one of now.
            asked.push(frame.text.to_owned());
            let old = asked[chance.between(0, asked.len() as u64 - 1) as usize].clone();
            return Fate::Instead(vec![frame.text.to_owned(), old]);
        }
        match dice {
            1..=20 => Fate::Instead(vec![frame.text.to_owned(); 2]),
            // The order of what goes up is TCP's to keep, and a client sends one message of a thread at a time.
            21..=40 if frame.way == Way::Down => Fate::Behind,
            41..=50 => Fate::Late(Duration::from_millis(chance.between(1, 40))),
            51..=52 => Fate::Cut(chance.between(0, frame.bytes as u64) as usize),
            _ => Fate::Pass,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f4_frames_twice_swapped_late_and_from_before() {
    // F4
    let scene = scene(Setup::default()).await;
    let me = scene.visitor().await.unwrap();
    let mut networks: Vec<Proxy> = Vec::new();
    for seed in 0..4 {
        networks.push(proxy(&scene, Arc::new(unreliable(seed))).await);
    }
    let visitor = hasty(&scene, "visitor", &me, &networks[0]);
    let thread = scene.begin(&visitor).await.unwrap();
    let tab = hasty(&scene, "tab", &me, &networks[1]);
    let ada = hasty(&scene, "ada", &scene.ada, &networks[2]);
    let ben = hasty(&scene, "ben", &scene.product.agent("ben").await.unwrap(), &networks[3]);
    let everybody = [&visitor, &tab, &ada, &ben];
    for client in &everybody[1..] {
        scene.follow(client, &thread);
    }
    for _ in 0..150 {
        for writer in [&visitor, &tab, &ada] {
            until(writer, |standing| standing.unsent < 3).await;
            scene.say(writer, Some(&thread));
        }
    }
    let verdict = settled(&scene, &everybody).await;
    assert_eq!(verdict.acked, 451);
}

/// Takes the first acknowledgement of every message.
#[derive(Default)]
struct Thief {
    taken: Mutex<BTreeSet<String>>,
}

impl Thief {
    fn fate(&self, frame: &Passing<'_>) -> Fate {
        if frame.way == Way::Up || !frame.is("ack") {
            return Fate::Pass;
        }
        let ack: serde_json::Value = serde_json::from_str(frame.text).unwrap();
        let id = ack["client_message_id"].as_str().unwrap().to_owned();
        if self.taken.lock().unwrap().insert(id) { Fate::Lost } else { Fate::Pass }
    }

    fn taken(&self) -> usize {
        self.taken.lock().unwrap().len()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f5_a_thousand_lost_acknowledgements() {
    // F5
    const PEOPLE: usize = 10;
    const EACH: usize = 100;
    let scene = Arc::new(scene(Setup::default()).await);
    let mut talking = Vec::new();
    for number in 0..PEOPLE {
        let me = scene.visitor().await.unwrap();
        let thief = Arc::new(Thief::default());
        let takes = Arc::clone(&thief);
        let network = proxy(&scene, Arc::new(move |frame| takes.fate(frame))).await;
        let scene = Arc::clone(&scene);
        talking.push(tokio::spawn(async move {
            let visitor = hasty(&scene, &format!("visitor {number}"), &me, &network);
            let mut thread = None;
            for said in 0..EACH {
                match &thread {
                    None => {
                        let beginning = scene.begin(&visitor);
                        let pressing = async {
                            lost(&thief, 1).await;
                            visitor.order(Order::Pass(10_001));
                        };
                        thread = Some(tokio::join!(beginning, pressing).0.unwrap());
                    }
                    Some(thread) => {
                        scene.say(&visitor, Some(thread));
                        lost(&thief, said + 1).await;
                        // Ten seconds without an answer: the link is given up, and the message sent again.
                        visitor.order(Order::Pass(10_001));
                        until(&visitor, |standing| standing.unsent == 0).await;
                    }
                }
            }
            (visitor, thief.taken(), network)
        }));
    }
    let mut people = Vec::new();
    for talk in talking {
        people.push(talk.await.unwrap());
    }
    assert_eq!(people.iter().map(|(_, taken, _)| taken).sum::<usize>(), PEOPLE * EACH);
    let visitors: Vec<_> = people.iter().map(|(visitor, ..)| visitor).collect();
    assert_eq!(settled(&scene, &visitors).await.acked, PEOPLE * EACH);
}

/// Waits until so many acknowledgements were taken.
async fn lost(thief: &Thief, count: usize) {
    let waited = tokio::time::timeout(faults::scene::PATIENCE, async {
        while thief.taken() < count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
    waited.await.expect("an acknowledgement to take");
}
