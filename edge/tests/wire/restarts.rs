//! P1, P9: what was acknowledged survives a crash at once, and a restart says good-bye. Products of their own.

use serde_json::json;

use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::{Visitor, first_post, post, resumes, says, seqs, starts, texts};
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
    let decision = crate::visitor::decide(&product, "demo", crate::visitor::KILN, &page).ok();
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
