//! The console as it runs: the model in signals.
//!
//! Knows what there is to know, each thing once. What changes it is in [`crate::acts`], what shows it in
//! [`crate::view`]. `Console` is a handful of handles: copying it copies nothing.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::reactive::*;
use conversation::access::{Action, Actor, Resource, authorize};
use conversation::ids::{AgentId, ChatflowId, InboxId, ThreadId};
use conversation::view::{Standing, View};
use protocol::delivery::LinkState;
use protocol::frame::{Agent, Row};
use protocol::rest::{ChatflowInfo, InboxInfo, Me, Settings, macros::Macro};
use serde_json::Value;

use crate::acts::colleagues::Asked;
use crate::acts::forecast::Looked;
use crate::acts::lists::Known;
use crate::browser::boxes::Boxes;
use crate::browser::preferences::{self, Theme};
use crate::browser::{clock, history};
use crate::later::Tools;
use crate::live::Live;
use crate::route::Route;
use crate::state::apps::App;
use crate::state::chatflow_draft::{List, RuleDraft};
use crate::state::chatflow_editor::Editor;
use crate::state::colleagues::{Colleague, Presence, Room, Team, WorkDraft};
use crate::state::collision::Begun;
use crate::state::desk::Act;
use crate::state::details::AllDetails;
use crate::state::filter::Draft;
use crate::state::kept::{Drafts, ReadTo};
use crate::state::lists::{ListEditor, Property};
use crate::state::log::Log;
use crate::state::outgoing::Outgoing;
use crate::state::problem::Problem;
use crate::state::records::RecordDraft;
use crate::state::rows::{Rows, Scope};
use crate::state::saved::{Label, Views};
use crate::state::saved_replies::Reply;
use crate::state::selected::Selected;
use crate::state::signs::Signs;
use crate::state::simulation::Tries;
use crate::state::skills::{Skill, SkillDraft};
use crate::state::staged::Stages;
use crate::state::subscriptions::Kind as SubscriptionKind;
use crate::state::who::{Called, called};
use crate::texts::{Language, Text};
use crate::timers::Timers;

/// Whether somebody is signed in.
#[derive(Clone, Debug)]
pub(crate) enum Session {
    /// Being asked.
    Asking,
    /// The edge could not be asked.
    Unreachable(Problem),
    /// Nobody. `ended`: somebody was until a moment ago, and did not sign out.
    Out { ended: bool },
    /// Somebody.
    In(Arc<Me>),
}

/// How something stands that has to be loaded.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Loading {
    /// On its way.
    #[default]
    Asking,
    /// Here.
    Ready,
    /// Not here, and why.
    Failed(Problem),
}

/// A short message that goes by itself, unless it tells of something that failed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Toast {
    pub(crate) text: String,
    pub(crate) undo: Option<Undo>,
    pub(crate) failed: bool,
}

/// An act that can be taken back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Undo {
    Close(ThreadId),
    Reopen(ThreadId),
    Switch(ChatflowId, bool),
    /// The order that chatflows had.
    Order(Vec<ChatflowId>),
    Rule {
        list: List,
        at: usize,
        rule: RuleDraft,
    },
    Member {
        contact: String,
        name: String,
        on: bool,
    },
    Sites(Vec<String>),
    Gdpr(bool),
    VerifiedOnly(bool),
    /// Acts, each with the threads it puts back.
    Acts(Vec<(Act, Vec<ThreadId>)>),
    /// The reply that rests (P56).
    Unsend,
    /// Nothing to take back: a conversation to look at.
    See(ThreadId),
}

/// What the command bar is open for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Bar {
    /// Everything; what is done with conversations, with these.
    Commands(Vec<ThreadId>),
    /// What else can be done with these.
    More(Vec<ThreadId>),
    /// Until when these are snoozed.
    Snooze(Vec<ThreadId>),
    /// Which labels these have.
    Label(Vec<ThreadId>),
    /// Who is to have these.
    Assign(Vec<ThreadId>),
    /// Which macro is run on these.
    Macro(Vec<ThreadId>),
    /// How urgent these are (P40).
    Priority(Vec<ThreadId>),
}

