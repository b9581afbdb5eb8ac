//! The server dies in the middle of a chat, without a word and more than once. A program of its own, because it is
//! cruel to the product that the other stories share.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use stories::product::Product;
use stories::roles::{Agent, Visitor};

/// After the third death within a minute a client pauses for up to 16 s between two attempts (P6).
const BACK: Duration = Duration::from_secs(40);

#[test]
fn a_chat_survives_the_death_of_the_server() {
    let product = Product::start();
    let (visitor, agent) = (Visitor::arrives(&product), Agent::anna(&product));
    agent.signs_in();
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Kill: visitor 0.");
    agent.opens_thread("Kill: visitor 0.");

    let mut told = (vec!["Kill: visitor 0.".to_owned()], Vec::new());
    for round in 1..=3 {
        // Both write on while it dies and while it comes back, and it dies at another message each time, so that
        // messages are lost at every stage of their way.
        let (wrote, written) = mpsc::channel();
        thread::scope(|scope| {
            let killer = scope.spawn(|| {
                written.into_iter().take(round).for_each(drop);
                product.kill_workerd();
            });
            let answers = scope.spawn(|| {
                let answers: Vec<String> = (0..4).map(|n| format!("Kill: agent {round}.{n}")).collect();
                answers.iter().for_each(|answer| agent.replies(answer));
                answers
            });
            let questions: Vec<String> = (0..4).map(|n| format!("Kill: visitor {round}.{n}")).collect();
            for question in &questions {
                visitor.writes(question);
                // Nobody listens any more once it is dead.
                let _ = wrote.send(());
            }
            told.0.extend(questions);
            told.1.extend(answers.join().expect("the agent wrote"));
            killer.join().expect("the server came back");
        });
        both_saw(&visitor, &agent, &told);
    }

    // What they see is what is kept, not what they remember.
    visitor.page().reload();
    agent.page().reload();
    both_saw(&visitor, &agent, &told);
    product.restart();
    visitor.page().reload();
    agent.page().reload();
    both_saw(&visitor, &agent, &told);
    visitor.writes("Kill: visitor still here");
    agent.sees_message("Kill: visitor still here");
}

/// Each message once, each person's in the order written, and the whole in the same order on both sides.
#[track_caller]
fn both_saw(visitor: &Visitor, agent: &Agent, (questions, answers): &(Vec<String>, Vec<String>)) {
    let count = questions.len() + answers.len();
    for page in [visitor.page(), agent.page()] {
        page.wait_within(BACK, "the same messages in the same order on both sides", || {
            let (left, right) = (visitor.messages_with("Kill:"), agent.messages_with("Kill:"));
            (left.len() == count && left == right).then_some(())
        });
    }
    let seen = visitor.messages_with("Kill:");
    let of = |who: &str| -> Vec<String> { seen.iter().filter(|text| text.contains(who)).cloned().collect() };
    assert_eq!(of("Kill: visitor"), *questions);
    assert_eq!(of("Kill: agent"), *answers);
}
