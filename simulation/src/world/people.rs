//! What people do: write, look, leave, come back, sign out, close threads. Whatever a tab or a console lets them.

use conversation::ids::{ClientMessageId, ThreadId};
use edge::objects::call::{Act, DropSession, ForwardAct};
use protocol::delivery::{Input, LinkState};
use protocol::frame::ClientFrame;

use super::{Happening, World};
use crate::client::Who;
use crate::edge_side::platform::Question;
use crate::network::Parcel;

/// Threads a tab looks at, at most.
const VIEWS: usize = 4;

impl World {
    pub(super) fn somebody_acts(&mut self, client: usize) {
        if self.clients[client].asleep_until > self.now {
            return;
        }
        if self.clients[client].delivery.link() == LinkState::Refused && self.chance.one_in(3) {
            return self.comes_back(client);
        }
        match self.chance.below(24) {
            0..=11 => self.writes(client),
            12..=14 => self.looks_at(client),
            15 if self.chance.one_in(2) => self.looks_away(client),
            15 => self.types(client),
            16 if self.chance.one_in(2) => self.input(client, Input::Hurry),
            16 => self.reads(client),
            17 => self.reloads(client),
            18 => {
                self.note(|_| format!("client {client} is stopped and started"));
                self.input(client, Input::Stop);
                self.disconnect(client);
                if self.chance.one_in(2) {
                    self.input(client, Input::Start);
                }
            }
            19 => self.input(client, Input::Start),
            20 if self.chance.one_in(6) => {
                self.note(|_| format!("client {client} is in a hurry"));
                for _ in 0..25 {
                    self.writes(client);
                }
            }
            21 => self.hands_over(client),
            22 if self.clients[client].is_visitor() => self.pries(client),
            _ if self.clients[client].is_visitor() => self.writes(client),
            22 if self.chance.one_in(4) => self.signs_out(client),
            _ => self.acts_on_a_thread(client),
        }
    }

    fn writes(&mut self, client: usize) {
        let one = &mut self.clients[client];
        let thread = if one.is_visitor() {
            // Now and then somebody begins anew.
            if self.chance.one_in(10) { None } else { one.thread.clone() }
        } else {
            let rows: Vec<ThreadId> = one.rows.keys().cloned().collect();
            let Some(thread) = self.chance.pick(&rows).cloned() else { return };
            Some(thread)
        };
        self.note(|_| format!("client {client} writes into {thread:?}"));
        let submit = self.clients[client].write(&mut self.ledger, &mut self.chance, thread);
        self.input(client, submit);
    }

    fn looks_at(&mut self, client: usize) {
        let one = &mut self.clients[client];
        let known: Vec<ThreadId> = one.known.iter().cloned().collect();
        let Some(thread) = self.chance.pick(&known).cloned() else { return };
        if one.views.len() >= VIEWS {
            let first = one.views.keys().next().cloned();
            if let Some(first) = first.filter(|first| *first != thread) {
                let unfollow = one.unfollow(first);
                self.input(client, unfollow);
            }
        }
        // A shell has what it has shown, or nothing.
        let one = &mut self.clients[client];
        let have = if self.chance.one_in(2) { one.views.get(&thread).copied().unwrap_or(0) } else { 0 };
        self.note(|_| format!("client {client} follows {thread} after {have}"));
        let follow = self.clients[client].follow(thread, have);
        self.input(client, follow);
    }

    /// Somebody sees what is on the screen, or the half of it.
    fn reads(&mut self, client: usize) {
        let views: Vec<(ThreadId, u64)> =
            self.clients[client].views.iter().map(|(thread, have)| (thread.clone(), *have)).collect();
        let Some((thread, have)) = self.chance.pick(&views).cloned() else { return };
        let seq = self.chance.between(0, have);
        self.input(client, Input::Read { thread, seq });
    }

    fn types(&mut self, client: usize) {
        let views: Vec<ThreadId> = self.clients[client].views.keys().cloned().collect();
        if let Some(thread) = self.chance.pick(&views).cloned() {
            self.input(client, Input::Typing(thread));
        }
    }

