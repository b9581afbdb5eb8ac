//! The chat inside the model: session, delivery, thread, and what of it is remembered.
//!
//! Turns what `protocol::delivery` asks for into effects, and what it tells into what the visitor sees. Knows no panel
//! and no prompt.

use conversation::ids::{ChatflowId, ClientMessageId, FileId, ThreadId};
use conversation::text::MessageText;
use conversation::thread::Status;
use protocol::boot::Session;
use protocol::code::{Code, close};
use protocol::delivery::{Action, Draft, Input, LinkState, News};
use protocol::frame::{Author, Body, Entry};

use super::{Deed, Effect, Model, Out as _, Pending, PendingState, Sign, Wait, face_composer, tell};

/// First wait before asking for a session again; doubled up to the most.
const SESSION_FIRST_MS: u64 = 1_000;
const SESSION_MOST_MS: u64 = 30_000;

impl Model {
    pub(super) fn send(
        &mut self,
        now: u64,
        random: f64,
        id: ClientMessageId,
        page: String,
        out: &mut Vec<Effect>,
    ) {
        let draft = std::mem::take(&mut self.draft);
        let files = std::mem::take(&mut self.attached);
        if self.say(now, random, id, (draft.trim(), &files), page, out) {
            self.draft_revision += 1;
        } else {
            self.draft = draft;
            self.attached = files;
        }
    }

    /// Asks who the visitor is, for a file that goes before its message. What they write goes by the same answer.
    pub(super) fn begin(&mut self, out: &mut Vec<Effect>) {
        if let (false, Some(chatflow), None) = (self.session_asked, self.here(), &self.session) {
            self.session_asked = true;
            out.push(Effect::OpenSession { chatflow });
        }
    }

    /// Says something, where it can be said.
    pub(super) fn say(
        &mut self,
        now: u64,
        random: f64,
        id: ClientMessageId,
        (text, files): (&str, &str),
        page: String,
        out: &mut Vec<Effect>,
    ) -> bool {
        let text = self.masked(text);
        let text =
            if files.is_empty() { MessageText::parse(&text) } else { MessageText::beside_files(&text) };
        let (Ok(text), Some(chatflow)) = (text, self.here()) else { return false };
        if self.show.is_none() || self.is_locked() {
            return false;
        }
        self.accept();
        self.deleted = false;
        self.pending.push(Pending {
            id,
            text: text.into_string(),
            files: files.into(),
            at: now,
            page,
            chatflow,
            thread: self.thread.clone(),
            state: PendingState::Sending,
        });
        tell(Deed::Replied, "", out);
        // Whoever clicked the button goes on writing in the field.
        face_composer(out);
        self.submit(now, random, self.pending.len() - 1, out);
        true
    }

    /// "Try again". What has to be agreed to first comes first.
    pub(super) fn retry(&mut self, now: u64, random: f64, id: &ClientMessageId, out: &mut Vec<Effect>) {
        if self.is_locked() {
            out.sign(Sign::FocusComposer);
        } else if let Some(at) = self.find(id) {
            self.submit_here(now, random, at, out);
        }
    }

    /// The chatflow that is written to now.
    fn here(&self) -> Option<ChatflowId> {
        self.chatflow.as_ref().or(self.show.as_ref().map(|show| &show.chatflow)).cloned()
    }

    /// Hands a message to delivery, for where the visitor is now.
    fn submit_here(&mut self, now: u64, random: f64, at: usize, out: &mut Vec<Effect>) {
        if let Some(here) = self.here() {
            self.pending[at].chatflow = here;
        }
        self.submit(now, random, at, out);
    }

    /// Hands a message to delivery.
    pub(super) fn submit(&mut self, now: u64, random: f64, at: usize, out: &mut Vec<Effect>) {
        let consent = self.consent_given(&self.pending[at].chatflow);
        let pending = &mut self.pending[at];
        pending.state = PendingState::Sending;
        self.unkept = true;
        let draft = Draft {
            client_message_id: pending.id.clone(),
            thread: pending.thread.clone(),
            chatflow: Some(pending.chatflow.clone()),
            text: pending.text.clone(),
            attachments: pending.files.split(',').filter_map(|id| FileId::parse(id).ok()).collect(),
            page: Some(pending.page.clone()),
            consent,
            reply_to: None,
        };
        self.deliver(now, random, Input::Submit(draft), out);
        self.connect(now, random, out);
    }

