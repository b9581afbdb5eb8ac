//! The promises, held to in some hundred lives; `cargo xtask sim` lives as many as you like.

use simulation::{Disks, Outcome, Sabotage, Terms, live};

const TERMS: Terms = Terms { steps: 500, sabotage: None, trace: false };

/// Enough for a test; the step `simulation` of `cargo xtask test` lives ten thousand.
const LIVES: u64 = 300;

/// A sabotaged server that so many lives do not find out would not be found out.
const PATIENCE: u64 = 1_000;

#[track_caller]
fn is_found(sabotage: Sabotage) {
    let mut disks = Disks::default();
    let terms = Terms { sabotage: Some(sabotage), ..TERMS };
    let found = (0..PATIENCE).find_map(|seed| Some((seed, live(seed, terms, &mut disks).broken?)));
    let (seed, broken) = found.unwrap_or_else(|| panic!("nobody finds that a server {}", sabotage.name()));
    println!("{}: seed {seed}: {broken}", sabotage.name());
}

#[test]
fn every_promise_is_kept_whatever_breaks() {
    // E31 E32 E33 E34 N24, promises P1 P2 P3 P4 P5 P7, faults F4 F5 F6 F7 F8 F9 F18 F20
    let mut disks = Disks::default();
    let (mut acked, mut shown, mut crashes) = (0, 0, 0);
    for seed in 0..LIVES {
        let outcome = live(seed, TERMS, &mut disks);
        let replay = format!("cargo xtask sim --seed {seed} --trace");
        assert_eq!(outcome.broken, None, "{replay}");
        acked += outcome.acked;
        shown += outcome.shown;
        crashes += outcome.crashes;
    }
    // A world in which nothing happens keeps every promise.
    assert!(acked > 20 * LIVES && shown > 20 * LIVES && crashes > LIVES, "{acked} {shown} {crashes}");
}

#[test]
fn a_seed_is_the_same_life_every_time() {
    let mut disks = Disks::default();
    let terms = Terms { trace: true, ..TERMS };
    let mut life = |seed| -> Outcome { live(seed, terms, &mut disks) };
    for seed in [1, 2, 3] {
        let (first, other, again) = (life(seed), life(seed + 100), life(seed));
        assert_eq!(first.trace, again.trace);
        assert_ne!(first.trace, other.trace);
    }
}

#[test]
fn a_server_that_answers_before_the_commit_is_found() {
    // P1
    is_found(Sabotage::AnswersBeforeTheCommit);
}

#[test]
fn a_server_that_forgets_message_ids_is_found() {
    // P2
    is_found(Sabotage::ForgetsMessageIds);
}

#[test]
fn a_server_that_replays_by_time_is_found() {
    // E31 P4
    is_found(Sabotage::ReplaysByTime);
}

#[test]
fn a_server_that_forgets_its_sockets_is_found() {
    // F20
    is_found(Sabotage::ForgetsSocketsInItsSleep);
}

#[test]
fn a_server_that_tells_its_inbox_once_is_found() {
    // F18
    is_found(Sabotage::TellsOnce);
}

#[test]
fn a_server_that_believes_it_was_heard_is_found() {
    is_found(Sabotage::BelievesItWasHeard);
}

#[test]
fn a_server_that_trusts_thread_ids_is_found() {
    // T13
    is_found(Sabotage::TrustsThreadIds);
}

#[test]
fn a_server_that_forgets_to_sign_out_is_found() {
    is_found(Sabotage::ForgetsToSignOut);
}

#[test]
fn a_server_that_forgets_to_say_that_somebody_lags_is_found() {
    // P8
    is_found(Sabotage::LeavesOutInSilence);
}

#[test]
fn a_server_that_forgets_to_replay_after_lagging_is_found() {
    // P8 F10
    is_found(Sabotage::ReplaysNothingToWhoLagged);
}

#[test]
fn a_server_whose_marks_go_back_is_found() {
    // P5 N24
    is_found(Sabotage::LetsMarksGoBack);
}

#[test]
fn a_server_that_shows_typing_to_everybody_is_found() {
    // T13
    is_found(Sabotage::ShowsTypingToEverybody);
}

#[test]
fn a_server_that_trusts_the_door_is_found() {
    // T23
    is_found(Sabotage::TrustsTheDoor);
}

#[test]
fn a_server_that_forgets_who_came_is_found() {
    // E46 E47 P35
    is_found(Sabotage::ForgetsWhoCame);
}

#[test]
fn a_server_that_lets_silent_chats_stand_is_found() {
    // H67
    is_found(Sabotage::LetsChatsStand);
}
