//! F6 and F20: clocks that jump, and objects that sleep.
//!
//! The server's own clock cannot be made to jump from here: workerd takes the machine's, its environment is closed to
//! preloaded libraries, and a time namespace has no wall clock. Order never depends on it (`seq` does that), which
//! `conversation` and the simulation prove with times that go backwards.

use std::time::Duration;

use faults::client::Order;
use faults::product::Setup;

use crate::{scene, settled, until};

/// Ten years.
const TEN_YEARS_MS: u64 = 10 * 365 * 86_400_000;

#[tokio::test(flavor = "multi_thread")]
async fn f6_a_client_whose_clock_jumps_by_years() {
    // F6: time goes on by jumps, for one of two and in the middle of what they say
    let scene = scene(Setup::default()).await;
    let me = scene.visitor().await.unwrap();
    let visitor = scene.client("visitor", &me);
    let thread = scene.begin(&visitor).await.unwrap();
    let tab = scene.client("tab", &me);
    scene.follow(&tab, &thread);
    for jump in [0, 3_600_000, TEN_YEARS_MS, 1, 86_400_000] {
        for _ in 0..10 {
            scene.say(&visitor, Some(&thread));
            scene.say(&tab, Some(&thread));
        }
        visitor.order(Order::Pass(jump));
        // Whatever looked overdue then is sent again; a second one brings it back at once.
        until(&visitor, |standing| standing.unsent == 0 && standing.live).await;
    }
    assert_eq!(settled(&scene, &[&visitor, &tab]).await.acked, 101);
}

#[tokio::test(flavor = "multi_thread")]
async fn f20_a_talk_that_goes_on_after_everybody_slept() {
    // F20: workerd drops an object's memory after ten seconds without an event, and keeps its sockets
    let scene = scene(Setup::default()).await;
    let me = scene.visitor().await.unwrap();
    let visitor = scene.client("visitor", &me);
    let thread = scene.begin(&visitor).await.unwrap();
    let (tab, ada) = (scene.client("tab", &me), scene.client("ada", &scene.ada));
    let everybody = [&visitor, &tab, &ada];
    scene.follow(&tab, &thread);
    scene.follow(&ada, &thread);
    for client in everybody {
        until(client, |standing| standing.live).await;
    }
    for _ in 0..2 {
        for writer in everybody {
            scene.say(writer, Some(&thread));
            until(writer, |standing| standing.unsent == 0).await;
        }
        let greeted = everybody.map(|client| client.look(|standing| standing.greeted));
        // The one thing here that is waited for by the clock: it is the object's own.
        tokio::time::sleep(Duration::from_secs(13)).await;
        for writer in everybody {
            scene.say(writer, Some(&thread));
            until(writer, |standing| standing.unsent == 0).await;
        }
        let now = everybody.map(|client| client.look(|standing| standing.greeted));
        assert_eq!(now, greeted, "nobody had to come back");
    }
    settled(&scene, &everybody).await;
}
