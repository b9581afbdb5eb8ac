//! Signing in and out, and what begins and ends with a session.

use std::collections::HashMap;
use std::sync::Arc;

use crate::reactive::*;
use conversation::ids::{InboxId, ThreadId};
use conversation::view::{Standing, View};
use protocol::delivery::{Input, LinkState};
use protocol::rest::{Me, SetUp};

use crate::acts::write::submit;
use crate::api;
use crate::browser::storage::{self, name};
use crate::console::{Ask, Console, Leave, Loading, Session};
use crate::live::Live;
use crate::route::{Route, SettingsTab};
use crate::state::colleagues::Room;
use crate::state::details::AllDetails;
use crate::state::kept::read_kept;
use crate::state::outgoing::Progress;
use crate::state::passkeys::Second;
use crate::state::problem::Problem;
use crate::state::rows::{Rows, Scope};
use crate::state::selected::Selected;
use crate::state::simulation::Tries;
use crate::texts::Text;

impl Console {
    /// Asks who is signed in, and shows the door or the house.
    pub(crate) fn begin(self) {
        let sets_up = self.route.with_untracked(|route| matches!(route, Route::SetUp | Route::Join));
        self.session.set(Session::Asking);
        spawn_local(async move {
            match api::me().await {
                // Also whoever follows the one-time link again: their account is there.
                Ok(me) => self.signed_in(me),
                Err(_) if sets_up => self.session.set(Session::Out { ended: false }),
                Err(Problem::SignedOut) => self.to_the_door(false),
                Err(problem) => self.session.set(Session::Unreachable(problem)),
            }
        });
    }

    /// Signs in; or answers what has to be proven first, beside the password.
    ///
    /// # Errors
    /// Whatever the edge says; nothing has changed then.
    pub(crate) async fn sign_in(self, email: String, password: String) -> Result<Option<Second>, Problem> {
        let asked = api::sign_in(email, password).await?;
        if asked.is_none() {
            self.signed_in(api::me().await?);
        }
        Ok(asked)
    }

    /// Is called something else from now on.
    pub(crate) fn called_now(self, name: String) {
        if let Some(me) = untrack(|| self.me()) {
            self.session.set(Session::In(Arc::new(Me { name, ..Me::clone(&me) })));
        }
    }

    /// Makes the first admin, and shows them what comes next: the line for their site.
    ///
    /// # Errors
    /// Whatever the edge says.
    pub(crate) async fn set_up(self, body: SetUp) -> Result<(), Problem> {
        let me = api::set_up(&body).await?;
        self.return_to.set(Some(Route::Settings(SettingsTab::TrackingCode)));
        self.signed_in(me);
        self.tell(self.say(Text::SetUpDone).to_owned(), None);
        Ok(())
    }

    /// Signs out, unless that would lose something: then asks first.
    pub(crate) fn sign_out(self) {
        self.menu.set(false);
        self.release();
        if self.has_unsaved() {
            self.ask.set(Some(Ask::Leave(Leave::SignOut)));
            return;
        }
        let unsent = self.unsent();
        if unsent > 0 {
            self.ask.set(Some(Ask::Unsent(unsent)));
            return;
        }
        self.sign_out_now();
    }

    /// Signs out. What is not sent is deleted: it is nobody else's at this browser.
    pub(crate) fn sign_out_now(self) {
        self.ask.set(None);
        self.keep_drafts();
        spawn_local(async move {
            // Without an answer the session may live on at the edge: say so instead of pretending.
            match api::sign_out().await {
                Ok(()) | Err(Problem::SignedOut) => {
                    self.hang_up();
                    self.delete_unsent();
                    self.to_the_door(false);
                    // Whoever signs in next begins at home.
                    self.return_to.set(None);
                    self.tries.update(Tries::forget);
                }
                Err(problem) => self.act_failed(&problem),
            }
        });
    }

    /// The session is over though nobody signed out. What was typed is kept, and so is the place.
    pub(crate) fn session_ended(self) {
        // While it is still known whose they are.
        self.keep_drafts();
        self.hang_up();
        // What is not sent stays where it is kept until they are back: then the next box takes it over.
        self.boxes.set_value(None);
        self.to_the_door(true);
    }

