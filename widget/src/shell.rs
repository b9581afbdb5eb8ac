//! The shell: takes what happened, lets the model decide, draws, and performs the effects. The only place where all
//! of them meet.
//!
//! One message at a time: what an effect causes at once waits in the queue, so that nothing is ever borrowed twice.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use conversation::ids::{ClientMessageId, ThreadId};
use protocol::frame::PING;
use web_sys::Event;

use crate::codec::{read_frame, read_session, write_frame};
use crate::listen::{Held, OnAnswer, listener, session, team, timer};
use crate::model::{Effect, Model, Msg, PendingState};
use crate::page::{Page, read_now};
use crate::socket::{Socket, SocketEvent};
use crate::view::{Gesture, View};

/// The running widget. Dropping it takes everything off the page.
pub(crate) struct Mounted {
    shell: Rc<Shell>,
}

struct Shell {
    page: Page,
    queue: RefCell<Vec<Msg>>,
    busy: Cell<bool>,
    parts: RefCell<Parts>,
}

struct Parts {
    model: Model,
    view: View,
    socket: Option<Socket>,
    wake: Option<Held>,
    ask_due: Option<Held>,
    look_due: Option<Held>,
    team_asked: Option<Held>,
    session_due: Option<Held>,
    /// What the page was told of the conversation that is shown.
    told: Option<(Option<ThreadId>, bool, u32, bool)>,
    session_asked: Option<Held<OnAnswer>>,
    _listeners: Vec<Held>,
}

impl Mounted {
    /// Mounts the widget into the page's shadow root, closed and with nothing to show.
    pub(crate) fn new(page: Page) -> Self {
        let shell = Rc::new_cyclic(|weak: &Weak<Shell>| {
            let view = View::new(&page, &gestures(weak.clone()));
            let now = page.now() as u64;
            let model = Model::new(now, page.token(), page.memory(), page.small(), page.lang());
            let parts = Parts {
                model,
                view,
                socket: None,
                wake: None,
                ask_due: None,
                look_due: None,
                team_asked: None,
                session_due: None,
                told: None,
                session_asked: None,
                _listeners: listeners(&page, weak),
            };
            Shell { page, queue: RefCell::default(), busy: Cell::new(false), parts: RefCell::new(parts) }
        });
        let effects = shell.parts.borrow_mut().model.start(shell.now(), shell.page.random());
        shell.perform(effects);
        Self { shell }
    }

    /// Tells the widget what happened.
    pub(crate) fn tell(&self, msg: Msg) {
        self.shell.tell(msg);
    }

    /// The page says whose address it is.
    pub(crate) fn name(&self, email: String) {
        if let Ok(id) = ClientMessageId::parse(&self.shell.page.id()) {
            self.shell.tell(Msg::Named { id, email });
        }
    }

    /// Says everything anew: the page has other words.
    pub(crate) fn speak(&self) {
        let gestures = gestures(Rc::downgrade(&self.shell));
        let Parts { model, view, .. } = &mut *self.shell.parts.borrow_mut();
        *view = View::new(&self.shell.page, &gestures);
        model.speak(self.shell.page.lang());
        view.draw(model);
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
        held.push(listener(page, &page.window(), kind, Shell::teller(weak, |_| Some(Msg::Returned))));
    }
    let small = Shell::teller(weak, |page| Some(Msg::Small(page.small())));
    held.push(listener(page, &page.small_screens(), "change", small));
    let stored = Shell::teller(weak, |page| page.memory().map(Msg::Remembered));
    held.push(listener(page, &page.window(), "storage", stored));
    held
}

impl Shell {
    /// A listener that tells a message, made from the page as it is then.
    fn teller(weak: &Weak<Self>, msg: fn(&Page) -> Option<Msg>) -> Box<dyn FnMut(Event)> {
        let weak = weak.clone();
        Box::new(move |_| {
            if let Some(shell) = weak.upgrade()
                && let Some(msg) = msg(&shell.page)
            {
                shell.tell(msg);
            }
        })
    }

    /// A timer that tells a message at a time (ms).
    fn ring_at(self: &Rc<Self>, at: u64, msg: fn(&Page) -> Option<Msg>) -> Held {
        timer(&self.page, at.saturating_sub(self.now()), Self::teller(&Rc::downgrade(self), msg))
    }

    fn now(&self) -> u64 {
        self.page.now() as u64
    }

    fn gesture(self: &Rc<Self>, gesture: Gesture) {
        match gesture {
            Gesture::Does(msg) => self.tell(msg),
            Gesture::Sends => {
                if self.parts.borrow().model.can_send() && self.page.holds() {
                    return;
                }
                if let Ok(id) = ClientMessageId::parse(&self.page.id()) {
                    self.tell(Msg::Sent { id, page: self.page.place() });
                }
            }
            Gesture::Picks(text) => {
                if let Ok(id) = ClientMessageId::parse(&self.page.id()) {
                    self.tell(Msg::Picked { id, text, page: self.page.place() });
                }
            }
            Gesture::Claims(email) => {
                if let Ok(id) = ClientMessageId::parse(&self.page.id()) {
                    self.tell(Msg::Claimed { id, email });
                }
            }
        }
    }

