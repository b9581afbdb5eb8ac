//! What a bot did on its way is told, and changes nothing.

use alloc::string::ToString;

use super::*;

fn name(step: Option<&StepId>) -> String {
    step.map_or_else(String::new, ToString::to_string)
}

/// Step, what it did, and after how many effects, of one turn.
fn traced(steps: Vec<(&str, Does)>, says: &[&str]) -> Vec<String> {
    let script = script(steps);
    let mut state = step(&script, State::default(), Input::Begins { text: "Hi" }, None).state;
    let mut traces = watched(&script, State::default(), Input::Begins { text: "Hi" }, None).1;
    for text in says {
        let (turn, told) = watched(&script, state.clone(), Input::Says { text }, None);
        assert_eq!(turn, step(&script, state, Input::Says { text }, None), "whoever watches changes nothing");
        (state, traces) = (turn.state, told);
    }
    traces.iter().map(|it| format!("{} {:?} {}", name(it.step.as_ref()), it.did, it.after)).collect()
}

#[test]
fn each_step_tells_what_it_did_and_why() {
    // P84
    let over = ["people Said 0", "people HandedOver { because: Step } 1"];
    for (says, expected) in [
        (vec![], vec!["hello Said 0", "topic Asked { tries: 0 } 1"]),
        (vec!["prices"], vec!["topic Picked { reply: 0 } 0", "address Asked { tries: 0 } 0"]),
        (vec!["else"], vec!["topic Heard 0", "address Asked { tries: 0 } 0"]),
        (vec!["An order"], [&["topic Picked { reply: 1 } 0"][..], &over].concat()),
        (vec!["prices", "no"], vec!["address Asked { tries: 1 } 0"]),
        (vec!["prices", "no", "no"], [&["address GaveUp 0"][..], &over].concat()),
        (vec!["prices", "rather not"], [&["address Skipped 0"][..], &over].concat()),
    ] {
        assert_eq!(traced(shop(), &says), expected, "{says:?}");
    }
}

#[test]
fn a_bot_that_gives_up_tells_why() {
    let last = |steps, says: &[&str]| traced(steps, says).pop().unwrap();
    let endless = vec![("a", message("A", "b")), ("b", message("B", "a"))];
    let expected = format!("a HandedOver {{ because: Endless }} {MOVES}");
    assert_eq!(last(endless, &[]), expected);
    assert_eq!(last(vec![("a", message("A", "gone"))], &[]), "gone HandedOver { because: Gone } 1");
    assert_eq!(last(vec![("a", message("A", ""))], &[]), " HandedOver { because: NothingBelow } 1");
    assert_eq!(last(vec![("a", Does::End {})], &["Hi"]), " HandedOver { because: WroteAfterEnd } 0");
}
