//! Searching, filters, saved views, labels: what is looked for, and what is kept of it.

use crate::reactive::*;
use conversation::desk::Team;
use conversation::routing::priority::Priority;
use conversation::view::{Standing, View};
use serde_json::Value;

use crate::api::tree;
use crate::browser::clock;
use crate::browser::timer::Timeout;
use crate::console::Console;
use crate::route::Route;
use crate::state::conditions::{quoted, text};
use crate::state::filter::{Days, Draft, Field, TEAM, sentence};
use crate::state::found::Found;
use crate::state::priority::words;
use crate::state::problem::Problem;
use crate::state::saved::{self, Views, new_colour};
use crate::texts::Text;

/// What was typed is looked for when nobody has typed for so long.
const TYPED_MS: u64 = 250;
/// Views are counted again at most so often.
const COUNT_MS: u64 = 2_000;

/// The element id of the search box.
pub(crate) const SEARCH_ID: &str = "search";
/// The element id of the button that opens the filter.
pub(crate) const FILTER_ID: &str = "filter-open";

/// Local days of this browser.
pub(crate) const DAYS: Days = Days { begins: clock::day_begins, of: clock::day_of };

impl Console {
    /// What is looked for. Tracked.
    pub(crate) fn found(self) -> Option<Found> {
        self.route.with(|route| match route {
            Route::Inbox { found, .. } => found.clone(),
            _ => None,
        })
    }

    /// Looks for something, or for nothing any more: then the view is back that was there before.
    pub(crate) fn look_for(self, found: Option<Found>) {
        let Route::Inbox { view, status, found: before, thread } = self.route.get_untracked() else {
            return;
        };
        let narrows = matches!((&before, &found), (Some(Found::Words(_)), Some(Found::Words(_))))
            || matches!((&before, &found), (Some(Found::Filter(_)), Some(Found::Filter(_))));
        let there = Route::Inbox { view, status, found, thread };
        // Each letter of a search is no page of its own to go back through.
        if narrows {
            self.go_instead(there);
        } else {
            self.go(there);
        }
    }

    /// Somebody types into the search box.
    pub(crate) fn typed_search(self, typed: String) {
        let due = Timeout::after(TYPED_MS, move || self.search_now(&typed));
        self.timers.update_value(|timers| timers.search = Some(due));
    }

    /// Looks for words without waiting.
    pub(crate) fn search_now(self, typed: &str) {
        self.timers.update_value(|timers| timers.search = None);
        let is_blank = typed.trim().is_empty();
        let was_words = untrack(|| self.found()).is_some_and(|found| matches!(found, Found::Words(_)));
        match (is_blank, was_words) {
            (false, _) => {
                self.filter.set(None);
                self.look_for(Some(Found::Words(typed.to_owned())));
            }
            (true, true) => self.look_for(None),
            (true, false) => {}
        }
    }

    /// Opens the filter's form with what is shown, or shuts it.
    pub(crate) fn toggle_filter(self) {
        if self.filter.with_untracked(Option::is_some) {
            self.filter.set(None);
            return;
        }
        // Names for what filters speak of.
        self.load_chatflows();
        let shown = untrack(|| self.found()).and_then(|found| self.filter_of(&found));
        let draft = match &shown {
            Some(filter) => Draft::read(filter, DAYS),
            None => Some(self.filter_of_view()),
        };
        match draft {
            Some(draft) => self.filter.set(Some(draft)),
            None => self.tell(self.say(Text::FilterTooDeep).to_owned(), None),
        }
    }

    /// The filter of what is looked for, where it is one. Not tracked.
    pub(crate) fn filter_of(self, found: &Found) -> Option<Value> {
        match found {
            Found::Filter(filter) => serde_json::from_str(filter).ok(),
            Found::Saved(id) => self.views.with_untracked(|views| Some(views.saved(id)?.filter.clone())),
            Found::Words(_) | Found::Deleted => None,
        }
    }

    /// What the shown view is as a filter: where somebody begins who wants less of it.
    fn filter_of_view(self) -> Draft {
        let mut draft = Draft::new();
        if let Route::Inbox { view, status, .. } = self.route.get_untracked() {
            if let Some(test) = draft.test(0) {
                test.value = status.as_str().to_owned();
            }
            match view {
                View::Mine => draft.add(0, Field::Assignee, "me"),
                View::Unassigned => draft.add(0, Field::Assignee, "nobody"),
                View::Chat => draft.add(0, Field::Channel, "chat"),
                View::All | View::Filtered | View::Bots => {}
            }
        }
        draft
    }

