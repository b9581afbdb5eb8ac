//! The original's JavaScript API where a visitor has several conversations, and what a page may take away.

use serde_json::{Value, json};

use crate::customer::Customer;

/// Each is for one chatflow of its own, and what the first of them says.
const THREE: [&str; 3] = ["plan=pro", "voucher=KILN-7", "badge=114"];
const FIRST: &str = "You have seen our offer for cafés. How many seats does yours have?";

/// Waits until so many conversations have begun; gives their numbers.
#[track_caller]
fn begun(site: &Customer, count: usize) -> Vec<Value> {
    site.page.wait(&format!("{count} conversations"), || {
        let begun = site.heard("conversationStarted");
        (begun.len() == count).then_some(begun)
    })
}

#[test]
fn three_buttons_of_one_page_begin_three_conversations() {
    // H17 H19
    let buttons: String = THREE
        .iter()
        .enumerate()
        .map(|(n, query)| {
            format!(
                "<button onclick=\"history.pushState({{}}, 't', '?{query}'); \
                 HubSpotConversations.widget.refresh({{openToNewThread: true}})\">Ask {n}</button>"
            )
        })
        .collect();
    let site = Customer::with(&buttons);
    site.hears("widgetLoaded");
    for (n, query) in THREE.into_iter().enumerate() {
        site.page.role("button", &format!("Ask {n}")).click();
        let text = format!("Three buttons: {query}");
        if n == 0 {
            site.page.sees(FIRST);
        }
        site.page.wait("an empty conversation", || {
            let field = site.page.role("textbox", "Write a message").is_there();
            (field && !site.page.says("Three buttons:")).then_some(())
        });
        site.writes(&text);
        assert_eq!(begun(&site, n + 1).len(), n + 1, "{query}");
    }
    let numbers: Vec<String> = begun(&site, 3).iter().map(Value::to_string).collect();
    assert!(numbers[0] != numbers[1] && numbers[1] != numbers[2] && numbers[0] != numbers[2], "{numbers:?}");
}

#[test]
fn a_conversation_that_is_picked_is_told() {
    // H33
    let site = Customer::with("");
    site.hears("widgetLoaded");
    site.calls("HubSpotConversations.widget.open()");
    site.writes("Picked: the first");
    let first = begun(&site, 1);
    site.page.role("button", "Your conversations…").click();
    site.page.role("button", "New conversation").click();
    site.writes("Picked: the second");
    begun(&site, 2);
    site.page.role("button", "Your conversations…").click();
    site.page.role("region", "Your conversations").role("button", "…").saying("Picked: the first").click();
    site.page.sees("Picked: the first");
    site.page.wait("the event", || (site.heard("userSelectedThread").last() == first.first()).then_some(()));
    assert_eq!(site.heard("conversationStarted").len(), 2, "none was begun by picking");
}

#[test]
fn a_page_may_hide_the_way_to_a_new_conversation() {
    // H13
    for (settings, is_there) in [("{}", true), ("{hideNewThreadLink: true}", false)] {
        let site = Customer::with(&format!("<script>hsConversationsSettings = {settings}</script>"));
        site.hears("widgetLoaded");
        site.calls("HubSpotConversations.widget.open()");
        site.writes("Hidden: the way to another");
        site.page.role("button", "Your conversations…").click();
        site.page
            .role("region", "Your conversations")
            .role("button", "…")
            .saying("Hidden: the way")
            .appears();
        assert_eq!(site.page.role("button", "New conversation").is_there(), is_there, "{settings}");
    }
}

#[test]
fn a_page_may_hide_the_button_for_files() {
    // H10
    for (settings, is_there) in [("{}", true), ("{disableAttachment: true}", false)] {
        let site = Customer::with(&format!("<script>hsConversationsSettings = {settings}</script>"));
        site.hears("widgetLoaded");
        site.calls("HubSpotConversations.widget.open()");
        site.page.role("textbox", "Write a message").appears();
        assert_eq!(site.page.role("button", "Attach a file").is_there(), is_there, "{settings}");
    }
}

#[test]
fn our_own_api_begins_another_conversation_too() {
    // P12 P17
    let site = Customer::with("");
    site.hears("widgetLoaded");
    site.calls("HubSpotConversations.widget.open()");
    site.writes("Own words: before");
    begun(&site, 1);
    site.page.eval("(async () => (await window[Symbol.for('parlor')].chat()).open({newThread: true, text: 'Own words: draft'}))()");
    let field = site.page.role("textbox", "Write a message");
    site.page.wait("the words", || (field.value()? == "Own words: draft").then_some(()));
    assert!(!site.page.says("Own words: before"));
    site.page.press("Enter");
    assert_eq!(begun(&site, 2).len(), 2);
    assert_eq!(site.page.eval("typeof hsConversationsOnReady.push"), json!("function"));
}