    /// Connects, with a session first where there is none.
    pub(super) fn connect(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        if self.session.is_some() {
            self.deliver(now, random, Input::Start, out);
        } else {
            self.ask_session(out);
        }
    }

    pub(super) fn ask_session(&mut self, out: &mut Vec<Effect>) {
        // Where the first message goes that waits for it. What was to begin a chat may have been taken back.
        let chatflow = match self.pending.first() {
            Some(pending) => Some(pending.chatflow.clone()),
            None if self.begins() => None,
            None => self.here(),
        };
        if let (Some(chatflow), false) = (chatflow, self.session_asked) {
            self.session_asked = true;
            out.push(Effect::OpenSession { chatflow });
        }
    }

    pub(super) fn session(
        &mut self,
        now: u64,
        random: f64,
        answer: Result<Session, u16>,
        out: &mut Vec<Effect>,
    ) {
        self.session_asked = false;
        match answer {
            Ok(session) => {
                // What is spoken over another socket is in another inbox.
                if self.session.as_ref().is_some_and(|before| before.socket != session.socket) {
                    self.deliver(now, random, Input::Stop, out);
                }
                self.session_attempt = 0;
                self.token = Some(session.token.clone());
                self.delivery.set_token(session.token.clone());
                self.session = Some(session);
                self.deliver(now, random, Input::Start, out);
            }
            Err(0 | 429 | 500..) => {
                let most = (SESSION_FIRST_MS << self.session_attempt.min(5)).min(SESSION_MOST_MS);
                self.session_attempt += 1;
                out.push(Effect::SessionIn(most / 2 + ((most / 2) as f64 * random) as u64));
            }
            // A session that cannot be renewed is still one.
            Err(_) if self.session.is_some() => {}
            Err(_) => {
                for pending in &mut self.pending {
                    pending.state = PendingState::Failed;
                }
                self.unkept = true;
            }
        }
    }

    pub(super) fn link_closed(&mut self, now: u64, random: f64, code: u16, out: &mut Vec<Effect>) {
        self.deliver(now, random, Input::Closed { code }, out);
        // The token is worth nothing any more: one fresh one, then it is the server's word.
        if code == close::AUTH && !self.renewed {
            self.renewed = true;
            self.session = None;
            self.ask_session(out);
        }
    }

    pub(super) fn returned(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        if self.session.is_none() && self.session_attempt > 0 {
            self.ask_session(out);
        }
        self.deliver(now, random, Input::Hurry, out);
    }

    pub(super) fn deliver(&mut self, now: u64, random: f64, input: Input, out: &mut Vec<Effect>) {
        for action in self.delivery.on(now, random, input) {
            match action {
                Action::Connect => {
                    let path = self.session.as_ref().map(|session| session.socket.clone());
                    out.push(Effect::Connect(path.unwrap_or_default()));
                }
                Action::Disconnect => out.push(Effect::Disconnect),
                Action::Send(frame) => out.push(Effect::Send(frame)),
                Action::Ping => out.push(Effect::Ping),
                Action::WakeAt(at) => out.push(Effect::WakeAt(at)),
                Action::Tell(news) => self.take_news(now, random, news, out),
            }
        }
    }