    fn to_the_door(self, ended: bool) {
        let here = self.route.get_untracked();
        self.session.set(Session::Out { ended });
        // Strangers read it as well.
        if here == Route::Accessibility {
            return;
        }
        if !here.is_open_to_all() {
            self.return_to.set(Some(here));
        }
        self.go_instead(Route::SignIn);
    }

    pub(super) fn signed_in(self, me: Me) {
        let kept = |what: &str| storage::get(&format!("{what}:{}:{}", me.account, me.id));
        self.drafts.set(read_kept(kept(name::DRAFTS).as_deref()));
        self.read.set(read_kept(kept(name::READ).as_deref()));
        self.open_boxes(&me);
        let last = storage::get(name::INBOX);
        let inbox =
            me.inboxes.iter().find(|info| Some(info.id.as_str()) == last.as_deref()).or(me.inboxes.first());
        let inbox = inbox.map(|info| info.id.clone());
        self.session.set(Session::In(Arc::new(me)));
        if self.route.with_untracked(Route::is_open_to_all) {
            let there = self.return_to.get_untracked().unwrap_or_else(Route::home);
            self.go_instead(there);
        }
        self.return_to.set(None);
        self.enter(inbox);
        self.ask_presence();
        self.ask_preferences();
    }

    /// Turns to an inbox: its list, its link.
    pub(crate) fn enter(self, inbox: Option<InboxId>) {
        self.release();
        self.hang_up();
        let scope = Scope { view: View::All, status: Standing::Open, found: None, me: self.my_id() };
        self.rows.set(Rows::new(scope));
        self.logs.set(HashMap::new());
        self.apps.set(None);
        self.replies.set(None);
        self.macros.set(None);
        self.details.set(AllDetails::default());
        self.room.set(Room::default());
        self.room_open.set(false);
        self.cursor.set(None);
        self.list.set(Loading::Asking);
        if let Some(inbox) = &inbox {
            storage::set(name::INBOX, inbox.as_str());
            let seen = move |thread: ThreadId, agents| self.signs.update(|signs| signs.view(&thread, agents));
            let heard = move |news| self.heard(news);
            let live = Live::new(inbox.clone(), self.my_id(), heard, move || self.ask_who(), seen);
            self.live.set_value(Some(live.clone()));
            for message in self.outgoing.get_untracked() {
                let is_due = message.inbox == *inbox && message.progress == Progress::Sending;
                match message.comment.is_some() {
                    _ if !is_due => {}
                    true => self.post_comment(message),
                    false => live.input(submit(message)),
                }
            }
            live.input(Input::Start);
        }
        self.selected.set(Selected::default());
        self.commenting.set(None);
        self.inbox.set(inbox);
        self.load_labels();
        self.load_views();
    }

    /// Somebody signed out or in in another tab of this browser. What is not sent stays its writer's; nothing more of it
    /// leaves from here.
    pub(crate) fn ask_who(self) {
        self.keep_drafts();
        self.boxes.set_value(None);
        self.outgoing.set(Vec::new());
        // The link tells this from within itself.
        spawn_local(async move {
            self.hang_up();
            self.begin();
        });
    }

    /// Tells the link something, if there is one.
    pub(crate) fn link_input(self, input: Input) {
        // The handle is cloned out first: news that come back may want to speak to the link themselves.
        if let Some(live) = self.live.with_value(Clone::clone) {
            live.input(input);
        }
    }

    /// Ends the link. What is unsent is kept, and sent by the next one.
    pub(crate) fn hang_up(self) {
        self.link_input(Input::Stop);
        self.live.set_value(None);
        self.link.set(LinkState::Off);
        self.was_live.set(false);
    }

    /// The link failed; perhaps because the session did.
    pub(crate) fn check_session(self) {
        spawn_local(async move {
            if api::me().await.err() == Some(Problem::SignedOut) && untrack(|| self.me()).is_some() {
                self.session_ended();
            }
        });
    }
}
