//! A site that was built for the original, and what it hears.

use serde_json::{Value, json};

use stories::browser::{Browser, Page};
use stories::product::Product;
use stories::site::{Resource, Site};

const EVENTS: [&str; 9] = [
    "conversationStarted",
    "conversationClosed",
    "userSelectedThread",
    "unreadConversationCountChanged",
    "contactAssociated",
    "userInteractedWithWidget",
    "widgetLoaded",
    "quickReplyButtonClick",
    "widgetClosed",
];

/// A site that was built for the original.
pub(crate) struct Customer {
    /// The tab they look at.
    pub(crate) page: Page,
    site: Site,
}

impl Customer {
    /// A page with this markup before the script's line; every event is written down.
    pub(crate) fn with(markup: &str) -> Self {
        let product = Product::shared();
        let script = format!(
            r#"<script type="text/javascript" id="hs-script-loader" async defer src="{}"
                referrerpolicy="no-referrer-when-downgrade"></script>"#,
            product.edge("/embed/demo.js")
        );
        let listen = format!(
            "<script>heard = []; hsConversationsOnReady = [() => {{ for (const name of {}) \
             HubSpotConversations.on(name, (payload) => heard.push([name, payload])) }}]</script>",
            json!(EVENTS)
        );
        let body = format!(
            "<!doctype html><html lang=en><title>Site</title><body><h1>Hello</h1>{listen}{markup}{script}"
        );
        let pages = ["/", "/pricing/", "/legal/", "/account/"];
        let site = Site::serve(pages.map(|path| Resource::page(path, &body)).into());
        let page = Browser::shared().profile().page();
        page.goto(&site.url("/"));
        Self { page, site }
    }

    pub(crate) fn opens(&self, path: &str) {
        self.page.goto(&self.site.url(path));
    }

    #[track_caller]
    pub(crate) fn calls(&self, script: &str) {
        self.page.eval(&format!("void ({script})"));
    }

    /// Waits for an event; gives its newest payload.
    #[track_caller]
    pub(crate) fn hears(&self, name: &str) -> Value {
        self.page.wait(&format!("the event {name}"), || self.heard(name).pop())
    }

    /// All payloads of an event so far.
    pub(crate) fn heard(&self, name: &str) -> Vec<Value> {
        let heard = self.page.eval("window.heard || []");
        let of = heard.as_array().into_iter().flatten().filter(|event| event[0] == name);
        of.map(|event| event[1].clone()).collect()
    }

    #[track_caller]
    pub(crate) fn launcher_appears(&self) {
        self.page.role("button", "Open chat").appears();
    }

    #[track_caller]
    pub(crate) fn writes(&self, text: &str) {
        self.page.role("textbox", "Write a message").types(text);
        self.page.press("Enter");
        self.page.sees("Sent");
    }

    /// The visitor closes it by the cross in its head.
    #[track_caller]
    pub(crate) fn closes(&self) {
        self.page.role("dialog", "Chat with…").role("button", "Close chat").click();
    }

    pub(crate) fn cookies(&self) -> String {
        self.page.eval("document.cookie").as_str().unwrap_or_default().to_owned()
    }
}
