//! Trying out: what a page shows, what a whole site shows, and a link that explains a page on the page.

use std::pin::Pin;
use std::sync::Arc;

use conversation::ids::ChatflowId;
use leptos::prelude::*;
use protocol::account::Chatflow;
use protocol::simulation::{Expected, Simulate};
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

use crate::api;
use crate::browser::focus;
use crate::browser::timer::{Timeout, next_frame};
use crate::console::Console;
use crate::state::coverage::{Filter, Site};
use crate::state::problem::Problem;
use crate::state::simulation::Trial;
use crate::state::simulation_words::text;
use crate::texts::Text;

/// The element id of the address that is tried.
pub(crate) const ADDRESS_ID: &str = "try-address";
/// The element id of the link to the page with its explanation.
pub(crate) const LINK_ID: &str = "explain-link";
/// What was tried once is tried again when nobody has changed the question for so long.
const REST_MS: u64 = 350;

/// A question to the edge: the last answer stays until the next one is here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) busy: bool,
    pub(crate) told: Option<Arc<Value>>,
    pub(crate) failed: Option<Problem>,
    /// Tells a late answer to an earlier question.
    number: u32,
}

impl Asked {
    /// No question; what is under way is none of ours any more.
    fn clear(&mut self) {
        *self = Self { number: self.number + 1, ..Self::default() };
    }
}

/// Everything that is tried out.
#[derive(Clone, Copy)]
pub(crate) struct Tries {
    pub(crate) trial: RwSignal<Trial>,
    /// The address was missing when it was to be tried.
    pub(crate) is_missing: RwSignal<bool>,
    pub(crate) answer: RwSignal<Asked>,
    /// The chatflows of the answer that were opened.
    pub(crate) opened: StoredValue<Vec<String>>,
    pub(crate) link: RwSignal<Asked>,
    pub(crate) site: RwSignal<Site>,
    pub(crate) coverage: RwSignal<Asked>,
    pub(crate) filter: RwSignal<Filter>,
    /// The first row of the coverage on the screen.
    pub(crate) first: RwSignal<usize>,
    asked: StoredValue<Option<Simulate>>,
}

impl Default for Tries {
    fn default() -> Self {
        Self {
            trial: RwSignal::new(Trial::default()),
            is_missing: RwSignal::new(false),
            answer: RwSignal::new(Asked::default()),
            opened: StoredValue::new(Vec::new()),
            link: RwSignal::new(Asked::default()),
            site: RwSignal::new(Site::default()),
            coverage: RwSignal::new(Asked::default()),
            filter: RwSignal::new(Filter::Every),
            first: RwSignal::new(0),
            asked: StoredValue::new(None),
        }
    }
}

impl Tries {
    /// Turns to what is saved, or to somebody's unsaved edit. The form stays, answers do not.
    pub(crate) fn turn_to(self, of: Option<ChatflowId>) {
        if self.trial.with_untracked(|trial| trial.of == of) {
            return;
        }
        self.trial.update(|trial| trial.of = of);
        self.forget_answers();
    }

    /// Forgets everything: somebody else may sit here next.
    pub(crate) fn forget(self) {
        self.trial.set(Trial::default());
        self.site.set(Site::default());
        self.forget_answers();
    }

