//! The chatflows and their switches.

use conversation::ids::ChatflowId;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::api;
use crate::console::{Console, Loading, Undo};
use crate::state::problem::Problem;
use crate::texts::Text;

impl Console {
    /// Loads the chatflows; those that are here stay until the answer is.
    pub(crate) fn load_chatflows(self) {
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
                    if problem == Problem::SignedOut {
                        self.session_ended();
                    } else {
                        let places = [("name", name.as_str()), ("code", problem.for_support())];
                        self.tell_failed(self.fill(Text::SwitchFailed, &places));
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
}
