//! P7: who does not ping is given up, and who pings is left asleep.

use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::{Visitor, post, says, starts};
use crate::wait::until;

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
fn ninety_seconds_are_the_default() {
    // P7: nobody is given up while a test of this length runs
    let mut quiet = Visitor::of_demo(Product::shared()).connects();
    let mut stranger = Visitor::of_demo(Product::shared()).opens();
    assert_eq!(stranger.closed(), 4408, "ten seconds later");
    quiet.so_far();
}
