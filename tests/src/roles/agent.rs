//! Somebody of the team in the console: an agent, or the owner who is an agent with a few switches more.

use std::time::Duration;

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

    /// The owner: an admin.
    pub fn mira(product: &'a Product) -> Self {
        Self::new(product, "mira@kiln.test")
    }

    fn new(product: &'a Product, email: &str) -> Self {
        Self { product, page: Browser::shared().profile().page(), email: email.to_owned() }
    }

    /// The tab they work in.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Goes to the console and signs in with the documented password.
    #[track_caller]
    pub fn signs_in(&self) {
        self.page.viewport(1440, 900);
        self.page.goto(&self.product.console());
        self.page.role("textbox", "E-mail").types(&self.email);
        self.page.role("textbox", "Password").types("parlor-demo");
        self.page.role("button", "Sign in").click();
        self.views().appears();
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
        self.thread().role("button", "Send").click();
        self.messages().says(text);
    }

    /// Waits for a text among the messages of the open thread.
    #[track_caller]
    pub fn sees_message(&self, text: &str) {
        self.messages().says(text);
    }

    /// “Assign to me and reply”.
    #[track_caller]
    pub fn takes_it(&self) {
        self.thread().role("button", "Assign to me and reply").click();
    }

    /// Closes the open thread.
    #[track_caller]
    pub fn closes(&self) {
        self.thread().role("button", "Close conversation").click();
        self.thread().role("button", "Reopen conversation").appears();
    }

    /// Shows `Open` or `Closed` threads.
    #[track_caller]
    pub fn shows(&self, status: &str) {
        self.page.role("group", "Status").role("button", status).click();
    }

    /// The texts among the messages of the open thread that contain `mark`, in order.
    pub fn messages_with(&self, mark: &str) -> Vec<String> {
        let mut texts = self.messages().texts();
        texts.retain(|text| text.contains(mark));
        texts
    }

    // ---- the owner's switches ----

    /// Turns a chatflow on or off by the name in the table.
    #[track_caller]
    pub fn switches(&self, chatflow: &str, on: bool) {
        self.page.role("navigation", "Main").role("link", "Chatflows").click();
        let switch = self.page.role("switch", chatflow);
        switch.click();
        switch.has("checked", if on { "true" } else { "false" });
    }

    // ---- the parts, by their names ----

    /// The sidebar of views.
    pub fn views(&self) -> Part {
        self.page.role("navigation", "Views")
    }

    /// One view in the sidebar.
    pub fn view(&self, name: &str) -> Part {
        self.views().role("link", &format!("{name}…"))
    }

    /// The list of threads.
    pub fn list(&self) -> Part {
        self.page.role("list", "Conversations")
    }

    /// The row of a thread by a text in it.
    pub fn row(&self, text: &str) -> Part {
        self.list().role("listitem", "…").saying(text)
    }

    /// The open thread.
    pub fn thread(&self) -> Part {
        self.page.role("region", "Conversation")
    }

    /// Its messages.
    pub fn messages(&self) -> Part {
        self.thread().role("log", "Messages")
    }

    /// The field for the answer.
    pub fn reply_field(&self) -> Part {
        self.thread().role("textbox", "Reply")
    }
}
