//! Which rows a list has, in which order, while they change.

use conversation::thread::Status;

use super::*;
use crate::state::sample::{agent, row, thread_id};

fn rows(view: View) -> Rows {
    Rows::new(Scope { view, status: Standing::Open, found: None, me: agent("mira").id })
}

fn page(rows: Vec<Row>, counts: (u64, u64, u64)) -> rest::Rows {
    let (all, mine, unassigned) = counts;
    rest::Rows { rows, counts: Counts { all, mine, unassigned, bots: 0 }, next: None }
}

fn order(rows: &Rows) -> Vec<u8> {
    (0..=20).flat_map(|n| rows.order().iter().position(|id| *id == thread_id(n)).map(|at| (at, n))).fold(
        vec![0; rows.order().len()],
        |mut all, (at, n)| {
            all[at] = n;
            all
        },
    )
}

#[test]
fn a_new_message_moves_its_row_to_the_top() {
    // S115
    let mut list = rows(View::All);
    list.first_page(&list.scope().clone(), page(vec![row(1, 100), row(2, 90), row(3, 80)], (3, 0, 3)));
    assert_eq!(order(&list), [1, 2, 3]);
    let counted = list.changed(Row { updated_at: 200, revision: 2, ..row(3, 80) });
    assert_eq!((order(&list), counted), (vec![3, 1, 2], Counted::Exactly));
    list.changed(Row { updated_at: 300, revision: 1, ..row(3, 80) });
    assert_eq!(order(&list), [3, 1, 2], "an older revision changes nothing");
}

#[test]
fn assigning_moves_a_row_between_views_and_counts() {
    // S116 S117
    let mut list = rows(View::Unassigned);
    list.first_page(&list.scope().clone(), page(vec![row(1, 100), row(2, 90)], (2, 0, 2)));
    list.changed(Row { assignee: Some(agent("mira")), revision: 2, ..row(1, 100) });
    assert_eq!(order(&list), [2]);
    assert_eq!(list.counts(), Some(Counts { all: 2, mine: 1, unassigned: 1, bots: 0 }));
    list.turn_to(Scope { view: View::Mine, ..list.scope().clone() });
    assert_eq!(order(&list), [1], "what is known of a view is there at once");
    list.changed(Row { assignee: Some(agent("jonas")), revision: 3, ..row(1, 100) });
    assert_eq!((order(&list), list.counts().unwrap().mine), (vec![], 0));
}

#[test]
fn closing_takes_a_row_out_and_reopening_brings_it_back() {
    // S111 S129
    let mut list = rows(View::All);
    list.first_page(&list.scope().clone(), page(vec![row(1, 100)], (1, 0, 1)));
    list.changed(Row { status: Status::Closed, revision: 2, ..row(1, 100) });
    assert_eq!((order(&list), list.counts().unwrap().all), (vec![], 0));
    list.changed(Row { revision: 3, ..row(1, 100) });
    assert_eq!((order(&list), list.counts().unwrap().all), (vec![1], 1));
}

#[test]
fn a_first_page_forgets_what_has_gone_and_keeps_what_is_newer() {
    let mut list = rows(View::All);
    let scope = list.scope().clone();
    list.first_page(&scope, page(vec![row(1, 100), row(2, 90)], (2, 0, 2)));
    list.changed(row(3, 500));
    list.first_page(&scope, page(vec![row(1, 100)], (2, 0, 2)));
    assert_eq!(order(&list), [3, 1]);
}

#[test]
fn what_was_found_stays_as_it_was_found_until_asked_again() {
    // S110 P52
    let mut list = rows(View::Mine);
    let search = Scope { found: Some(Found::Words("x".into())), ..list.scope().clone() };
    list.turn_to(search.clone());
    let page = |rows, next: Option<&str>| FoundRows {
        rows,
        next: next.map(Into::into),
        further: false,
        beginning: false,
    };
    list.found_page(&search, page(vec![row(2, 90), row(1, 100)], Some("more")), true);
    assert_eq!((order(&list), list.next()), (vec![1, 2], Some("more")), "recent first");
    assert_eq!(list.changed(row(3, 500)), Counted::AskAgain);
    assert_eq!(order(&list), [1, 2], "what is new may not be meant");
    list.found_page(&search, page(vec![row(4, 10)], None), false);
    assert_eq!(order(&list), [1, 2, 4]);
    let mut deleted = row(2, 90);
    deleted.desk.archived_at = Some(1);
    list.expect(vec![deleted]);
    assert_eq!(order(&list), [1, 4]);
    list.take_back(vec![row(2, 90)]);
    assert_eq!(order(&list), [1, 2, 4]);
    list.found_page(&search, page(vec![row(3, 500)], None), true);
    assert_eq!(order(&list), [3]);
    list.turn_to(Scope { found: None, ..search.clone() });
    list.found_page(&search, page(vec![row(5, 1)], None), true);
    assert!(order(&list).is_empty(), "late, and of another list");
}

