//! What a visitor has before anything was said: launcher, prompt, panel and composer, as a pure function of what happened.
//!
//! It comes first and does without a chat: what only a chat can do waits in it until [`crate::model`] is there, which then
//! builds on it. Knows no message but the one that is being written, no clock, no storage.

mod consent;
pub(crate) mod team;

use conversation::ids::{ChatflowId, ClientMessageId, ThreadId};
use conversation::text::{MessageText, TextRejected};
use protocol::availability::{Now, Told};
use protocol::boot::CaptureStep;

use crate::agreements::Agreements;
use crate::show::Show;

/// What happened, on the page or at the visitor's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// The loader has another decision for the page.
    Shown(Option<Box<Show>>),
    /// The screen became small, or is small no longer.
    Small(bool),
    /// The launcher was pressed.
    Toggled,
    /// The chat is wanted: the prompt was pressed, or the page's address says so.
    Opened,
    /// The chat opens by itself, as the chatflow's display rules say.
    Appeared,
    /// The chat is to be closed.
    Closed,
    /// The prompt was dismissed.
    Dismissed,
    /// It stays open from now on: the page gave it a place of its own.
    Pinned,
    /// The composer's text changed.
    Typed(String),
    /// The page puts words into the composer, to be sent by the visitor or not.
    Drafted(String),
    /// Files were chosen for the next message: their ids with commas between them, anything else while they have none.
    Attached(String),
    /// A file is to be sent, and nobody knows who sends it yet.
    Begun,
    /// Send was pressed.
    Sent {
        /// For the message, made just now.
        id: ClientMessageId,
        /// The page, without query and fragment.
        page: String,
    },
    /// The same, said while there was nobody to deliver it.
    Said {
        /// For the message.
        id: ClientMessageId,
        /// Trimmed.
        text: String,
        /// As in [`Msg::Attached`].
        files: String,
        /// The page, without query and fragment.
        page: String,
    },
    /// A quick reply was picked.
    Picked {
        /// For the message, made just now.
        id: ClientMessageId,
        /// What it says.
        text: String,
        /// The page, without query and fragment.
        page: String,
    },
    /// "I agree" was clicked, by a person.
    Agreed,
    /// "No, thanks" was pressed.
    Disagreed,
    /// An e-mail address was given.
    Claimed {
        /// For the question, made just now.
        id: ClientMessageId,
        /// As typed.
        email: String,
    },
    /// The page says whose address it is. No proof of anything: it is what the visitor could have typed.
    Named {
        /// For the question, made just now.
        id: ClientMessageId,
        /// As the page has it.
        email: String,
    },
    /// The e-mail field's text changed.
    Corrected,
    /// The question for an e-mail address was dismissed.
    Declined,
    /// "Try again" was pressed.
    Retried(ClientMessageId),
    /// The page is visible again, or the network is back.
    Returned,
    /// The edge was asked what is told of the team; `None` where it gave no answer.
    Told(Option<Now>),
    /// What is told of the team may be something else by now.
    LookDue,
    /// Another conversation of theirs was picked.
    Selected(ThreadId),
    /// A new conversation is wanted; the one before stays as it is.
    NewThread,
    /// The conversation that is shown is to end.
    Ended,
    /// Nothing is to be known of the visitor any more.
    Forgotten,
    /// What a chat needs could not be fetched; it is tried again.
    Missed,
}

/// What the shell has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Ask the edge what is told of the team now; [`Msg::Told`].
    AskTeam {
        /// The chatflow.
        chatflow: ChatflowId,
    },
    /// Ring [`Msg::LookDue`] at this time, instead of any earlier wish.
    LookAt(u64),
    /// The launcher, which was hidden, is there again.
    Reveal,
    /// Tell the display rules, and whoever on the page listens. With it goes what it is about, as [`Deed`] says.
    Tell(Deed, String),
    /// Put the focus where the visitor goes on: into the composer, or to what has to be agreed to before.
    FocusComposer,
    /// Give it back to the launcher.
    FocusLauncher,
    /// Scroll the log to its end.
    ScrollToEnd,
    /// Fetch what a chat needs. Wished for as often as it is missed.
    Fetch,
    /// Keep this: it was sent, and nobody is there yet to deliver it.
    Hold {
        /// The message's.
        id: ClientMessageId,
        /// Trimmed.
        text: String,
        /// The page, without query and fragment.
        page: String,
        /// Where it goes.
        chatflow: ChatflowId,
    },
}

/// Where wishes go: to a shell, or among the effects of a whole chat.
pub trait Out {
    /// Wishes for one more.
    fn sign(&mut self, sign: Sign);
}

impl Out for Vec<Sign> {
    fn sign(&mut self, sign: Sign) {
        self.push(sign);
    }
}

/// Something that display rules have a word on, or that the page may listen for. The numbers are those of
/// `loader/display.js` and `loader/chat.js`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Deed {
    /// The visitor opened the chat.
    Opened = 2,
    /// Waved the welcome message away.
    Dismissed,
    /// Wrote.
    Replied,
    /// Closed the chat.
    Closed,
    /// Began a thread; about: its id.
    Started,
    /// Went to another one; about: its id.
    Selected,
    /// The thread was closed; about: its id.
    Ended,
    /// About: how many threads have something unread.
    Unread,
    /// The visitor is a contact from now on.
    Identified,
    /// Picked one of the answers; about: its words.
    Picked,
}

