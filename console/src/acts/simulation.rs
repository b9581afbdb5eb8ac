//! Trying out: what a page shows, what a whole site shows, and a link that explains a page on the page.

use std::pin::Pin;
use std::sync::Arc;

use crate::reactive::*;
use conversation::ids::ChatflowId;
use protocol::account::Chatflow;
use protocol::simulation::{Expected, Simulate};
use serde_json::Value;

use crate::api;
use crate::browser::focus;
use crate::browser::timer::{Timeout, next_frame};
use crate::console::Console;
use crate::state::coverage::Filter;
use crate::state::problem::Problem;
use crate::state::simulation::{Asked, Tries};
use crate::state::simulation_words::text;
use crate::texts::Text;

/// The element id of the address that is tried.
pub(crate) const ADDRESS_ID: &str = "try-address";
/// The element id of where the pages of a site are named.
pub(crate) const PAGES_ID: &str = "cover-pages";
/// The element id of the link to the page with its explanation.
pub(crate) const LINK_ID: &str = "explain-link";
/// What was tried once is tried again when nobody has changed the question for so long.
const REST_MS: u64 = 350;

/// One of the questions.
type Place = fn(&mut Tries) -> &mut Asked;

impl Console {
    /// What a chatflow is called now; its id, where that is not known. Tracked.
    pub(crate) fn flow_name(self, id: &str) -> String {
        let edited = self.edited(|editor| (editor.id.as_str() == id).then(|| editor.draft.name.clone()));
        edited.flatten().unwrap_or_else(|| {
            self.chatflows.with(|all| {
                all.iter()
                    .find(|flow| flow.id.as_str() == id)
                    .map_or_else(|| id.to_owned(), |flow| flow.name.clone())
            })
        })
    }

    /// The account's lists, id and name with a line break between them. Tracked.
    pub(crate) fn lists_by_name(self) -> Vec<String> {
        self.settings.with(|settings| {
            let lists = settings.iter().flat_map(|settings| &settings.lists);
            lists.map(|list| format!("{}\n{}", list.id, list.name)).collect()
        })
    }

    /// Turns to what is saved, or to the edit in the editor. The form stays, answers do not.
    pub(crate) fn turn_tries(self, of_edit: bool) {
        let edited = self.editor.with_untracked(|editor| editor.as_ref().map(|editor| editor.id.clone()));
        self.tries.update(|tries| tries.turn_to(edited.filter(|_| of_edit)));
    }

    /// The edit that is tried, as if it were switched on. Tracked.
    fn tried_draft(self) -> Option<Chatflow> {
        let of = self.tries.with(|tries| tries.trial.of.clone())?;
        self.edited(|editor| (editor.id == of).then(|| editor.to_save(true).chatflow)).flatten()
    }

    /// A chatflow's rules as they are tried. Tracked.
    pub(crate) fn tried_rules(self, id: &str) -> Option<targeting::json::Chatflow> {
        let draft = self.tried_draft().map(|draft| draft.targeting).filter(|rules| rules.id == id);
        draft.or_else(|| {
            self.chatflows
                .with(|all| all.iter().find(|flow| flow.id.as_str() == id).map(|flow| flow.targeting.clone()))
        })
    }

    /// The question on the form. Tracked.
    fn question(self) -> Option<Simulate> {
        let draft = self.tried_draft();
        self.tries.with(|tries| tries.trial.question(draft))
    }

    /// The same, to be compared. Tracked.
    pub(crate) fn question_text(self) -> String {
        self.question().map(|question| written(&question)).unwrap_or_default()
    }

    /// Tries a page out (N1).
    pub(crate) fn try_now(self) {
        let question = untrack(|| self.question());
        self.tries.update(|tries| {
            tries.is_missing = question.is_none();
            if question.is_some() {
                tries.asked.clone_from(&question);
                // A link is about the page it was made for.
                tries.link.clear();
            }
        });
        match question {
            Some(question) => self.ask_edge(|tries| &mut tries.answer, Box::pin(api::simulate(question))),
            None => {
                focus::to_id(ADDRESS_ID);
            }
        }
    }

    /// The question changed: what was tried once is tried again in a moment.
    pub(crate) fn try_again_soon(self, question: &str) {
        let asked = self.tries.with_untracked(|tries| tries.asked.as_ref().map(written));
        let changed = asked.is_some_and(|asked| asked != question) && !question.is_empty();
        let again = changed.then(|| Timeout::after(REST_MS, move || self.try_now()));
        self.timers.update_value(|timers| timers.trial = again);
    }

    /// Puts an address on the form and tries it, for the same visitor.
    pub(crate) fn try_address(self, url: &str) {
        self.tries.update(|tries| {
            url.clone_into(&mut tries.trial.url);
            tries.trial.decision.clear();
        });
        self.try_now();
        focus::to_id(ADDRESS_ID);
    }

    /// Tries a decision that is expected (N7).
    pub(crate) fn try_expected(self, expected: &Expected) {
        self.tries.update(|tries| tries.trial.take(expected));
        self.try_now();
        focus::to_id(ADDRESS_ID);
    }

    /// Expects what was just tried to stay so (N7).
    pub(crate) fn expect_now(self) {
        let expected = self.tries.with_untracked(|tries| {
            let (told, asked) = (tries.answer.told.as_ref()?, tries.asked.as_ref()?);
            let show = ChatflowId::parse(text(&told["trace"], "show")).ok();
            Some(Expected { url: asked.url.clone(), visitor: asked.visitor.clone(), show })
        });
        if let Some(expected) = expected {
            self.write_draft(None, Box::new(move |draft| draft.expected.push(expected)));
            self.tell(self.say(Text::ExpectAdded).to_owned(), None);
        }
    }

    /// Makes a link that explains the tried page on the page (N4).
    pub(crate) fn explain_on_page(self) {
        let asked = self.tries.with_untracked(|tries| tries.asked.as_ref().map(|asked| asked.url.clone()));
        if let Some(url) = asked {
            self.ask_edge(|tries| &mut tries.link, Box::pin(api::explain_link(url)));
        }
    }

    /// Tries a whole site out (N6).
    pub(crate) fn cover_now(self) {
        let question = self.tries.with_untracked(|tries| tries.site.question(tries.trial.visitor()));
        self.tries.update(|tries| {
            tries.site_wrong = question.is_none().then_some(Text::CoverMissing);
            (tries.filter, tries.first) = (Filter::Every, 0);
        });
        let Some(mut question) = question else {
            focus::to_id(PAGES_ID);
            return;
        };
        question.draft = untrack(|| self.tried_draft()).map(Box::new);
        self.ask_edge(|tries| &mut tries.coverage, Box::pin(api::cover(question)));
    }

    fn ask_edge(self, place: Place, answer: Pin<Box<dyn Future<Output = Result<Value, Problem>>>>) {
        let number = self.tries.try_update(|tries| place(tries).ask()).unwrap_or_default();
        spawn_local(async move {
            let (told, failed) = match answer.await {
                Ok(told) => (Some(Arc::new(told)), None),
                Err(Problem::SignedOut) => return self.session_ended(),
                Err(problem) => (None, Some(problem)),
            };
            self.tries.update(|tries| place(tries).answered(number, told, failed));
            // Whoever asked for a link wants to follow it.
            next_frame(move || {
                if self.tries.try_update(|tries| std::mem::take(&mut tries.link.is_new)) == Some(true) {
                    focus::to_id(LINK_ID);
                }
            });
        });
    }
}

fn written(question: &Simulate) -> String {
    serde_json::to_string(question).unwrap_or_default()
}