    pub(super) fn take_news(&mut self, now: u64, random: f64, news: News, out: &mut Vec<Effect>) {
        match news {
            News::Link(state) => match state {
                LinkState::Live | LinkState::Off => {
                    self.lost = false;
                    self.say_end(out);
                }
                LinkState::Waiting | LinkState::Refused => {
                    self.lost = true;
                    self.wait.is_known = false;
                }
                LinkState::Connecting => {}
            },
            News::Acked { client_message_id, thread, .. } => {
                self.mark(&client_message_id, PendingState::Sent);
                self.acked(now, random, &client_message_id, thread, out);
            }
            News::Entry { thread, entry } if self.thread.as_ref() == Some(&thread) => self.take(now, entry),
            News::State(state) if self.thread.as_ref() == Some(&state.id) => {
                self.wait.is_known = true;
                self.ending &= state.status == Status::Open;
                self.status = state.status;
                self.chatflow = Some(state.chatflow);
            }
            News::Failed { client_message_id, code: Some(Code::ThreadClosed | Code::NotFound) }
                if self.is_of_shown(&client_message_id) =>
            {
                self.begin_anew(now, random, &client_message_id, out);
            }
            // A new conversation belongs where its chatflow does: that may be another inbox, with another socket.
            News::Failed { client_message_id, code: Some(Code::NotFound) } if !self.moved => {
                self.move_to_inbox(now, random, &client_message_id, out);
            }
            News::Failed { client_message_id, code: Some(Code::ConsentRequired) } => {
                self.consent_refused(now, random, &client_message_id, out);
            }
            News::Failed { client_message_id, .. } => self.mark(&client_message_id, PendingState::Failed),
            News::Captured(_) => self.captured(out),
            News::NotCaptured { code, .. } => self.not_captured(code, out),
            News::StartOver(thread) if self.thread.as_ref() == Some(&thread) => self.clear_log(),
            News::Elsewhere(Author::Agent { .. } | Author::Bot { .. }) => self.elsewhere += 1,
            News::Refused { code, .. } if code == Code::NotFound.as_str() => {
                self.forget_thread(now, random, out)
            }
            News::Team => self.team_changed(now, random, out),
            News::Welcome { .. }
            | News::Elsewhere(_)
            | News::Entry { .. }
            | News::State(_)
            | News::StartOver(_)
            | News::Refused { .. }
            // Not on the screen yet. What followed threads missed was asked for already.
            | News::Marks { .. }
            | News::Typing { .. }
            | News::Presence { .. }
            | News::Lagged
            | News::Row(_)
            | News::RowGone(_)
            | News::LongWait { .. }
            | News::Annotation { .. } => {}
        }
    }

    /// The thread that the first message started is ours from now on. What another tab had sent elsewhere before it left
    /// it to us takes nobody there.
    pub(super) fn belong(&mut self, now: u64, random: f64, thread: ThreadId, out: &mut Vec<Effect>) {
        if self.thread.is_none() {
            tell(Deed::Started, thread.as_str(), out);
            self.is_fresh = false;
            for pending in &mut self.pending {
                pending.thread.get_or_insert_with(|| thread.clone());
            }
            self.thread = Some(thread.clone());
            self.status = Status::Open;
            self.clear_log();
            let shown = self.show.as_ref().map(|show| show.chatflow.clone());
            self.chatflow = self.chatflow.take().or(shown);
            self.deliver(now, random, Input::Follow { thread, after_seq: 0 }, out);
            self.claim_held(now, random, out);
        }
    }

    fn clear_log(&mut self) {
        self.entries.clear();
        self.wait = Wait::default();
    }

    /// How far a message got.
    pub(super) fn mark(&mut self, id: &ClientMessageId, state: PendingState) {
        if let Some(at) = self.find(id) {
            self.pending[at].state = state;
            self.unkept = true;
        }
    }

    pub(super) fn find(&self, id: &ClientMessageId) -> Option<usize> {
        self.pending.iter().position(|pending| pending.id == *id)
    }

    fn take(&mut self, now: u64, entry: Entry) {
        let own = |pending: &Pending| Some(&pending.id) == entry.client_message_id.as_ref();
        let sent = self.pending.iter().position(own).map(|at| self.pending.remove(at));
        self.unkept |= sent.is_some();
        self.wait.hear(now, &entry, sent.map(|pending| pending.at));
        match entry.body {
            Body::Closed => self.status = Status::Closed,
            Body::Reopened => self.status = Status::Open,
            Body::Text { .. } if entry.from != Author::Visitor && !self.open => self.unread += 1,
            _ => {}
        }
        if let Some(message) = entry.revises()
            && let Some(known) = self.entries.iter_mut().find(|known| known.seq == message)
        {
            known.revise(&entry);
        }
        self.entries.push(entry);
    }

    /// The old thread cannot be written to any more: what was said starts a new one, under a new id.
    pub(super) fn begin_anew(&mut self, now: u64, random: f64, id: &ClientMessageId, out: &mut Vec<Effect>) {
        self.forget_thread(now, random, out);
        let Some(at) = self.find(id) else { return };
        // The id only has to differ from the refused one, and to stay the same in every attempt.
        let mut text = String::from(id.as_str());
        text.truncate(60);
        text.push_str("-2");
        let Ok(fresh) = ClientMessageId::parse(&text) else { return };
        self.pending[at].id = fresh;
        self.pending[at].thread = None;
        self.submit_here(now, random, at, out);
    }

    pub(super) fn forget_thread(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        if let Some(thread) = self.thread.take() {
            self.clear_log();
            self.ask = None;
            self.chatflow = None;
            self.ending = false;
            self.deliver(now, random, Input::Unfollow(thread), out);
        }
    }
}
