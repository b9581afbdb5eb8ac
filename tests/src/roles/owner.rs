//! The owner of the site: an admin, who says which chatflow shows where.

use super::Agent;
use crate::browser::{Page, Part};
use crate::product::Product;

/// The admin of the demo account.
pub struct Owner<'a>(Agent<'a>);

impl<'a> Owner<'a> {
    /// The owner of the demo account.
    pub fn mira(product: &'a Product) -> Self {
        Self(Agent::mira(product))
    }

    /// The tab they work in.
    pub fn page(&self) -> &Page {
        self.0.page()
    }

    /// Goes to the console and signs in with the documented password.
    #[track_caller]
    pub fn signs_in(&self) {
        self.0.signs_in();
    }

    /// Goes to the table of chatflows.
    #[track_caller]
    pub fn looks_at_the_chatflows(&self) {
        self.main().role("link", "Chatflows").click();
    }

    /// Turns a chatflow on or off by the name in the table.
    #[track_caller]
    pub fn switches(&self, chatflow: &str, on: bool) {
        self.looks_at_the_chatflows();
        let switch = self.page().role("switch", chatflow);
        switch.click();
        switch.has("checked", if on { "true" } else { "false" });
    }

    // ---- the parts, by their names ----

    /// The areas of the console.
    pub fn main(&self) -> Part {
        self.page().role("navigation", "Main")
    }
}
