//! Somebody on the shop's pages, with a browser of their own.

use std::path::Path;

use super::words::{WIDGET_ENGLISH, WIDGET_GERMAN, WidgetWords};
use crate::browser::{Browser, Page, Part};
use crate::product::Product;
use crate::wait::PATIENCE;

/// A visitor. Nobody knows them until they act.
pub struct Visitor<'a> {
    product: &'a Product,
    page: Page,
    pub(super) words: &'static WidgetWords,
}

impl<'a> Visitor<'a> {
    /// Somebody new, with an empty browser.
    pub fn arrives(product: &'a Product) -> Self {
        Self { product, page: Browser::shared().profile().page(), words: &WIDGET_ENGLISH }
    }

    /// Somebody new from Berlin: with a German browser, in their time zone, in the evening.
    pub fn arrives_from_berlin(product: &'a Product) -> Self {
        let page = Browser::shared().profile().page();
        page.locale("de-DE");
        page.time_zone("Europe/Berlin");
        page.dark(true);
        Self { product, page, words: &WIDGET_GERMAN }
    }

    /// The same person, on a page in German.
    pub fn reading_german(&self) -> Self {
        Self { product: self.product, page: self.page.clone(), words: &WIDGET_GERMAN }
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

    /// Goes to another page of the shop as a router does: the page stays, its address changes.
    #[track_caller]
    pub fn moves_to(&self, path: &str) {
        self.page.eval(&format!("history.pushState(null, '', {path:?})"));
    }

    /// The same person, in a second tab.
    pub fn in_another_tab(&self) -> Self {
        Self { product: self.product, page: self.page.another(), words: self.words }
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
        self.prompt().role("button", self.words.dismiss).click();
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
        self.chat().role("button", self.words.close).click();
        self.chat().disappears();
    }

    /// Writes and sends a message, and sees it among the messages.
    #[track_caller]
    pub fn writes(&self, text: &str) {
        self.composer().types(text);
        self.chat().role("button", self.words.send).click();
        self.messages().says(text);
    }

    /// Chooses files for the next message.
    #[track_caller]
    pub fn attaches(&self, files: &[&Path]) {
        self.page.chooses(&self.chat().role("button", self.words.attach), files);
    }

    /// Presses the button that sends.
    #[track_caller]
    pub fn sends(&self) {
        self.chat().role("button", self.words.send).click();
    }

    /// Waits until the chat says that a message arrived.
    #[track_caller]
    pub fn sees_it_sent(&self) {
        self.messages().says_one_within(PATIENCE, &self.words.sent);
    }

    /// The same where two sockets have to be given up first: each takes its ten seconds.
    #[track_caller]
    pub fn sees_it_sent_at_last(&self) {
        self.messages().says_one_within(3 * PATIENCE, &self.words.sent);
    }

    /// Waits until the chat says that its connection is gone. A connection that is only silent is given up when a
    /// message was not confirmed for ten seconds.
    #[track_caller]
    pub fn is_told_of_the_lost_connection(&self) {
        self.chat().says_within(2 * PATIENCE, "Reconnecting");
    }

    /// Types without sending, key by key.
    #[track_caller]
    pub fn begins_to_write(&self, text: &str) {
        self.composer().types(text);
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

    // ---- consent ----

    /// Waits until the chat asks to agree to this text, and finds that nothing can be written before.
    #[track_caller]
    pub fn is_asked_to_agree(&self, text: &str) {
        self.consent_step().says(text);
        let field = self.composer();
        field.has("disabled", "true");
        assert_eq!(field.appears().description, self.words.agree_first);
    }

    /// Clicks “I agree”, and can write.
    #[track_caller]
    pub fn agrees(&self) {
        self.consent_step().role("button", self.words.agree).click();
        self.consent_step().disappears();
        self.composer().has("disabled", "false");
    }

    /// Clicks “No, thanks”: the chat closes.
    #[track_caller]
    pub fn declines(&self) {
        self.consent_step().role("button", self.words.decline).click();
        self.chat().disappears();
    }

    // ---- the e-mail address ----

    /// Waits until the chat asks for an address in these words.
    #[track_caller]
    pub fn is_asked_for_an_address(&self, message: &str) {
        self.messages().says(message);
        self.address_field().appears();
    }

    /// Writes an address into the field, in place of what stands there, and saves it.
    #[track_caller]
    pub fn gives(&self, address: &str) {
        self.address_field().replaces(address);
        self.chat().role("button", self.words.save_address).click();
    }

    /// Waits until the chat says that this is no address.
    #[track_caller]
    pub fn is_told_that_it_is_no_address(&self) {
        self.chat().says(self.words.no_address);
        self.address_field().has("invalid", "true");
    }

    /// Waits until the chat says thanks for this address and asks no more.
    #[track_caller]
    pub fn is_thanked_for(&self, address: &str) {
        self.messages().says(self.words.thanks);
        self.messages().says(address);
        self.address_field().disappears();
    }

    /// Gives no address.
    #[track_caller]
    pub fn gives_no_address(&self) {
        self.chat().role("button", self.words.not_now).click();
        self.address_field().disappears();
    }

    // ---- the parts, by their names ----

    /// The round button.
    pub fn launcher(&self) -> Part {
        self.page.role("button", self.words.launcher)
    }

    /// The welcome message beside the launcher.
    pub fn prompt(&self) -> Part {
        self.page.role("region", self.words.prompt)
    }

    /// The panel.
    pub fn chat(&self) -> Part {
        self.page.role("dialog", self.words.chat)
    }

    /// The list of messages in the panel.
    pub fn messages(&self) -> Part {
        self.chat().role("log", self.words.messages)
    }

    /// The field in the panel.
    pub fn composer(&self) -> Part {
        self.chat().role("textbox", self.words.field)
    }

    /// The step before the chat in which the visitor agrees.
    pub fn consent_step(&self) -> Part {
        self.chat().role("group", self.words.before)
    }

    /// The field for the e-mail address.
    pub fn address_field(&self) -> Part {
        self.chat().role("textbox", self.words.address)
    }
}
