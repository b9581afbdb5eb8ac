//! F7: links that look open and are not. Nobody reloads anything; the client's own clock is what passes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use conversation::ids::ThreadId;
use faults::client::{Client, Kind};
use faults::product::Setup;
use faults::proxy::{Fate, Proxy, Rule, Way};
use faults::scene::Scene;

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

/// A visitor in a thread of theirs, behind a network that from now on loses everything on this way; and an agent who
/// looks at the thread.
async fn half_dead(scene: &Scene, name: &str, lost: Way) -> (Proxy, Client, Client, ThreadId) {
    let me = scene.visitor().await.unwrap();
    let broken = Arc::default();
    let network = proxy(scene, one_way(lost, &broken)).await;
    let visitor = scene.client_of(name, &me, network.address, Kind::default());
    let thread = scene.begin(&visitor).await.unwrap();
    broken.store(true, Ordering::Relaxed);
    let ada = scene.client(&format!("ada beside {name}"), &scene.ada);
    scene.follow(&ada, &thread);
    (network, visitor, ada, thread)
}

#[tokio::test(flavor = "multi_thread")]
async fn f7_who_can_send_and_hears_nothing_recovers_by_themselves() {
    // E32 F7 P7: Rocket.Chat #36023, with a message under way
    let scene = scene(Setup::default()).await;
    let (_network, visitor, ada, thread) = half_dead(&scene, "visitor", Way::Down).await;
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
async fn f7_who_only_listens_recovers_by_themselves_whichever_way_is_dead() {
    // E32 F7 P7: nothing under way but the ping
    let scene = scene(Setup::default()).await;
    let mut clients = Vec::new();
    for lost in [Way::Down, Way::Up] {
        let (_network, visitor, ada, thread) = half_dead(&scene, &format!("{lost:?}"), lost).await;
        scene.say(&ada, Some(&thread));
        until(&ada, |standing| standing.unsent == 0).await;
        if lost == Way::Up {
            // What comes down is shown, and proves nothing.
            until(&visitor, |standing| standing.place(&thread) == 3).await;
        }
        let noticed = seconds_until(&visitor, |standing| !standing.live).await;
        assert!(noticed <= NOTICED_WITHIN, "{lost:?}: noticed after {noticed} s");
        seconds_until(&visitor, |standing| standing.live).await;
        until(&visitor, |standing| standing.place(&thread) == 3).await;
        clients.extend([visitor, ada]);
    }
    settled(&scene, &clients.iter().collect::<Vec<_>>()).await;
}
