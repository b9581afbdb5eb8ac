//! The parts of a chatflow's form, put together to sections; and the smaller ones: name and message.

use crate::reactive::*;
use conversation::ids::{AgentId, InboxId, TeamId};
use protocol::rest::Settings;

use super::bot_editor::bot_part;
use super::chatflow_audience::audience_part;
use super::chatflow_availability::availability_part;
use super::chatflow_consent::{capture_part, consent_part};
use super::chatflow_form::form_part;
use super::chatflow_history::history;
use super::chatflow_look::look_part;
use super::chatflow_review::review;
use super::chatflow_routing::routing_part;
use super::chatflow_rules::rules;
use super::conditions::{Desk, groups};
use super::coverage::coverage;
use super::display::display_part;
use super::expected::expected;
use super::form::{Choice, Several, Words, block, choices, line, pick, several};
use super::html::{all, div, h2, p, section};
use super::simulation::simulation;
use crate::console::console;
use crate::state::chatflow_draft::{Draft, List, tick};
use crate::state::chatflow_findings::Place;
use crate::state::chatflow_heading::HeadingKind;
use crate::state::chatflow_sections::Section;
use crate::texts::Text;
use crate::watch::watch;

/// The parts of a section, in the order an owner thinks of them.
pub(crate) fn parts(section: Section, settings: &Settings) -> AnyView {
    let parts = match section {
        Section::Audience => vec![part(Text::AudienceSection, None, audience_part(settings))],
        Section::Targeting => vec![
            part(
                Text::WhereSection,
                Some(Text::WhereLead),
                all((rules(List::Include), rules(List::Exclude), groups(Desk::Chatflow))),
            ),
            expected(),
            simulation(true),
            coverage(true),
        ],
        Section::Message => vec![
            part(Text::MessageSection, None, message_part(settings)),
            part(Text::DisplaySection, None, display_part()),
            part(Text::FormSection, Some(Text::FormLead), form_part()),
            part(Text::CaptureSection, Some(Text::CaptureLead), capture_part()),
        ],
        Section::Routing => vec![part(Text::RoutingSection, Some(Text::RoutingLead), routing_part())],
        Section::Review => vec![review(settings)],
        Section::Customize => vec![part(Text::LookSection, None, look_part())],
        Section::Options => vec![
            part(Text::AvailabilitySection, Some(Text::AvailabilityLead), availability_part()),
            part(Text::ConsentSection, None, consent_part()),
        ],
        Section::History => {
            vec![part(Text::HistorySection, Some(Text::HistoryLead), history())]
        }
        Section::Bot => vec![part(Text::BotSection, Some(Text::BotSectionLead), bot_part(settings))],
    };
    parts.into_any()
}

pub(super) fn part(title: Text, lead: Option<Text>, inside: AnyView) -> AnyView {
    let c = console();
    section()
        .class("card part")
        .attr("aria-label", c.say(title))
        .child((h2().child(c.say(title)), lead.map(|lead| p().class("lead").child(c.say(lead))), inside))
        .into_any()
}

/// Shows something while a part of the draft is so.
pub(super) fn when(is_so: fn(&Draft) -> bool, inside: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let c = console();
    let is_so = watch(move || c.draft(is_so).unwrap_or_default());
    let shown = move || is_so.get().then(|| div().class("under").child(inside()));
    all(shown)
}

pub(super) fn name_part(settings: &Settings) -> AnyView {
    let name = Words {
        place: Place::Name,
        label: Text::ChatflowName,
        help: Some(Text::NameHelp),
        read: |draft| &draft.name,
        write: |draft| &mut draft.name,
    };
    let mut inboxes: Vec<(String, String)> =
        settings.inboxes.iter().map(|inbox| (inbox.id.to_string(), inbox.name.clone())).collect();
    let now = untrack(|| console().draft(|draft| draft.inbox.to_string())).unwrap_or_default();
    let is_gone = inboxes.iter().all(|(id, _)| *id != now);
    if is_gone {
        inboxes.push((now.clone(), gone(&now)));
    }
    // With one inbox there is nothing to choose.
    let inbox = (inboxes.len() > 1).then(|| {
        pick(
            Place::Inbox,
            Text::ArrivesIn,
            None,
            inboxes,
            |draft| draft.inbox.to_string(),
            |draft, id| {
                if let Ok(id) = InboxId::parse(&id) {
                    draft.inbox = id;
                }
            },
        )
    });
    all((line(name, "text"), inbox))
}

/// What is chosen and no longer exists.
fn gone(id: &str) -> String {
    console().fill(Text::ListGone, &[("id", id)])
}

