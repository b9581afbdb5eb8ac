//! P1, P9: what was acknowledged survives a crash at once, and a restart says good-bye. Products of their own.

use serde_json::{Value, json};

use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::{KILN, Visitor, begin, first_post, post, resumes, says, seqs, starts, texts};
use crate::wait::until;

#[test]
fn what_was_acknowledged_survives_a_crash() {
    // P1
    let product = Product::start();
    let me = Visitor::of_demo(&product);
    let mut socket = me.connects();
    let first = first_post("everywhere", "0");
    let ack = says(&mut socket, &first);
    // Killed in the same breath as the acknowledgement came.
    product.restart_workerd();
    assert_eq!(socket.closed(), 1006, "a crash says nothing");
    let thread = ack["thread"].as_str().unwrap().to_owned();

    let mut socket = me.connects();
    assert_eq!(says(&mut socket, &first), ack, "sent again, it is the same message");
    let mut acked = vec![1];
    for number in 1..5 {
        let message = post(&thread, &number.to_string());
        let ack = says(&mut socket, &message);
        acked.push(ack["seq"].as_u64().unwrap());
        product.restart_workerd();
        socket = me.connects();
        assert_eq!(says(&mut socket, &message), ack);
    }
    let (entries, state) = resumes(&mut socket, &thread, 0);
    assert_eq!((seqs(&entries), texts(&entries)), (acked, vec!["0", "1", "2", "3", "4"]));
    assert_eq!(state["last_seq"], 5);

    // The inbox hears of it although every telling may have died with a process, and sessions live on.
    let anna = Agent::signs_in(&product, "anna@kiln.test");
    let row = until("the inbox to catch up", || {
        anna.row("main", "view=all", &thread).filter(|row| row["last_seq"] == 5)
    });
    assert_eq!(row["preview"], "4");
    product.restart_workerd();
    anna.gets("/api/me").ok();
    assert_eq!(anna.log("main", &thread, "after_seq=0")["entries"].as_array().map(Vec::len), Some(5));
    // The switches and the seed live on too.
    let page = json!({"u": "https://kiln.example/"});
    let decision = crate::visitor::decide(&product, "demo", KILN, &page).ok();
    assert_eq!(decision["d"]["c"], "welcome");
}

#[test]
fn an_agents_acknowledgement_survives_a_crash_too() {
    // P1
    let product = Product::start();
    let anna = Agent::signs_in(&product, "anna@kiln.test");
    let me = Visitor::of_demo(&product);
    let thread = starts(&mut me.connects(), "everywhere", "hello");
    until("the row", || anna.row("main", "view=all", &thread));
    let reply = post(&thread, "hello, visitor");
    let ack = says(&mut anna.connects("main"), &reply);
    product.restart_workerd();
    assert_eq!(says(&mut anna.connects("main"), &reply), ack);
    let (entries, _) = resumes(&mut me.connects(), &thread, 0);
    assert_eq!(texts(&entries), ["hello", "hello, visitor"]);
}

#[test]
fn killed_in_the_middle_of_a_flood() {
    // P1 P2 P3: agents may write as fast as they can; visitors may not
    let product = Product::start();
    let anna = Agent::signs_in(&product, "anna@kiln.test");
    let me = Visitor::of_demo(&product);
    let thread = starts(&mut me.connects(), "everywhere", "go");
    until("the row", || anna.row("main", "view=all", &thread));
    let mut sent: Vec<(Value, Value)> = Vec::new();
    for (round, kill_after) in [1, 17, 40].into_iter().enumerate() {
        let mut socket = anna.connects("main");
        let posts: Vec<Value> = (0..80).map(|number| post(&thread, &format!("{round}:{number}"))).collect();
        posts.iter().for_each(|post| socket.send(post));
        let mut acks = Vec::new();
        for _ in 0..kill_after {
            acks.push(socket.tagged("ack"));
        }
        product.restart_workerd();
        socket.closed();
        acks.extend(socket.rest().into_iter().filter(|frame| frame["t"] == "ack"));
        let mut again = anna.connects("main");
        for post in posts {
            let acked =
                acks.iter().find(|ack| ack["client_message_id"] == post["client_message_id"]).cloned();
            // The client cannot know what was stored and not acknowledged, so it sends all of that again.
            let ack = says(&mut again, &post);
            assert!(acked.as_ref().is_none_or(|acked| *acked == ack), "{acked:?} became {ack}");
            sent.push((post, ack));
        }
    }
    let (entries, state) = resumes(&mut me.connects(), &thread, 0);
    let last = state["last_seq"].as_u64().unwrap();
    assert_eq!(seqs(&entries), (1..=last).collect::<Vec<_>>(), "no gap, no place taken twice");
    // go, the assignment by the first reply, three floods.
    assert_eq!(last, 2 + 3 * 80);
    for (post, ack) in sent {
        let stored: Vec<&Value> =
            entries.iter().filter(|entry| entry["client_message_id"] == post["client_message_id"]).collect();
        assert_eq!(stored.len(), 1, "{post}");
        assert_eq!(ack["seq"], stored[0]["seq"], "{post}");
    }
}

