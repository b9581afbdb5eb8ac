//! Somebody of the team in the console's inbox.

use std::path::Path;
use std::time::Duration;

use super::words::{CONSOLE_ENGLISH, CONSOLE_GERMAN, ConsoleWords};
use crate::browser::{Browser, Page, Part};
use crate::product::Product;
use crate::wait::until;

/// How long a thread may take to show before a person looks whether they hit its row.
const GLANCE: Duration = Duration::from_secs(2);

/// A person of the team, with a browser of their own.
pub struct Agent<'a> {
    product: &'a Product,
    page: Page,
    email: String,
    words: &'static ConsoleWords,
}

impl<'a> Agent<'a> {
    /// An agent of the demo account.
    pub fn anna(product: &'a Product) -> Self {
        Self::new(product, "anna@kiln.test")
    }

    /// Another one.
    pub fn jonas(product: &'a Product) -> Self {
        Self::new(product, "jonas@kiln.test")
    }

    /// The owner, who answers as well.
    pub fn mira(product: &'a Product) -> Self {
        Self::new(product, "mira@kiln.test")
    }

    /// Whoever signs in with this address and the documented password.
    pub(super) fn new(product: &'a Product, email: &str) -> Self {
        let page = Browser::shared().profile().page();
        Self { product, page, email: email.to_owned(), words: &CONSOLE_ENGLISH }
    }

    /// The same person with a German browser.
    pub fn reading_german(mut self) -> Self {
        self.page.locale("de-DE");
        self.words = &CONSOLE_GERMAN;
        self
    }

    /// What they sign in with.
    pub(super) fn email(&self) -> &str {
        &self.email
    }

    /// The tab they work in.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Goes to the console and signs in with the documented password.
    #[track_caller]
    pub fn signs_in(&self) {
        self.signs_in_at(&self.product.console());
    }

    /// The same where the console is reached in another way.
    #[track_caller]
    pub fn signs_in_at(&self, console: &str) {
        self.page.viewport(1440, 900);
        self.page.goto(console);
        self.page.role("textbox", self.words.email).types(&self.email);
        self.page.role("textbox", self.words.password).types("parlor-demo");
        self.page.role("button", self.words.sign_in).click();
        self.views().appears();
    }

    /// The same person, in a second tab.
    pub fn in_another_tab(&self) -> Self {
        Self {
            product: self.product,
            page: self.page.another(),
            email: self.email.clone(),
            words: self.words,
        }
    }

    /// Goes to the console where they are signed in already.
    #[track_caller]
    pub fn comes_back(&self) {
        self.page.viewport(1440, 900);
        self.page.goto(&self.product.console());
        self.views().appears();
    }

    /// Somebody else sits down at the same tab.
    pub fn hands_over_to(self, email: &str) -> Self {
        Self { email: email.to_owned(), ..self }
    }

    /// “Sign out” in the account's menu; there may be a question yet.
    #[track_caller]
    pub fn asks_to_sign_out(&self) {
        self.page.role("button", self.words.account).click();
        self.page.role("button", self.words.sign_out).click();
    }

    // ---- the inbox ----

    /// Picks a view in the sidebar: `All conversations`, `Assigned to me`, `Unassigned`, …
    #[track_caller]
    pub fn looks_at(&self, view: &str) {
        self.view(view).click();
        self.list().appears();
    }

    /// Waits for a row whose preview says this.
    #[track_caller]
    pub fn sees_thread_with(&self, text: &str) {
        self.list().says(text);
    }

    /// Waits until no row says this.
    #[track_caller]
    pub fn sees_no_thread_with(&self, text: &str) {
        self.row(text).disappears();
    }

    /// Opens the thread whose row says this. The list is live and sorts itself by the latest news: where another row
    /// slid under the pointer in the moment of the click, clicks again, as a person would.
    #[track_caller]
    pub fn opens_thread(&self, text: &str) {
        for _ in 0..3 {
            self.row(text).role("link", "…").click();
            if until(GLANCE, || self.messages().contains(text).then_some(())).is_ok() {
                return;
            }
        }
        self.messages().says(text);
    }

