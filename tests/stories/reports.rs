//! A conversation becomes figures: an owner reads them, walks over a chart with keys, and takes the table along.
//!
//! A product of its own: what others do would be counted too.

use stories::browser::Page;
use stories::product::Product;
use stories::roles::{Agent, Owner, Visitor};

#[track_caller]
fn has_no_barrier(page: &Page, state: &str) {
    page.comes_to_rest();
    let barriers = page.all_barriers();
    assert!(barriers.is_empty(), "{state}:\n{}", barriers.join("\n"));
}

#[test]
fn a_conversation_is_read_as_figures_a_chart_and_a_table() {
    // P82 H68, and WCAG 2.2: 1.1.1, 1.4.1, 1.4.11, 2.1.1
    let product = Product::start();
    let (visitor, agent) = (Visitor::arrives(&product), Agent::jonas(&product));
    agent.signs_in();
    visitor.opens("/repairs/");
    visitor.opens_the_chat();
    visitor.writes("Report: the handle came off.");
    visitor.sees_it_sent();
    agent.opens_thread("Report: the handle came off.");
    agent.replies("Report: send it in.");
    visitor.sees_answer("Report: send it in.");
    agent.closes();
    visitor.question("How did we do?").appears();
    visitor.gives_score("4 of 5 stars");
    agent.sees_message("rated this conversation");

    // The owner sees it: one begun, answered within five minutes, ended, and four stars.
    let owner = Owner::mira(&product);
    owner.signs_in();
    owner.main().role("link", "Reports").click();
    let page = owner.page();
    page.role("heading", "Reports").appears();
    page.role("group", "Conversations begun").says("1");
    page.role("group", "Until the first answer").says("100 % within 5 min");
    page.role("group", "Conversations ended").says("1");
    page.role("group", "What visitors thought").says("4.0 of 5 stars");
    has_no_barrier(page, "a report");
    page.picture("console-reports");

    // Keys walk over the days, and what lies there is said.
    page.presses_until("Tab", "slider", "Conversations by day");
    page.press("Home");
    let spoken = "document.activeElement.getAttribute('aria-valuetext') ?? ''";
    let said = || page.eval(spoken).as_str().unwrap_or_default().to_owned();
    page.wait("the first day", || said().ends_with("0 began, 0 ended").then_some(()));
    page.press("End");
    page.wait("today", || said().ends_with("1 began, 1 ended").then_some(()));

    // Behind it is a table, and groups stand beside each other.
    let volume = page.role("region", "Conversations by day");
    volume.role("button", "Show as a table").click();
    volume.role("columnheader", "Answered").appears();
    page.role("combobox", "By").picks("Person");
    page.role("region", "Compared").says("Jonas");
    page.dark(true);
    has_no_barrier(page, "a report with its tables, dark");
    page.viewport(390, 844);
    has_no_barrier(page, "a report on a small screen");
    let wide = page.eval("document.documentElement.scrollWidth");
    assert!(wide.as_f64().is_some_and(|wide| wide <= 390.0), "{wide}");

    // The same as a file.
    let table =
        page.eval("fetch(document.querySelector('a[download=\"report.csv\"]').href).then(a => a.text())");
    let table = table.as_str().unwrap_or_default();
    assert!(table.starts_with("row,key,name,opened,"), "{table}");
    assert!(table.lines().any(|line| line.starts_with("agent,jonas,")), "{table}");
    // A time in which there was nothing says so.
    page.role("combobox", "Period").picks("From … to …");
    page.eval(
        "for (const id of ['report-from', 'report-to']) { const field = document.getElementById(id); \
         field.value = '2020-02-03'; field.dispatchEvent(new Event('change', { bubbles: true })) }",
    );
    page.sees("Nothing happened in this time.");
}

#[test]
fn whoever_answers_sees_their_own_inboxes_in_german_too() {
    // P82 T24
    let product = Product::shared();
    let anna = Agent::anna(product).reading_german();
    anna.signs_in();
    let page = anna.page();
    page.goto(&product.edge("/console/reports"));
    page.role("heading", "Berichte").appears();
    assert_eq!(page.role("combobox", "Zeitraum").value().as_deref(), Some("Letzte 7 Tage"));
}
