//! P7: who does not ping is given up, and who pings is left asleep.

use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::{Visitor, post, says, starts};
use crate::wait::{now, until};

const PING: &str = r#"{"t":"ping"}"#;

#[test]
fn a_silent_socket_is_closed_and_a_pinging_one_stays() {
    // E32 P7: 2 s in place of 90, looked at every second in place of every minute
    let product = Product::start_with(&[("PARLOR_SILENT_MS", "2000"), ("PARLOR_SWEEP_MS", "1000")]);
    let me = Visitor::of_demo(&product);
    let (mut silent, mut alive) = (me.connects(), me.connects());
    let anna = Agent::signs_in(&product, "anna@kiln.test");
    let mut console = anna.connects("main");
    until("the silent ones to be closed", || {
        alive.send_text(PING);
        alive.tagged("pong");
        (silent.closed_by_now() == Some(4410) && console.closed_by_now() == Some(4410)).then_some(())
    });
    let thread = starts(&mut alive, "everywhere", "still here");
    says(&mut alive, &post(&thread, "and well"));
}

#[test]
fn a_fourth_socket_takes_the_place_of_a_dead_one_before_a_living_one() {
    // P7, row 51: whose network died twice is not sent away where they are. A ping is overdue after 2 s in place of 30.
    let product = Product::start_with(&[("PARLOR_SILENT_MS", "6000")]);
    let me = Visitor::of_demo(&product);
    let mut alive = me.connects();
    let mut dead = [me.connects(), me.connects()];
    let opened = now();
    until("their ping to be overdue", || {
        alive.send_text(PING);
        alive.tagged("pong");
        (opened.elapsed().as_millis() > 2_500).then_some(())
    });
    let mut newest = me.connects();
    assert_eq!((dead[0].refusal().0.as_str(), dead[0].closed()), ("replaced", 4409));
    let thread = starts(&mut newest, "everywhere", "here I am");
    alive.take("the entry in the tab that lives", |frame| frame["t"] == "entry" && frame["thread"] == thread);
    let _one_more = me.connects();
    assert_eq!((dead[1].refusal().0.as_str(), dead[1].closed()), ("replaced", 4409));
    says(&mut alive, &post(&thread, "and here"));
}

#[test]
fn ninety_seconds_are_the_default() {
    // P7: nobody is given up while a test of this length runs
    let mut quiet = Visitor::of_demo(Product::shared()).connects();
    let mut stranger = Visitor::of_demo(Product::shared()).opens();
    assert_eq!(stranger.closed(), 4408, "ten seconds later");
    quiet.so_far();
}
