//! How things get from one to the other: frames over links, questions between objects, effects out of an object.
//!
//! Whatever leaves an object leaves here, one by one, and a machine may die between any two.

use conversation::thread::Status;
use conversation::view::View;
use edge::error::Error;
use edge::objects::call::{Beginning, ListRows};
use edge::shard::consent::Consenting;
use protocol::delivery::Input;
use protocol::frame::{ClientFrame, ServerFrame};

use super::{Happening, World};
use crate::client::Who;
use crate::edge_side::object::Event;
use crate::edge_side::platform::{Answer, CallId, Effect, Held, ObjectId, Question, SocketId, To};
use crate::network::{Link, Parcel, Way};

impl World {
    // Links.

    pub(super) fn connect(&mut self, client: usize) {
        self.disconnect(client);
        let one = &mut self.clients[client];
        let inbox = self.objects.len() - 1;
        let (object, held) = match &one.who {
            // A visitor's threads lie in one shard.
            Who::Visitor(_) => (one.session as usize, Held::default()),
            Who::Agent(agent) => {
                let agent = Some((agent.id.clone(), agent.name.clone()));
                (inbox, Held { agent, session: one.session(), ..Held::default() })
            }
        };
        let socket = self.links.len();
        one.socket = Some(socket);
        let (up, down) = (Way::default(), Way::default());
        self.links.push(Link { client, object, held, up, down, at_client: true, at_object: false });
        self.send_up(socket, Parcel::Knock);
    }

    /// The tab forgets its link. The object learns it in order, late, or not before somebody sweeps.
    pub(super) fn disconnect(&mut self, client: usize) {
        let Some(socket) = self.clients[client].socket.take() else { return };
        self.links[socket].at_client = false;
        self.links[socket].down.die(true);
        if !self.calm && self.chance.one_in(3) {
            let wait = self.chance.between(1_000, 90_000);
            self.later(wait, Happening::LostByObject(socket));
        } else {
            self.send_up(socket, Parcel::Close(1001));
        }
    }

    fn send_up(&mut self, socket: SocketId, parcel: Parcel) {
        let link = &mut self.links[socket];
        for at in link.up.put(self.now, parcel, self.weather, &mut self.chance) {
            self.at(at, Happening::Up(socket));
        }
    }

    fn send_down(&mut self, socket: SocketId, parcel: Parcel) {
        let link = &mut self.links[socket];
        for at in link.down.put(self.now, parcel, self.weather, &mut self.chance) {
            self.at(at, Happening::Down(socket));
        }
    }

    pub(super) fn client_sends(&mut self, client: usize, parcel: Parcel) {
        let Some(socket) = self.clients[client].socket else { return };
        let parcel = match parcel {
            Parcel::Client(frame) if self.as_bytes => {
                Parcel::Text(serde_json::to_string(&*frame).unwrap_or_default())
            }
            other => other,
        };
        self.send_up(socket, parcel);
    }

    pub(super) fn arrives_at_object(&mut self, socket: SocketId) -> bool {
        let is_down = self.is_down();
        let link = &mut self.links[socket];
        let object = link.object;
        let Some(parcel) = link.up.take(self.now) else { return false };
        match parcel {
            Parcel::Knock => {
                let held = link.held.clone();
                if is_down || self.ledger.closed_sessions.contains(&held.session) {
                    let code = if is_down { 1006 } else { protocol::code::close::AUTH };
                    self.send_down(socket, Parcel::Close(code));
                    return true;
                }
                // The Worker has let it through; the object is not there yet.
                let wait = self.chance.between(1, 60);
                self.later(wait, Happening::Enters(socket));
            }
            Parcel::Close(_) => return self.object_loses(socket),
            // The platform answers; the object sleeps on.
            Parcel::Ping if link.at_object && !is_down => {
                let clock = self.machine_clock();
                self.objects[object].platform.pinged(socket, clock);
                self.send_down(socket, Parcel::Pong);
            }
            Parcel::Client(frame) if link.at_object => self.object_hears(socket, object, *frame),
            Parcel::Text(text) if link.at_object => match ClientFrame::parse(&text) {
                Ok(frame) => self.object_hears(socket, object, frame),
                Err(error) => self.ledger.breaks(|| format!("(4) {text} is no frame: {error:?}")),
            },
            _ => {}
        }
        true
    }

    /// A socket reaches its object.
    pub(super) fn enters(&mut self, socket: SocketId) -> bool {
        let opened_at = self.machine_clock();
        let is_down = self.is_down();
        let link = &mut self.links[socket];
        if link.up.dead || is_down {
            self.send_down(socket, Parcel::Close(1006));
            return true;
        }
        link.at_object = true;
        let (object, client, held) = (link.object, link.client, Held { opened_at, ..link.held.clone() });
        self.note(|_| format!("socket {socket} of client {client} opens at object {object}"));
        self.object_on(object, Event::Opened(socket, held));
        true
    }