    /// Changes the filter, and shows what it finds.
    pub(crate) fn write_filter(self, write: impl FnOnce(&mut Draft)) {
        let mut written = None;
        self.filter.update(|draft| {
            if let Some(draft) = draft {
                write(draft);
                written = Some(draft.written(DAYS).to_string());
            }
        });
        if let Some(written) = written {
            self.look_for(Some(Found::Filter(written)));
        }
    }

    /// A filter in words. Tracked: names may come later.
    pub(crate) fn in_words(self, filter: &Value) -> String {
        sentence(filter, &|text| self.say(text), &|field, value| self.value_named(field, value))
    }

    fn value_named(self, field: Field, value: &Value) -> String {
        let language = self.language.get_untracked();
        let id = text(if value.is_object() { &value["agent"] } else { value });
        let say = |text: Text| self.say(text).to_owned();
        match (field, id.as_str()) {
            (Field::Opened | Field::Updated, _) => {
                let day = |name: &str, less: i64| {
                    value[name].as_i64().map(|at| clock::day_in_words(at - less, language))
                };
                match (day("after", 0), day("before", 1)) {
                    (Some(from), Some(until)) => {
                        self.fill(Text::FilterSpan, &[("from", &from), ("until", &until)])
                    }
                    (Some(from), None) => self.fill(Text::FilterSince, &[("from", &from)]),
                    (None, Some(until)) => self.fill(Text::FilterUpTo, &[("until", &until)]),
                    (None, None) => String::new(),
                }
            }
            (Field::Status, "open") => say(Text::StandsOpen),
            (Field::Status, "snoozed") => say(Text::StandsSnoozed),
            (Field::Status, _) => say(Text::StandsClosed),
            (Field::Channel, "chat") => say(Text::ChannelChat),
            (Field::Channel, _) => say(Text::ChannelEmail),
            (Field::Assignee, "me") => say(Text::MeShort),
            (Field::Assignee, "nobody") => say(Text::StandsNobody),
            (Field::Words | Field::From, _) => format!("“{}”", id.replace('"', "")),
            _ => {
                let named = self.values(field).into_iter().find(|(other, _)| *other == id);
                named.map_or(id, |(_, name)| name)
            }
        }
    }

    /// What a field of a filter can be, each with what it is called. Tracked.
    pub(crate) fn values(self, field: Field) -> Vec<(String, String)> {
        let say = |id: &str, text: Text| (id.to_owned(), self.say(text).to_owned());
        match field {
            Field::Status => vec![
                say("open", Text::StandsOpen),
                say("snoozed", Text::StandsSnoozed),
                say("closed", Text::StandsClosed),
            ],
            Field::Priority => Priority::ALL.map(|one| say(one.as_str(), words(one))).into(),
            Field::Channel => vec![say("chat", Text::ChannelChat), say("email", Text::ChannelEmail)],
            Field::Assignee => {
                let (members, teams) =
                    self.inbox_info().map(|info| (info.members, info.teams)).unwrap_or_default();
                let members = members.into_iter().map(|agent| (agent.id.to_string(), agent.name));
                let team = |team: Team| {
                    let name = self.fill(Text::TeamNamed, &[("team", &team.name)]);
                    (format!("{TEAM}{}", team.id), name)
                };
                [say("me", Text::MeShort), say("nobody", Text::StandsNobody)]
                    .into_iter()
                    .chain(members)
                    .chain(teams.into_iter().map(team))
                    .collect()
            }
            Field::Label => self.labels.with(|labels| {
                labels.iter().map(|label| (label.id.to_string(), label.name.clone())).collect()
            }),
            Field::Chatflow => self
                .chatflows
                .with(|all| all.iter().map(|flow| (flow.id.to_string(), flow.name.clone())).collect()),
            Field::Contact => self.rows.with(|rows| {
                let mut all: Vec<(String, String)> = rows
                    .order()
                    .iter()
                    .take(200)
                    .filter_map(|id| rows.get(id))
                    .filter_map(|row| Some((row.contact.as_ref()?.to_string(), self.called(row).words)))
                    .collect();
                all.sort();
                all.dedup_by(|a, b| a.0 == b.0);
                all
            }),
            Field::Words | Field::From | Field::Opened | Field::Updated => Vec::new(),
        }
    }

