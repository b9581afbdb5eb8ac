//! An owner finds out why a chat does not show, tries the fix before anybody sees it, and keeps it from breaking again.

use stories::browser::{Browser, Page, Part};
use stories::product::Product;
use stories::roles::Owner;
use stories::site::{Resource, Site};

/// A foreign site with the snippet, one page.
fn site(product: &Product) -> Site {
    let snippet = product.snippet();
    let body = format!("<!doctype html><title>Bowls</title><h1>Bowls</h1>{snippet}");
    Site::serve(vec![Resource::page("/ceramics/bowls/", &body)])
}

/// Somebody new on a page is greeted with these words.
#[track_caller]
fn greets(url: &str, words: &str) {
    let page = Browser::shared().profile().page();
    page.goto(url);
    page.role("button", "Open chat…").click();
    page.role("dialog", "Chat with…").says(words);
}

/// Tries an address in a part of the console.
#[track_caller]
fn tries(page: &Page, part: &str, url: &str, button: &str) -> Part {
    let part = page.role("region", part);
    part.role("textbox", "Address of the page").replaces(url);
    part.role("button", button).click();
    part
}

#[test]
fn an_owner_finds_out_why_the_chat_does_not_show_and_mends_it() {
    // N1 N7 H57 E12 S30
    let product = Product::start();
    let owner = Owner::mira(&product);
    owner.signs_in();
    let site = site(&product);
    let bowls = site.url("/ceramics/bowls/");
    owner.makes("Ceramics help");
    owner.adds_a_rule("Address is", "/ceramics/");
    owner.writes("Message", "Welcome message", "Which bowl do you like?");
    owner.publishes("Ceramics help");
    greets(&bowls, "Write to us.");

    // Why not mine? One glance.
    owner.looks_at_the_chatflows();
    owner.page().role("link", "Try it out").click();
    owner.page().role("heading", "Try it out").appears();
    let answer = tries(owner.page(), "One page", &bowls, "Try it");
    answer.says("Ceramics help No rule matches this page");
    answer.says("nobody is known in this browser (no identity)");
    let elsewhere = tries(owner.page(), "One page", "https://elsewhere.example/ceramics/", "Try it");
    elsewhere.says("This site is not on the list of sites");

    // The fix is tried before anybody gets it.
    owner.edits("Ceramics help");
    let rule = owner.rule(1);
    rule.role("textbox", "Rule 1: Address").replaces("/ceramics/*");
    let answer = tries(owner.page(), "Try this edit", &bowls, "Try this edit");
    answer.says("Ceramics help Fits, but");
    greets(&bowls, "Write to us.");
    owner.saves();
    owner.moves_up("Ceramics help");
    greets(&bowls, "Which bowl do you like?");

    // It shall stay so.
    owner.edits("Ceramics help");
    let answer = tries(owner.page(), "Try this edit", &bowls, "Try this edit");
    answer.says("Shows Ceramics help");
    answer.role("button", "Expect this from now on").click();
    owner.page().role("group", "Expected decision 1").appears();
    owner.saves();
    owner.rule(1).role("textbox", "Rule 1: Address").replaces("/pottery/*");
    owner.page().role("group", "Expected decision 1").says("An expected decision comes out otherwise now.");
    owner.page().sees("Cannot be saved yet:");
    greets(&bowls, "Which bowl do you like?");
}