    fn object_hears(&mut self, socket: SocketId, object: ObjectId, frame: ClientFrame) {
        self.note(|world| {
            format!("object {object} hears {frame:?} of client {}", world.links[socket].client)
        });
        self.object_on(object, Event::Frame(socket, frame));
    }

    pub(super) fn arrives_at_client(&mut self, socket: SocketId) -> bool {
        let link = &mut self.links[socket];
        let client = link.client;
        let asleep_until = self.clients[client].asleep_until;
        if asleep_until > self.now {
            self.at(asleep_until, Happening::Down(socket));
            return false;
        }
        let Some(parcel) = link.down.take(self.now) else { return false };
        if !link.at_client {
            return false;
        }
        match parcel {
            Parcel::Opened => self.input(client, Input::Opened),
            Parcel::Pong => self.input(client, Input::Frame(ServerFrame::Pong)),
            Parcel::Server(frame) => self.input(client, Input::Frame(*frame)),
            Parcel::Text(text) => {
                let frame = serde_json::from_str(&text).unwrap_or(ServerFrame::Unknown);
                self.input(client, Input::Frame(frame));
            }
            Parcel::Close(code) => {
                self.send_up(socket, Parcel::Close(code));
                return self.client_loses(socket, code);
            }
            Parcel::Knock | Parcel::Client(_) | Parcel::Ping => {}
        }
        true
    }

    pub(super) fn client_loses(&mut self, socket: SocketId, code: u16) -> bool {
        let link = &mut self.links[socket];
        if !std::mem::take(&mut link.at_client) {
            return false;
        }
        let client = link.client;
        self.clients[client].socket = None;
        self.note(|_| format!("client {client} loses socket {socket} with {code}"));
        self.input(client, Input::Closed { code });
        true
    }

    pub(super) fn object_loses(&mut self, socket: SocketId) -> bool {
        let link = &mut self.links[socket];
        link.up.die(true);
        if !std::mem::take(&mut link.at_object) {
            return false;
        }
        let object = link.object;
        self.note(|_| format!("object {object} loses socket {socket}"));
        self.object_on(object, Event::Closed(socket));
        true
    }

    // Objects.

    pub(super) fn is_down(&self) -> bool {
        self.now < self.down_until
    }

    /// Lets out of an object what may leave, or sees to its commit.
    pub(super) fn flush(&mut self, object: ObjectId) {
        for effect in self.objects[object].leaving() {
            self.leaves(object, effect);
            if !self.calm && self.crash_between_effects(object) {
                return;
            }
        }
        let one = &mut self.objects[object];
        if one.platform.disk.waits() {
            if !std::mem::replace(&mut one.commits, true) {
                let (life, wait) = (one.life, self.chance.below(8));
                self.later(wait, Happening::Commit(object, life));
            }
        } else {
            self.set_alarm(object);
        }
    }

    pub(super) fn commits(&mut self, object: ObjectId, life: u32) -> bool {
        if self.objects[object].life != life {
            return false;
        }
        self.objects[object].commit();
        for thread in self.objects[object].grown() {
            self.ledger.committed(&self.objects[object].platform.disk, &thread);
        }
        self.flush(object);
        true
    }

    fn set_alarm(&mut self, object: ObjectId) {
        if let Some(at) = self.objects[object].alarm_to_set() {
            let at = at.saturating_add_signed(-self.skew);
            self.at(at, Happening::Ring(object));
        }
    }

    pub(super) fn rings(&mut self, object: ObjectId) -> bool {
        let clock = self.machine_clock();
        self.objects[object].alarm_is_unset();
        let Some(at) = self.objects[object].alarm() else { return false };
        if self.is_down() {
            self.at(self.down_until, Happening::Ring(object));
            return false;
        }
        if at > clock {
            self.set_alarm(object);
            return false;
        }
        self.note(|_| format!("object {object} is rung for"));
        self.object_on(object, Event::Ring);
        true
    }

