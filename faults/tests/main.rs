//! The faults F1 to F22, each against the built product in real workerd.
//!
//! Every test has a product of its own: what is done to it here, nobody else should have to bear.

#![expect(clippy::unwrap_used, reason = "a test whose means fail has failed")]

mod back_off;
mod clocks;
mod deploy;
mod disk;
mod long;
mod mixed;
mod network;
mod one_way;
mod power;
mod restore;
mod storm;

use std::sync::Arc;
use std::time::Duration;

use faults::check::Verdict;
use faults::client::{Client, Kind, Order, Standing};
use faults::people::Person;
use faults::product::{Product, Setup};
use faults::proxy::{Proxy, Rule};
use faults::scene::{PATIENCE, Scene};
use faults::wording::Speaks;

/// A product with nobody in it.
async fn scene(setup: Setup) -> Scene {
    let product = Product::start(setup).await.expect("the product starts");
    Scene::open(Arc::new(product), None, 5).await.expect("somebody can sign in")
}

/// A client that does not wait out its back-off, behind a bad network.
fn hasty(scene: &Scene, name: &str, person: &Person, proxy: &Proxy) -> Client {
    scene.client_of(name, person, proxy.address, Kind { hasty: true, ..Kind::default() })
}

fn speaking(scene: &Scene, name: &str, person: &Person, speaks: Speaks) -> Client {
    scene.client_of(name, person, scene.product.address(), Kind { speaks, ..Kind::default() })
}

async fn proxy(scene: &Scene, rule: Rule) -> Proxy {
    Proxy::start(scene.product.address(), rule).await.expect("the proxy listens")
}

/// Waits until a client stands so.
#[track_caller]
fn until(client: &Client, so: impl FnMut(&Standing) -> bool) -> impl Future<Output = ()> {
    let place = std::panic::Location::caller();
    async move {
        if let Err(said) = client.until(PATIENCE, so).await {
            panic!("{place}: {said}");
        }
    }
}

/// Waits until everything has come to rest, and expects that nothing is missing.
async fn settled(scene: &Scene, clients: &[&Client]) -> Verdict {
    let verdict = scene.settle(clients, PATIENCE).await.expect("the logs can be read");
    assert!(verdict.is_clean(), "{verdict}\n{}", verdict.findings.join("\n"));
    verdict
}

/// Lets a client's time pass, a second at a time, until it stands so: how many seconds that took. In each of them the
/// server has time to answer.
async fn seconds_until(client: &Client, so: impl Fn(&Standing) -> bool) -> u32 {
    for second in 0..120 {
        if client.look(&so) {
            return second;
        }
        client.order(Order::Pass(1_000));
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    panic!("not within two minutes: {:?}", client.standing());
}