#[test]
fn a_drain_says_good_bye_to_every_socket() {
    // P9
    let product = Product::start();
    let me = Visitor::of_demo(&product);
    let anna = Agent::signs_in(&product, "anna@kiln.test");
    let mut sockets = [me.connects(), me.connects(), anna.connects("main")];
    let answer = product.internal("/internal/drain", &json!({})).ok();
    assert_eq!(answer["sockets"], 3, "{answer}");
    for socket in &mut sockets {
        let going = socket.tagged("going_away");
        assert!(going["retry_after_ms"].as_u64().is_some_and(|spread| spread <= 5_000), "{going}");
        assert_eq!(socket.closed(), 1012);
    }
    // Whoever comes back is welcome.
    starts(&mut me.connects(), "everywhere", "back again");
}

#[test]
fn f14_a_list_made_anew_is_the_list_there_was() {
    // F14: nothing was restored here, so nothing may change but that agents come back
    let product = Product::start();
    let me = Visitor::of_demo(&product);
    let anna = Agent::signs_in(&product, "anna@kiln.test");
    let mut socket = me.connects();
    let thread = starts(&mut socket, "everywhere", "one");
    let before = until("the row", || anna.row("main", "view=all", &thread));
    let mut desk = anna.connects("main");
    for _ in 0..2 {
        let answer = product.internal("/internal/rebuild", &json!({})).ok();
        assert!(answer["inboxes"].as_u64() >= Some(1) && answer["threads"].as_u64() >= Some(1), "{answer}");
        assert_eq!(anna.row("main", "view=all", &thread), Some(before.clone()));
    }
    desk.tagged("going_away");
    assert_eq!(desk.closed(), 1012);
    says(&mut anna.connects("main"), &post(&thread, "two"));
    socket.take("the reply", |frame| frame["entry"]["body"]["text"] == "two");
}

#[test]
fn a_drain_reaches_shards_that_another_inbox_brought() {
    // P9: a visitor keeps their shard in every inbox, also in one that has fewer
    let product = Product::start();
    let site = crate::accounts::ATELIER;
    let in_second_shard = (0..40)
        .map(|_| Visitor::acts(&product, "atelier", site, "wide"))
        .find(|visitor| visitor.path.contains("/shards/1/"))
        .expect("one of forty lands on the second of two shards");
    let body = json!({"chatflow": "open", "token": in_second_shard.token}).to_string();
    let session = begin(&product, "atelier", site, &body).ok();
    let me = in_second_shard.with(&session);
    assert!(me.path.ends_with("/inboxes/main/shards/1/socket"), "{}", me.path);
    let ada = Agent::signs_in(&product, "ada@atelier.test");
    let mut socket = me.connects();
    let thread = starts(&mut socket, "open", "one");
    until("the row", || ada.row("main", "view=all", &thread));
    says(&mut ada.connects("main"), &post(&thread, "two"));
    socket.take("the reply", |frame| frame["entry"]["body"]["text"] == "two");
    product.internal("/internal/drain", &json!({})).ok();
    socket.tagged("going_away");
    assert_eq!(socket.closed(), 1012);
}
