//! The shell: takes what happened, lets the front decide, draws, and does what it wishes. With a chat behind it the whole
//! decides, which `later` fetches and `chat` carries out.
//!
//! One message at a time: what an effect causes at once waits in the queue, so that nothing is ever borrowed twice.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use conversation::ids::{ClientMessageId, ThreadId};
use wasm_bindgen::JsValue;
use web_sys::Event;

use crate::front::{Front, Msg, Sign};
use crate::later;
use crate::listen::{Held, listener, team, timer};
use crate::page::{Page, read_now};
use crate::view::{Gesture, View};

/// The running widget. Dropping it takes everything off the page.
pub(crate) struct Mounted {
    shell: Rc<Shell>,
}

/// What happened, to whomever it concerns.
pub(crate) enum Told {
    /// For the front, or for what is behind it.
    Msg(Msg),
    /// For the chat alone, by whom it was made.
    Heard(Box<dyn Any>),
    /// A message that another page could not send, as JavaScript has it.
    Left(JsValue),
    /// A conversation was picked: its id, and the token and the path of its line.
    Picked([String; 3]),
    /// The chat can begin from now on.
    Complete,
    /// The visitor comes near: the dialog is wanted soon.
    Near,
}

/// What is behind the front once a chat can begin. The front belongs to it then.
pub(crate) trait Whole {
    /// The front.
    fn front(&self) -> &Front;
    /// Lets the model decide.
    fn take(&mut self, page: &Page, told: Told);
    /// Draws the log; tells whether the focus was in what vanished.
    fn draw(&mut self) -> bool;
    /// Does what the model asked for.
    fn perform(&mut self, shell: &Rc<Shell>, stage: &mut Stage);
    /// Moves into a fresh view, which speaks another language.
    fn speak(&mut self, language: String, view: &mut View);
}

pub(crate) struct Shell {
    pub(crate) page: Page,
    queue: RefCell<Vec<Told>>,
    busy: Cell<bool>,
    parts: RefCell<Parts>,
}

struct Parts {
    mind: Mind,
    stage: Stage,
    /// What the page was told of the conversation that is shown.
    told: Option<(Option<ThreadId>, bool, u32, bool)>,
    _listeners: Vec<Held>,
}

/// Who decides.
enum Mind {
    Front(Front),
    Whole(Box<dyn Whole>),
}

impl Mind {
    fn front(&self) -> &Front {
        match self {
            Self::Front(front) => front,
            Self::Whole(whole) => whole.front(),
        }
    }
}

/// What a front shows and asks.
pub(crate) struct Stage {
    pub(crate) view: View,
    look_due: Option<Held>,
    team_asked: Option<Held>,
}

impl Mounted {
    /// Mounts the widget into the page's shadow root, closed and with nothing to show.
    pub(crate) fn new(page: Page) -> Self {
        let shell = Rc::new_cyclic(|weak: &Weak<Shell>| {
            let view = View::new(&page, &gestures(weak.clone()));
            let front = Front::new(page.now() as u64, page.small(), page.lang());
            let stage = Stage { view, look_due: None, team_asked: None };
            let listeners = listeners(&page, weak);
            let parts = Parts { mind: Mind::Front(front), stage, told: None, _listeners: listeners };
            Shell { page, queue: RefCell::default(), busy: Cell::new(false), parts: RefCell::new(parts) }
        });
        Self { shell }
    }

    /// Tells the widget what happened.
    pub(crate) fn tell(&self, told: Told) {
        self.shell.tell(told);
    }

    /// The page says whose address it is.
    pub(crate) fn name(&self, email: String) {
        if let Ok(id) = ClientMessageId::parse(&self.shell.page.id()) {
            self.shell.tell(Told::Msg(Msg::Named { id, email }));
        }
    }

    /// Says everything anew: the page has other words.
    pub(crate) fn speak(&self) {
        let gestures = gestures(Rc::downgrade(&self.shell));
        let Parts { mind, stage, .. } = &mut *self.shell.parts.borrow_mut();
        stage.view = View::new(&self.shell.page, &gestures);
        let language = self.shell.page.lang();
        match mind {
            Mind::Front(front) => front.language = language,
            Mind::Whole(whole) => whole.speak(language, &mut stage.view),
        }
        draw(mind, &mut stage.view);
    }
}

fn draw(mind: &mut Mind, view: &mut View) {
    let alone = matches!(mind, Mind::Front(_));
    let Some(writing) = view.draw(mind.front(), alone) else { return };
    let asking = match mind {
        Mind::Front(_) => false,
        Mind::Whole(whole) => whole.draw(),
    };
    // What vanishes or is locked under somebody's hands hands the focus on; it is never taken from elsewhere.
    if asking || writing {
        view.focus_composer();
    }
}

fn gestures(weak: Weak<Shell>) -> Rc<dyn Fn(Gesture)> {
    Rc::new(move |gesture| {
        if let Some(shell) = weak.upgrade() {
            shell.gesture(gesture);
        }
    })
}

fn listeners(page: &Page, weak: &Weak<Shell>) -> Vec<Held> {
    let mut held = Vec::new();
    // Back from another tab, from sleep or from a tunnel: the line is looked at anew.
    for kind in ["online", "pageshow", "focus", "visibilitychange"] {
        let returned = Shell::teller(weak, |_| Some(Told::Msg(Msg::Returned)));
        held.push(listener(page, &page.window(), kind, returned));
    }
    let small = Shell::teller(weak, |page| Some(Told::Msg(Msg::Small(page.small()))));
    held.push(listener(page, &page.small_screens(), "change", small));
    held
}