/// A question that has to be answered first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ask {
    /// What a new chatflow is called.
    NewChatflow,
    /// Whether a chatflow, by its name, shall be deleted.
    Delete(ChatflowId, String),
    /// What a new list is called.
    NewList,
    /// Whether a list shall be deleted; if somebody uses it, who.
    DeleteList { id: String, name: String, users: String },
    /// What a property is called; without an id it is a new one.
    Property(Property),
    /// Whether a property, by its name, shall be deleted.
    DeleteProperty(String, String),
    /// Whether unsaved changes may be lost.
    Leave(Leave),
    /// Whether the senders of these shall be blocked, and why.
    Block(Vec<ThreadId>),
    /// Whether a contact, by its name, shall be taken off a thread.
    Disconnect(ThreadId, String),
    /// To whom the transcript of a thread is mailed.
    Transcript(ThreadId),
    /// Something that belongs to a contact, new or to be changed.
    Record(RecordDraft),
    /// What a view is called, and who has it; without an id it is a new one. With what it shows.
    SaveView { id: Option<String>, name: String, shared: bool, filter: String },
    /// Whether a saved reply shall be deleted.
    DeleteReply(Reply),
    /// Whether a macro shall be deleted.
    DeleteMacro(Macro),
    /// Whether a macro shall write to the visitors of these.
    RunMacro(Vec<ThreadId>, Macro),
    /// Whether a saved view, by its id and name, shall be deleted.
    DeleteView(String, String),
    /// Whether so many messages that are not sent may be deleted, to sign out.
    Unsent(usize),
}

/// Where somebody wants to go who has unsaved changes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Leave {
    To(Route),
    SignOut,
}

/// Everything the console knows.
#[derive(Clone, Copy)]
pub(crate) struct Console {
    pub(crate) language: RwSignal<Language>,
    pub(crate) theme: RwSignal<Theme>,
    pub(crate) route: RwSignal<Route>,
    /// Where to go after signing in.
    pub(crate) return_to: RwSignal<Option<Route>>,
    pub(crate) session: RwSignal<Session>,
    pub(crate) inbox: RwSignal<Option<InboxId>>,
    pub(crate) rows: RwSignal<Rows>,
    pub(crate) list: RwSignal<Loading>,
    /// The account's labels.
    pub(crate) labels: RwSignal<Vec<Label>>,
    /// The owner's own pages beside conversations, once somebody saw one, and those that are open (P58).
    pub(crate) apps: RwSignal<Option<Vec<App>>>,
    pub(crate) apps_open: RwSignal<Vec<String>>,
    /// Saved replies, once somebody needed them.
    pub(crate) replies: RwSignal<Option<Vec<Reply>>>,
    /// Macros, once somebody needed them.
    pub(crate) macros: RwSignal<Option<Vec<Macro>>>,
    /// Saved views, and how many there are in each.
    pub(crate) views: RwSignal<Views>,
    /// The filter that is being made, while its form is open.
    pub(crate) filter: RwSignal<Option<Draft>>,
    /// Chosen rows.
    pub(crate) selected: RwSignal<Selected>,
    /// The thread whose composer writes a comment, and no reply.
    pub(crate) commenting: RwSignal<Option<ThreadId>>,
    pub(crate) bar: RwSignal<Option<Bar>>,
    /// Whether single letters are commands.
    pub(crate) letters: RwSignal<bool>,
    /// Changes when something that belongs to a contact did.
    pub(crate) records: RwSignal<u64>,
    /// The row the keyboard is on.
    pub(crate) cursor: RwSignal<Option<ThreadId>>,
    /// A pointer is over the list.
    pub(crate) aiming: StoredValue<bool>,
    /// The focus is on a row of the list, or was until that row was drawn elsewhere.
    pub(crate) in_list: StoredValue<bool>,

