//! Who gets the threads of a chatflow (S90-S103). Who cannot be chosen is shown all the same, with the reason (S95).

use crate::reactive::*;
use conversation::ids::{AgentId, TeamId};

use super::chatflow_demands::{priority, skills};
use super::chatflow_parts::when;
use super::chatflow_policy::policy;
use super::form::{Choice, Tick, choices, described, help, said, tick_box};
use super::html::{all, button, div, fieldset, input, label, legend, p, span};
use super::icon::{Icon, icon};
use crate::console::{Loading, console};
use crate::state::chatflow_draft::{Draft, tick};
use crate::state::chatflow_findings::Place;
use crate::state::routing::{Candidate, Kind, candidates, team_candidates};
use crate::texts::Text;
use crate::watch::watch;

/// The part of the form.
pub(crate) fn routing_part() -> AnyView {
    let kinds = vec![
        Choice::new(
            Text::AssignNobody,
            |draft| draft.assign == Kind::Nobody,
            |draft| draft.assign = Kind::Nobody,
        )
        .helped(Text::AssignNobodyHelp),
        Choice::new(
            Text::AssignPeople,
            |draft| draft.assign == Kind::People,
            |draft| draft.assign = Kind::People,
        )
        .helped(Text::AssignPeopleHelp),
        Choice::new(
            Text::AssignOwner,
            |draft| draft.assign == Kind::Owner,
            |draft| draft.assign = Kind::Owner,
        )
        .helped(Text::AssignOwnerHelp),
    ];
    let otherwise = || {
        let kinds = vec![
            Choice::new(
                Text::AssignNobody,
                |draft| !draft.otherwise_people,
                |draft| draft.otherwise_people = false,
            ),
            Choice::new(
                Text::AssignPeople,
                |draft| draft.otherwise_people,
                |draft| draft.otherwise_people = true,
            ),
        ];
        choices("otherwise", Text::OtherwiseTitle, kinds)
    };
    all((
        choices("assign", Text::AssignTitle, kinds),
        when(|draft| draft.assign == Kind::Owner, otherwise),
        when(names_people, people),
        priority(),
        policy(),
    ))
}

fn names_people(draft: &Draft) -> bool {
    draft.assign == Kind::People || (draft.assign == Kind::Owner && draft.otherwise_people)
}

/// The people and the teams, once it is known who works in the inbox.
fn people() -> AnyView {
    let c = console();
    let agents = watch(move || {
        let chosen: Vec<String> = c
            .draft(|draft| draft.routed_agents.iter().map(ToString::to_string).collect())
            .unwrap_or_default();
        let named: Vec<(String, String)> = c.settings.with(|settings| {
            let people = settings.iter().flat_map(|settings| &settings.people);
            people.map(|agent| (agent.id.to_string(), agent.name.clone())).collect()
        });
        c.routable.with(|room| candidates(&named, &room.colleagues, &chosen))
    });
    let teams = watch(move || {
        let chosen: Vec<String> =
            c.draft(|draft| draft.routed_teams.iter().map(ToString::to_string).collect()).unwrap_or_default();
        c.teams.with(|teams| c.routable.with(|room| team_candidates(teams, &room.colleagues, &chosen)))
    });
    let last = Tick {
        id: "flow-last-agent",
        label: Text::LastAgentFirst,
        help: Some(Text::LastAgentFirstHelp),
        read: |draft| draft.last_agent_first,
        write: |draft, on| draft.last_agent_first = on,
        fixed: |_| false,
    };
    let content = move || match c.routable_loading.get() {
        Loading::Failed(problem) => {
            let why = c.why(&problem);
            p().class("hint warn")
                .attr("role", "alert")
                .child((
                    icon(Icon::Warning),
                    span().child((
                        c.fill(Text::ColleaguesFailed, &[("why", &why)]),
                        " ",
                        button()
                            .attr("type", "button")
                            .class("link")
                            .on(leptos::ev::click, move |_| {
                                if let Some(inbox) = untrack(|| c.draft(|draft| draft.inbox.clone())) {
                                    c.load_room_of(&inbox);
                                }
                            })
                            .child(c.say(Text::TryAgain)),
                    )),
                ))
                .into_any()
        }
        Loading::Asking => {
            div().class("skeleton").attr("aria-hidden", "true").child(span().class("bone line-2")).into_any()
        }
        Loading::Ready => all((
            boxes(Boxes {
                place: Place::Routed,
                title: Text::RoutedPeople,
                helped: None,
                none: Text::BarredGone,
                all: agents,
                has: |draft, id| draft.routed_agents.iter().any(|agent| agent.as_str() == id),
                write: |draft, id, on| {
                    if let Ok(agent) = AgentId::parse(id) {
                        tick(&mut draft.routed_agents, agent, on);
                    }
                },
            }),
            boxes(Boxes {
                place: Place::RoutedTeams,
                title: Text::RoutedTeamsTitle,
                helped: Some(Text::RoutedTeamsHelp),
                none: Text::NoTeams,
                all: teams,
                has: |draft, id| draft.routed_teams.iter().any(|team| team.as_str() == id),
                write: |draft, id, on| {
                    if let Ok(team) = TeamId::parse(id) {
                        tick(&mut draft.routed_teams, team, on);
                    }
                },
            }),
            skills(),
        )),
    };
    all((content, tick_box(last)))
}

/// Boxes to tick, some of which cannot be ticked.
struct Boxes {
    place: Place,
    title: Text,
    helped: Option<Text>,
    /// What stands there where there is nothing to tick.
    none: Text,
    all: Memo<Vec<Candidate>>,
    has: fn(&Draft, &str) -> bool,
    write: fn(&mut Draft, &str, bool),
}

fn boxes(boxes: Boxes) -> AnyView {
    let c = console();
    let Boxes { place, title, helped, none, all, has, write } = boxes;
    let one = move |(n, Candidate { id, name, barred }): (usize, Candidate)| {
        let element = if n == 0 { place.id() } else { format!("{}-{n}", place.id()) };
        let why_id = format!("{element}-why");
        let read = id.clone();
        let is_on = watch(move || c.draft(|draft| has(draft, &read)).unwrap_or_default());
        let box_ = input()
            .id(element.clone())
            .attr("type", "checkbox")
            .attr("aria-describedby", barred.map(|_| why_id.clone()))
            .flag("checked", move || is_on.get())
            // What is chosen and cannot be any more can still be taken away.
            .flag("disabled", move || barred.is_some() && !is_on.get())
            .on(leptos::ev::change, move |event| {
                let (id, on) = (id.clone(), event_target_checked(&event));
                c.write_draft(None, Box::new(move |draft| write(draft, &id, on)));
            });
        let why = barred.map(|why| span().id(why_id).class("help").child(c.say(why)));
        div()
            .class("tick")
            .child((box_, div().child((label().attr("for", element).attr("dir", "auto").child(name), why))))
            .into_any()
    };
    let rows = move || all.get().into_iter().enumerate().map(one).collect::<Vec<_>>();
    let nothing = move || all.with(Vec::is_empty).then(|| span().class("help").child(c.say(none)));
    fieldset()
        .class("field")
        .attr("aria-describedby", described(place))
        .child((legend().child(c.say(title)), help(place, helped), rows, nothing, said(place)))
        .into_any()
}