    fn forget_answers(self) {
        self.is_missing.set(false);
        self.opened.set_value(Vec::new());
        self.asked.set_value(None);
        self.filter.set(Filter::Every);
        self.first.set(0);
        // What is still under way has another number.
        for place in [self.answer, self.link, self.coverage] {
            place.update(Asked::clear);
        }
    }
}

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

    /// What a list is called; its id, where that is not known. Tracked.
    pub(crate) fn list_name(self, id: &str) -> String {
        self.settings.with(|settings| {
            let lists = settings.as_ref().map(|settings| settings.lists.as_slice()).unwrap_or_default();
            lists
                .iter()
                .find(|list| list.id.as_str() == id)
                .map_or_else(|| id.to_owned(), |list| list.name.clone())
        })
    }

    /// The edit that is tried, as if it were switched on. Tracked.
    fn tried_draft(self) -> Option<Chatflow> {
        let of = self.tries.trial.with(|trial| trial.of.clone())?;
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
    pub(crate) fn question(self) -> Option<Simulate> {
        let draft = self.tried_draft();
        self.tries.trial.with(|trial| trial.question(draft))
    }

    /// Tries a page out (N1).
    pub(crate) fn try_now(self) {
        let question = untrack(|| self.question());
        self.tries.is_missing.set(question.is_none());
        let Some(question) = question else {
            focus::to_id(ADDRESS_ID);
            return;
        };
        self.tries.asked.set_value(Some(question.clone()));
        // A link is about the page it was made for.
        self.tries.link.update(Asked::clear);
        self.ask_edge(self.tries.answer, Box::pin(api::simulate(question)));
    }

    /// The question changed: what was tried once is tried again in a moment.
    pub(crate) fn try_again_soon(self, question: Option<Simulate>) {
        let changed = self.tries.asked.with_value(|asked| asked.is_some() && *asked != question);
        let again = (changed && question.is_some()).then(|| Timeout::after(REST_MS, move || self.try_now()));
        self.timers.update_value(|timers| timers.trial = again);
    }

    /// Puts an address on the form and tries it, for the same visitor.
    pub(crate) fn try_address(self, url: &str) {
        self.tries.trial.update(|trial| {
            url.clone_into(&mut trial.url);
            trial.decision.clear();
        });
        self.try_now();
        focus::to_id(ADDRESS_ID);
    }

    /// Tries a decision that is expected (N7).
    pub(crate) fn try_expected(self, expected: &Expected) {
        self.tries.trial.update(|trial| trial.take(expected));
        self.try_now();
        focus::to_id(ADDRESS_ID);
    }

    /// Expects what was just tried to stay so (N7).
    pub(crate) fn expect_now(self) {
        let shown = self.tries.answer.with_untracked(|asked| {
            let told = asked.told.as_ref()?;
            Some(text(&told["trace"], "show").to_owned())
        });
        let asked = self.tries.asked.with_value(Clone::clone);
        if let (Some(shown), Some(asked)) = (shown, asked) {
            let show = ChatflowId::parse(&shown).ok();
            let expected = Expected { url: asked.url, visitor: asked.visitor, show };
            self.write_draft(None, Box::new(move |draft| draft.expected.push(expected)));
            self.tell(self.say(Text::ExpectAdded).to_owned(), None);
        }
    }

    /// Makes a link that explains the tried page on the page (N4).
    pub(crate) fn explain_on_page(self) {
        let asked = self.tries.asked.with_value(|asked| asked.as_ref().map(|asked| asked.url.clone()));
        if let Some(url) = asked {
            self.ask_edge(self.tries.link, Box::pin(api::explain_link(url)));
        }
    }

    /// Tries a whole site out (N6).
    pub(crate) fn cover_now(self) {
        let visitor = self.tries.trial.with_untracked(Trial::visitor);
        let question = self.tries.site.with_untracked(|site| site.question(visitor));
        let Some(mut question) = question else {
            self.tell_failed(self.say(Text::CoverMissing).to_owned());
            return;
        };
        question.draft = untrack(|| self.tried_draft()).map(Box::new);
        self.tries.filter.set(Filter::Every);
        self.tries.first.set(0);
        self.ask_edge(self.tries.coverage, Box::pin(api::cover(question)));
    }

    fn ask_edge(self, place: RwSignal<Asked>, answer: Pin<Box<dyn Future<Output = Result<Value, Problem>>>>) {
        let number = place.try_update(|asked| {
            asked.busy = true;
            asked.number += 1;
            asked.number
        });
        spawn_local(async move {
            let answer = answer.await;
            if place.with_untracked(|asked| Some(asked.number) != number) {
                return;
            }
            let (told, failed) = match answer {
                Ok(told) => (Some(Arc::new(told)), None),
                Err(Problem::SignedOut) => return self.session_ended(),
                Err(problem) => (None, Some(problem)),
            };
            place.update(|asked| (asked.busy, asked.told, asked.failed) = (false, told, failed));
            // Whoever asked for a link wants to follow it.
            next_frame(move || {
                if place == self.tries.link {
                    focus::to_id(LINK_ID);
                }
            });
        });
    }
}