    fn looks_away(&mut self, client: usize) {
        let one = &mut self.clients[client];
        let views: Vec<ThreadId> = one.views.keys().cloned().collect();
        if let Some(thread) = self.chance.pick(&views).cloned() {
            let unfollow = one.unfollow(thread);
            self.input(client, unfollow);
        }
    }

    fn reloads(&mut self, client: usize) {
        self.note(|_| format!("client {client} reloads"));
        self.disconnect(client);
        for input in self.clients[client].reload(Vec::new()) {
            self.input(client, input);
        }
    }

    /// A tab is closed, and another tab of the same visitor takes over what it had not sent.
    fn hands_over(&mut self, client: usize) {
        let Who::Visitor(me) = &self.clients[client].who else { return };
        let mine = |other: &&crate::client::Client| matches!(&other.who, Who::Visitor(it) if it == me);
        let Some(heir) = self.clients.iter().filter(mine).map(|other| other.number).find(|it| *it != client)
        else {
            return;
        };
        self.note(|_| format!("client {client} hands over to client {heir}"));
        let others = self.clients[client].gives_away();
        for one in [client, heir] {
            self.disconnect(one);
            let others = if one == heir { others.clone() } else { Vec::new() };
            for input in self.clients[one].reload(others) {
                self.input(one, input);
            }
        }
    }

    /// A visitor with a page of their own making asks for, and writes into, whatever thread they have heard of.
    fn pries(&mut self, client: usize) {
        let Who::Visitor(me) = &self.clients[client].who else { return };
        let foreign = self.ledger.owners.iter().filter(|(_, owner)| *owner != me);
        let foreign: Vec<ThreadId> = foreign.map(|(thread, _)| thread.clone()).collect();
        let Some(thread) = self.chance.pick(&foreign).cloned() else { return };
        self.note(|_| format!("client {client} pries into {thread}"));
        let frame = if self.chance.one_in(2) {
            ClientFrame::Resume { thread, after_seq: 0 }
        } else {
            // Known to nobody: the ledger breaks where it is stored.
            ClientFrame::Post {
                client_message_id: ClientMessageId::from_random(self.chance.bits()),
                thread: Some(thread),
                chatflow: None,
                text: "not mine".to_owned(),
                attachments: Vec::new(),
                page: None,
                consent: None,
                form: Vec::new(),
                communication: None,
                reply_to: None,
            }
        };
        self.client_sends(client, Parcel::Client(Box::new(frame)));
    }

    fn signs_out(&mut self, client: usize) {
        self.note(|_| format!("client {client} signs out"));
        let digest = self.clients[client].session();
        if self.chance.one_in(2) {
            // In another window, while this one is about to connect.
            self.disconnect(client);
            self.input(client, Input::Closed { code: 1006 });
            self.input(client, Input::Hurry);
            let wait = self.chance.below(100);
            return self.later(wait, Happening::SignsOut(client, digest));
        }
        self.ends_session(client, digest);
    }

    pub(super) fn ends_session(&mut self, client: usize, digest: String) {
        // The account ends the session first: nobody opens a socket with it from here on.
        self.ledger.closed_sessions.insert(digest.clone());
        self.request(client, Question::SignOut(DropSession { digest }));
    }

    fn acts_on_a_thread(&mut self, client: usize) {
        let one = &self.clients[client];
        let Who::Agent(me) = one.who.clone() else { return };
        if self.chance.one_in(4) {
            return self.somebody_changes(&me.id);
        }
        let one = &self.clients[client];
        let rows: Vec<ThreadId> = one.rows.keys().cloned().collect();
        let Some(thread) = self.chance.pick(&rows).cloned() else { return };
        let act = match self.chance.below(8) {
            0..=2 => Act::Close,
            3 | 4 => Act::Reopen,
            5 => Act::Assign(Some(me.clone())),
            6 if self.chance.one_in(2) => Act::AssignTeam(super::crew::team()),
            6 => Act::Assign(None),
            _ if self.chance.one_in(2) => Act::Block,
            _ => Act::Unblock,
        };
        self.note(|_| format!("client {client} does {act:?} to {thread}"));
        self.request(client, Question::Forward(ForwardAct { thread, act, by: me }));
    }
}
