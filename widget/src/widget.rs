//! The door from JavaScript: what `loader/start.js` may call.

use conversation::ids::ThreadId;
use protocol::boot::Session;
use targeting::{OwnedBook, PageUrl, Visitor, decide};
use wasm_bindgen::prelude::*;

use crate::model::Msg;
use crate::page::{Page, read_pending, read_show};
use crate::shell::Mounted;

/// The running widget. Freeing it takes everything off the page.
#[wasm_bindgen]
pub struct Widget {
    mounted: Mounted,
    book: Option<OwnedBook>,
}

/// Mounts the widget: closed, with nothing to show yet.
#[wasm_bindgen]
pub fn start(page: Page) -> Widget {
    Widget { mounted: Mounted::new(page), book: None }
}

#[wasm_bindgen]
impl Widget {
    /// Shows what the edge decided (`protocol::boot::Show`); nothing, where it is null.
    pub fn show(&self, decision: JsValue) {
        self.mounted.tell(Msg::Shown(read_show(decision)));
    }

    /// Says everything in other words: those that the page has now.
    pub fn speak(&self) {
        self.mounted.speak();
    }

    /// Opens the panel by itself: the focus stays where it is.
    pub fn appear(&self) {
        self.mounted.tell(Msg::Appeared);
    }

    /// Opens the panel.
    pub fn open(&self) {
        self.mounted.tell(Msg::Opened);
    }

    /// Opens or closes it: the launcher was pressed.
    pub fn toggle(&self) {
        self.mounted.tell(Msg::Toggled);
    }

    /// Keeps the panel open: the page gave it a place of its own.
    pub fn pin(&self) {
        self.mounted.tell(Msg::Pinned);
    }

    /// Closes the panel.
    pub fn close(&self) {
        self.mounted.tell(Msg::Closed);
    }

    /// Puts words into the composer.
    pub fn draft(&self, text: String) {
        self.mounted.tell(Msg::Drafted(text));
    }

    /// Says for the visitor whose address it is, in the thread that is shown.
    pub fn name(&self, email: String) {
        self.mounted.name(email);
    }

    /// Takes over a message that another page could not send, as a list of what `Page::kept` was told.
    pub fn adopt(&self, message: JsValue) {
        if let Some(left) = read_pending(message) {
            self.mounted.tell(Msg::Adopted(left));
        }
    }

    /// What is chosen for the next message: nothing, or anything while it is not at the edge yet, and then its ids with commas
    /// between them.
    pub fn attach(&self, files: String) {
        self.mounted.tell(Msg::Attached(files));
    }

    /// A file is to be sent by somebody who is nobody yet.
    pub fn begin(&self) {
        self.mounted.tell(Msg::Begun);
    }

    /// Shows another conversation of the visitor, which is spoken over the socket of that path.
    pub fn select(&self, thread: &str, token: String, socket: String) {
        if let Ok(thread) = ThreadId::parse(thread) {
            self.mounted.tell(Msg::Session(Ok(Session { token, socket })));
            self.mounted.tell(Msg::Selected(thread));
        }
    }

    /// Shows an empty conversation, which the next message begins.
    pub fn fresh(&self) {
        self.mounted.tell(Msg::NewThread);
    }

    /// Ends the conversation that is shown.
    pub fn end(&self) {
        self.mounted.tell(Msg::Ended);
    }

    /// Forgets the visitor: whoever writes next is somebody new.
    pub fn forget(&self) {
        self.mounted.tell(Msg::Forgotten);
    }

    /// Takes the rules that this visitor's audience can match. A book of another version, or a damaged one, is as good
    /// as none: the edge decides.
    pub fn rules(&mut self, bytes: Vec<u8>) {
        self.book = OwnedBook::read(bytes).ok();
    }

    /// The chatflow for an address of this page: its id, `null` for none, `undefined` where the edge has to be asked.
    /// `facts` are the circumstances: names and values in turn, U+0000 after each; empty where nobody
    /// looked.
    pub fn decide(&self, href: &str, facts: &str) -> JsValue {
        let Some(book) = &self.book else { return JsValue::UNDEFINED };
        // The book holds only what this visitor may see, so who they are makes no difference any more.
        let mut named = Vec::new();
        let mut rest = facts;
        while let Some((name, after)) = rest.split_once('\0') {
            let (value, after) = after.split_once('\0').unwrap_or_default();
            named.push((name, value));
            rest = after;
        }
        let visitor = Visitor { facts: (!facts.is_empty()).then_some(&named), ..Visitor::ANONYMOUS };
        match decide(&book.book(), &PageUrl::from_browser(href), &visitor) {
            Ok(Some(winner)) => JsValue::from_str(winner.id()),
            Ok(None) => JsValue::NULL,
            // A regular expression, or circumstances that nobody told us.
            Err(_) => JsValue::UNDEFINED,
        }
    }
}