/// The chat's line to the edge, in words for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notice {
    /// Nothing to say.
    #[default]
    None,
    /// The line is down and being restored.
    Reconnecting,
    /// The browser stores nothing, so the chat lives as long as the page.
    MemoryOnly,
    /// Both.
    ReconnectingInMemory,
    /// What was not sent is deleted, since the visitor took back what they had agreed to.
    Deleted,
}

/// What of a chat shows outside its log. The chat says it; nobody wrote where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Whether the shown conversation has anything in it.
    pub(crate) has_lines: bool,
    /// Whether anything is on its way, in whichever conversation.
    pub(crate) has_pending: bool,
    /// Whether the shown conversation is closed.
    pub(crate) is_closed: bool,
    /// How the line stands.
    pub(crate) notice: Notice,
}

/// The state of all that.
#[derive(Debug)]
pub struct Front {
    pub(crate) show: Option<Box<Show>>,
    pub(crate) show_revision: u32,
    pub(crate) small: bool,
    pub(crate) open: bool,
    pub(crate) pinned: bool,
    pub(crate) greeted: Vec<ChatflowId>,
    pub(crate) draft: String,
    pub(crate) attached: String,
    pub(crate) draft_revision: u32,
    pub(crate) language: String,
    pub(crate) agreed: Agreements,
    pub(crate) thread: Option<ThreadId>,
    /// A new conversation is wanted, whatever there is.
    pub(crate) is_fresh: bool,
    pub(crate) unread: u32,
    /// The same in conversations that are not shown.
    pub(crate) elsewhere: u32,
    pub(crate) team: Option<Told>,
    /// How the visitor is asked for their address: as the decision said, until the edge is asked again.
    pub(crate) capture: Option<CaptureStep>,
    pub(crate) team_revision: u32,
    /// When what is told of the team was asked for, or came with the page.
    pub(crate) told_at: u64,
    pub(crate) facts: Facts,
    /// What only a chat can do, until there is one.
    pub(crate) waiting: Vec<Msg>,
}

impl Front {
    /// Nothing to show yet. `language` is the widget's own.
    pub fn new(now: u64, small: bool, language: String) -> Self {
        Self {
            show: None,
            show_revision: 0,
            small,
            open: false,
            pinned: false,
            greeted: Vec::new(),
            draft: String::new(),
            attached: String::new(),
            draft_revision: 0,
            language,
            agreed: Agreements::default(),
            thread: None,
            is_fresh: false,
            unread: 0,
            elsewhere: 0,
            team: None,
            capture: None,
            team_revision: 0,
            told_at: now,
            facts: Facts::default(),
            waiting: Vec::new(),
        }
    }

    /// One step at `now` (ms) with `random` in 0..1, while there is no chat: what needs one waits, and is wished for.
    pub fn alone(&mut self, now: u64, random: f64, msg: Msg) -> Vec<Sign> {
        let mut out = Vec::new();
        if let Some(msg) = self.update(now, random, msg, &mut out) {
            self.wait(msg, &mut out);
        }
        if self.is_open() || !self.waiting.is_empty() || !self.agreed.is_empty() {
            out.push(Sign::Fetch);
        }
        out
    }

    /// Does what can be done without a chat; gives back what cannot.
    pub(crate) fn update(&mut self, now: u64, random: f64, msg: Msg, out: &mut dyn Out) -> Option<Msg> {
        match msg {
            Msg::Shown(show) => {
                // Where there was nothing to see, nothing is open: the next page starts closed.
                self.open = show.is_some() && (self.open || self.pinned);
                if self.show != show {
                    self.show = show;
                    self.show_revision += 1;
                    self.team_shown(now, random, out);
                }
            }
            Msg::Small(small) => self.small = small,
            Msg::Toggled if self.open => self.close(out),
            Msg::Toggled | Msg::Opened => {
                if self.unfold(out) {
                    face_composer(out);
                }
            }
            Msg::Appeared => {
                // The focus stays where it is: nobody asked for this.
                self.open |= self.show.is_some() && !self.is_hidden();
                out.sign(Sign::ScrollToEnd);
            }
            Msg::Closed | Msg::Disagreed => self.close(out),
            Msg::Dismissed => {
                self.greet();
                tell(Deed::Dismissed, "", out);
            }
            Msg::Pinned => {
                self.pinned = true;
                self.open = self.show.is_some();
                self.unread = 0;
                out.sign(Sign::ScrollToEnd);
            }
            Msg::Typed(text) => self.draft = text,
            Msg::Drafted(text) => {
                self.draft = text;
                self.draft_revision += 1;
            }
            Msg::Attached(files) => self.attached = files,
            Msg::Agreed => self.agree(out),
            Msg::Returned => self.look_again(now, out),
            Msg::Told(told) => self.told(now, random, told, out),
            Msg::LookDue => self.look(now, out),
            Msg::Missed => self.facts.notice = Notice::Reconnecting,
            // Without a conversation there is nobody whose address it could be.
            Msg::Named { .. } if self.thread.is_none() => {}
            other => return Some(other),
        }
        None
    }