    pub(crate) logs: RwSignal<HashMap<ThreadId, Log>>,
    pub(crate) thread: RwSignal<Loading>,
    /// Who types in the threads that were opened, how far their visitors have come, and where replies were begun (P51).
    pub(crate) signs: RwSignal<Signs>,
    pub(crate) begun: RwSignal<Begun>,
    /// Who is behind the threads that were opened.
    pub(crate) details: RwSignal<AllDetails>,
    pub(crate) outgoing: RwSignal<Vec<Outgoing>>,
    /// Files that replies are about to carry.
    pub(crate) staged: RwSignal<Stages>,
    /// The message that the next reply answers, and its thread.
    pub(crate) quoting: RwSignal<Option<(ThreadId, u64)>>,
    /// The browser refused to keep what is not sent.
    pub(crate) not_kept: RwSignal<bool>,
    pub(crate) drafts: RwSignal<Drafts>,
    pub(crate) read: RwSignal<ReadTo>,
    pub(crate) chatflows: RwSignal<Vec<ChatflowInfo>>,
    pub(crate) chatflows_loading: RwSignal<Loading>,
    /// The order is under way to the edge.
    pub(crate) ordering: StoredValue<bool>,
    /// Why a chatflow of the list could not be switched on.
    pub(crate) switch_stopped: RwSignal<Option<(ChatflowId, String)>>,
    /// The chatflow being edited.
    pub(crate) editor: RwSignal<Option<Editor>>,
    pub(crate) editor_loading: RwSignal<Loading>,
    /// Lists and properties.
    pub(crate) known: RwSignal<Known>,
    pub(crate) lists_loading: RwSignal<Loading>,
    /// The list being edited.
    pub(crate) list_editor: RwSignal<Option<ListEditor>>,
    pub(crate) list_loading: RwSignal<Loading>,
    pub(crate) settings: RwSignal<Option<Settings>>,
    pub(crate) settings_loading: RwSignal<Loading>,
    /// What is tried out.
    pub(crate) tries: RwSignal<Tries>,

    /// How I like to work, as the edge tells it, nothing until it did; and what rang while nobody looked.
    pub(crate) preferences: RwSignal<Value>,
    pub(crate) rung: RwSignal<Vec<ThreadId>>,
    /// How I stand.
    pub(crate) presence: RwSignal<Presence>,
    /// Who is there in the inbox that is shown.
    pub(crate) room: RwSignal<Room>,
    pub(crate) room_open: RwSignal<bool>,
    pub(crate) room_loading: RwSignal<Loading>,
    /// Who works in the inbox of the edited chatflow.
    pub(crate) routable: RwSignal<Room>,
    pub(crate) routable_loading: RwSignal<Loading>,
    /// Everybody, for the settings.
    pub(crate) people: RwSignal<Vec<Colleague>>,
    pub(crate) teams: RwSignal<Vec<Team>>,
    /// What people can do, and the skill that is being changed (P40).
    pub(crate) skills: RwSignal<Vec<Skill>>,
    pub(crate) skill_draft: RwSignal<Option<SkillDraft>>,
    /// What visitors can subscribe to, and the type that is being changed (S86).
    pub(crate) subscriptions: RwSignal<Vec<SubscriptionKind>>,
    pub(crate) subscription_draft: RwSignal<Option<SubscriptionKind>>,
    pub(crate) team_loading: RwSignal<Loading>,
    /// The team, or the working hours, that are being changed.
    pub(crate) team_draft: RwSignal<Option<Team>>,
    pub(crate) work: RwSignal<Option<WorkDraft>>,
    /// Why the opened thread is with whom it is.
    pub(crate) asked_why: RwSignal<Asked>,
    /// What visitors will be told.
    pub(crate) looked: RwSignal<Looked>,

    pub(crate) link: RwSignal<LinkState>,
    /// The link worked once since signing in: before that, "connecting" is no news.
    pub(crate) was_live: RwSignal<bool>,
    pub(crate) online: RwSignal<bool>,
    pub(crate) now: RwSignal<u64>,

