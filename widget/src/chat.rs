//! What carries a chat: lets the model decide, draws its log, and performs its effects. It lies in the second module.
//!
//! Everything that only a chat needs of the browser hangs here: its line, its clocks, its memory.

use std::rc::Rc;

use conversation::ids::ThreadId;
use conversation::redaction::Masks;
use protocol::boot::Session;
use protocol::frame::PING;

use crate::codec::{read_frame, read_session, write_frame};
use crate::listen::{Held, OnAnswer, listener, session, timer};
use crate::model::{Effect, Front, Heard, Model, Msg, PendingState};
use crate::page::{Page, read_pending};
use crate::shell::{Shell, Stage, Told, Whole};
use crate::socket::{Socket, SocketEvent};
use crate::view::{Log, View};

/// What tells a script its text, masked: no deed.
const MASKED: u8 = 0;

pub(crate) struct Chat {
    model: Model,
    log: Log,
    effects: Vec<Effect>,
    socket: Option<Socket>,
    wake: Option<Held>,
    ask_due: Option<Held>,
    session_due: Option<Held>,
    session_asked: Option<Held<OnAnswer>>,
    _stored: Held,
}

fn heard(heard: Heard) -> Told {
    Told::Heard(Box::new(heard))
}

impl Chat {
    /// A chat behind a front: with what the browser remembers, and with what waits in the front.
    pub(crate) fn new(shell: &Rc<Shell>, front: Front, view: &mut View) -> Self {
        let page = &shell.page;
        let stored =
            Shell::teller(&Rc::downgrade(shell), |page| page.memory().map(Heard::Remembered).map(heard));
        let mut model = Model::beside(front, page.time(), page.token(), page.memory());
        model.mask_by(Masks::from_wire(page.masks().as_deref()));
        Self {
            effects: model.start(page.time(), page.random()),
            model,
            log: Log::new(view),
            socket: None,
            wake: None,
            ask_due: None,
            session_due: None,
            session_asked: None,
            _stored: listener(page, &page.window(), "storage", stored),
        }
    }

    fn send(&self, text: &str) {
        if let Some(socket) = &self.socket {
            socket.send(text);
        }
    }

    fn perform_one(&mut self, shell: &Rc<Shell>, stage: &mut Stage, effect: Effect) {
        let weak = Rc::downgrade(shell);
        let page = &shell.page;
        match effect {
            Effect::Front(sign) => stage.sign(shell, sign),
            Effect::Connect(path) => {
                let tell = Rc::new(move |event| {
                    if let Some(shell) = weak.upgrade() {
                        shell.tell(heard(match event {
                            SocketEvent::Opened => Heard::LinkOpened,
                            SocketEvent::Closed(code) => Heard::LinkClosed(code),
                            SocketEvent::Text(text) => Heard::Frame(read_frame(&text)),
                        }));
                    }
                });
                self.socket = Some(Socket::open(page, &path, tell));
            }
            Effect::Disconnect => self.socket = None,
            Effect::Send(frame) => self.send(&write_frame(&frame)),
            Effect::Ping => self.send(PING),
            Effect::WakeAt(at) => self.wake = Some(shell.ring_at(at, |_| Some(heard(Heard::Woke)))),
            Effect::AskAt(at) => self.ask_due = Some(shell.ring_at(at, |_| Some(heard(Heard::AskDue)))),
            Effect::SessionIn(ms) => {
                let due = Shell::teller(&weak, |_| Some(heard(Heard::SessionDue)));
                self.session_due = Some(timer(page, ms, due));
            }
            Effect::OpenSession { chatflow } => {
                let begins = self.model.begins();
                let answered = Box::new(move |status, body: String| {
                    let Some(shell) = weak.upgrade() else { return };
                    let session = if status == 200 { read_session(&body).ok_or(502) } else { Err(status) };
                    shell.tell(heard(Heard::Session(session)));
                    // Another tab was faster, and who we are and what it began is in the memory.
                    if status == 599
                        && let Some(memory) = shell.page.memory()
                    {
                        shell.tell(heard(Heard::Remembered(memory)));
                    }
                });
                self.session_asked = Some(session(page, chatflow.as_str(), begins, answered));
            }
            Effect::Remember(memory) => {
                if !page.remember(&memory) {
                    shell.push(heard(Heard::NotKept));
                }
            }
            Effect::Keep => self.keep(shell),
            Effect::DecideAgain => page.ask(),
            Effect::FocusAddress => self.log.focus_address(),
        }
    }

    fn keep(&self, shell: &Shell) {
        let page = &shell.page;
        for pending in self.model.unsent() {
            page.kept(
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
        if !page.keep() {
            shell.push(heard(Heard::NotKept));
        }
    }
}

impl Whole for Chat {
    fn front(&self) -> &Front {
        &self.model
    }

    fn take(&mut self, page: &Page, told: Told) {
        let (now, random) = (page.time(), page.random());
        let is_written = matches!(told, Told::Msg(Msg::Sent { .. } | Msg::Picked { .. }) | Told::Left(_));
        if is_written {
            // With another chatflow may have come what its owner changed meanwhile.
            self.model.mask_by(Masks::from_wire(page.masks().as_deref()));
        }
        self.effects = match told {
            Told::Msg(msg) => self.model.update(now, random, msg),
            Told::Heard(heard) => match heard.downcast() {
                Ok(heard) => self.model.hear(now, random, *heard),
                Err(_) => return,
            },
            // A script wants a text masked before it sends it (`loader/mask.js`).
            Told::Left(message) if message.is_string() => {
                return page.tell(MASKED, &self.model.masked(&message.as_string().unwrap_or_default()));
            }
            Told::Left(message) => match read_pending(message) {
                Some(left) => self.model.hear(now, random, Heard::Adopted(left)),
                None => return,
            },
            Told::Picked([thread, token, socket]) => {
                let Ok(thread) = ThreadId::parse(&thread) else { return };
                let reached = Heard::Session(Ok(Session { token, socket }));
                let mut effects = self.model.hear(now, random, reached);
                effects.extend(self.model.update(now, random, Msg::Selected(thread)));
                effects
            }
            Told::Complete | Told::Near => return,
        };
    }

    fn draw(&mut self) -> bool {
        self.log.draw(&self.model)
    }

    fn perform(&mut self, shell: &Rc<Shell>, stage: &mut Stage) {
        for effect in std::mem::take(&mut self.effects) {
            self.perform_one(shell, stage, effect);
        }
    }

    fn speak(&mut self, language: String, view: &mut View) {
        self.model.language = language;
        self.log = Log::new(view);
    }
}
