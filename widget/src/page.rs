//! The page, as far as the widget may know it: the object that `loader/page.js` makes.
//!
//! Everything that touches `document` or `window` goes through it, because a page may have shadowed their names, and
//! every function handed over is run inside its boundary. Knows no model.

use conversation::ids::{ChatflowId, ClientMessageId, ThreadId};
use js_sys::Function;
use protocol::availability::{Now, Team, Told};
use protocol::boot::{CaptureStep, ConsentStep, SmallScreens};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget, ShadowRoot, WebSocket};

use crate::agreements::Agreements;
use crate::model::{Memory, Pending, PendingState};
use crate::show::Show;

#[wasm_bindgen]
extern "C" {
    /// The page.
    #[derive(Clone, Debug)]
    pub type Page;

    /// The widget's own shadow root.
    #[wasm_bindgen(method)]
    pub fn root(this: &Page) -> ShadowRoot;
    /// The launcher that the loader drew.
    #[wasm_bindgen(method)]
    pub fn launcher(this: &Page) -> Element;
    /// The language of the words: a tag of `protocol::language`.
    #[wasm_bindgen(method)]
    pub fn lang(this: &Page) -> String;
    /// The classes of the launcher behind its first, which the layer has too: its corner, and what its look needs.
    #[wasm_bindgen(method)]
    pub fn classes(this: &Page) -> String;
    /// The direction that its lines run in: `ltr` or `rtl`.
    #[wasm_bindgen(method)]
    pub fn dir(this: &Page) -> String;
    /// The words of a key of `widget/texts`, with a value in their place for one; nothing for no key.
    #[wasm_bindgen(method)]
    pub fn say(this: &Page, key: &str, value: &str) -> String;
    /// The same, put into an attribute of an element, or in place of its text where none is named.
    #[wasm_bindgen(method)]
    pub fn put(this: &Page, element: &Element, attribute: &str, key: &str, value: &str);
    /// A number as the reader writes it.
    #[wasm_bindgen(method)]
    pub fn number(this: &Page, value: u32) -> String;
    /// The words of a key around so many of a unit (`minute`, `hour`, `day`), put into an element a little later: the first
    /// such words of a page take a browser longer than everything else that is drawn with them.
    #[wasm_bindgen(method)]
    pub fn put_length(this: &Page, element: &Element, key: &str, count: u32, unit: &str);
    /// Whether the screen is small now.
    #[wasm_bindgen(method)]
    pub fn small(this: &Page) -> bool;
    /// What tells (`change`) when that is different.
    #[wasm_bindgen(method)]
    pub fn small_screens(this: &Page) -> EventTarget;
    /// The window, for its events.
    #[wasm_bindgen(method)]
    pub fn window(this: &Page) -> EventTarget;
    /// The time in ms since 1970.
    #[wasm_bindgen(method)]
    pub fn now(this: &Page) -> f64;
    /// A number in 0..1.
    #[wasm_bindgen(method)]
    pub fn random(this: &Page) -> f64;
    /// The page's address, without query and fragment.
    #[wasm_bindgen(method)]
    pub fn place(this: &Page) -> String;
    /// A new element.
    #[wasm_bindgen(method)]
    pub fn element(this: &Page, tag: &str, class: &str) -> Element;
    /// A new icon: one path on a square of that size.
    #[wasm_bindgen(method)]
    pub fn icon(this: &Page, size: u32, path: &str) -> Element;
    /// Listens until the returned function is called.
    #[wasm_bindgen(method)]
    pub fn on(this: &Page, target: &EventTarget, kind: &str, listener: &Function) -> Function;
    /// Rings once, unless the returned function is called before.
    #[wasm_bindgen(method)]
    pub fn after(this: &Page, ms: f64, ring: &Function) -> Function;
    /// Asks for a session, for who the page knows the visitor to be; `begins`: to begin a chat, once no other tab does.
    /// `done` gets status and body, unless the returned function is called before.
    #[wasm_bindgen(method)]
    pub fn session(this: &Page, chatflow: &str, begins: bool, done: &Function) -> Function;
    /// Asks what is told of the team of a chatflow. `done` gets it, or something that it is not, unless the returned
    /// function is called before.
    #[wasm_bindgen(method)]
    pub fn team(this: &Page, chatflow: &str, done: &Function) -> Function;
    /// Has the launcher drawn that was hidden.
    #[wasm_bindgen(method)]
    pub fn reveal(this: &Page);
    /// A day and a time of day, as the reader writes them, on their own clock.
    #[wasm_bindgen(method)]
    pub fn moment_text(this: &Page, at: f64) -> String;
    /// Opens a socket at a path of the edge.
    #[wasm_bindgen(method)]
    pub fn socket(this: &Page, path: &str) -> WebSocket;
    /// A new client message id.
    #[wasm_bindgen(method)]
    pub fn id(this: &Page) -> String;
    /// Days since 1970 on the reader's calendar.
    #[wasm_bindgen(method)]
    pub fn day(this: &Page, at: f64) -> f64;
    /// A time of day, as the reader writes it.
    #[wasm_bindgen(method)]
    pub fn time_text(this: &Page, at: f64) -> String;
    /// A day, as the reader writes it, today and yesterday by their names.
    #[wasm_bindgen(method)]
    pub fn day_text(this: &Page, at: f64) -> String;
    /// The visitor's token, if the page knows one.
    #[wasm_bindgen(method)]
    pub fn token(this: &Page) -> Option<String>;
    /// Tells the display rules, and whoever listens, what happened: a `model::Deed`, and what it is about.
    #[wasm_bindgen(method)]
    pub fn tell(this: &Page, deed: u8, about: &str);
    /// Tells which conversation is shown, if any; whether it is closed; how many messages came in others; and whether
    /// the panel is open.
    #[wasm_bindgen(method)]
    pub fn talks(this: &Page, thread: Option<&str>, closed: bool, elsewhere: u32, open: bool);
    /// Whether files may be attached, as the page wishes.
    #[wasm_bindgen(method)]
    pub fn attaches(this: &Page) -> bool;
    /// Fetches what a chat needs, unless it is on its way.
    #[wasm_bindgen(method)]
    pub fn more(this: &Page);
    /// Asks the edge once more what this page shows.
    #[wasm_bindgen(method)]
    pub fn ask(this: &Page);

    /// Whether a message waits for its files. Then they are on their way, and whoever brings them sends it.
    #[wasm_bindgen(method)]
    pub fn holds(this: &Page) -> bool;
    /// A bubble was drawn that may have files: the visitor's own by its id, every other by its place.
    #[wasm_bindgen(method)]
    pub fn row(this: &Page, node: &Element, id: &str, seq: f64);

    /// What is masked in what the visitor writes, as the edge said it; nothing where that is card numbers alone.
    #[wasm_bindgen(method)]
    pub fn masks(this: &Page) -> Option<String>;
    /// One message that is not stored at the edge, for `keep`.
    #[wasm_bindgen(method)]
    pub fn kept(
        this: &Page,
        id: &str,
        text: &str,
        at: f64,
        page: &str,
        chatflow: &str,
        failed: bool,
        files: &str,
        thread: Option<&str>,
    );
    /// Keeps those told since the last time, in place of what this page kept before. Tells whether the browser let us.
    #[wasm_bindgen(method)]
    pub fn keep(this: &Page) -> bool;

    #[wasm_bindgen(method, js_name = read)]
    fn read_record(this: &Page) -> JsValue;
    #[wasm_bindgen(method, js_name = write)]
    fn write_record(
        this: &Page,
        token: Option<&str>,
        socket: Option<&str>,
        chatflow: Option<&str>,
        thread: Option<&str>,
        open_until: f64,
        agreed: &str,
        asked: bool,
    ) -> bool;

    /// Any object of JavaScript, read field by field: whatever a page put there, a field is a value or nothing.
    #[wasm_bindgen(js_name = Object)]
    type Fields;
    #[wasm_bindgen(method, structural, indexing_getter)]
    fn get(this: &Fields, name: &str) -> JsValue;
}

