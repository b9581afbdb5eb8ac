//! The door from JavaScript: what `loader/start.js` may call.

use targeting::{OwnedBook, PageUrl, Visitor, decide};
use wasm_bindgen::prelude::*;

use crate::front::Msg;
use crate::page::{Page, read_show};
use crate::shell::{Mounted, Told};

/// The running widget. Freeing it takes everything off the page.
#[wasm_bindgen]
pub struct Widget {
    mounted: Mounted,
    book: Option<OwnedBook>,
}

/// Mounts the widget: closed, with nothing to show yet.
#[wasm_bindgen]
pub fn start(page: Page) -> Widget {
    let widget = Widget { mounted: Mounted::new(page), book: None };
    #[cfg(not(feature = "split"))]
    widget.complete();
    widget
}

impl Widget {
    fn tell(&self, msg: Msg) {
        self.mounted.tell(Told::Msg(msg));
    }
}

#[wasm_bindgen]
impl Widget {
    /// Begins the chat behind the front, with what waits for it: everything that one needs is there.
    pub fn complete(&self) {
        self.mounted.tell(Told::Complete);
    }

    /// What a chat needs could not be fetched: the visitor is told, and the page tries again.
    pub fn missed(&self) {
        self.tell(Msg::Missed);
    }

    /// Shows what the edge decided (`protocol::boot::Show`); nothing, where it is null.
    pub fn show(&self, decision: JsValue) {
        self.tell(Msg::Shown(read_show(decision)));
    }

    /// Says everything in other words: those that the page has now.
    pub fn speak(&self) {
        self.mounted.speak();
    }

    /// Gets ready for being opened: the pointer or the focus is on the launcher.
    pub fn near(&self) {
        self.mounted.tell(Told::Near);
    }

    /// Opens the panel by itself: the focus stays where it is.
    pub fn appear(&self) {
        self.tell(Msg::Appeared);
    }

    /// Opens the panel.
    pub fn open(&self) {
        self.tell(Msg::Opened);
    }

    /// Opens or closes it: the launcher was pressed.
    pub fn toggle(&self) {
        self.tell(Msg::Toggled);
    }

    /// Keeps the panel open: the page gave it a place of its own.
    pub fn pin(&self) {
        self.tell(Msg::Pinned);
    }

    /// Closes the panel.
    pub fn close(&self) {
        self.tell(Msg::Closed);
    }

    /// Puts words into the composer.
    pub fn draft(&self, text: String) {
        self.tell(Msg::Drafted(text));
    }

    /// Says for the visitor whose address it is, in the thread that is shown.
    pub fn name(&self, email: String) {
        self.mounted.name(email);
    }

    /// Takes over a message that another page could not send, as a list of what `Page::kept` was told. A text alone is masked,
    /// and told back.
    pub fn adopt(&self, message: JsValue) {
        self.mounted.tell(Told::Left(message));
    }

    /// What is chosen for the next message: nothing, or anything while it is not at the edge yet, and then its ids with commas
    /// between them.
    pub fn attach(&self, files: String) {
        self.tell(Msg::Attached(files));
    }

    /// A file is to be sent by somebody who is nobody yet.
    pub fn begin(&self) {
        self.tell(Msg::Begun);
    }

    /// Shows another conversation of the visitor, which is spoken over the socket of that path.
    pub fn select(&self, thread: String, token: String, socket: String) {
        self.mounted.tell(Told::Picked([thread, token, socket]));
    }

    /// Shows an empty conversation, which the next message begins.
    pub fn fresh(&self) {
        self.tell(Msg::NewThread);
    }

    /// Ends the conversation that is shown.
    pub fn end(&self) {
        self.tell(Msg::Ended);
    }

    /// Forgets the visitor: whoever writes next is somebody new.
    pub fn forget(&self) {
        self.tell(Msg::Forgotten);
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
