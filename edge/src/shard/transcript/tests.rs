use conversation::ids::{ContactId, VisitorId};
use conversation::thread::Command;
use conversation::transcript::{Language, Recipient};
use protocol::frame::Note;

use super::*;
use crate::objects::call::desk::DeskAct;
use crate::shard::consent::Given;
use crate::shard::tests::{anna, id, new_thread, said, shard, visitor};
use crate::shard::{Begin, act, begin, block, part, reply, write};
use crate::store::native::Memory;
use crate::store::threads::KnownAs;
use crate::zones::zone;

const HOUR: u64 = 3_600_000;
/// 2026-11-22, 17:00 UTC.
const NOW: u64 = 1_795_366_800_000;

fn contact(text: &str) -> ContactId {
    ContactId::parse(text).unwrap()
}

fn sofia() -> Recipient {
    let name = Some("Sofia".to_owned());
    Recipient { contact: contact("sofia"), name, email: "sofia@kiln.test".into(), verified: true }
}

fn sending() -> Sending {
    Sending {
        by_itself: true,
        account_name: "Kiln & Clay".into(),
        zone: Some("Europe/Berlin".into()),
        language: Language::English,
        to: Reached::At(sofia()),
    }
}

/// A chat of Sofia's, whose address is known.
fn begun(sql: &Memory) -> Kept {
    let Recipient { contact, name, email, verified } = sofia();
    let contact = Some(KnownAs { id: contact, name, email: Some(email), verified });
    let thread = Kept { contact, opened_at: NOW, ..new_thread(1, 1, "message-1") };
    let begun =
        Begin { thread, text: said("Hello"), consent: Given::default(), owner: None, lift: None, bot: None };
    begin(sql, begun, NOW).unwrap().thread
}

fn closes(sql: &Memory, thread: &Kept) {
    act(sql, &thread.id, Command::Close { by: anna() }, NOW + HOUR).unwrap();
}

/// What the account is asked of, answered with that.
fn asked(sql: &Memory, sending: &Sending) -> Vec<Option<Done>> {
    let due = transcripts::due(sql, NOW + HOUR, 10).unwrap();
    due.iter().map(|asked| addressed(sql, asked, sending.clone(), &zone, NOW + HOUR).unwrap()).collect()
}

fn waiting(sql: &Memory, thread: &Kept) -> Vec<Transcript> {
    list(sql, &rows::thread(sql, &thread.id).unwrap().unwrap()).unwrap()
}

fn wish(contact: ContactId) -> Wish {
    Wish { contact, to_others: true, subject: Some("Your teapot".into()), by: anna() }
}

#[test]
fn closing_a_chat_leaves_its_transcript_to_be_sent() {
    // S154 S159 E69
    let sql = shard();
    let thread = begun(&sql);
    reply(&sql, anna(), &thread.id, id("the-reply"), said("At 250 °C"), NOW + 60_000).unwrap();
    assert_eq!(transcripts::next_due(&sql).unwrap(), None);
    closes(&sql, &thread);
    assert_eq!(transcripts::next_due(&sql).unwrap(), Some(NOW + HOUR));
    assert_eq!(waiting(&sql, &thread), [], "nobody has said yet where it goes");
    let done = asked(&sql, &sending());
    assert!(matches!(&done[..], [Some(done)] if done.thread.revision > thread.revision), "{done:?}");
    let [sent] = &waiting(&sql, &thread)[..] else { panic!() };
    assert_eq!(
        (&sent.to, &*sent.subject, &sent.by),
        (&sofia(), "Your chat with Kiln & Clay", &Author::System)
    );
    assert_eq!((sent.state, sent.reason), (State::Waiting, Reason::EmailNotConnected));
    let notes = desks::after(&sql, &thread.id, 0, 10).unwrap();
    assert_eq!(notes.into_iter().map(|note| note.note).collect::<Vec<_>>(), [Note::Transcript]);
    let text = read(&sql, &thread.id, sent.n, &zone).unwrap().text;
    assert_eq!(
        text,
        "Your chat with Kiln & Clay\nPage: https://kiln.example/\nTimes: Europe/Berlin\n\n\
         [2026-11-22 18:00 +01:00] Sofia: Hello\n\n[2026-11-22 18:01 +01:00] Anna Keller: At 250 °C\n"
    );
}

