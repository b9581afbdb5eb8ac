//! Every page of the demo shop shows the chatflow that its table promises, or none.

use std::thread;

use serde_json::Value;
use stories::product::Product;
use stories::roles::Visitor;

const ACCOUNT: &str = include_str!("../../www/demo-account.json");

/// One row of the table `/stories/`.
struct Row {
    address: String,
    /// The chatflow's id, empty for none.
    shows: String,
    is_small: bool,
}

/// The table, as the browser has read it.
fn table(product: &Product) -> Vec<Row> {
    let visitor = Visitor::arrives(product);
    visitor.opens("/stories/");
    let read = "[...document.querySelectorAll('tbody tr')].map(row => [\
                row.querySelector('a').getAttribute('href'), row.dataset.shows, row.dataset.screen || ''])";
    let rows = visitor.page().eval(read);
    let text = |cell: &Value| cell.as_str().expect("a cell is text").to_owned();
    let rows = rows.as_array().expect("the table has rows").iter();
    rows.map(|row| Row { address: text(&row[0]), shows: text(&row[1]), is_small: row[2] == "small" })
        .collect()
}

/// A chatflow's welcome message, and whether it pops open on a screen of that size.
fn greeting(account: &Value, row: &Row) -> (String, bool) {
    let chatflows = account["chatflows"].as_array().expect("the account has chatflows");
    let chatflow = chatflows.iter().find(|chatflow| chatflow["id"] == *row.shows);
    let chatflow = chatflow.unwrap_or_else(|| panic!("{} shows {}", row.address, row.shows));
    let switch = if row.is_small { &chatflow["small_screens"]["pop_up"] } else { &chatflow["pop_up"] };
    (chatflow["welcome"].as_str().unwrap_or_default().to_owned(), switch == true)
}

#[test]
fn every_page_shows_what_the_table_promises() {
    // S12 S13 S17 S18 S20 S22 S24 S26 S27 S31 S32 S33 S34 S35 S37 S38 S47 S52 S53 S54
    let product = Product::shared();
    let account: Value = serde_json::from_str(ACCOUNT).expect("the account is JSON");
    let rows = table(product);
    assert!(rows.len() > 40, "the table lost rows");
    // Three people share the walk; each looks at every page with one browser, as a person would.
    thread::scope(|scope| {
        for first in 0..3 {
            let (rows, account) = (&rows, &account);
            scope.spawn(move || {
                let visitor = Visitor::arrives(product);
                for row in rows.iter().skip(first).step_by(3) {
                    looks_at(&visitor, row, account);
                }
            });
        }
    });
}

#[track_caller]
fn looks_at(visitor: &Visitor, row: &Row, account: &Value) {
    let german = visitor.reading_german();
    let visitor = if row.address.starts_with("/de/") { &german } else { visitor };
    let (width, height) = if row.is_small { (390, 844) } else { (1280, 800) };
    visitor.page().viewport(width, height);
    visitor.opens(&row.address);
    if row.shows.is_empty() {
        visitor.is_offered_nothing();
        return;
    }
    let (welcome, pops_up) = greeting(account, row);
    if pops_up {
        visitor.is_offered(&welcome);
        return;
    }
    visitor.is_offered_a_chat();
    visitor.opens_the_chat();
    visitor.sees_answer(&welcome);
    visitor.closes_the_chat();
    if visitor.prompt().is_there() {
        visitor.page().fail("a message popped open where none should");
    }
}