    pub(crate) toast: RwSignal<Option<Toast>>,
    pub(crate) ask: RwSignal<Option<Ask>>,
    pub(crate) menu: RwSignal<bool>,
    pub(crate) keys: RwSignal<bool>,
    pub(crate) contact: RwSignal<bool>,

    /// The third module, once it is here.
    pub(crate) tools: RwSignal<Option<Tools>>,

    pub(crate) live: StoredValue<Option<Live>>,
    /// Where what is not sent is kept, of whoever is signed in.
    pub(crate) boxes: StoredValue<Option<Rc<Boxes>>>,
    pub(crate) timers: StoredValue<Timers>,
}

impl Console {
    /// A console that knows nothing but what the browser tells. Needs a reactive owner.
    pub(crate) fn new() -> Self {
        Self {
            language: RwSignal::new(preferences::language()),
            theme: RwSignal::new(preferences::theme()),
            route: RwSignal::new(history::current()),
            return_to: RwSignal::new(None),
            session: RwSignal::new(Session::Asking),
            inbox: RwSignal::new(None),
            rows: RwSignal::new(Rows::new(Scope {
                view: View::All,
                status: Standing::Open,
                found: None,
                me: nobody(),
            })),
            list: RwSignal::new(Loading::Asking),
            labels: RwSignal::new(Vec::new()),
            apps: RwSignal::new(None),
            apps_open: RwSignal::new(Vec::new()),
            replies: RwSignal::new(None),
            macros: RwSignal::new(None),
            views: RwSignal::new(Views::default()),
            filter: RwSignal::new(None),
            selected: RwSignal::new(Selected::default()),
            commenting: RwSignal::new(None),
            bar: RwSignal::new(None),
            letters: RwSignal::new(preferences::letters()),
            records: RwSignal::new(0),
            cursor: RwSignal::new(None),
            aiming: StoredValue::new(false),
            in_list: StoredValue::new(false),
            logs: RwSignal::new(HashMap::new()),
            thread: RwSignal::new(Loading::Asking),
            signs: RwSignal::default(),
            begun: RwSignal::default(),
            details: RwSignal::new(AllDetails::default()),
            outgoing: RwSignal::new(Vec::new()),
            staged: RwSignal::default(),
            quoting: RwSignal::new(None),
            not_kept: RwSignal::new(false),
            drafts: RwSignal::new(Drafts::default()),
            read: RwSignal::new(ReadTo::default()),
            chatflows: RwSignal::new(Vec::new()),
            chatflows_loading: RwSignal::new(Loading::Asking),
            ordering: StoredValue::new(false),
            switch_stopped: RwSignal::new(None),
            editor: RwSignal::new(None),
            editor_loading: RwSignal::new(Loading::Asking),
            known: RwSignal::new(Known::default()),
            lists_loading: RwSignal::new(Loading::Asking),
            list_editor: RwSignal::new(None),
            list_loading: RwSignal::new(Loading::Asking),
            settings: RwSignal::new(None),
            settings_loading: RwSignal::new(Loading::Asking),
            tries: RwSignal::new(Tries::default()),
            preferences: RwSignal::new(Value::Null),
            rung: RwSignal::new(Vec::new()),
            presence: RwSignal::new(Presence::default()),
            room: RwSignal::new(Room::default()),
            room_open: RwSignal::new(false),
            room_loading: RwSignal::new(Loading::Asking),
            routable: RwSignal::new(Room::default()),
            routable_loading: RwSignal::new(Loading::Asking),
            people: RwSignal::new(Vec::new()),
            teams: RwSignal::new(Vec::new()),
            skills: RwSignal::new(Vec::new()),
            skill_draft: RwSignal::new(None),
            subscriptions: RwSignal::new(Vec::new()),
            subscription_draft: RwSignal::new(None),
            team_loading: RwSignal::new(Loading::Asking),
            team_draft: RwSignal::new(None),
            work: RwSignal::new(None),
            asked_why: RwSignal::new(Asked::default()),
            looked: RwSignal::new(Looked::default()),
            link: RwSignal::new(LinkState::Off),
            was_live: RwSignal::new(false),
            online: RwSignal::new(true),
            now: RwSignal::new(clock::now()),
            toast: RwSignal::new(None),
            ask: RwSignal::new(None),
            menu: RwSignal::new(false),
            keys: RwSignal::new(false),
            contact: RwSignal::new(false),
            tools: RwSignal::new(None),
            live: StoredValue::new(None),
            boxes: StoredValue::new(None),
            timers: StoredValue::new(Timers::default()),
        }
    }

