//! F7: links that look open and are not. Nobody reloads anything; the client's own clock is what passes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use faults::client::Kind;
use faults::product::Setup;
use faults::proxy::{Fate, Rule, Way};

use crate::{proxy, scene, seconds_until, settled, until};

/// What the client notices within, by promise P7.
const NOTICED_WITHIN: u32 = 45;

/// The first socket loses everything on this way from the moment it is told to.
fn one_way(lost: Way, broken: &Arc<AtomicBool>) -> Rule {
    let broken = Arc::clone(broken);
    Arc::new(move |frame| {
        let is_lost = frame.socket == 0 && frame.way == lost && broken.load(Ordering::Relaxed);
        if is_lost { Fate::Hole } else { Fate::Pass }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn f7_who_can_send_and_hears_nothing_recovers_by_themselves() {
    // E32 F7 P7: Rocket.Chat #36023, with a message under way
    let scene = scene(Setup::default()).await;
    let me = scene.visitor().await.unwrap();
    let broken = Arc::default();
    let network = proxy(&scene, one_way(Way::Down, &broken)).await;
    let visitor = scene.client_of("visitor", &me, network.address, Kind::default());
    let thread = scene.begin(&visitor).await.unwrap();
    let ada = scene.client("ada", &scene.ada);
    scene.follow(&ada, &thread);
    broken.store(true, Ordering::Relaxed);
    scene.say(&visitor, Some(&thread));
    scene.say(&ada, Some(&thread));
    // What they said arrives; what is answered does not.
    until(&ada, |standing| standing.place(&thread) == 4).await;
    assert_eq!(visitor.look(|standing| standing.unsent), 1);
    let noticed = seconds_until(&visitor, |standing| !standing.live).await;
    assert!(noticed <= 11, "noticed after {noticed} s, because an acknowledgement is missing");
    seconds_until(&visitor, |standing| standing.live && standing.unsent == 0).await;
    settled(&scene, &[&visitor, &ada]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f7_who_only_listens_and_hears_nothing_recovers_by_themselves() {
    // F7 P7: nothing under way but the ping. (Whatever comes down counts as a sign of life, so the other way is noticed
    // within this time only where nothing comes: see the tests of `protocol::delivery`.)
    let scene = scene(Setup::default()).await;
    let me = scene.visitor().await.unwrap();
    let broken = Arc::default();
    let network = proxy(&scene, one_way(Way::Down, &broken)).await;
    let visitor = scene.client_of("visitor", &me, network.address, Kind::default());
    let thread = scene.begin(&visitor).await.unwrap();
    broken.store(true, Ordering::Relaxed);
    let ada = scene.client("ada", &scene.ada);
    scene.follow(&ada, &thread);
    scene.say(&ada, Some(&thread));
    until(&ada, |standing| standing.unsent == 0).await;
    let noticed = seconds_until(&visitor, |standing| !standing.live).await;
    assert!(noticed <= NOTICED_WITHIN, "noticed after {noticed} s");
    seconds_until(&visitor, |standing| standing.live).await;
    until(&visitor, |standing| standing.place(&thread) == 3).await;
}
