//! Trying a routing rule out before it is switched on (N31).

use crate::reactive::*;

use crate::api::tree;
use crate::console::{Console, Loading};
use crate::state::policy::{Compared, asked, compared};
use crate::state::problem::Problem;

/// What was tried out, or is being.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Trial {
    pub(crate) loading: Loading,
    pub(crate) compared: Compared,
}

impl Console {
    /// Asks what the rule on the form would have done.
    pub(crate) fn try_policy(self, trial: RwSignal<Option<Trial>>) {
        let id = self.editor.with_untracked(|editor| editor.as_ref().map(|editor| editor.id.clone()));
        let body = self
            .editor
            .with_untracked(|editor| editor.as_ref().map(|editor| asked(&editor.draft.written().routing)));
        let (Some(id), Some(body)) = (id, body) else { return };
        trial.set(Some(Trial { loading: Loading::Asking, compared: Compared::default() }));
        spawn_local(async move {
            let answer = tree("POST", format!("/api/chatflows/{id}/routing/simulate"), Some(body)).await;
            let language = self.language.get_untracked();
            let done = match answer {
                Ok(told) => Trial { loading: Loading::Ready, compared: compared(&told, language) },
                Err(Problem::SignedOut) => return self.session_ended(),
                Err(problem) => Trial { loading: Loading::Failed(problem), compared: Compared::default() },
            };
            // The form may be gone by now.
            let _ = trial.try_set(Some(done));
        });
    }
}