    fn tell(self: &Rc<Self>, msg: Msg) {
        self.queue.borrow_mut().push(msg);
        if self.busy.replace(true) {
            return;
        }
        loop {
            // There are never more than a few; a queue that wraps around would weigh a kilobyte in the browser.
            let msg = {
                let mut queue = self.queue.borrow_mut();
                if queue.is_empty() {
                    break;
                }
                queue.remove(0)
            };
            let effects = {
                let mut parts = self.parts.borrow_mut();
                let effects = parts.model.update(self.now(), self.page.random(), msg);
                let Parts { model, view, .. } = &mut *parts;
                view.draw(model);
                effects
            };
            self.perform(effects);
            self.tell_place();
        }
        self.busy.set(false);
    }

    /// What is drawn around the conversations hears of a change, once everything is done that came with it.
    fn tell_place(&self) {
        let mut parts = self.parts.borrow_mut();
        let (thread, closed, elsewhere, open) = parts.model.place();
        let place = (thread.cloned(), closed, elsewhere, open);
        if parts.told.as_ref() != Some(&place) {
            self.page.talks(thread.map(ThreadId::as_str), closed, elsewhere, open);
            parts.told = Some(place);
        }
    }

    fn perform(self: &Rc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            self.perform_one(effect);
        }
    }

    fn perform_one(self: &Rc<Self>, effect: Effect) {
        let weak = Rc::downgrade(self);
        let mut parts = self.parts.borrow_mut();
        match effect {
            Effect::Connect(path) => {
                let tell = Rc::new(move |event| {
                    if let Some(shell) = weak.upgrade() {
                        shell.tell(match event {
                            SocketEvent::Opened => Msg::LinkOpened,
                            SocketEvent::Closed(code) => Msg::LinkClosed(code),
                            SocketEvent::Text(text) => Msg::Frame(read_frame(&text)),
                        });
                    }
                });
                parts.socket = Some(Socket::open(&self.page, &path, tell));
            }
            Effect::Disconnect => parts.socket = None,
            Effect::Send(frame) => parts.send(&write_frame(&frame)),
            Effect::Ping => parts.send(PING),
            Effect::WakeAt(at) => parts.wake = Some(self.ring_at(at, |_| Some(Msg::Woke))),
            Effect::AskAt(at) => parts.ask_due = Some(self.ring_at(at, |_| Some(Msg::AskDue))),
            Effect::SessionIn(ms) => {
                let due = Self::teller(&weak, |_| Some(Msg::SessionDue));
                parts.session_due = Some(timer(&self.page, ms, due));
            }
            Effect::OpenSession { chatflow } => {
                let begins = parts.model.begins();
                let answered = Box::new(move |status, body: String| {
                    let Some(shell) = weak.upgrade() else { return };
                    let session = if status == 200 { read_session(&body).ok_or(502) } else { Err(status) };
                    shell.tell(Msg::Session(session));
                    // Another tab was faster, and who we are and what it began is in the memory.
                    if status == 599
                        && let Some(memory) = shell.page.memory()
                    {
                        shell.tell(Msg::Remembered(memory));
                    }
                });
                parts.session_asked = Some(session(&self.page, chatflow.as_str(), begins, answered));
            }
            Effect::Remember(memory) => {
                if !self.page.remember(&memory) {
                    self.queue.borrow_mut().push(Msg::NotKept);
                }
            }
            Effect::Keep => {
                for pending in parts.model.unsent() {
                    self.page.kept(
                        pending.id.as_str(),
                        &pending.text,
                        pending.at as f64,
                        &pending.page,
                        pending.chatflow.as_str(),
                        pending.state == PendingState::Failed,
                        &pending.files,
                        pending.thread.as_ref().map(ThreadId::as_str),
                    );
                }
                if !self.page.keep() {
                    self.queue.borrow_mut().push(Msg::NotKept);
                }
            }
            Effect::Tell(deed, about) => self.page.tell(deed as u8, &about),
            Effect::AskTeam { chatflow } => {
                let answered = Box::new(move |told: Event| {
                    if let Some(shell) = weak.upgrade() {
                        shell.tell(Msg::Told(read_now(told.into())));
                    }
                });
                parts.team_asked = Some(team(&self.page, chatflow.as_str(), answered));
            }
            Effect::LookAt(at) => parts.look_due = Some(self.ring_at(at, |_| Some(Msg::LookDue))),
            Effect::Reveal => self.page.reveal(),
            Effect::DecideAgain => self.page.ask(),
            Effect::FocusAddress => parts.view.focus_address(),
            Effect::FocusComposer => parts.view.focus_composer(),
            Effect::FocusLauncher => parts.view.focus_launcher(),
            Effect::ScrollToEnd => parts.view.scroll_to_end(),
        }
    }
}

impl Parts {
    fn send(&self, text: &str) {
        if let Some(socket) = &self.socket {
            socket.send(text);
        }
    }
}
