//! Somebody on the shop's pages, with a browser of their own.

use crate::browser::{Browser, Page, Part};
use crate::product::Product;

/// A visitor. Nobody knows them until they act.
pub struct Visitor<'a> {
    product: &'a Product,
    page: Page,
}

impl<'a> Visitor<'a> {
    /// Somebody new, with an empty browser.
    pub fn arrives(product: &'a Product) -> Self {
        Self { product, page: Browser::shared().profile().page() }
    }

    /// The tab they look at.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Goes to a page of the shop.
    #[track_caller]
    pub fn opens(&self, path: &str) {
        self.page.goto(&self.product.shop(path));
    }

    /// The same person, in a second tab.
    pub fn in_another_tab(&self) -> Self {
        Self { product: self.product, page: self.page.another() }
    }

    // ---- before the chat ----

    /// Waits for the launcher.
    #[track_caller]
    pub fn is_offered_a_chat(&self) {
        self.launcher().appears();
    }

    /// Waits until the welcome message has popped open beside the launcher.
    #[track_caller]
    pub fn is_offered(&self, welcome: &str) {
        self.is_offered_a_chat();
        self.prompt().role("button", welcome).appears();
    }

    /// Waits until the page is at rest and finds no trace of a widget on it.
    #[track_caller]
    pub fn is_offered_nothing(&self) {
        self.page.comes_to_rest();
        self.launcher().disappears();
        self.prompt().disappears();
        self.chat().disappears();
    }

    /// Waits until the page is at rest and finds the launcher without a message beside it.
    #[track_caller]
    pub fn is_not_spoken_to(&self) {
        self.is_offered_a_chat();
        self.page.comes_to_rest();
        if self.prompt().is_there() {
            self.page.fail("a message popped open where none should");
        }
    }

    /// Waves the popped-up message away.
    #[track_caller]
    pub fn dismisses_the_message(&self) {
        self.prompt().role("button", "Dismiss").click();
        self.prompt().disappears();
    }

    // ---- the chat ----

    /// Clicks the launcher.
    #[track_caller]
    pub fn opens_the_chat(&self) {
        self.launcher().click();
        self.sees_the_chat_open();
    }

    /// Waits until the chat stands open.
    #[track_caller]
    pub fn sees_the_chat_open(&self) {
        self.chat().appears();
    }

    /// Whether the chat stands open now.
    pub fn has_the_chat_open(&self) -> bool {
        self.chat().is_there()
    }

    /// Closes it by the cross in its head.
    #[track_caller]
    pub fn closes_the_chat(&self) {
        self.chat().role("button", "Close chat").click();
        self.chat().disappears();
    }

    /// Writes and sends a message, and sees it among the messages.
    #[track_caller]
    pub fn writes(&self, text: &str) {
        self.composer().types(text);
        self.chat().role("button", "Send").click();
        self.messages().says(text);
    }

    /// Waits until the chat says that a message arrived.
    #[track_caller]
    pub fn sees_it_sent(&self) {
        self.messages().says("Sent");
    }

    /// Waits for a text among the messages.
    #[track_caller]
    pub fn sees_answer(&self, text: &str) {
        self.messages().says(text);
    }

    /// The texts among the messages that contain `mark`, in order: a story marks its own.
    pub fn messages_with(&self, mark: &str) -> Vec<String> {
        let mut texts = self.messages().texts();
        texts.retain(|text| text.contains(mark));
        texts
    }

    // ---- the parts, by their names ----

    /// The round button.
    pub fn launcher(&self) -> Part {
        // With answers waiting its name goes on: “Open chat, 2 unread”.
        self.page.role("button", "Open chat…")
    }

    /// The welcome message beside the launcher.
    pub fn prompt(&self) -> Part {
        self.page.role("region", "Message from…")
    }

    /// The panel.
    pub fn chat(&self) -> Part {
        self.page.role("dialog", "Chat with…")
    }

    /// The list of messages in the panel.
    pub fn messages(&self) -> Part {
        self.chat().role("log", "Messages")
    }

    /// The field in the panel.
    pub fn composer(&self) -> Part {
        self.chat().role("textbox", "Write a message")
    }
}