    /// Writes an answer into the open thread, sends it, and sees it among the messages.
    #[track_caller]
    pub fn replies(&self, text: &str) {
        self.reply_field().types(text);
        self.thread().role("button", self.words.send).click();
        self.messages().says(text);
    }

    /// Types into the open thread without sending.
    #[track_caller]
    pub fn begins_to_reply(&self, text: &str) {
        self.reply_field().types(text);
    }

    /// Waits until the open thread says that its visitor has the chat on a page.
    #[track_caller]
    pub fn sees_the_visitor_there(&self) {
        self.thread().says("Has the chat on a page now");
    }

    /// Chooses files for the next reply.
    #[track_caller]
    pub fn attaches(&self, files: &[&Path]) {
        self.page.chooses(&self.thread().role("button", self.words.attach), files);
    }

    /// Waits until the keyboard is on the row that says this.
    #[track_caller]
    pub fn is_on_the_row_saying(&self, text: &str) {
        self.row(text).role("link", "…").has("focused", "true");
    }

    /// Waits for a text among the messages of the open thread.
    #[track_caller]
    pub fn sees_message(&self, text: &str) {
        self.messages().says(text);
    }

    /// “Assign to me and reply”.
    #[track_caller]
    pub fn takes_it(&self) {
        self.thread().role("button", self.words.take).click();
    }

    /// Gives the open thread to a colleague.
    #[track_caller]
    pub fn reassigns_to(&self, colleague: &str) {
        let assignee = self.assignee();
        assignee.click();
        self.page.role("listbox", self.words.assignee).role("option", colleague).click();
        self.has_it_assigned_to(colleague);
    }

    /// Waits until the open thread is this person's, or nobody's.
    #[track_caller]
    pub fn has_it_assigned_to(&self, who: &str) {
        self.page.wait(&format!("the thread with {who}"), || {
            (self.assignee().appears().value == who).then_some(())
        });
    }

    /// Waits until the contact's panel has the receipt of a consent, and reads the exact text in it.
    #[track_caller]
    pub fn sees_agreement(&self, what: &str, text: &str) {
        let receipt = self.contact().role("listitem", "…").saying(what);
        receipt.appears();
        receipt.role("DisclosureTriangle", self.words.exact_text).click();
        receipt.says(text);
    }

    /// Closes the open thread.
    #[track_caller]
    pub fn closes(&self) {
        self.thread().role("button", self.words.close).click();
        self.thread().role("button", self.words.reopen).appears();
    }

    /// Shows `Open` or `Closed` threads.
    #[track_caller]
    pub fn shows(&self, status: &str) {
        self.page.role("group", self.words.status).role("button", status).click();
    }

    /// The texts among the messages of the open thread that contain `mark`, in order.
    pub fn messages_with(&self, mark: &str) -> Vec<String> {
        let mut texts = self.messages().texts();
        texts.retain(|text| text.contains(mark));
        texts
    }

    // ---- the parts, by their names ----

    /// The sidebar of views.
    pub fn views(&self) -> Part {
        self.page.role("navigation", self.words.views)
    }

    /// One view in the sidebar.
    pub fn view(&self, name: &str) -> Part {
        self.views().role("link", &format!("{name}…"))
    }

    /// The list of threads.
    pub fn list(&self) -> Part {
        self.page.role("list", self.words.list)
    }

    /// The row of a thread by a text in it.
    pub fn row(&self, text: &str) -> Part {
        self.list().role("listitem", "…").saying(text)
    }

    /// The open thread.
    pub fn thread(&self) -> Part {
        self.page.role("main", self.words.thread)
    }

    /// Its messages.
    pub fn messages(&self) -> Part {
        self.thread().role("log", self.words.messages)
    }

    /// Who has the open thread.
    pub fn assignee(&self) -> Part {
        self.thread().role("combobox", self.words.assignee)
    }

    /// Who the visitor is, beside the open thread.
    pub fn contact(&self) -> Part {
        self.page.role("complementary", self.words.contact)
    }

    /// The field for the answer.
    pub fn reply_field(&self) -> Part {
        self.thread().role("textbox", self.words.reply)
    }
}