impl Fields {
    fn of(value: JsValue) -> Option<Self> {
        value.is_object().then(|| value.unchecked_into())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    fn number(&self, name: &str) -> Option<u32> {
        self.get(name).as_f64().filter(|number| *number >= 0.0).map(|number| number as u32)
    }

    fn is(&self, name: &str) -> bool {
        self.get(name).is_truthy()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let Some(list) = Self::of(self.get(name)) else { return Vec::new() };
        // The wire has at most six in a list.
        ["0", "1", "2", "3", "4", "5"].iter().map_while(|index| list.text(index)).collect()
    }
}

impl Page {
    /// The time in whole ms since 1970.
    pub fn time(&self) -> u64 {
        self.now() as u64
    }

    /// What an earlier act left in this browser.
    pub fn memory(&self) -> Option<Memory> {
        let record = Fields::of(self.read_record())?;
        let thread = record.text("t").and_then(|id| ThreadId::parse(&id).ok());
        Some(Memory {
            token: record.text("k"),
            // Who only has a line yet may be about to begin a chat in another tab: that is asked for anew.
            socket: record
                .text("s")
                .filter(|path| thread.is_some() && path.starts_with('/') && !path.starts_with("//")),
            chatflow: record.text("c").and_then(|id| ChatflowId::parse(&id).ok()),
            thread,
            open_until: record.get("o").as_f64().unwrap_or_default() as u64,
            agreed: Agreements::read(&record.text("g").unwrap_or_default()),
            asked: record.is("e"),
        })
    }

