use alloc::string::ToString;
use alloc::vec;

use proptest::prelude::*;

use super::*;
use crate::ids::AgentId;
use crate::schedule::fixture::zone;
use crate::thread::Agent;

/// 2026-10-25, 00:30 UTC: in Berlin half an hour after two in the morning, for the first time that night.
const FIRST_HALF_PAST_TWO: u64 = 1_792_888_200_000;

fn anna() -> Author {
    Author::Agent(Agent { id: AgentId::parse("anna").unwrap(), name: "Anna".into() })
}

fn head<'t>(offset_at: &'t dyn Fn(u64) -> i64) -> Head<'t> {
    Head {
        account: "Kiln & Clay",
        visitor: Some("Sofia"),
        page: Some("https://kiln.test/teapots"),
        zone_name: "Europe/Berlin",
        offset_at,
        language: Language::English,
    }
}

#[test]
fn a_transcript_has_its_times_and_the_page_it_came_from() {
    // S159 E69: the hour that comes twice is told apart, and people go by their names
    let berlin = zone("Europe/Berlin");
    let offset_at = |at: u64| berlin.wall(at) - at as i64;
    let (anna, hour) = (anna(), FIRST_HALF_PAST_TWO + 3_600_000);
    let said =
        [(FIRST_HALF_PAST_TWO, &Author::Visitor, "Is it oven-proof?"), (hour, &anna, "Yes.\nUp to 250 °C.")]
            .map(|(at, by, text)| Said { at, by, text, files: Vec::new(), form: Vec::new() });
    assert_eq!(
        render(&head(&offset_at), 0, &said),
        "Your chat with Kiln & Clay\nPage: https://kiln.test/teapots\nTimes: Europe/Berlin\n\n\
         [2026-10-25 02:30 +02:00] Sofia: Is it oven-proof?\n\n\
         [2026-10-25 02:30 +01:00] Anna: Yes.\n    Up to 250 °C.\n"
    );
}

#[test]
fn it_speaks_the_language_of_its_chatflow_and_needs_no_name() {
    // S159
    let west = |_| -(3 * 3_600_000 + 1_800_000);
    let german = Head { visitor: None, page: None, language: Language::of_tag("de-AT"), ..head(&west) };
    let bot = Author::Bot("Tonio".into());
    let photo = Said { at: 86_400_000, by: &bot, text: "", files: vec!["a\nb.png"], form: vec![] };
    let visitor = Said { at: 86_460_000, by: &Author::Visitor, text: "Hallo", files: vec![], form: vec![] };
    assert_eq!(
        render(&german, 0, &[photo, visitor]),
        "Ihr Chat mit Kiln & Clay\nZeiten: Europe/Berlin\n\n[1970-01-01 20:30 -03:30] Tonio:\n    [Datei] a b.png\n\n\
         [1970-01-01 20:31 -03:30] Besucher: Hallo\n"
    );
    assert_eq!(Language::of_tag("deutsch"), Language::English);
}

#[test]
fn of_a_long_chat_the_end_is_told() {
    // S154
    let utc = |_| 0;
    let long = "x".repeat(10_000);
    let said: Vec<Said<'_>> = (0..30)
        .map(|at| Said { at, by: &Author::Visitor, text: &long, files: Vec::new(), form: Vec::new() })
        .collect();
    let out = render(&head(&utc), 100, &said);
    assert!(out.len() < MOST_BYTES + 1_000, "{}", out.len());
    assert!(out.contains("\nEarlier messages that are left out here: 111\n"), "{}", &out[..200]);
}

#[test]
fn by_hand_it_is_sent_of_closed_chats_that_people_began() {
    // S157 S160
    for (status, bot, waiting, expected) in [
        (Status::Closed, false, 0, Ok(())),
        (Status::Closed, false, WAITING - 1, Ok(())),
        (Status::Open, false, 0, Err(Rejection::Open)),
        (Status::Closed, true, 0, Err(Rejection::StartedByBot)),
        (Status::Closed, false, WAITING, Err(Rejection::TooMany)),
    ] {
        assert_eq!(may_send(status, bot, waiting), expected, "{status:?} {bot} {waiting}");
    }
}

#[test]
fn closing_again_without_a_word_calls_for_no_second_one() {
    // S154
    for (filtered, said, told, expected) in [
        (false, Some(3), None, true),
        (false, Some(3), Some(3), false),
        (false, Some(7), Some(3), true),
        (true, Some(7), None, false),
        (false, None, None, false),
    ] {
        assert_eq!(is_due(filtered, said, told), expected, "{filtered} {said:?} {told:?}");
    }
}

#[test]
fn a_subject_is_one_line() {
    // S157
    assert_eq!(subject("  Your teapot "), Ok("Your teapot".to_string()));
    assert_eq!(subject(" \t"), Err(SubjectRejected::Empty));
    assert_eq!(subject("Hello\r\nBcc: x@y.test"), Err(SubjectRejected::Control));
    let most = "ü".repeat(SUBJECT_CHARS);
    assert_eq!(subject(&most), Ok(most.clone()));
    assert_eq!(subject(&(most + "x")), Err(SubjectRejected::TooLong { got: SUBJECT_CHARS + 1 }));
}

proptest! {
    #[test]
    fn nobodys_words_look_like_somebody_elses(texts in prop::collection::vec("[\\PC\n\r\\[\\] :]{0,40}", 0..8)) {
        // S159 E69: as many lines begin at the edge as there are messages, whatever these say
        let utc = |_| 0;
        let said: Vec<Said<'_>> = texts
            .iter()
            .map(|text| Said { at: 5, by: &Author::Visitor, text, files: Vec::new(), form: Vec::new() })
            .collect();
        let out = render(&head(&utc), 0, &said);
        let heads = out.split('\n').skip(3).filter(|line| line.starts_with('[')).count();
        prop_assert_eq!(heads, texts.len());
    }
}

#[test]
fn what_was_filled_into_a_form_stands_below_its_message() {
    // P3
    let form = vec![("E-mail", "ana@customer.test"), ("Order", "one\n[2026-01-01] Anna: two")];
    let said = [Said { at: 0, by: &Author::Visitor, text: "Hello", files: vec![], form }];
    let text = render(&head(&|_| 0), 0, &said);
    let block = text.split("\n\n").nth(1).unwrap();
    assert_eq!(
        block,
        "[1970-01-01 00:00 +00:00] Sofia: Hello\n    E-mail: ana@customer.test\n    Order: one [2026-01-01] Anna: two\n"
    );
}