impl Shell {
    /// A listener that tells a message, made from the page as it is then.
    pub(crate) fn teller(weak: &Weak<Self>, told: fn(&Page) -> Option<Told>) -> Box<dyn FnMut(Event)> {
        let weak = weak.clone();
        Box::new(move |_| {
            if let Some(shell) = weak.upgrade()
                && let Some(told) = told(&shell.page)
            {
                shell.tell(told);
            }
        })
    }

    /// A timer that tells a message at a time (ms).
    pub(crate) fn ring_at(self: &Rc<Self>, at: u64, told: fn(&Page) -> Option<Told>) -> Held {
        timer(&self.page, at.saturating_sub(self.page.time()), Self::teller(&Rc::downgrade(self), told))
    }

    /// Has something told as soon as what is being done is done.
    pub(crate) fn push(&self, told: Told) {
        self.queue.borrow_mut().push(told);
    }

    fn gesture(self: &Rc<Self>, gesture: Gesture) {
        let msg = match gesture {
            Gesture::Does(msg) => Ok(msg),
            Gesture::Sends => {
                let can_send = self.parts.borrow().mind.front().can_send();
                // Whoever holds it may want something of the chat.
                if can_send && self.page.holds() {
                    return;
                }
                ClientMessageId::parse(&self.page.id()).map(|id| Msg::Sent { id, page: self.page.place() })
            }
            Gesture::Picks(text) => {
                let id = ClientMessageId::parse(&self.page.id());
                id.map(|id| Msg::Picked { id, text, page: self.page.place() })
            }
            Gesture::Claims(email) => {
                ClientMessageId::parse(&self.page.id()).map(|id| Msg::Claimed { id, email })
            }
        };
        if let Ok(msg) = msg {
            self.tell(Told::Msg(msg));
        }
    }

    /// Tells what happened, now or after what is being done.
    pub(crate) fn tell(self: &Rc<Self>, told: Told) {
        self.push(told);
        if self.busy.replace(true) {
            return;
        }
        loop {
            // There are never more than a few; a queue that wraps around would weigh a kilobyte in the browser.
            let told = {
                let mut queue = self.queue.borrow_mut();
                if queue.is_empty() {
                    break;
                }
                queue.remove(0)
            };
            self.step(told);
        }
        self.busy.set(false);
    }

    fn step(self: &Rc<Self>, told: Told) {
        let mut parts = self.parts.borrow_mut();
        let Parts { mind, stage, .. } = &mut *parts;
        let begins = matches!(told, Told::Complete);
        let signs = match (&mut *mind, told) {
            (Mind::Front(front), Told::Msg(msg)) => front.alone(self.page.time(), self.page.random(), msg),
            (Mind::Front(front), Told::Complete) => {
                let front = std::mem::replace(front, Front::new(0, false, String::new()));
                *mind = Mind::Whole(later::whole(self, front, &mut stage.view));
                Vec::new()
            }
            (_, Told::Near) => {
                stage.view.prepare();
                Vec::new()
            }
            // Whoever says that was given it by a chat.
            (Mind::Front(_), Told::Heard(_) | Told::Left(_) | Told::Picked(_)) => Vec::new(),
            (Mind::Whole(whole), told) => {
                whole.take(&self.page, told);
                Vec::new()
            }
        };
        draw(mind, &mut stage.view);
        for sign in signs {
            stage.sign(self, sign);
        }
        if let Mind::Whole(whole) = mind {
            whole.perform(self, stage);
        }
        if !begins {
            parts.tell_place(&self.page);
        }
    }
}

impl Parts {
    /// What is drawn around the conversations hears of a change, once everything is done that came with it.
    fn tell_place(&mut self, page: &Page) {
        let (thread, closed, elsewhere, open) = self.mind.front().place();
        let place = (thread.cloned(), closed, elsewhere, open);
        if self.told.as_ref() != Some(&place) {
            page.talks(thread.map(ThreadId::as_str), closed, elsewhere, open);
            self.told = Some(place);
        }
    }
}

impl Stage {
    /// Does what a front wishes.
    pub(crate) fn sign(&mut self, shell: &Rc<Shell>, sign: Sign) {
        let page = &shell.page;
        match sign {
            Sign::AskTeam { chatflow } => {
                let weak = Rc::downgrade(shell);
                let answered = Box::new(move |told: Event| {
                    if let Some(shell) = weak.upgrade() {
                        shell.tell(Told::Msg(Msg::Told(read_now(told.into()))));
                    }
                });
                self.team_asked = Some(team(page, chatflow.as_str(), answered));
            }
            Sign::LookAt(at) => {
                self.look_due = Some(shell.ring_at(at, |_| Some(Told::Msg(Msg::LookDue))));
            }
            Sign::Reveal => page.reveal(),
            Sign::Tell(deed, about) => page.tell(deed as u8, &about),
            Sign::FocusComposer => self.view.focus_composer(),
            Sign::FocusLauncher => self.view.focus_launcher(),
            Sign::ScrollToEnd => self.view.scroll_to_end(),
            Sign::Fetch => page.more(),
            Sign::Hold { id, text, page: place, chatflow } => {
                let at = page.now();
                page.kept(id.as_str(), &text, at, &place, chatflow.as_str(), false, "", None);
                // Whether the browser let us is said once the message is the chat's.
                let _ = page.keep();
            }
        }
    }
}
