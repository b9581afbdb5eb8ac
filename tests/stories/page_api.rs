//! What a page may ask of its chat in Parlor's own words: `packages/parlor/index.d.ts`, on the real product.

use serde_json::{Value, json};

use stories::browser::{Browser, Page};
use stories::product::Product;
use stories::site::{Resource, Site};

/// A site whose developer talks to the chat.
struct Shop {
    page: Page,
    _site: Site,
}

impl Shop {
    /// A page with this markup; `attributes` stand on the script's line.
    fn with(attributes: &str, markup: &str) -> Self {
        let product = Product::shared();
        let script = format!(
            r#"<script async {attributes} src="{}" referrerpolicy="no-referrer-when-downgrade"></script>"#,
            product.edge("/embed/demo.js")
        );
        let body =
            format!("<!doctype html><html lang=en><title>Site</title><body><h1>Hello</h1>{markup}{script}");
        let site = Site::serve(["/", "/pricing/"].map(|path| Resource::page(path, &body)).into());
        let page = Browser::shared().profile().page();
        page.goto(&site.url("/"));
        page.wait("the script", || page.eval("!!window[Symbol.for('parlor')]").as_bool().filter(|is| *is));
        Self { page, _site: site }
    }

    /// Asks for the chat, as `chat`, and writes down what it says in `heard`.
    fn connects(&self) {
        self.page.eval(
            "(async () => { window.chat = await window[Symbol.for('parlor')].chat(); window.heard = []; \
             for (const name of ['loaded', 'opened', 'closed', 'interacted', 'started', 'selected', 'ended', 'unread', \
             'identified', 'picked']) chat.on(name, (event) => heard.push([name, event])) })()",
        );
    }

    #[track_caller]
    fn calls(&self, script: &str) -> Value {
        self.page.eval(script)
    }

    #[track_caller]
    fn hears(&self, name: &str) -> Value {
        self.page.wait(&format!("the event {name}"), || {
            let heard = self.page.eval("heard");
            let newest = heard.as_array()?.iter().rev().find(|event| event[0] == name)?;
            Some(newest[1].clone())
        })
    }

    #[track_caller]
    fn writes(&self, text: &str) {
        self.page.role("textbox", "Write a message").types(text);
        self.page.press("Enter");
        self.page.sees("Sent");
    }
}

#[test]
fn a_page_opens_the_chat_with_words_to_begin_with_and_sends_nothing() {
    // P12
    let shop = Shop::with("", "");
    shop.connects();
    shop.calls("chat.open({text: 'About order 12: '})");
    let field = shop.page.role("textbox", "Write a message");
    field.appears();
    shop.page.wait("the words", || (field.value()? == "About order 12: ").then_some(()));
    assert_eq!(shop.calls("chat.status()"), json!({"loaded": true, "pending": false, "open": true}));
    assert_eq!(shop.hears("opened"), json!({"by": "page"}));
    assert!(shop.page.stored().local.is_empty(), "nobody acted");
    shop.calls("chat.close()");
    field.disappears();
    assert_eq!(shop.hears("closed"), json!({"by": "page"}));
}

#[test]
fn a_launcher_that_is_hidden_keeps_nobody_from_opening() {
    // P12
    let shop = Shop::with("", "");
    shop.page.role("button", "Open chat").appears();
    shop.connects();
    shop.calls("chat.launcher(false)");
    shop.page.role("button", "Open chat").disappears();
    shop.calls("chat.open()");
    shop.page.role("textbox", "Write a message").appears();
    shop.calls("chat.close()");
    shop.page.role("textbox", "Write a message").disappears();
    shop.calls("chat.launcher(true)");
    shop.page.role("button", "Open chat").appears();
}

#[test]
fn a_listener_ends_with_what_on_gave_back() {
    // P12
    let shop = Shop::with("", "");
    shop.connects();
    shop.calls("(() => { window.mine = 0; const off = chat.on('opened', () => mine++); chat.open(); window.off = off })()");
    shop.page.wait("it", || (shop.calls("mine") == 1).then_some(()));
    shop.calls("(off(), chat.close(), chat.open())");
    shop.page.wait("the next", || {
        (shop.calls("heard.filter(([name]) => name == 'opened').length") == 2).then_some(())
    });
    assert_eq!(shop.calls("mine"), 1);
    let wrong = shop.calls("(() => { try { chat.on('opened') } catch (error) { return error.name } })()");
    assert_eq!(wrong, "TypeError");
}

