//! What holds of every bot, whatever it is made of and whatever happens.

use proptest::prelude::*;

use super::*;
use crate::list::Catalogue;

/// A step's name; some of them are nobody's.
fn names() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", "", "s0", "s1", "s2", "s3", "gone"]).prop_map(String::from)
}

fn does() -> impl Strategy<Value = Does> {
    prop_oneof![
        names().prop_map(|then| message("m", &then)),
        (names(), names()).prop_map(|(picked, then)| question("q", &[("Yes", &picked), ("No", "")], &then)),
        (names(), names(), prop::sample::select(vec!["email", "plan", "seats", "size"]))
            .prop_map(|(then, otherwise, property)| asks(property, &then, &otherwise)),
        (names(), names(), names()).prop_map(|(a, b, then)| {
            branch(vec![(said("s0", &["yes"]), &a), (When::Available {}, &b)], &then)
        }),
        (names(), names()).prop_map(|(then, otherwise)| webhook(&then, &otherwise)),
        names().prop_map(|otherwise| hand_over("over", &otherwise)),
        Just(Does::End {}),
    ]
}

fn scripts() -> impl Strategy<Value = Script> {
    prop::collection::vec(does(), 0..5).prop_map(|steps| {
        let names = ["s0", "s1", "s2", "s3", "s4"];
        script(names.into_iter().zip(steps).collect())
    })
}

#[derive(Clone, Debug)]
enum Event {
    Begins,
    Says(&'static str),
    Looked(u32, bool),
    Called(u32, bool),
    Stopped,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => prop::sample::select(vec!["yes", "no", "sofia@kiln.test", "7", "", "Rather not"]).prop_map(Event::Says),
        1 => Just(Event::Begins),
        3 => (0_u32..8, any::<bool>()).prop_map(|(errand, there)| Event::Looked(errand, there)),
        3 => (0_u32..8, any::<bool>()).prop_map(|(errand, well)| Event::Called(errand, well)),
        1 => Just(Event::Stopped),
    ];
    prop::collection::vec(event, 0..30)
}

fn happen(script: &Script, state: State, event: &Event) -> Turn {
    let called = |well: bool| well.then(|| Called { say: vec![words("w")], outcome: Some(words("yes")) });
    match event {
        Event::Begins => step(script, state, Input::Begins { text: "Hi" }, None),
        Event::Says(text) => step(script, state, Input::Says { text }, None),
        Event::Looked(errand, there) => {
            step(script, state, Input::Looked { errand: *errand }, Some(&facts(*there)))
        }
        Event::Called(errand, well) => {
            step(script, state, Input::Called { errand: *errand, answer: called(*well) }, None)
        }
        Event::Stopped => step(script, state, Input::Stopped, None),
    }
}

fn speaks(effect: &Effect) -> bool {
    matches!(effect, Effect::Say { .. })
}

proptest! {
    #[test]
    fn it_answers_everything_the_same_way_and_never_without_end(script in scripts(), events in events()) {
        let mut state = step(&script, State::default(), Input::Begins { text: "Hi" }, None).state;
        let mut numbers = state.errand;
        for event in events {
            let turn = happen(&script, state.clone(), &event);
            prop_assert_eq!(&turn, &happen(&script, state.clone(), &event));
            prop_assert!(turn.effects.len() <= MOVES + 2);
            // Whoever is handed over is, once; and whatever is asked has a number of its own.
            let over = turn.effects.iter().filter(|effect| **effect == Effect::HandOver).count();
            prop_assert!(over <= 1);
            prop_assert_eq!(over == 1, state.is_in_charge() && turn.state.at == At::Over { because: Ending::HandedOver });
            for effect in &turn.effects {
                if let Effect::Keep { errand, .. } | Effect::Look { errand } | Effect::Call { errand, .. } = effect {
                    prop_assert_eq!(*errand, numbers + 1);
                    numbers += 1;
                }
            }
            numbers = turn.state.errand;
            state = turn.state;
        }
    }

    #[test]
    fn nothing_is_said_once_a_person_did_something(script in scripts(), before in events(), after in events()) {
        // S164 E50 P84
        let mut state = step(&script, State::default(), Input::Begins { text: "Hi" }, None).state;
        for event in &before {
            state = happen(&script, state, event).state;
        }
        state = happen(&script, state, &Event::Stopped).state;
        prop_assert!(!state.is_in_charge());
        for event in &after {
            let turn = happen(&script, state, event);
            prop_assert_eq!(&turn.effects, &[]);
            state = turn.state;
        }
    }

    #[test]
    fn a_visitor_is_left_with_a_question_an_errand_an_end_or_people(script in scripts()) {
        // E51: whatever a bot does, somebody is to go on.
        let turn = step(&script, State::default(), Input::Begins { text: "Hi" }, None);
        let rests = match &turn.state.at {
            At::Fresh => false,
            At::Waits { .. } => turn.effects.iter().any(speaks),
            At::Looks { errand, .. } | At::Calls { errand, .. } => turn.effects.iter().any(|effect| {
                matches!(effect, Effect::Look { errand: asked } | Effect::Call { errand: asked, .. } if asked == errand)
            }),
            At::Over { because } => *because != Ending::Stopped,
        };
        prop_assert!(rests);
    }

    #[test]
    fn what_can_be_saved_never_runs_out_of_moves(script in scripts(), there in any::<bool>(), well in any::<bool>()) {
        let properties = script.properties.iter().map(|it| (it.id.clone(), it.clone())).collect();
        if !check(&script.bot, &Catalogue { properties, ..Catalogue::default() }).is_empty() {
            return Ok(());
        }
        let mut turn = step(&script, State::default(), Input::Begins { text: "Hi" }, None);
        // Every errand is answered until the visitor is waited for: no more of them than there are steps.
        for _ in 0..=2 * script.bot.steps.len() {
            prop_assert!(turn.effects.len() <= 2 * script.bot.steps.len() + 1);
            let Some(errand) = turn.state.awaits() else { return Ok(()) };
            let event = if matches!(turn.state.at, At::Looks { .. }) { Event::Looked(errand, there) } else { Event::Called(errand, well) };
            turn = happen(&script, turn.state, &event);
        }
        prop_assert!(turn.state.awaits().is_none());
    }
}
