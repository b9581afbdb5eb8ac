//! F22: everything at once, and the history of it checked event by event.

use faults::crash::{self, Loop};

#[tokio::test(flavor = "multi_thread")]
async fn f22_crashes_and_a_bad_network_at_once() {
    // F1 F3 F7 F22: the ten minutes are `cargo xtask crash --network bad --kills 200`
    let asked =
        Loop { kills: 6, acked: 500, threads: 5, viewers: 10, seed: 22, bad_network: true, history: None };
    let verdict = crash::run(&asked, |_| {}).await.unwrap();
    assert!(verdict.is_clean(), "{verdict}\n{}", verdict.findings.join("\n"));
    assert!(verdict.acked >= 500, "{verdict}");
}
