//! The agents' socket: carries out what `protocol::delivery` decides, and tells the console its news.
//!
//! Knows timers, and sockets by their interface: a line of requests has the same. Order, retries, gaps and back-off are all `delivery`'s; what news mean for the
//! screen is the console's.

use std::cell::RefCell;
use std::rc::Rc;

use conversation::ids::{AgentId, InboxId, ThreadId};
use protocol::delivery::{Action, Delivery, Input, News};
use protocol::frame::{Agent, ClientFrame, PING, ServerFrame};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use crate::api;
use crate::browser::{clock, timer::Timeout};
use crate::state::json;

/// The close code that stands for "no close frame came".
const NO_CLOSE_FRAME: u16 = 1006;

/// A live link to one inbox. Cloning it makes another handle to the same link.
#[derive(Clone)]
pub(crate) struct Live {
    inner: Rc<RefCell<Inner>>,
    tell: Rc<dyn Fn(News)>,
    taken: Rc<dyn Fn()>,
    seen: Rc<dyn Fn(ThreadId, Vec<Agent>)>,
}

struct Inner {
    inbox: InboxId,
    me: AgentId,
    delivery: Delivery,
    socket: Option<Socket>,
    bell: Option<Timeout>,
    /// The thread that is on our page, while the page is visible.
    shows: Option<ThreadId>,
    /// The edge knows who we are.
    greeted: bool,
}

/// A socket with its listeners; dropping it detaches them and closes it.
struct Socket {
    socket: WebSocket,
    _opened: Closure<dyn FnMut()>,
    _came: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut(CloseEvent)>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}

impl Live {
    /// A link of mine that is not connected yet. News are told one at a time, in order. Where the edge takes us for
    /// somebody else, because they signed in in another tab of this browser, nothing more is sent, and `taken` is told. `seen`
    /// is told which colleagues look at the thread that we show (P51).
    pub(crate) fn new(
        inbox: InboxId,
        me: AgentId,
        tell: impl Fn(News) + 'static,
        taken: impl Fn() + 'static,
        seen: impl Fn(ThreadId, Vec<Agent>) + 'static,
    ) -> Self {
        let delivery = Delivery::new(None);
        let inner = Inner { inbox, me, delivery, socket: None, bell: None, shows: None, greeted: false };
        let inner = Rc::new(RefCell::new(inner));
        Self { inner, tell: Rc::new(tell), taken: Rc::new(taken), seen: Rc::new(seen) }
    }

    /// Our page shows this now.
    pub(crate) fn shows(&self, thread: Option<ThreadId>) {
        if self.inner.borrow().shows != thread {
            self.inner.borrow_mut().shows = thread;
            if self.inner.borrow().greeted {
                self.say_what_shows();
            }
        }
    }

    fn say_what_shows(&self) {
        let frame = ClientFrame::Viewing { thread: self.inner.borrow().shows.clone() };
        self.send(&serde_json::to_string(&frame).unwrap_or_default());
    }

    /// Something happened.
    pub(crate) fn input(&self, input: Input) {
        let actions = {
            let mut inner = self.inner.borrow_mut();
            inner.bell = None;
            inner.delivery.on(clock::steady_now(), js_sys::Math::random(), input)
        };
        let mut news = Vec::new();
        for action in actions {
            match action {
                Action::Connect => self.connect(),
                Action::Disconnect => self.inner.borrow_mut().socket = None,
                Action::Send(frame) => self.send(&serde_json::to_string(&frame).unwrap_or_default()),
                Action::Ping => self.send(PING),
                Action::WakeAt(at) => self.ring_at(at),
                Action::Tell(told) => news.push(told),
            }
        }
        // Last, with nothing borrowed: whoever hears news may have something to say.
        for told in news {
            (self.tell)(told);
        }
    }

    fn connect(&self) {
        self.inner.borrow_mut().greeted = false;
        let opened = api::open_line(&self.inner.borrow().inbox).map(|socket| self.listen(socket));
        match opened {
            Ok(socket) => self.inner.borrow_mut().socket = Some(socket),
            // A forbidden address; it will be no better next time, but the back-off keeps that cheap.
            Err(_) => {
                let live = self.clone();
                self.inner.borrow_mut().bell =
                    Some(Timeout::after(0, move || live.input(Input::Closed { code: NO_CLOSE_FRAME })));
            }
        }
    }

    fn listen(&self, socket: WebSocket) -> Socket {
        let live = self.clone();
        let opened = Closure::<dyn FnMut()>::new(move || live.input(Input::Opened));
        let live = self.clone();
        let came = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let frame = event.data().as_string().and_then(|text| json::read::<ServerFrame>(&text));
            if let Some(ServerFrame::Welcome { agent: Some(agent), .. }) = &frame
                && *agent != live.inner.borrow().me
            {
                (live.taken)();
                return;
            }
            let is_welcome = matches!(frame, Some(ServerFrame::Welcome { .. }));
            if let Some(ServerFrame::Viewing { thread, agents }) = &frame {
                (live.seen)(thread.clone(), agents.clone());
            }
            // What is no frame still proves that the link works.
            live.input(Input::Frame(frame.unwrap_or(ServerFrame::Unknown)));
            if is_welcome {
                live.inner.borrow_mut().greeted = true;
                if live.inner.borrow().shows.is_some() {
                    live.say_what_shows();
                }
            }
        });
        let live = self.clone();
        let closed = Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| {
            // The listeners must outlive this call, which is one of them.
            let gone = live.inner.borrow_mut().socket.take();
            live.input(Input::Closed { code: event.code() });
            drop(gone);
        });
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(came.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Socket { socket, _opened: opened, _came: came, _closed: closed }
    }

    fn send(&self, text: &str) {
        if let Some(socket) = &self.inner.borrow().socket {
            // A socket that is closing already reports that by itself, and delivery sends again.
            let _ = socket.socket.send_with_str(text);
        }
    }

    fn ring_at(&self, at: u64) {
        let live = self.clone();
        let wait = at.saturating_sub(clock::steady_now());
        self.inner.borrow_mut().bell = Some(Timeout::after(wait, move || live.input(Input::Wake)));
    }
}