/// What there is to choose from, and what is chosen though it no longer exists.
pub(super) fn with_gone(
    all: impl Iterator<Item = (String, String)>,
    chosen: Vec<String>,
) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = all.collect();
    for id in chosen {
        if all.iter().all(|(known, _)| *known != id) {
            let name = gone(&id);
            all.push((id, name));
        }
    }
    all
}

fn message_part(settings: &Settings) -> AnyView {
    let c = console();
    let mut account = Choice::new(
        Text::HeadingAccountUnnamed,
        |draft| draft.heading.kind == HeadingKind::Account,
        |draft| draft.heading.kind = HeadingKind::Account,
    );
    account.label = c.fill(Text::HeadingAccount, &[("name", &settings.name)]);
    let from = vec![
        account,
        Choice::new(
            Text::HeadingCustom,
            |draft| draft.heading.kind == HeadingKind::Custom,
            |draft| draft.heading.kind = HeadingKind::Custom,
        ),
        Choice::new(
            Text::HeadingAgents,
            |draft| draft.heading.kind == HeadingKind::Agents,
            |draft| draft.heading.kind = HeadingKind::Agents,
        ),
        Choice::new(
            Text::HeadingTeam,
            |draft| draft.heading.kind == HeadingKind::Team,
            |draft| draft.heading.kind = HeadingKind::Team,
        ),
        Choice::new(
            Text::HeadingOwner,
            |draft| draft.heading.kind == HeadingKind::Owner,
            |draft| draft.heading.kind = HeadingKind::Owner,
        ),
    ];
    let custom = when(
        |draft| draft.heading.kind == HeadingKind::Custom,
        || {
            let name = Words {
                place: Place::HeadingName,
                label: Text::HeadingName,
                help: None,
                read: |draft| &draft.heading.name,
                write: |draft| &mut draft.heading.name,
            };
            line(name, "text")
        },
    );
    let chosen = untrack(|| c.draft(|draft| draft.heading.agents.iter().map(ToString::to_string).collect()));
    let named = settings.people.iter().map(|agent| (agent.id.to_string(), agent.name.clone()));
    let people = with_gone(named.clone(), chosen.unwrap_or_default());
    let agents = when(
        |draft| draft.heading.kind == HeadingKind::Agents,
        move || {
            several(Several {
                place: Place::Agents,
                title: Text::HeadingPeople,
                help: Some(Text::HeadingPeopleHelp),
                all: people.clone(),
                none: Text::Nobody,
                has: |draft, id| draft.heading.agents.iter().any(|agent| agent.as_str() == id),
                write: |draft, id, on| {
                    if let Ok(agent) = AgentId::parse(id) {
                        tick(&mut draft.heading.agents, agent, on);
                    }
                },
            })
        },
    );
    let chosen =
        untrack(|| c.draft(|draft| draft.heading.fallback.iter().map(ToString::to_string).collect()));
    let colleagues = chosen_of(with_gone(named, chosen.unwrap_or_default()));
    let fallback = when(
        |draft| draft.heading.kind == HeadingKind::Owner,
        move || {
            pick(
                Place::HeadingFallback,
                Text::HeadingFallback,
                Some(Text::HeadingFallbackHelp),
                colleagues.clone(),
                |draft| draft.heading.fallback.as_ref().map(ToString::to_string).unwrap_or_default(),
                |draft, id| draft.heading.fallback = AgentId::parse(&id).ok(),
            )
        },
    );
    let team = when(
        |draft| draft.heading.kind == HeadingKind::Team,
        move || {
            let chosen =
                untrack(|| c.draft(|draft| draft.heading.team.iter().map(ToString::to_string).collect()));
            let named = c.teams.with(|teams| {
                let named = teams.iter().map(|team| (team.id.to_string(), team.name.clone()));
                with_gone(named, chosen.unwrap_or_default())
            });
            pick(
                Place::HeadingTeam,
                Text::HeadingTeamShown,
                Some(Text::HeadingPeopleHelp),
                chosen_of(named),
                |draft| draft.heading.team.as_ref().map(ToString::to_string).unwrap_or_default(),
                |draft, id| draft.heading.team = TeamId::parse(&id).ok(),
            )
        },
    );
    let welcome = Words {
        place: Place::Welcome,
        label: Text::WelcomeText,
        help: Some(Text::WelcomeHelp),
        read: |draft| &draft.welcome,
        write: |draft| &mut draft.welcome,
    };
    all((choices("heading", Text::HeadingFrom, from), custom, agents, team, fallback, block(welcome, "3")))
}

/// The same, before which nothing is chosen.
fn chosen_of(mut all: Vec<(String, String)>) -> Vec<(String, String)> {
    all.insert(0, (String::new(), console().say(Text::HeadingChoose).to_owned()));
    all
}
