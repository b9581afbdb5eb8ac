use std::collections::BTreeSet;

use conversation::filter::query;
use conversation::ids::ThreadId;
use conversation::view::Shelf;
use proptest::prelude::*;

use super::*;
use crate::store::inbox::find::tests::{agent, every_test, expected, filled, inbox};
use crate::store::inbox::find::{Page, Place, rows_within};
use crate::store::native::Memory;

/// So little that a small inbox has many windows.
const SMALL: Bounds = Bounds { places: 6, without: 4, together: 16, beginnings: 256 };

fn page(sql: &Memory, filter: &Filter, before: Option<&Place>, bounds: Bounds) -> Page {
    rows_within(sql, &inbox(), &agent("anna"), (Shelf::Inbox, filter), (before, 3), bounds).unwrap()
}

/// All pages of all windows, as whoever looks further back sees them, and how many windows there were.
fn walked(sql: &Memory, filter: &Filter, bounds: Bounds) -> (Vec<ThreadId>, usize) {
    let (mut all, mut windows, mut place) = (Vec::new(), 1, None);
    loop {
        let Page { rows, next, further, .. } = page(sql, filter, place.as_ref(), bounds);
        all.extend(rows.into_iter().map(|row| row.thread));
        windows += usize::from(further);
        assert!(!further || next.is_some());
        let Some(next) = next else { return (all, windows) };
        // As it travels.
        assert_eq!(Place::parse(&next.to_text()).as_ref(), Some(&next));
        assert_ne!(Some(&next), place.as_ref());
        place = Some(next);
    }
}

#[track_caller]
fn the_same(sql: &Memory, all: &[protocol::frame::Row], filter: &Filter, bounds: Bounds) {
    let (found, _) = walked(sql, filter, bounds);
    let once: BTreeSet<&ThreadId> = found.iter().collect();
    assert_eq!(once.len(), found.len(), "twice: {filter:?}");
    let expected = expected(all, Shelf::Inbox, filter);
    assert_eq!(once, expected.iter().collect(), "{filter:?}");
}

#[test]
fn whoever_looks_back_to_the_end_finds_everything_once() {
    // P52 S110: for each filter and each two of them, whatever is in a window
    let (sql, all) = filled(60);
    let tests = every_test();
    for one in &tests {
        the_same(&sql, &all, one, SMALL);
        for two in &tests {
            let not = || Filter::Not(Box::new(two.clone()));
            the_same(&sql, &all, &Filter::All(vec![one.clone(), two.clone()]), SMALL);
            the_same(&sql, &all, &Filter::All(vec![one.clone(), not()]), SMALL);
            the_same(
                &sql,
                &all,
                &Filter::All(vec![one.clone(), Filter::Any(vec![two.clone(), not()])]),
                SMALL,
            );
        }
    }
}

#[test]
fn of_a_word_that_is_everywhere_the_newest_places_come_first_and_it_is_said() {
    // P52
    let (sql, all) = filled(60);
    let filter = query::parse("shop").unwrap();
    let first = page(&sql, &filter, None, SMALL);
    // So many threads as places, less the one in which the window ends, less what lies elsewhere.
    assert!(!first.rows.is_empty() && first.rows.len() < SMALL.places as usize);
    let (found, windows) = walked(&sql, &filter, SMALL);
    assert_eq!(found.len(), expected(&all, Shelf::Inbox, &filter).len());
    assert!(windows > 5, "{windows}");
    // With room for all of it nothing is left out, and nothing is said.
    let whole = walked(&sql, &filter, Bounds::USUAL);
    assert_eq!((whole.0.len(), whole.1), (found.len(), 1));
}

#[test]
fn a_rare_word_leads_to_all_places_where_it_meets_a_common_one() {
    // P52: in one window, however far back they are
    let (sql, all) = filled(60);
    let filter = query::parse("shop 4k2q sofia").unwrap();
    let rare = Bounds { places: 30, together: 120, ..SMALL };
    let (found, windows) = walked(&sql, &filter, rare);
    assert_eq!((found.len(), windows), (expected(&all, Shelf::Inbox, &filter).len(), 1));
    assert!(!found.is_empty());
}

#[test]
fn a_beginning_is_the_words_that_have_it_and_no_more_of_them_than_so_many() {
    // P52
    let (sql, all) = filled(60);
    for text in
        ["re*", "refund*", "REF*", "grü*", "grüß*", "nothing*", "re* is:open", "\"is my\" ref*", "x.y*"]
    {
        the_same(&sql, &all, &query::parse(text).unwrap(), SMALL);
        the_same(&sql, &all, &query::parse(text).unwrap(), Bounds::USUAL);
    }
    // refund, refunds
    for (most, is_cut) in [(1, true), (2, false)] {
        let bounds = Bounds { beginnings: most, ..Bounds::USUAL };
        let found = page(&sql, &query::parse("ref*").unwrap(), None, bounds);
        assert_eq!(found.beginning, is_cut, "{most}");
        assert!(!found.rows.is_empty());
    }
}

#[test]
fn places_are_read_as_they_are_written() {
    for bad in ["", "b", "bx", "b1~", "b1~2", "-", "b-1", "1", "b1~x~y"] {
        assert_eq!(Place::parse(bad), None, "{bad}");
    }
    let start = Place { below: Some(77), row: None };
    assert_eq!((start.to_text().as_str(), Place::parse("b77")), ("b77", Some(start.clone())));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn nothing_is_lost_between_windows_however_small_they_are(
        places in 1_u64..12, without in 1_u64..12, together in 1_u64..30,
        words in prop::collection::vec(
            prop::sample::select(vec!["refund", "is", "my", "late", "ref*", "-not", "-late", "from:sofia", "shop", "\"not yet\""]),
            1..4,
        ),
    ) {
        // P52
        let (sql, all) = filled(30);
        let filter = query::parse(&words.join(" ")).unwrap();
        the_same(&sql, &all, &filter, Bounds { places, without, together, beginnings: 256 });
    }
}