#[test]
fn a_chat_stands_inside_the_page_without_a_frame() {
    // N23 P25 E25
    let shop = Shop::with("data-manual", "<div id=place style='width:400px;height:520px'></div>");
    shop.page.comes_to_rest();
    assert!(!shop.page.role("button", "Open chat").is_there(), "it waits for load");
    shop.connects();
    shop.calls("chat.load({inline: '#place'})");
    let field = shop.page.role("textbox", "Write a message");
    field.appears();
    assert_eq!(shop.calls("document.querySelectorAll('iframe').length"), 0);
    let [left, top, width, height] = shop.page.role("dialog", "Chat with…").place();
    let place = shop.calls(
        "(() => { const r = document.querySelector('#place').getBoundingClientRect(); \
         return [r.left, r.top, r.width, r.height].map(Math.round) })()",
    );
    assert_eq!(json!([left, top, width, height].map(|side| side as i64)), place);
    // The place leaves the page and comes back, as often as it likes.
    for _ in 0..3 {
        shop.calls("(() => { const place = document.querySelector('#place'); window.kept = place; place.remove() })()");
        field.disappears();
        shop.calls("void document.body.append(kept)");
        field.appears();
    }
    shop.writes("Page API: inside");
    shop.calls("chat.remove()");
    field.disappears();
    // Another place of the same name, after the first is gone.
    shop.calls(
        "(() => { kept.remove(); const place = document.createElement('div'); place.id = 'place'; \
        place.style.height = '500px'; document.body.append(place) })()",
    );
    shop.calls("chat.load({inline: document.querySelector('#place')})");
    field.appears();
    shop.page.sees("Page API: inside");
    assert!(shop.page.complaints().is_empty(), "{:?}", shop.page.complaints());
}

#[test]
fn reset_forgets_who_was_here() {
    // P12
    let shop = Shop::with("", "");
    shop.connects();
    shop.calls("chat.open()");
    shop.writes("Page API: before signing out");
    let started = shop.hears("started");
    assert!(started["thread"]["id"].as_str().is_some_and(|id| id.starts_with("0-")), "{started}");
    shop.calls("void (heard = [], chat.reset())");
    shop.hears("loaded");
    assert!(shop.page.stored().local.is_empty());
    shop.page.role("textbox", "Write a message").appears();
    assert!(!shop.page.says("Page API: before signing out"));
}

#[test]
fn what_the_page_says_of_itself_decides_again() {
    // P11
    let shop = Shop::with("", "");
    shop.connects();
    shop.calls("chat.setAttributes({plan: 'pro', seats: 3})");
    shop.calls("chat.setAttributes({seats: 4})");
    assert_eq!(shop.calls("window.parlor.attributes"), json!({"plan": "pro", "seats": 4}));
}

#[test]
fn the_page_s_analytics_hear_of_it_where_the_owner_asked_and_no_words_go_there() {
    // H43
    let shop = Shop::with("data-analytics", "<script>dataLayer = []</script>");
    shop.page.role("button", "Open chat").click();
    shop.writes("Page API: not for analytics");
    let layer = shop.page.wait("the events", || {
        let layer = shop.calls("dataLayer");
        let text = layer.to_string();
        (text.contains("parlor_opened") && text.contains("parlor_started")).then_some(text)
    });
    assert!(!layer.contains("not for analytics") && !layer.contains("0-"), "{layer}");
    let shop = Shop::with("", "<script>dataLayer = []</script>");
    shop.page.role("button", "Open chat").click();
    shop.page.role("textbox", "Write a message").appears();
    assert_eq!(shop.calls("dataLayer"), json!([]), "nobody asked");
}

#[test]
fn a_page_that_asks_for_nothing_fetches_none_of_it() {
    let shop = Shop::with("", "");
    shop.page.role("button", "Open chat").click();
    shop.page.role("textbox", "Write a message").appears();
    shop.page.comes_to_rest();
    let asked: Vec<String> = shop.page.requests().into_iter().map(|request| request.url).collect();
    assert!(!asked.iter().any(|url| url.contains("/sdk-")), "{asked:?}");
    assert_eq!(shop.calls("typeof HubSpotConversations"), "undefined");
}
