//! The last screen of the wizard (S8): what the chatflow will do in words, everything there is to say about it, its
//! name; and once it is live, the line that a site pastes (S2).

use crate::reactive::*;
use protocol::rest::{Settings, Stops};

use super::chat_link::direct_link;
use super::chatflow_parts::{name_part, part};
use super::chatflow_plan::plan;
use super::embed_code::embed_code;
use super::html::{a, all, button, code, dd, div, dl, dt, h2, li, p, section, span, strong, ul};
use super::icon::{Icon, icon};
use crate::acts::chatflow_editor::LIVE_ID;
use crate::console::{Console, console};
use crate::route::Route;
use crate::state::chatflow_draft::Draft;
use crate::state::chatflow_findings::Placed;
use crate::state::chatflow_sections::Section;
use crate::state::chatflow_summary::{Line, Names, lines};
use crate::state::rules::InWords;
use crate::texts::Text;
use crate::watch::watch;

/// The section.
pub(super) fn review(settings: &Settings) -> AnyView {
    all((
        live(),
        part(Text::NameSection, None, name_part(settings)),
        part(Text::ReviewFindings, None, findings()),
        part(Text::PlanSection, Some(Text::PlanLead), plan()),
        part(Text::ReviewInWords, None, in_words()),
    ))
}

/// Once it is live: where it shows from now on, and how a site gets it.
fn live() -> AnyView {
    let c = console();
    let on = watch(move || c.edited(|editor| editor.enabled).unwrap_or_default());
    let of = watch(move || c.edited(|editor| editor.id.to_string()));
    let shown = move || {
        on.get().then(|| {
            section().class("card part").attr("aria-labelledby", LIVE_ID).child((
                h2().id(LIVE_ID).attr("tabindex", "-1").child(c.say(Text::LiveTitle)),
                p().class("lead").child(c.say(Text::LiveText)),
                embed_code(),
                direct_link(of.get().as_deref()),
            ))
        })
    };
    all(shown)
}

/// Everything there is to say, what stands in the way first.
fn findings() -> AnyView {
    let c = console();
    let said = watch(move || {
        c.edited(|editor| {
            let language = c.language.get_untracked();
            let mut all: Vec<(Placed, String)> = editor
                .findings
                .iter()
                .map(|finding| (finding.clone(), finding.sentence(&editor.draft, language)))
                .collect();
            all.sort_by_key(|(finding, _)| finding.stops == Stops::Nothing);
            all
        })
        .unwrap_or_default()
    });
    let shown = move || {
        let all = said.get();
        if all.is_empty() {
            let clean = p().class("review-clean").child((icon(Icon::Check), c.say(Text::ReviewClean)));
            return clean.into_any();
        }
        ul().class("review-findings").child(all.into_iter().map(finding).collect::<Vec<_>>()).into_any()
    };
    div().attr("role", "status").child(shown).into_any()
}

fn finding((finding, why): (Placed, String)) -> AnyView {
    let c = console();
    let stops = finding.stops != Stops::Nothing;
    let kind = if stops { Text::ReviewStops } else { Text::ReviewNote };
    let place = finding.place;
    let section = Section::of(place).name();
    li().when("wrong", move || stops)
        .child((
            icon(if stops { Icon::Warning } else { Icon::Note }),
            div().class("grow").child((
                div().class("small").child((strong().child(c.say(kind)), " · ", c.say(section))),
                div().child(why.clone()),
            )),
            button()
                .attr("type", "button")
                .class("button line low")
                .attr("aria-label", c.fill(Text::ReviewMendOf, &[("why", &why)]))
                .on(leptos::ev::click, move |_| c.show_place(place))
                .child(c.say(Text::ReviewMend)),
        ))
        .into_any()
}

/// What the chatflow does, a side of it a line, each with the way to where it is changed.
fn in_words() -> AnyView {
    let c = console();
    let told = watch(move || {
        let chatflow = c.draft(Draft::written);
        chatflow.map(|chatflow| c.with_names(|names| lines(&chatflow, names, c.language.get_untracked())))
    });
    let shown = move || {
        // The name stands in its field.
        let all = told.get().unwrap_or_default().into_iter().filter(|line| line.label != Text::ChatflowName);
        dl().class("review-lines").child(all.map(line).collect::<Vec<_>>())
    };
    all(shown)
}

fn line(line: Line) -> AnyView {
    let c = console();
    let Line { label, section, said } = line;
    let there = c.addressed_chatflow().map(|chatflow| Route::Chatflow(chatflow, section));
    let href = there.as_ref().map(Route::path);
    let name = format!("{}: {}", c.say(Text::ReviewChange), c.say(label));
    let change = a()
        .attr("href", href)
        .attr("aria-label", name)
        .on(leptos::ev::click, move |event| {
            if let Some(there) = &there {
                super::follow(&event, there.clone());
            }
        })
        .child(c.say(Text::ReviewChange));
    div()
        .child((
            dt().child(c.say(label)),
            dd().child((
                div().class("grow").child(said.into_iter().map(sentence).collect::<Vec<_>>()),
                change,
            )),
        ))
        .into_any()
}

/// One sentence or rule; what an owner wrote keeps its own direction.
pub(super) fn sentence(said: InWords) -> AnyView {
    let InWords { words, value } = said;
    let value = value.map(|value| (" ", code().attr("dir", "auto").child(value)));
    div().attr("dir", "auto").child((span().child(words), value)).into_any()
}

impl Console {
    /// What ids stand for, for words about a chatflow. Tracked.
    pub(super) fn with_names<T>(self, read: impl FnOnce(&Names<'_>) -> T) -> T {
        self.settings.with(|settings| {
            self.teams.with(|teams| {
                let list = |id: &str| {
                    let known = settings.iter().flat_map(|settings| &settings.lists);
                    let found = known.into_iter().find(|list| list.id.as_str() == id);
                    found.map_or_else(|| id.to_owned(), |list| list.name.clone())
                };
                let agent = |id: &conversation::ids::AgentId| {
                    let known = settings.iter().flat_map(|settings| &settings.people);
                    let found = known.into_iter().find(|person| person.id == *id);
                    found.map_or_else(|| id.to_string(), |person| person.name.clone())
                };
                let team = |id: &conversation::ids::TeamId| {
                    let found = teams.iter().find(|team| team.id == id.as_str());
                    found.map_or_else(|| id.to_string(), |team| team.name.clone())
                };
                let account = settings.as_ref().map_or("", |settings| settings.name.as_str());
                read(&Names { account, list: &list, agent: &agent, team: &team })
            })
        })
    }
}