    /// What is sent leaves the composer at once, is kept and shown, and goes when it can be delivered.
    fn wait(&mut self, msg: Msg, out: &mut Vec<Sign>) {
        let (id, page) = match msg {
            Msg::Sent { id, page } => (id, page),
            other => return self.waiting.push(other),
        };
        if let (Some(show), true) = (&self.show, self.can_send()) {
            let text: String = self.draft.trim().into();
            let chatflow = show.chatflow.clone();
            out.push(Sign::Hold { id: id.clone(), text: text.clone(), page: page.clone(), chatflow });
            face_composer(out);
            let files = std::mem::take(&mut self.attached);
            self.waiting.push(Msg::Said { id, text, files, page });
            self.draft = String::new();
            self.draft_revision += 1;
        }
    }

    /// What was sent and waits, oldest first.
    pub fn held(&self) -> impl Iterator<Item = &str> {
        self.waiting.iter().filter_map(|msg| match msg {
            Msg::Said { text, .. } => Some(text.as_str()),
            _ => None,
        })
    }

    /// Opens the panel, where there is something to show.
    pub(crate) fn unfold(&mut self, out: &mut dyn Out) -> bool {
        self.open = self.show.is_some();
        if self.open {
            self.unread = 0;
            self.greet();
            tell(Deed::Opened, "", out);
        }
        self.open
    }

    pub(crate) fn close(&mut self, out: &mut dyn Out) {
        if self.open && !self.pinned {
            self.open = false;
            tell(Deed::Closed, "", out);
            out.sign(Sign::FocusLauncher);
        }
    }

    /// The welcome message has been seen: its prompt does not come back on this page.
    fn greet(&mut self) {
        if let Some(show) = &self.show
            && !self.greeted.contains(&show.chatflow)
        {
            self.greeted.push(show.chatflow.clone());
        }
    }
}

/// What the views read; nothing here changes it.
impl Front {
    /// The chatflow to show; `None` leaves the page as it was found.
    pub fn show(&self) -> Option<&Show> {
        self.show.as_deref()
    }

    /// Grows whenever there is something else to show.
    pub fn show_revision(&self) -> u32 {
        self.show_revision
    }

    /// Whether the panel is open.
    pub fn is_open(&self) -> bool {
        self.open && self.show.is_some()
    }

    /// Whether the panel covers the whole screen.
    pub fn is_small(&self) -> bool {
        self.small
    }

    /// Whether the welcome message pops open beside the launcher (S46, S53).
    pub fn has_prompt(&self) -> bool {
        self.show.as_ref().is_some_and(|show| {
            let wanted = if self.small { show.small.pop_up } else { show.pop_up };
            let greets = || self.thread.is_none() && !self.greeted.contains(&show.chatflow);
            wanted && !self.open && !self.is_hidden() && (show.is_ruled || greets())
        })
    }

    /// Whether there is no chat yet that could be gone on with.
    pub fn begins(&self) -> bool {
        self.thread.is_none() && !self.is_fresh
    }

    /// Whether anybody said anything in the conversation that is shown.
    pub fn has_lines(&self) -> bool {
        self.facts.has_lines || !self.waiting.is_empty()
    }

    /// The thread that is shown, whether it is closed, how many messages came in others, and whether the panel is open.
    pub fn place(&self) -> (Option<&ThreadId>, bool, u32, bool) {
        (self.thread.as_ref(), self.facts.is_closed, self.elsewhere, self.is_open())
    }

    /// Agents' messages that came while the panel was closed, and those in conversations that are not shown.
    pub fn unread(&self) -> u32 {
        if self.open { 0 } else { self.unread + self.elsewhere }
    }

    /// The composer's text, and a number that grows whenever somebody else than the visitor changed it.
    pub fn draft(&self) -> (&str, u32) {
        (&self.draft, self.draft_revision)
    }

    /// Whether there is something to send.
    pub fn can_send(&self) -> bool {
        let said = MessageText::parse(self.draft.trim());
        let alone = said == Err(TextRejected::Empty) && !self.attached.is_empty();
        !self.is_locked() && (alone || said.is_ok())
    }

    /// Characters over the limit.
    pub fn excess(&self) -> usize {
        match MessageText::parse(self.draft.trim()) {
            Err(TextRejected::TooLong { got }) => got - protocol::limits::MESSAGE_CHARS,
            _ => 0,
        }
    }

    /// What to say about the line to the edge.
    pub fn notice(&self) -> Notice {
        self.facts.notice
    }
}

pub(crate) fn tell(deed: Deed, about: &str, out: &mut dyn Out) {
    out.sign(Sign::Tell(deed, about.into()));
}

/// Shows the visitor the newest line, and where they go on.
pub(crate) fn face_composer(out: &mut dyn Out) {
    out.sign(Sign::ScrollToEnd);
    out.sign(Sign::FocusComposer);
}

#[cfg(test)]
mod tests;
