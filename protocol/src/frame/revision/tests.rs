use conversation::ids::FileId;
use proptest::prelude::*;

use super::*;
use crate::frame::{Attachment, Author};

fn entry(seq: u64, body: Body) -> Entry {
    Entry {
        seq,
        at: 1_000 * seq,
        from: Author::Visitor,
        client_message_id: None,
        body,
        quick_replies: Vec::new(),
        attachments: Vec::new(),
        form: Vec::new(),
        reply_to: None,
        edited: None,
    }
}

fn said(seq: u64, text: &str) -> Entry {
    let file = FileId::parse(&"a".repeat(26)).unwrap();
    let name = "plan.pdf".to_owned();
    let file =
        Attachment { id: file, name, kind: "application/pdf".into(), bytes: 1, width: None, height: None };
    Entry { attachments: vec![file], ..entry(seq, Body::Text { text: text.into() }) }
}

/// Takes the next entry as a client does.
fn push(log: &mut Vec<Entry>, next: Entry) {
    log.iter_mut().for_each(|entry| entry.revise(&next));
    log.push(next);
}

#[test]
fn a_revision_changes_the_message_that_it_names_and_no_other() {
    // P26
    let mut log = vec![said(1, "One"), said(2, "Two"), entry(3, Body::Closed)];
    push(&mut log, entry(4, Body::Edited { message: 2, text: "Deux".into() }));
    assert_eq!((&log[0], &log[2]), (&said(1, "One"), &entry(3, Body::Closed)));
    assert_eq!(log[1], Entry { edited: Some(4_000), ..said(2, "Deux") });
    push(&mut log, entry(5, Body::Deleted { message: 2 }));
    assert_eq!(log[1], entry(2, Body::Deleted { message: 2 }));
    assert!(log[1].is_gone() && log[1].revises().is_none() && !log[4].is_gone());
    // What is gone stays gone, and what is no message does not become one.
    push(&mut log, entry(6, Body::Edited { message: 2, text: "Zwei".into() }));
    push(&mut log, entry(7, Body::Edited { message: 3, text: "Closed?".into() }));
    assert_eq!(log[1], entry(2, Body::Deleted { message: 2 }));
    assert_eq!(log[2], entry(3, Body::Closed));
}

/// The log as a shard tells it: each message as it stands, and what changed it as what it is by now.
fn told(live: &[Entry]) -> Vec<Entry> {
    live.iter()
        .map(|one| match (one.revises(), &one.body) {
            (Some(message), Body::Edited { .. }) => {
                let now = live.iter().find(|entry| entry.seq == message).unwrap();
                let body = match &now.body {
                    Body::Text { text } => Body::Edited { message, text: text.clone() },
                    _ => Body::Deleted { message },
                };
                Entry { body, ..one.clone() }
            }
            _ => one.clone(),
        })
        .collect()
}

proptest! {
    #[test]
    fn whoever_reads_the_log_later_ends_where_those_are_who_saw_it_grow(
        steps in proptest::collection::vec((0..3_u8, 0..40_usize, "[a-z]{1,4}"), 1..40), from in 0..40_usize
    ) {
        // P26: whatever is said, changed and taken back, and from wherever somebody resumes
        let (mut live, mut as_it_came): (Vec<Entry>, Vec<Entry>) = (Vec::new(), Vec::new());
        for (what, which, text) in steps {
            let seq = live.len() as u64 + 1;
            let messages: Vec<u64> =
                live.iter().filter(|one| matches!(one.body, Body::Text { .. })).map(|one| one.seq).collect();
            let next = match (what, messages.get(which % messages.len().max(1))) {
                (1, Some(message)) => entry(seq, Body::Edited { message: *message, text }),
                (2, Some(message)) => entry(seq, Body::Deleted { message: *message }),
                _ => said(seq, &text),
            };
            push(&mut live, next.clone());
            as_it_came.push(next);
        }
        let text_of = |log: &[Entry]| -> Vec<(u64, Option<u64>, Body, usize)> {
            log.iter()
                .filter(|one| one.revises().is_none())
                .map(|one| (one.seq, one.edited, one.body.clone(), one.attachments.len()))
                .collect()
        };
        let log = told(&live);
        let words = format!("{log:?}");
        for gone in live.iter().filter(|one| one.is_gone()) {
            let mine = |one: &&Entry| one.seq == gone.seq || one.revises() == Some(gone.seq);
            let left = log.iter().filter(mine).any(|one| !matches!(one.body, Body::Deleted { .. }));
            prop_assert!(!left, "{words}");
        }
        // From the beginning, and by somebody who was there for a while and comes back.
        for have in [0, from.min(log.len())] {
            let mut replayed = Vec::new();
            as_it_came[..have].iter().cloned().for_each(|one| push(&mut replayed, one));
            log[have..].iter().cloned().for_each(|one| push(&mut replayed, one));
            prop_assert_eq!(text_of(&replayed), text_of(&live));
        }
    }
}