#[test]
fn a_search_says_where_it_stopped_looking() {
    // P52
    let mut list = rows(View::Mine);
    let search = Scope { found: Some(Found::Words("a*".into())), ..list.scope().clone() };
    list.turn_to(search.clone());
    let page = |rows, next: Option<&str>, further, beginning| FoundRows {
        rows,
        next: next.map(Into::into),
        further,
        beginning,
    };
    list.found_page(&search, page(vec![row(1, 90)], Some("1~x"), false, true), true);
    assert_eq!((list.looks_further(), list.begins_too_often()), (false, true));
    // Nothing more in this part: the next lies further back, also where there was nothing in it.
    list.found_page(&search, page(vec![], Some("b7"), true, true), false);
    assert_eq!((list.looks_further(), list.next(), order(&list)), (true, Some("b7"), vec![1]));
    list.found_page(&search, page(vec![row(2, 10)], None, false, true), false);
    assert!(!list.looks_further());
    list.turn_to(Scope { found: None, ..search });
    assert!(!list.begins_too_often());
}

#[test]
fn what_is_expected_is_taken_back_only_where_nothing_came_between() {
    // P49
    let mut list = rows(View::All);
    let scope = list.scope().clone();
    list.first_page(&scope, page(vec![row(1, 100), row(2, 90)], (2, 0, 2)));
    let snoozed = |n, at| {
        let mut row = row(n, at);
        row.desk.snoozed = Some(conversation::desk::Snooze { until: None });
        row
    };
    list.expect(vec![snoozed(1, 100), snoozed(2, 90)]);
    assert_eq!((order(&list), list.counts().unwrap().all), (vec![], 0));
    list.changed(Row { revision: 2, ..snoozed(2, 90) });
    list.take_back(vec![row(1, 100), row(2, 90)]);
    assert_eq!((order(&list), list.counts().unwrap().all), (vec![1], 1));
}

#[test]
fn a_late_page_of_another_view_does_not_disturb() {
    let mut list = rows(View::All);
    let all = list.scope().clone();
    list.turn_to(Scope { view: View::Mine, ..all.clone() });
    list.first_page(&all, page(vec![row(1, 100)], (1, 0, 1)));
    assert!(list.order().is_empty() && !list.is_loaded());
}

#[test]
fn an_unknown_row_asks_for_the_counts() {
    let mut list = rows(View::All);
    assert_eq!(list.changed(row(1, 100)), Counted::AskAgain);
    assert_eq!(list.gone(&thread_id(1)), Counted::AskAgain);
    assert_eq!(list.gone(&thread_id(1)), Counted::Exactly);
}

#[test]
fn while_somebody_aims_contents_change_and_places_do_not() {
    // S124
    let mut list = rows(View::All);
    let scope = list.scope().clone();
    list.first_page(&scope, page(vec![row(1, 100), row(2, 90), row(3, 80)], (3, 0, 3)));
    list.hold();
    list.changed(Row { updated_at: 200, revision: 2, preview: "News".into(), ..row(3, 80) });
    list.changed(row(4, 300));
    list.changed(Row { status: Status::Closed, revision: 2, ..row(1, 100) });
    assert_eq!((order(&list), list.waiting()), (vec![1, 2, 3], 2));
    assert_eq!(list.get(&thread_id(3)).unwrap().preview, "News");
    assert!(list.is_leaving(&thread_id(1)) && !list.is_leaving(&thread_id(2)));
    assert_eq!(list.beside(Some(&thread_id(2)), 1), Some(&thread_id(3)), "keys walk what is shown");
    list.first_page(&scope, page(vec![row(4, 300), row(3, 200), row(2, 90)], (3, 0, 3)));
    assert_eq!((order(&list), list.waiting()), (vec![1, 2, 3], 2), "loading again moves nothing either");
    assert!(list.release() && !list.release());
    assert_eq!((order(&list), list.waiting()), (vec![4, 3, 2], 0));
}

#[test]
fn another_view_is_shown_whole_whoever_aims() {
    // S123
    let mut list = rows(View::All);
    list.first_page(&list.scope().clone(), page(vec![row(1, 100)], (1, 0, 1)));
    list.hold();
    let closed = Scope { status: Standing::Closed, ..list.scope().clone() };
    list.turn_to(closed.clone());
    assert!(order(&list).is_empty());
    let old = |n, at| Row { status: Status::Closed, ..row(n, at) };
    list.first_page(&closed, page(vec![old(5, 50), old(6, 40)], (1, 0, 1)));
    assert_eq!(order(&list), [5, 6]);
    list.changed(old(7, 60));
    assert_eq!((order(&list), list.waiting()), (vec![5, 6], 1), "and then stands still");
}

#[test]
fn the_cursor_stops_at_the_ends() {
    let mut list = rows(View::All);
    list.first_page(&list.scope().clone(), page(vec![row(1, 100), row(2, 90)], (2, 0, 2)));
    for (from, by, expected) in
        [(None, 1, 1), (Some(1), 1, 2), (Some(2), 1, 2), (Some(1), -1, 1), (Some(9), 1, 1)]
    {
        let from = from.map(thread_id);
        assert_eq!(list.beside(from.as_ref(), by), Some(&thread_id(expected)), "{from:?} {by}");
    }
    assert_eq!(rows(View::All).beside(None, 1), None);
}
