//! An owner sees the chat while they write it: the real one, in a frame beside the form.

use stories::product::Product;
use stories::roles::Owner;

#[test]
fn what_stands_in_the_form_is_seen_before_anybody_gets_it() {
    // S8 S9 S14
    let product = Product::start();
    let owner = Owner::mira(&product);
    owner.signs_in();
    owner.makes("Bench");
    let page = owner.page();
    let before = page.requests().len();
    let preview = page.role("complementary", "Preview");
    preview.appears();
    owner.writes("Message", "Welcome message", "Which kiln do you have?");
    page.role("Iframe", "Preview of the chat").appears();
    page.role("button", "Open chat").appears();

    // In the open chat, in German, after the owner changed it once more.
    preview.role("button", "Open").click();
    preview.role("button", "DE").click();
    let chat = page.role("dialog", "Chat mit…");
    chat.says("Which kiln do you have?");
    owner.writes("Message", "Welcome message", "What do you fire?");
    chat.says("What do you fire?");
    // Whoever types goes on typing where they are.
    page.has_focus_on("textbox", "Welcome message");
    chat.role("textbox", "Nachricht schreiben").types("Cups.");
    page.press("Enter");
    chat.says("Das ist eine Vorschau: Es wurde nichts gesendet.");

    // Only the console's own requests, the widget's files, and no line but the console's.
    let asked: Vec<String> = page.requests().into_iter().skip(before).map(|request| request.url).collect();
    let ours = ["/api/", "/console/", "/preview", "/widget/"];
    let strange: Vec<&String> =
        asked.iter().filter(|url| !ours.iter().any(|part| url.starts_with(&product.edge(part)))).collect();
    assert!(strange.is_empty(), "{strange:?}");
    assert!(asked.iter().any(|url| url.ends_with("/preview/loader.js")), "{asked:?}");
    // Nobody wrote: the inbox is as it was.
    owner.saves();
    owner.main().role("link", "Inbox").click();
    owner.as_agent().looks_at("All conversations");
    owner.as_agent().sees_no_thread_with("Cups.");
}