    /// The words of a text, in the language the console was drawn in: changing it draws everything anew.
    pub(crate) fn say(self, text: Text) -> &'static str {
        text.words(self.language.get_untracked())
    }

    /// What a thread's visitor is called, in the language the console was drawn in.
    pub(crate) fn called(self, row: &Row) -> Called {
        called(row, self.language.get_untracked())
    }

    /// The words of a text with its places filled in.
    pub(crate) fn fill(self, text: Text, places: &[(&str, &str)]) -> String {
        text.fill(self.language.get_untracked(), places)
    }

    /// Who is signed in. Tracked.
    pub(crate) fn me(self) -> Option<Arc<Me>> {
        self.session.with(|session| match session {
            Session::In(me) => Some(Arc::clone(me)),
            Session::Asking | Session::Unreachable(_) | Session::Out { .. } => None,
        })
    }

    /// The id of who is signed in, or of nobody. Not tracked: it cannot change while anything is shown.
    pub(crate) fn my_id(self) -> AgentId {
        untrack(|| self.me()).map_or_else(nobody, |me| me.id.clone())
    }

    /// Whether who is signed in may do something with their account. Not tracked, for the same reason.
    pub(crate) fn may(self, action: Action) -> bool {
        untrack(|| self.me()).is_some_and(|me| {
            let inboxes = me.inboxes.iter().map(|inbox| &inbox.id).collect();
            let actor = Actor { account: &me.account, role: me.role, inboxes, scopes: None };
            authorize(&actor, action, &Resource::Account(&me.account)).is_ok()
        })
    }

    /// Me, as others see me.
    pub(crate) fn myself(self) -> Option<Agent> {
        untrack(|| self.me()).map(|me| Agent { id: me.id.clone(), name: me.name.clone() })
    }

    /// The inbox that is shown. Tracked.
    pub(crate) fn inbox_info(self) -> Option<InboxInfo> {
        let inbox = self.inbox.get()?;
        self.me()?.inboxes.iter().find(|info| info.id == inbox).cloned()
    }

    /// The opened thread, as the address names it. Tracked.
    pub(crate) fn open_thread(self) -> Option<ThreadId> {
        self.route.with(|route| match route {
            Route::Inbox { thread: Some(thread), .. } => ThreadId::parse(thread).ok(),
            _ => None,
        })
    }

    /// A row. Tracked.
    pub(crate) fn row(self, thread: &ThreadId) -> Option<Row> {
        self.rows.with(|rows| rows.get(thread).cloned())
    }

    /// Something about a log, if it is here. Tracked.
    pub(crate) fn with_log<T>(self, thread: &ThreadId, read: impl FnOnce(&Log) -> T) -> Option<T> {
        self.logs.with(|logs| logs.get(thread).map(read))
    }
}

/// An id that nobody has: people's ids come from the edge, and it makes none that begins like this.
fn nobody() -> AgentId {
    AgentId::parse("0-nobody").expect("a well-formed id")
}

thread_local! {
    /// The console that was drawn last: a page has one. What runs once an answer came belongs to no component any more.
    static DRAWN: Cell<Option<Console>> = const { Cell::new(None) };
}

/// Gives it to every component below the one that is being made.
pub(crate) fn provide(console: Console) {
    DRAWN.set(Some(console));
    provide_context(console);
}

/// The console of the component that asks, or of the page where nobody does any more.
pub(crate) fn console() -> Console {
    use_context().or_else(|| DRAWN.get()).expect("a console is drawn before anything asks for it")
}