    /// Loads the account's labels.
    pub(crate) fn load_labels(self) {
        spawn_local(async move {
            // Without them rows show no labels; whoever opens the picker asks again.
            if let Ok(told) = tree("GET", "/api/labels".to_owned(), None).await {
                self.labels.set(saved::labels(&told));
            }
        });
    }

    /// Makes a label, and answers which it is.
    ///
    /// # Errors
    /// Whatever the edge says.
    pub(crate) async fn make_label(self, name: &str) -> Result<Option<conversation::ids::LabelId>, Problem> {
        let colour = self.labels.with_untracked(|labels| new_colour(labels));
        let body = format!("{{\"name\":{},\"colour\":\"{colour}\"}}", quoted(name));
        let told = tree("POST", "/api/labels".to_owned(), Some(body)).await?;
        let labels = saved::labels(&told);
        let made = labels.iter().find(|label| label.name.eq_ignore_ascii_case(name.trim()));
        let made = made.or(labels.last()).map(|label| label.id.clone());
        self.labels.set(labels);
        Ok(made)
    }

    /// Loads the saved views, and how many there are in each.
    pub(crate) fn load_views(self) {
        let Some(inbox) = self.inbox.get_untracked() else { return };
        spawn_local(async move {
            let answer = tree("GET", format!("/api/inboxes/{inbox}/views"), None).await;
            if self.inbox.get_untracked().as_ref() != Some(&inbox) {
                return;
            }
            // What fails is counted with the next change.
            if let Ok(told) = answer {
                let (views, counts) = Views::read(&told);
                self.views.set(views);
                self.rows.update(|rows| rows.count(counts));
            }
        });
    }

    /// The same soon: many changes in a short time make one request.
    pub(crate) fn refresh_views_soon(self) {
        if self.timers.with_value(|timers| timers.views.is_some()) {
            return;
        }
        let due = Timeout::after(COUNT_MS, move || {
            self.timers.update_value(|timers| timers.views = None);
            self.load_views();
        });
        self.timers.update_value(|timers| timers.views = Some(due));
    }

    /// Saves a view, new or changed, and shows it.
    ///
    /// # Errors
    /// Whatever the edge says.
    pub(crate) async fn save_view(
        self,
        id: Option<String>,
        name: String,
        shared: bool,
        filter: String,
    ) -> Result<(), Problem> {
        let Some(inbox) = self.inbox.get_untracked() else { return Ok(()) };
        let body = format!("{{\"name\":{},\"shared\":{shared},\"filter\":{filter}}}", quoted(&name));
        let (method, path) = match &id {
            Some(id) => ("PUT", format!("/api/inboxes/{inbox}/views/{id}")),
            None => ("POST", format!("/api/inboxes/{inbox}/views")),
        };
        let told = tree(method, path, Some(body)).await?;
        let views = tree("GET", format!("/api/inboxes/{inbox}/views"), None).await?;
        self.views.set(Views::read(&views).0);
        self.ask.set(None);
        self.filter.set(None);
        self.look_for(Some(Found::Saved(text(&told["id"]))));
        self.load_list();
        self.tell(self.fill(Text::ViewSaved, &[("name", &name)]), None);
        Ok(())
    }

    /// Deletes a saved view.
    ///
    /// # Errors
    /// Whatever the edge says.
    pub(crate) async fn delete_view(self, id: String, name: String) -> Result<(), Problem> {
        let Some(inbox) = self.inbox.get_untracked() else { return Ok(()) };
        tree("DELETE", format!("/api/inboxes/{inbox}/views/{id}"), None).await?;
        self.ask.set(None);
        self.views.update(|views| views.saved.retain(|view| view.id != id));
        if untrack(|| self.found()) == Some(Found::Saved(id)) {
            self.look_for(None);
        }
        self.catch_focus(FILTER_ID);
        self.tell(self.fill(Text::ViewDeletedToast, &[("name", &name)]), None);
        Ok(())
    }

    /// The status the address names. Tracked.
    pub(crate) fn standing(self) -> Standing {
        self.route.with(|route| match route {
            Route::Inbox { status, .. } => *status,
            _ => Standing::Open,
        })
    }
}
