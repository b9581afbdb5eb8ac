//! An account of a test's own, as its owner works on it in the console.

use serde_json::{Value, json};

use crate::accounts::{self, WORKSHOP};
use crate::agent::Agent;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{Visitor, decide};
use crate::wait::until;

/// A fresh account and who is signed in to it.
pub(crate) struct Workshop {
    id: &'static str,
    /// Runs it.
    pub(crate) ida: Agent<'static>,
}

impl Workshop {
    /// Makes the account of this id, which no other test uses.
    #[track_caller]
    pub(crate) fn new(id: &'static str) -> Self {
        Self::of(id, &accounts::workshop(id))
    }

    /// Makes that account, which is of this id.
    #[track_caller]
    pub(crate) fn of(id: &'static str, account: &Value) -> Self {
        let product = Product::shared();
        product.internal("/internal/seed", account).ok();
        Self { id, ida: Agent::of(product, &format!("ida@{id}.test")) }
    }

    /// Says for somebody that they are there, or away.
    #[track_caller]
    pub(crate) fn presence(&self, who: &str, away: bool) {
        let body = json!({"away": away});
        self.ida.sends("PUT", &format!("/api/people/{who}/presence"), &body).ok();
    }

    /// Whoever acts on our site.
    #[track_caller]
    pub(crate) fn visitor(&self) -> Visitor<'static> {
        Visitor::acts(Product::shared(), self.id, WORKSHOP, "open")
    }

    /// Waits until somebody, or nobody, has a thread: the assignee's id.
    #[track_caller]
    pub(crate) fn until_it_is_with(&self, thread: &str, who: &str) {
        until(&format!("{thread} to be with {who}"), || {
            let row = self.ida.row("main", "view=all", thread)?;
            (row["assignee"]["id"] == who).then_some(())
        });
    }

    /// Why a thread went where it went.
    #[track_caller]
    pub(crate) fn routing(&self, thread: &str) -> Value {
        self.ida.gets(&format!("/api/threads/main/{thread}/routing")).ok()
    }

    /// Somebody else who works here.
    #[track_caller]
    pub(crate) fn agent(&self, name: &str) -> Agent<'static> {
        Agent::of(Product::shared(), &format!("{name}@{}.test", self.id))
    }

    /// A chatflow as the editor opens it.
    #[track_caller]
    pub(crate) fn opens(&self, chatflow: &str) -> Value {
        self.ida.gets(&format!("/api/chatflows/{chatflow}")).ok()
    }

    /// Opens a chatflow, changes it and saves.
    #[track_caller]
    pub(crate) fn edits(&self, chatflow: &str, change: impl FnOnce(&mut Value)) -> Answer {
        let mut detail = self.opens(chatflow);
        change(&mut detail["chatflow"]);
        self.saves(chatflow, &detail)
    }

    /// Saves what the editor has open.
    #[track_caller]
    pub(crate) fn saves(&self, chatflow: &str, detail: &Value) -> Answer {
        let body = json!({"revision": detail["revision"], "chatflow": detail["chatflow"]});
        self.ida.sends("PUT", &format!("/api/chatflows/{chatflow}"), &body)
    }

    /// Makes a chatflow: its id.
    #[track_caller]
    pub(crate) fn makes(&self, name: &str) -> String {
        let made = self.ida.sends("POST", "/api/chatflows", &json!({"name": name})).ok();
        made["chatflow"]["id"].as_str().expect("an id").to_owned()
    }

    /// What the next view of a page of our site gets.
    #[track_caller]
    pub(crate) fn shown(&self, path: &str) -> Value {
        let page = json!({"u": format!("{WORKSHOP}{path}")});
        decide(Product::shared(), self.id, WORKSHOP, &page).ok()["d"].clone()
    }

    /// The same on another site.
    #[track_caller]
    pub(crate) fn asked_from(&self, origin: &str) -> Answer {
        decide(Product::shared(), self.id, origin, &json!({"u": format!("{origin}/")}))
    }

    /// The ids of the chatflows, who wins first.
    #[track_caller]
    pub(crate) fn order(&self) -> Vec<String> {
        ids(&self.ida.gets("/api/chatflows").ok())
    }
}

/// The ids of a list of chatflows.
#[track_caller]
pub(crate) fn ids(list: &Value) -> Vec<String> {
    let chatflows = list["chatflows"].as_array().expect("a list");
    chatflows.iter().map(|chatflow| chatflow["id"].as_str().expect("an id").to_owned()).collect()
}
