//! What visitors can subscribe to: loading it, saving a type and removing one (S86); and ending what a contact has (S85).

use crate::reactive::*;
use protocol::rest::subscriptions::{ContactSubscriptions, Subscription};

use super::colleagues::change_id;
use crate::api::{self, tree};
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::Console;
use crate::state::problem::Problem;
use crate::state::subscriptions::{Kind, kinds};
use crate::texts::Text;

/// The element id of the button that makes a type.
pub(crate) const NEW_KIND_ID: &str = "new-subscription";

impl Console {
    /// Loads what visitors can subscribe to; what is here stays until the answer is, or where none comes.
    pub(crate) fn load_subscriptions(self) {
        spawn_local(async move {
            match tree("GET", "/api/subscriptions".to_owned(), None).await {
                Ok(told) => self.subscriptions.set(kinds(&told)),
                Err(Problem::SignedOut) => self.session_ended(),
                Err(problem) => self.fail(Text::ActFailed, self.say(Text::SubscriptionTypes), &problem),
            }
        });
    }

    /// Opens a type to be changed; without one, a new one.
    pub(crate) fn edit_subscription(self, kind: Option<Kind>) {
        self.subscription_draft.set(Some(kind.unwrap_or_default()));
        next_frame(|| {
            focus::to_id("subscription-name");
        });
    }

    /// Leaves the type that is open, without saving.
    pub(crate) fn leave_subscription(self) {
        let Some(draft) = self.subscription_draft.get_untracked() else { return };
        self.subscription_draft.set(None);
        let back = if draft.id.is_empty() { NEW_KIND_ID.to_owned() } else { change_id(&draft.id) };
        next_frame(move || {
            focus::to_id(&back);
        });
    }

    /// Saves the type that is open.
    ///
    /// # Errors
    /// What to say beside it; it is still open then.
    pub(crate) async fn save_subscription(self) -> Result<(), String> {
        let Some(draft) = self.subscription_draft.get_untracked() else { return Ok(()) };
        if draft.name.trim().is_empty() {
            return Err(self.say(Text::SubscriptionTypeNoName).to_owned());
        }
        let (method, path) = match draft.id.as_str() {
            "" => ("POST", "/api/subscriptions".to_owned()),
            id => ("PUT", format!("/api/subscriptions/{id}")),
        };
        let told = tree(method, path, Some(draft.body())).await.map_err(|problem| {
            if problem == Problem::SignedOut {
                self.session_ended();
            }
            self.fill(Text::SubscriptionTypeNotSaved, &[("why", &self.why(&problem))])
        })?;
        self.subscriptions.set(kinds(&told));
        self.leave_subscription();
        self.tell(self.say(Text::SubscriptionTypeSaved).to_owned(), None);
        Ok(())
    }

    /// Removes a type.
    pub(crate) fn delete_subscription(self, kind: Kind) {
        spawn_local(async move {
            match tree("DELETE", format!("/api/subscriptions/{}", kind.id), Some("{}".to_owned())).await {
                Ok(told) => {
                    self.subscriptions.set(kinds(&told));
                    self.tell(self.fill(Text::SubscriptionTypeDeleted, &[("name", &kind.name)]), None);
                    next_frame(|| {
                        focus::to_id(NEW_KIND_ID);
                    });
                }
                Err(problem) => self.fail(Text::ActFailed, &kind.name, &problem),
            }
        });
    }

    /// Asks what a contact has subscribed to; without an answer what is here stays.
    pub(crate) fn ask_subscriptions(self, contact: String, into: RwSignal<Option<Vec<Subscription>>>) {
        spawn_local(async move {
            match api::subscriptions_of(&contact).await {
                Ok(told) => drop(into.try_set(Some(told.subscriptions))),
                Err(Problem::SignedOut) => self.session_ended(),
                // What the conversation tells of it is shown.
                Err(_) => {}
            }
        });
    }

    /// Ends a subscription of a contact.
    pub(crate) fn unsubscribe(
        self,
        contact: String,
        one: Subscription,
        into: RwSignal<Option<Vec<Subscription>>>,
    ) {
        spawn_local(async move {
            match api::unsubscribe(&contact, one.subscription.as_str()).await {
                Ok(ContactSubscriptions { subscriptions }) => {
                    let _ = into.try_set(Some(subscriptions));
                    self.tell(self.fill(Text::SubscriptionEnded, &[("name", &one.name)]), None);
                }
                Err(problem) => self.fail(Text::ActFailed, &one.name, &problem),
            }
        });
    }
}