    fn leaves(&mut self, object: ObjectId, effect: Effect) {
        match effect {
            Effect::Accept(socket) => self.send_down(socket, Parcel::Opened),
            Effect::Send(socket, frame) => {
                if let Some(held) = self.objects[object].platform.held(socket) {
                    self.ledger.leaves(&held, &frame);
                }
                let parcel = if self.as_bytes {
                    Parcel::Text(frame.to_json())
                } else {
                    Parcel::Server(Box::new(frame))
                };
                self.send_down(socket, parcel);
            }
            Effect::Close(socket, code) => {
                self.send_down(socket, Parcel::Close(code));
                // Whoever does not answer a close is gone some time.
                let wait = self.chance.between(1_000, 30_000);
                self.later(wait, Happening::LostByObject(socket));
            }
            Effect::Ask(id, To::Account, question) => {
                let wait = self.chance.between(1, 60);
                let answer =
                    if self.is_lost() { Err(unreachable()) } else { self.account_answers(&question) };
                self.later(wait, Happening::Returns(id, Box::new(answer)));
            }
            Effect::Ask(id, To::Object(to), question) => self.asks(to, id, question),
            Effect::Answer(id, answer) => {
                // What left before the answer may still arrive; behind it nothing may leave.
                self.ledger.ended_sessions.extend(self.sign_outs.remove(&id));
                if self.open_calls.remove(&id).is_some() {
                    let wait = self.chance.between(1, 20);
                    let answer = if self.is_lost() { Err(unreachable()) } else { answer };
                    self.later(wait, Happening::Returns(id, Box::new(answer)));
                }
            }
        }
    }

    /// Whether a question, or an answer, gets lost between objects.
    fn is_lost(&mut self) -> bool {
        !self.calm && self.chance.one_in(40)
    }

    pub(super) fn asks(&mut self, to: ObjectId, id: CallId, question: Question) {
        let wait = self.chance.between(1, 20);
        if self.is_lost() {
            self.later(wait, Happening::Returns(id, Box::new(Err(unreachable()))));
        } else {
            self.later(wait, Happening::Reaches(to, id, Box::new(question)));
        }
    }

    pub(super) fn reaches(&mut self, object: ObjectId, id: CallId, question: Question) -> bool {
        if self.is_down() {
            self.later(1, Happening::Returns(id, Box::new(Err(unreachable()))));
            return true;
        }
        self.open_calls.insert(id, object);
        if let Question::SignOut(call) = &question {
            self.sign_outs.insert(id, call.digest.clone());
        }
        self.object_on(object, Event::Asked(id, question));
        true
    }

    pub(super) fn returns(&mut self, id: CallId, answer: Result<Answer, Error>) -> bool {
        match (id >> 32).checked_sub(1) {
            Some(object) if !self.is_down() => self.object_on(object as usize, Event::Answered(id, answer)),
            Some(_) => {}
            None => self.answered_request(id, answer),
        }
        true
    }

    fn account_answers(&self, question: &Question) -> Result<Answer, Error> {
        match question {
            Question::Begin => Ok(Answer::Beginning(Box::new(Beginning {
                bot: None,
                chatflow_name: "Shop".to_owned(),
                inbox: self.objects[0].platform.name.clone(),
                reopen_within: self.reopen_within,
                closes_after: self.ledger.closes_after,
                routing: self.crew.rule.clone(),
                consent: Consenting::default(),
                contact: None,
                owner: None,
                lift: None,
            }))),
            Question::Session(digest) => Ok(Answer::Session(!self.ledger.closed_sessions.contains(digest))),
            Question::Consent => Ok(Answer::Consenting(Consenting::default())),
            Question::Crew => Ok(Answer::Crew(self.crew.told())),
            _ => Err(unreachable()),
        }
    }

    // Requests of consoles.

    pub(super) fn request(&mut self, client: usize, question: Question) {
        let id = self.next_request;
        self.next_request += 1;
        self.requests.insert(id, client);
        let inbox = self.objects.len() - 1;
        self.asks(inbox, id, question);
    }

    pub(super) fn asks_for_list(&mut self, client: usize) {
        let Who::Agent(agent) = &self.clients[client].who else { return };
        let me = agent.id.clone();
        for (view, status) in [
            (View::All, Status::Open),
            (View::All, Status::Closed),
            (View::Filtered, Status::Open),
            (View::Filtered, Status::Closed),
        ] {
            let status = status.into();
            let call = ListRows { me: me.clone(), view, status, before: None, limit: 200 };
            self.request(client, Question::List(call));
        }
    }

    fn answered_request(&mut self, id: CallId, answer: Result<Answer, Error>) {
        if self.heard_telling(id, &answer) {
            return;
        }
        let Some(client) = self.requests.remove(&id) else { return };
        match answer {
            Ok(Answer::Rows(list)) => list.rows.into_iter().for_each(|row| self.clients[client].has_row(row)),
            // Whatever failed, the list is asked for again; an act is the agent's to repeat.
            Err(_) => self.later(2_000, Happening::List(client)),
            Ok(_) => {}
        }
    }
}

pub(super) fn unreachable() -> Error {
    Error::fault("another object", "unreachable")
}