#[test]
fn what_is_saved_last_decides_and_who_has_no_address_gets_none() {
    // S155 S156
    for (sending, expected) in [
        (sending(), 1),
        (Sending { by_itself: false, ..sending() }, 0),
        (Sending { to: Reached::NoAddress, ..sending() }, 0),
        (Sending { to: Reached::Nobody, ..sending() }, 0),
    ] {
        let sql = shard();
        let thread = begun(&sql);
        closes(&sql, &thread);
        asked(&sql, &sending);
        assert_eq!(waiting(&sql, &thread).len(), expected, "{sending:?}");
        assert_eq!(transcripts::next_due(&sql).unwrap(), None);
    }
    let (sql, nobody) = (shard(), new_thread(2, 2, "message-2"));
    let begun = Begin {
        thread: nobody,
        text: said("Hi"),
        consent: Given::default(),
        owner: None,
        lift: None,
        bot: None,
    };
    let nobody = begin(&sql, begun, NOW).unwrap().thread;
    closes(&sql, &nobody);
    assert_eq!(transcripts::next_due(&sql).unwrap(), None, "nobody knows who they are");
}

#[test]
fn closed_again_without_a_word_it_is_the_same_transcript() {
    // S154: and with one it is a longer one in its place
    let sql = shard();
    let thread = begun(&sql);
    closes(&sql, &thread);
    asked(&sql, &sending());
    act(&sql, &thread.id, Command::Reopen { by: anna() }, NOW).unwrap();
    closes(&sql, &thread);
    assert_eq!(transcripts::next_due(&sql).unwrap(), None);
    assert_eq!(waiting(&sql, &thread).iter().map(|sent| sent.up_to).collect::<Vec<_>>(), [1]);
    let more =
        write(&sql, &visitor(1), &thread.id, id("message-2"), said("One more"), &Given::default(), NOW);
    let seq = more.unwrap().message.unwrap().seq;
    closes(&sql, &thread);
    asked(&sql, &sending());
    assert_eq!(waiting(&sql, &thread).iter().map(|sent| sent.up_to).collect::<Vec<_>>(), [seq]);
}

#[test]
fn opened_before_anybody_was_asked_it_has_not_closed() {
    // S154
    let sql = shard();
    let thread = begun(&sql);
    closes(&sql, &thread);
    act(&sql, &thread.id, Command::Reopen { by: anna() }, NOW).unwrap();
    assert!(matches!(asked(&sql, &sending())[..], [None]));
    assert_eq!((waiting(&sql, &thread), transcripts::next_due(&sql).unwrap()), (Vec::new(), None));
}

#[test]
fn what_is_out_of_the_inbox_sends_none_and_what_waits_is_withheld() {
    // S154 S148
    let sql = shard();
    let thread = begun(&sql);
    block(&sql, &thread.id, true, &anna(), None, NOW).unwrap();
    closes(&sql, &thread);
    assert_eq!(transcripts::next_due(&sql).unwrap(), None);
    block(&sql, &thread.id, false, &anna(), None, NOW).unwrap();
    act(&sql, &thread.id, Command::Reopen { by: anna() }, NOW).unwrap();
    closes(&sql, &thread);
    asked(&sql, &sending());
    for (blocked, expected) in [(true, State::Withheld), (false, State::Waiting)] {
        block(&sql, &thread.id, blocked, &anna(), None, NOW).unwrap();
        assert_eq!(waiting(&sql, &thread)[0].state, expected);
    }
    desk::act(&sql, &thread.id, DeskAct::Spam(true), anna(), NOW).unwrap();
    assert_eq!(waiting(&sql, &thread)[0].reason, Reason::Filtered);
}

