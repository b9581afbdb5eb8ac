//! What a report is about: the period, and whose conversations.

use crate::reactive::*;
use conversation::access::Action;
use serde_json::Value;

use super::html::{div, fieldset, input, label, legend, option, select, span};
use super::icon::{Icon, drawn};
use super::reports::Page;
use crate::console::{Loading, console};
use crate::state::conditions::{items, text};
use crate::state::report::{Asked, Preset};
use crate::texts::Text;

/// What can be chosen, as ids and names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Options {
    inboxes: Vec<(String, String)>,
    chatflows: Vec<(String, String)>,
    teams: Vec<(String, String)>,
    agents: Vec<(String, String)>,
    labels: Vec<(String, String)>,
}

impl Options {
    /// Asks for all of it. What cannot be had is not offered.
    pub(super) fn load(options: RwSignal<Self>) {
        type Keep = fn(&mut Options, Vec<(String, String)>);
        let c = console();
        let mut asked: Vec<(&str, &str, Keep)> = vec![
            ("/api/people", "people", |to, all| to.agents = all),
            ("/api/teams", "teams", |to, all| to.teams = all),
            ("/api/labels", "labels", |to, all| to.labels = all),
        ];
        if c.may(Action::SeeChatflows) {
            asked.push(("/api/chatflows", "chatflows", |to, all| to.chatflows = all));
        }
        if c.may(Action::SeeInboxes) {
            asked.push(("/api/inboxes", "inboxes", |to, all| to.inboxes = all));
        } else if let Some(me) = untrack(|| c.me()) {
            let own = me.inboxes.iter().map(|inbox| (inbox.id.to_string(), inbox.name.clone())).collect();
            options.update(|options| options.inboxes = own);
        }
        for (path, field, keep) in asked {
            c.load_for(path.to_owned(), RwSignal::new(Loading::Asking), move |told| {
                let _ = options.try_update(|options| keep(options, named(&told[field])));
            });
        }
    }
}

fn named(told: &Value) -> Vec<(String, String)> {
    items(told).map(|one| (text(&one["id"]), text(&one["name"]))).collect()
}

/// The filters.
pub(super) fn filters(page: Page) -> AnyView {
    let c = console();
    let periods = Preset::ALL.map(|preset| {
        let is_chosen = page.asked.with_untracked(|asked| asked.preset == preset);
        option()
            .attr("value", preset.slug())
            .attr("selected", is_chosen.then_some(""))
            .child(c.say(preset.words()))
    });
    let period = choice("report-period", Text::ReportPeriod, periods, move |slug| {
        page.choose(|asked| {
            let (from, to) = asked.days(&today());
            asked.preset = Preset::parse(&slug);
            // One's own period begins as the one before it was.
            if asked.preset == Preset::Own {
                (asked.from, asked.to) = (from, to);
            }
        });
    });
    let is_own = crate::watch::watch(move || page.asked.with(|asked| asked.preset == Preset::Own));
    let own = move || {
        is_own.get().then(|| {
            (
                day("report-from", Text::ReportFrom, page, |asked| &mut asked.from),
                day("report-to", Text::ReportTo, page, |asked| &mut asked.to),
            )
        })
    };
    let one = move |id, words, all: fn(&Options) -> &Vec<(String, String)>, keep: fn(&mut Asked, String)| {
        let offered = move || {
            page.options.with(|options| {
                let one = |(id, name): &(String, String)| {
                    option().attr("value", id.clone()).attr("dir", "auto").child(name.clone())
                };
                all(options).iter().map(one).collect::<Vec<_>>()
            })
        };
        let everything = option().attr("value", "").child(c.say(Text::ReportAll));
        choice(id, words, (everything, offered), move |id| page.choose(|asked| keep(asked, id)))
    };
    let several_inboxes = crate::watch::watch(move || page.options.with(|options| options.inboxes.len() > 1));
    let inbox = move || {
        several_inboxes
            .get()
            .then(|| one("report-inbox", Text::ReportInbox, |all| &all.inboxes, |asked, id| asked.inbox = id))
    };
    let business_hours = label().class("report-tick").child((
        input()
            .id("report-business-hours")
            .attr("type", "checkbox")
            .attr("aria-describedby", "report-business-hours-help")
            .on(leptos::ev::change, move |event| {
                page.choose(|asked| asked.business_hours = event_target_checked(&event));
            }),
        c.say(Text::ReportBusinessHours),
    ));
    fieldset()
        .class("report-filters")
        .child((
            legend().class("unseen").child(c.say(Text::ReportFilters)),
            div().class("report-fields").child((
                period,
                own,
                inbox,
                one(
                    "report-chatflow",
                    Text::ReportChatflow,
                    |all| &all.chatflows,
                    |asked, id| asked.chatflow = id,
                ),
                one("report-team", Text::ReportTeam, |all| &all.teams, |asked, id| asked.team = id),
                one("report-agent", Text::ReportAgent, |all| &all.agents, |asked, id| asked.agent = id),
                one("report-label", Text::ReportLabel, |all| &all.labels, |asked, id| asked.label = id),
            )),
            div().class("report-hours").child((
                business_hours,
                span()
                    .id("report-business-hours-help")
                    .class("small faint")
                    .child(c.say(Text::ReportBusinessHoursHelp)),
            )),
        ))
        .into_any()
}

fn today() -> String {
    crate::browser::clock::day_of(i64::try_from(crate::browser::clock::now()).unwrap_or(0))
}

/// A list to choose from.
pub(super) fn choice(
    id: &'static str,
    words: Text,
    options: impl super::html::Put,
    chosen: impl Fn(String) + 'static,
) -> AnyView {
    div()
        .class("field")
        .child((
            label().attr("for", id).child(console().say(words)),
            span().class("picked").child((
                select()
                    .id(id)
                    .class("input")
                    .on(leptos::ev::change, move |event| chosen(event_target_value(&event)))
                    .child(options),
                drawn(Icon::Down, "icon down"),
            )),
        ))
        .into_any()
}

fn day(id: &'static str, words: Text, page: Page, field: fn(&mut Asked) -> &mut String) -> AnyView {
    let mut now = page.asked.get_untracked();
    div()
        .class("field")
        .child((
            label().attr("for", id).child(console().say(words)),
            input()
                .id(id)
                .class("input")
                .attr("type", "date")
                .attr("value", std::mem::take(field(&mut now)))
                .on(leptos::ev::change, move |event| {
                    let day = event_target_value(&event);
                    page.choose(|asked| *field(asked) = day);
                }),
        ))
        .into_any()
}
