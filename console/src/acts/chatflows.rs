//! The list of chatflows: switches, order, new ones, copies, deleting.

use crate::reactive::*;
use conversation::ids::ChatflowId;
use protocol::code::Code;
use protocol::limits::NAME_CHARS;

use crate::api;
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::{Console, Loading, Undo};
use crate::route::Route;
use crate::state::chatflow_order::{self, To};
use crate::state::chatflow_sections::Section;
use crate::state::problem::Problem;
use crate::texts::Text;

/// The element id of the button that makes a chatflow.
pub(crate) const NEW_ID: &str = "new-chatflow";

/// The element id of what moves a chatflow: a button of its own, or the menu with what goes all the way.
pub(crate) fn mover_id(chatflow: &ChatflowId, to: To) -> String {
    let name = match to {
        To::Up => "up",
        To::Down => "down",
        To::Top | To::Bottom | To::At(_) => "priority",
    };
    format!("{name}-{chatflow}")
}

impl Console {
    /// Loads the chatflows; those that are here stay until the answer is.
    pub(crate) fn load_chatflows(self) {
        self.switch_stopped.set(None);
        if self.chatflows.with_untracked(Vec::is_empty) {
            self.chatflows_loading.set(Loading::Asking);
        }
        spawn_local(async move {
            match api::chatflows().await {
                Ok(chatflows) => {
                    self.chatflows.set(chatflows);
                    self.chatflows_loading.set(Loading::Ready);
                }
                Err(Problem::SignedOut) => self.session_ended(),
                Err(problem) => self.chatflows_loading.set(Loading::Failed(problem)),
            }
        });
    }

    /// Switches a chatflow on or off (S10, S11): at once here, and back if the edge says no.
    pub(crate) fn switch(self, chatflow: &ChatflowId, on: bool) {
        let chatflow = chatflow.clone();
        self.switch_stopped.set(None);
        let Some(name) = self.set_switch(&chatflow, on) else { return };
        spawn_local(async move {
            match api::switch(&chatflow, on).await {
                Ok(answer) => {
                    self.set_switch(&chatflow, answer.enabled);
                    let text = if on { Text::SwitchedOn } else { Text::SwitchedOff };
                    self.tell(self.fill(text, &[("name", &name)]), Some(Undo::Switch(chatflow, !on)));
                }
                Err(problem) => {
                    self.set_switch(&chatflow, !on);
                    match problem {
                        Problem::SignedOut => self.session_ended(),
                        // Something about the chatflow itself: said in its row, where it can be opened.
                        Problem::Refused { code: Some(code), .. } if code.status() == 422 => {
                            let why = self.why(&problem);
                            self.switch_stopped
                                .set(Some((chatflow, self.fill(Text::SwitchStopped, &[("why", &why)]))));
                        }
                        _ => self.fail(Text::SwitchFailed, &name, &problem),
                    }
                }
            }
        });
    }

    /// The chatflow's name, if it is there.
    fn set_switch(self, chatflow: &ChatflowId, on: bool) -> Option<String> {
        self.chatflows.try_update(|all| {
            let flow = all.iter_mut().find(|flow| flow.id == *chatflow)?;
            flow.enabled = on;
            Some(flow.name.clone())
        })?
    }

    /// Moves a chatflow (H53): at once here, and back if the edge says no.
    pub(crate) fn move_chatflow(self, chatflow: &ChatflowId, to: To) {
        let before = self.chatflow_order();
        let moved = self.chatflows.try_update(|all| {
            let from = all.iter().position(|flow| flow.id == *chatflow)?;
            let place = chatflow_order::go(all, from, to)?;
            Some((all.get(place)?.name.clone(), place + 1, all.len()))
        });
        let Some(Some((name, place, all))) = moved else { return };
        let places = [("name", name.as_str()), ("n", &place.to_string()), ("all", &all.to_string())];
        self.tell(self.fill(Text::MovedTo, &places), Some(Undo::Order(before.clone())));
        // The row was taken out and put in again: the focus goes with it. A hand that dragged it has none.
        if !matches!(to, To::At(_)) {
            let mover = mover_id(chatflow, to);
            next_frame(move || {
                focus::to_id(&mover);
            });
        }
        self.send_order(before);
    }