#[test]
fn who_leaves_the_chat_gets_nothing_of_it() {
    // S147 S154
    let disconnects = |sql: &Memory, thread: &Kept| {
        desk::act(sql, &thread.id, DeskAct::Disconnect, anna(), NOW).map(drop).unwrap();
    };
    let forgets = |sql: &Memory, _: &Kept| {
        part::part(sql, &visitor(1), &VisitorId::from_random([9; 16]), NOW).map(drop).unwrap();
    };
    for leaves in [&disconnects as &dyn Fn(&Memory, &Kept), &forgets] {
        let sql = shard();
        let thread = begun(&sql);
        closes(&sql, &thread);
        asked(&sql, &sending());
        let jonas = Recipient { contact: contact("jonas"), email: "jonas@kiln.test".into(), ..sofia() };
        let to_jonas = Sending { to: Reached::At(jonas.clone()), ..sending() };
        send(&sql, &thread.id, wish(contact("jonas")), to_jonas, &zone, NOW).unwrap();
        leaves(&sql, &thread);
        assert_eq!(waiting(&sql, &thread).into_iter().map(|sent| sent.to).collect::<Vec<_>>(), [jonas]);
    }
}

#[test]
fn by_hand_it_goes_to_whom_an_agent_picks_under_their_subject() {
    // S157 S158
    let sql = shard();
    let thread = begun(&sql);
    let sends = |wish: Wish, sending: Sending| {
        send(&sql, &thread.id, wish, sending, &zone, NOW).map(|(_, sent)| sent).map_err(|error| error.code())
    };
    assert_eq!(sends(wish(contact("sofia")), sending()), Err(Code::ThreadOpen));
    closes(&sql, &thread);
    let jonas = Recipient { contact: contact("jonas"), email: "jonas@kiln.test".into(), ..sofia() };
    let to_jonas = Sending { to: Reached::At(jonas.clone()), ..sending() };
    let sent = sends(wish(contact("jonas")), to_jonas.clone()).unwrap();
    assert_eq!(
        (sent.to, &*sent.subject, sent.by),
        (jonas, "Your teapot", Author::from(&thread::Author::Agent(anna())))
    );
    let closed_in = Wish { to_others: false, ..wish(contact("jonas")) };
    assert_eq!(sends(closed_in, to_jonas), Err(Code::ReferenceUnknown));
    assert!(sends(Wish { to_others: false, ..wish(contact("sofia")) }, sending()).is_ok());
    let nowhere = |to| Sending { to, ..sending() };
    assert_eq!(sends(wish(contact("who")), nowhere(Reached::Nobody)), Err(Code::ReferenceUnknown));
    assert_eq!(sends(wish(contact("sofia")), nowhere(Reached::NoAddress)), Err(Code::NoAddress));
    let called = |subject: &str| Wish { subject: Some(subject.into()), ..wish(contact("sofia")) };
    assert_eq!(sends(called(" "), sending()), Err(Code::TextEmpty));
    assert_eq!(sends(called(&"x".repeat(201)), sending()), Err(Code::TextTooLong));
    assert_eq!(sends(called("a\nBcc: b@c.test"), sending()), Err(Code::TextEncoding));
    for _ in waiting(&sql, &thread).len()..domain::WAITING {
        sends(wish(contact("sofia")), sending()).unwrap();
    }
    assert_eq!(sends(wish(contact("sofia")), sending()), Err(Code::TooMany));
}

#[test]
fn a_thread_that_is_gone_takes_its_transcripts_with_it() {
    // S154 H91
    let sql = shard();
    let thread = begun(&sql);
    closes(&sql, &thread);
    asked(&sql, &sending());
    desks::remove(&sql, &thread.id, NOW).unwrap();
    assert!(transcripts::of(&sql, &thread.id).unwrap().is_empty());
}