    /// Keeps it for the next page; tells whether the browser let us.
    pub fn remember(&self, memory: &Memory) -> bool {
        self.write_record(
            memory.token.as_deref(),
            memory.socket.as_deref(),
            memory.chatflow.as_ref().map(ChatflowId::as_str),
            memory.thread.as_ref().map(ThreadId::as_str),
            memory.open_until as f64,
            &memory.agreed.to_text(),
            memory.asked,
        )
    }
}

/// Whether an event is of a key. It is not asked by its type: a frame has types of its own, and what fills in a form has
/// none.
pub(crate) fn is_key(event: &Event) -> bool {
    let key: &Fields = event.unchecked_ref();
    key.get("key").is_string()
}

/// Reads a message that was kept. What cannot be read was not written by us.
pub(crate) fn read_pending(value: JsValue) -> Option<Pending> {
    let message = Fields::of(value)?;
    Some(Pending {
        id: ClientMessageId::parse(&message.text("0")?).ok()?,
        text: message.text("1")?,
        files: message.text("6").unwrap_or_default(),
        at: message.get("2").as_f64()? as u64,
        page: message.text("3")?,
        chatflow: ChatflowId::parse(&message.text("4")?).ok()?,
        thread: message.text("7").and_then(|id| ThreadId::parse(&id).ok()),
        state: if message.is("5") { PendingState::Failed } else { PendingState::Sending },
    })
}

/// Reads what the edge decided; `None` where it is nothing, or nothing that this widget understands.
pub(crate) fn read_show(value: JsValue) -> Option<Box<Show>> {
    let show = Fields::of(value)?;
    let small = Fields::of(show.get("s"))?;
    Some(Box::new(Show {
        chatflow: ChatflowId::parse(&show.text("c")?).ok()?,
        welcome: show.text("w").unwrap_or_default(),
        pop_up: show.is("p"),
        small: SmallScreens { launcher: small.is("l"), pop_up: small.is("p") },
        is_ruled: show.is("z"),
        heading: show.text("n").unwrap_or_default(),
        agents: show.texts("g"),
        reply_minutes: show.number("r"),
        team: read_told(show.get("v")),
        consent: Fields::of(show.get("x")).and_then(|step| {
            Some(ConsentStep { explicit: step.is("q"), version: step.number("v")?, text: step.text("t")? })
        }),
        capture: read_capture(&show),
    }))
}

fn read_capture(asks: &Fields) -> Option<CaptureStep> {
    let step = Fields::of(asks.get("e"))?;
    Some(CaptureStep { after_minutes: step.number("a")? as u16, message: step.text("m")? })
}

/// Reads what the visitor is told now (`protocol::availability::Now`); `None` where it is nothing of the kind.
pub(crate) fn read_now(value: JsValue) -> Option<Now> {
    let capture = read_capture(&Fields::of(value.clone())?);
    Some(Now { told: read_told(value)?, capture })
}

/// Reads what is told of the team (`protocol::availability::Told`); `None` where it is nothing of the kind.
fn read_told(value: JsValue) -> Option<Told> {
    let told = Fields::of(value)?;
    let time = |name| told.get(name).as_f64().map(|at| at as u64);
    Some(Told {
        shown: match told.text("shown")?.as_str() {
            "available" => Team::Available,
            "back_at" => Team::BackAt,
            "nothing" => Team::Nothing,
            _ => Team::Away,
        },
        reply_minutes: told.number("reply_minutes"),
        text: told.text("text"),
        back_at: time("back_at"),
        until: time("until"),
    })
}
