//! F20: objects that sleep and wake. workerd drops an object's memory after ten seconds without an event and keeps
//! its sockets; who they belong to has to be known all the same.

use serde_json::json;

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::{Visitor, first_post, post, resumes, says, starts, texts};
use crate::wait::until;

/// Lets an object of another inbox refuse silent sockets: what takes that object ten seconds each time takes everybody
/// else as long. Three times, because the sleepers' own alarms wake them once more.
fn thirty_seconds(product: &Product) {
    (0..3).for_each(|_| ten_seconds(product));
}

fn ten_seconds(product: &Product) {
    let elsewhere = Visitor::acts(product, "atelier", ATELIER, "final");
    assert_eq!(elsewhere.opens().closed(), 4408);
}

#[test]
fn after_a_sleep_everybody_is_who_they_were() {
    // F20, on a product of its own: anybody else would wake it
    let product = Product::start();
    let ada = Agent::signs_in(&product, "ada@atelier.test");
    let me = Visitor::acts(&product, "atelier", ATELIER, "open");
    let mut agents = ada.connects("main");
    let (mut oldest, mut second, mut third) = (me.connects(), me.connects(), me.connects());
    let first = first_post("open", "before");
    let ack = says(&mut oldest, &first);
    let thread = ack["thread"].as_str().unwrap();
    until("the row", || ada.row("main", "view=all", thread));
    third.send_text("not JSON");
    third.refusal();

    thirty_seconds(&product);

    // Woken by an agent, who is known; shown to the visitor's tabs, which are known.
    says(&mut agents, &post(thread, "after"));
    for socket in [&mut oldest, &mut second, &mut third] {
        socket.take("the reply", |frame| frame["entry"]["body"]["text"] == "after");
    }
    assert_eq!(says(&mut second, &first), ack, "a retry is still the same message");
    says(&mut second, &post(thread, "and on"));
    agents.take("the visitor's words", |frame| frame["entry"]["body"]["text"] == "and on");
    // The oldest of four is still the oldest, and slips are still counted.
    let mut fourth = me.connects();
    assert_eq!((oldest.refusal().0.as_str(), oldest.closed()), ("replaced", 4409));
    for _ in 0..3 {
        third.send_text("not JSON");
    }
    assert_eq!(third.closed(), 1007);
    assert_eq!(texts(&resumes(&mut fourth, thread, 0).0), ["before", "after", "and on"]);
}

#[test]
fn the_platform_answers_pings_to_sleepers_and_strangers() {
    // P7: without waking anybody, so that twenty seconds of silence cost nothing
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let mut stranger = me.opens();
    stranger.send_text(r#"{"t":"ping"}"#);
    assert_eq!(stranger.tagged("pong"), json!({"t": "pong"}));
    // A ping is no hello.
    assert_eq!((stranger.refusal().0.as_str(), stranger.closed()), ("auth_required", 4408));
    let mut agents = Agent::of(product, "anna@kiln.test").connects("main");
    agents.send_text(r#"{"t":"ping"}"#);
    assert_eq!(agents.tagged("pong"), json!({"t": "pong"}));
    starts(&mut me.connects(), "everywhere", "hello");
}

#[test]
fn who_never_answers_a_close_costs_nothing() {
    // T28: strangers who keep their end of a refused socket open, without even a token
    let product = Product::start();
    let me = Visitor::acts(&product, "atelier", ATELIER, "open");
    let agent = Agent::signs_in(&product, "ada@atelier.test");
    // Nobody reads these, so nobody answers what comes.
    let _silent = [me.opens(), me.opens(), me.opens(), agent.opens("main")];
    let mut refused = me.opens();
    refused.send_text("no hello");
    thirty_seconds(&product);
    let before = product.processor_time();
    ten_seconds(&product);
    let used = product.processor_time() - before;
    assert!(used < 50, "{used} hundredths of a second in ten seconds in which nothing happens");
}
