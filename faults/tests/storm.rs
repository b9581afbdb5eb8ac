//! F11: a crowd that says nothing, and all of it coming back. Ten thousand are `cargo xtask load idle` and `load storm`.

use faults::load::crowd::Crowd;

#[tokio::test(flavor = "multi_thread")]
async fn f11_a_crowd_stays_and_comes_back() {
    // F11 P6: nobody is dropped while nothing happens, nobody stays away after a crash
    let crowd = Crowd::gather(200).await.unwrap();
    println!("{}", crowd.idle(1).await.unwrap());
    println!("{}", crowd.storm().await.unwrap());
}