    /// Takes a move back.
    pub(crate) fn put_order_back(self, order: &[ChatflowId]) {
        let before = self.chatflow_order();
        self.chatflows.update(|all| chatflow_order::put_back(all, order, |flow| flow.id.clone()));
        if self.chatflow_order() != before {
            self.tell(self.say(Text::OrderBack).to_owned(), None);
            self.send_order(before);
        }
    }

    fn chatflow_order(self) -> Vec<ChatflowId> {
        self.chatflows.with_untracked(|all| all.iter().map(|flow| flow.id.clone()).collect())
    }

    /// Tells the edge the order, one request at a time, until it has the one that is shown. `before` is the one it has.
    fn send_order(self, before: Vec<ChatflowId>) {
        if self.ordering.get_value() {
            return;
        }
        self.ordering.set_value(true);
        spawn_local(async move {
            let mut kept = before;
            loop {
                let sent = self.chatflow_order();
                match api::order(sent.clone()).await {
                    Ok(_) if self.chatflow_order() == sent => break,
                    Ok(_) => kept = sent,
                    Err(problem) => {
                        // Also where nothing can be loaded anew.
                        self.chatflows.update(|all| {
                            chatflow_order::put_back(all, &kept, |flow| flow.id.clone());
                        });
                        match problem {
                            Problem::SignedOut => self.session_ended(),
                            _ if problem.code() == Some(Code::ChatflowChanged) => {
                                self.tell_failed(self.say(Text::OrderChanged).to_owned());
                            }
                            _ => self.fail(Text::NotMoved, "", &problem),
                        }
                        self.load_chatflows();
                        break;
                    }
                }
            }
            self.ordering.set_value(false);
        });
    }

    /// Makes a chatflow and opens it.
    ///
    /// # Errors
    /// Whatever the edge says; nothing was made then.
    pub(crate) async fn create_chatflow(
        self,
        name: String,
        copy_of: Option<ChatflowId>,
    ) -> Result<(), Problem> {
        let made = api::create_chatflow(name, copy_of).await?;
        self.ask.set(None);
        if let Ok(id) = ChatflowId::parse(&made.chatflow.targeting.id) {
            self.go(Route::Chatflow(id, Section::default()));
        }
        Ok(())
    }

    /// Makes a copy of a chatflow and opens it.
    pub(crate) fn duplicate(self, chatflow: ChatflowId, name: String) {
        let copy: String = self.fill(Text::CopyOf, &[("name", &name)]).chars().take(NAME_CHARS).collect();
        spawn_local(async move {
            if let Err(problem) = self.create_chatflow(copy, Some(chatflow)).await {
                self.fail(Text::NotDuplicated, &name, &problem);
            }
        });
    }

    /// Deletes a chatflow, after that was asked.
    ///
    /// # Errors
    /// Whatever the edge says; it is still there then.
    pub(crate) async fn delete_chatflow(self, chatflow: ChatflowId, name: String) -> Result<(), Problem> {
        let left = api::delete_chatflow(&chatflow).await.map_err(|problem| {
            // The edge counts those that would be left.
            let deleted = self
                .chatflows
                .with_untracked(|all| all.iter().position(|flow| flow.id == chatflow).unwrap_or(usize::MAX));
            problem.counting_from(deleted)
        });
        self.chatflows.set(left?);
        self.ask.set(None);
        self.tell(self.fill(Text::Deleted, &[("name", &name)]), None);
        // What had the focus is gone, and the dialog that closes in this frame still holds it.
        next_frame(|| {
            next_frame(|| {
                focus::to_id(NEW_ID);
            });
        });
        Ok(())
    }

    /// Why something did not work, in the reader's language.
    pub(crate) fn why(self, problem: &Problem) -> String {
        let sentence = problem.sentence(self.language.get_untracked());
        // Which of the account's expected decisions stands in the way (N7), where the edge says whose it is.
        let named = problem.expectation().and_then(|(flow, expected)| {
            let name = self.chatflows.with_untracked(|all| all.get(flow).map(|flow| flow.name.clone()))?;
            Some(self.fill(Text::ExpectBroken, &[("name", &name), ("n", &(expected + 1).to_string())]))
        });
        named.unwrap_or(sentence)
    }

    /// Tells that something about `name` failed, or asks to sign in again.
    pub(crate) fn fail(self, text: Text, name: &str, problem: &Problem) {
        if *problem == Problem::SignedOut {
            self.session_ended();
        } else {
            self.tell_failed(self.fill(text, &[("name", name), ("why", &self.why(problem))]));
        }
    }
}
