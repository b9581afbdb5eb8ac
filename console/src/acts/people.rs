//! What the screens about people ask the edge, and signing in by other ways than a password alone.

use crate::reactive::*;
use protocol::rest::Me;
use serde_json::Value;

use crate::api::{self, tree};
use crate::console::{Console, Loading};
use crate::state::conditions::quoted;
use crate::state::problem::Problem;
use crate::texts::Text;

impl Console {
    /// Asks the edge; what went wrong comes as words.
    ///
    /// # Errors
    /// What to say beside the form.
    pub(crate) async fn asked(
        self,
        method: &'static str,
        path: String,
        body: Option<String>,
    ) -> Result<Value, String> {
        tree(method, path, body).await.map_err(|problem| {
            if problem == Problem::SignedOut {
                self.session_ended();
            }
            self.why(&problem)
        })
    }

    /// Loads something for a screen, and tells that screen how that stands.
    pub(crate) fn load_for(
        self,
        path: String,
        loading: RwSignal<Loading>,
        show: impl FnOnce(&Value) + 'static,
    ) {
        spawn_local(async move {
            match tree("GET", path, None).await {
                Ok(told) => {
                    show(&told);
                    // The screen may be gone.
                    let _ = loading.try_set(Loading::Ready);
                }
                Err(Problem::SignedOut) => self.session_ended(),
                Err(problem) => {
                    let _ = loading.try_set(Loading::Failed(problem));
                }
            }
        });
    }

    /// Says that something worked, or why it did not.
    pub(crate) fn tell_how(self, answer: &Result<Value, String>, worked: String) {
        match answer {
            Ok(_) => self.tell(worked, None),
            Err(why) => self.tell_failed(self.fill(Text::NotDone, &[("why", why)])),
        }
    }

    /// Goes on signing in, with a code.
    ///
    /// # Errors
    /// Whatever the edge says.
    pub(crate) async fn sign_in_second(self, challenge: &str, code: &str) -> Result<(), Problem> {
        let body = format!("{{\"challenge\":{},\"code\":{}}}", quoted(challenge), quoted(code.trim()));
        self.come_in("/api/sign-in/second", body).await
    }

    /// Comes by an invitation.
    ///
    /// # Errors
    /// Whatever the edge says.
    pub(crate) async fn join(self, token: &str, name: &str, password: &str) -> Result<(), Problem> {
        let (token, name) = (quoted(token), quoted(name.trim()));
        let body = format!("{{\"token\":{token},\"name\":{name},\"password\":{}}}", quoted(password));
        self.come_in("/api/invitations/accept", body).await
    }

    pub(super) async fn come_in(self, path: &'static str, body: String) -> Result<(), Problem> {
        tree("POST", path.to_owned(), Some(body)).await?;
        let me: Me = api::me().await?;
        self.signed_in(me);
        Ok(())
    }
}
