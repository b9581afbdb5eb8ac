//! How an account's chatflows become what browsers get: rules compiled, colours computed, names looked up.
//!
//! Knows the whole account; what it leaves out, no page of any site ever learns.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conversation::bot::Bot;
use conversation::capture::When;
use conversation::consent::Mode;
use conversation::ids::{AgentId, ChatflowId, InboxId, SecretId, TeamId};
use conversation::redaction::Redaction;
use protocol::account::{self, Chatflow, EmailCapture, Heading};
use protocol::boot::{CaptureStep, ConsentStep, Show, Shown, SmallScreens, Why};
use protocol::frame::Agent;
use protocol::look::Scheme;
use targeting::display::{self, Display, Open, Screen};

use super::speakers::{SHOWN, Speakers};
use super::{Flow, Published, look};
use crate::error::Error;
use crate::palette::{Rgb, Theme, palette};

/// Everything of an account that a part is published of.
#[derive(Clone, Debug)]
pub struct Source {
    /// The account's name.
    pub name: String,
    /// Of what is published.
    pub version: u64,
    /// Its sites.
    pub origins: Vec<String>,
    /// Whether any port of this machine is a site too.
    pub any_loopback_origin: bool,
    /// Whether consent can be asked for (S79).
    pub gdpr: bool,
    /// Whether only the site's own server can say who a visitor is (E27): then nobody is asked for an address.
    pub verified_only: bool,
    /// What is masked in what visitors write (N20).
    pub redaction: Redaction,
    /// What the site's server signs with, sealed.
    pub secrets: Vec<(SecretId, String)>,
    /// Its inboxes and their numbers of shards.
    pub inboxes: Vec<(InboxId, u16)>,
    /// Its chatflows, in the order of the account.
    pub chatflows: Vec<Chatflow>,
    /// The newest version of each chatflow's text of consent.
    pub texts: BTreeMap<String, u32>,
    /// Who works there.
    pub people: Vec<Agent>,
    /// Whether anybody of them has a picture.
    pub faces: bool,
    /// Who is in which team.
    pub teams: Vec<(TeamId, Vec<AgentId>)>,
}

/// Builds what an account publishes.
///
/// # Errors
/// A fault where a kept chatflow holds no good colour or id, or its text of consent has no version: all were checked
/// when it was saved.
pub fn publish(source: Source) -> Result<Published, Error> {
    let rules: Vec<_> = source.chatflows.iter().map(|chatflow| chatflow.targeting.clone()).collect();
    let rules = STANDARD.encode(targeting::compile(&rules).bytes);
    let enabled = source.chatflows.iter().filter(|chatflow| chatflow.targeting.enabled);
    let flows = enabled
        .map(|chatflow| {
            Ok(Flow {
                inbox: chatflow.inbox.clone(),
                show: show(chatflow, &source)?,
                speakers: speakers(&chatflow.heading, &source),
                mode: chatflow.availability.clone(),
                rule: chatflow.routing.clone(),
                rating: chatflow.rating.clone(),
                form: chatflow.form.as_ref().map(|form| form.when),
                form_asks_away: form_asks(chatflow, true),
                has_bot: chatflow.bot.as_ref().is_some_and(Bot::is_always_shown),
            })
        })
        .collect::<Result<_, Error>>()?;
    let Source { version, origins, any_loopback_origin, verified_only, redaction, .. } = source;
    let Source { secrets, inboxes, .. } = source;
    Ok(Published {
        version,
        origins,
        any_loopback_origin,
        verified_only,
        redaction,
        secrets,
        inboxes,
        flows,
        rules,
    })
}

fn broken(what: &'static str) -> Error {
    Error::fault("a kept chatflow", what)
}

pub(super) fn show(chatflow: &Chatflow, source: &Source) -> Result<Show, Error> {
    let brand = Rgb::parse(&chatflow.color).map_err(|_| broken("colour"))?;
    let colours = palette(brand);
    // Who wants it light or dark has it so on every ground.
    let (light, dark) = match chatflow.look.scheme {
        Scheme::Auto => (colours.light, colours.dark),
        Scheme::Light => (colours.light, colours.light),
        Scheme::Dark => (colours.dark, colours.dark),
    };
    let hex = |theme: Theme| theme.in_wire_order().map(|rgb| format!("#{}", rgb.hex()));
    let (heading, agents) = heading(&chatflow.heading, source);
    let (pop_up, small) = at_once(chatflow);
    Ok(Show {
        chatflow: ChatflowId::parse(&chatflow.targeting.id).map_err(|_| broken("id"))?,
        welcome: chatflow.welcome.clone(),
        pop_up,
        small,
        display: chatflow.display.as_ref().map(Display::to_numbers),
        heading,
        agents,
        faces: source.faces,
        draw: None,
        position: chatflow.position,
        availability: Shown::On,
        reply_minutes: chatflow.availability.reply_minutes(),
        consent: consent(chatflow, source)?,
        capture: chatflow
            .email_capture
            .as_ref()
            .filter(|_| !source.verified_only && !form_asks(chatflow, false))
            .map(capture),
        form: chatflow.form.is_some(),
        communication: chatflow.communication.is_some() && source.gdpr,
        light: hex(light),
        dark: hex(dark),
        language: chatflow.language.clone(),
        redaction: source.redaction.to_wire(),
        look: look::shown(&chatflow.look),
        why: Why::Won,
    })
}

/// Whether the welcome message pops open at once on large screens, and what small ones show: what a browser goes by
/// that knows no display rules, and every browser where there are none.
fn at_once(chatflow: &Chatflow) -> (bool, SmallScreens) {
    let Some(rules) = &chatflow.display else {
        let account::SmallScreens { launcher, pop_up } = chatflow.small_screens;
        return (chatflow.pop_up, SmallScreens { launcher, pop_up });
    };
    let pops_up = |screen: Screen| screen.open == Open::Welcome && screen.when == display::When::default();
    let small = SmallScreens { launcher: rules.small.open != Open::Hidden, pop_up: pops_up(rules.small) };
    (pops_up(rules.large), small)
}

fn heading(heading: &Heading, source: &Source) -> (String, Vec<String>) {
    if let Heading::Custom { name } = heading {
        return (name.clone(), Vec::new());
    }
    let mut names = names(heading, source);
    names.truncate(SHOWN);
    (if names.is_empty() { source.name.clone() } else { names.join(", ") }, names)
}

/// Whoever can stand in it. Who or what is gone by now has no name.
fn names(heading: &Heading, source: &Source) -> Vec<String> {
    let name_of =
        |id: &AgentId| source.people.iter().find(|person| person.id == *id).map(|person| person.name.clone());
    match heading {
        Heading::Account | Heading::Custom { .. } => Vec::new(),
        Heading::Agents { agents } => agents.iter().filter_map(name_of).collect(),
        Heading::Team { team } => {
            let members = source.teams.iter().find(|(id, _)| id == team).map(|(_, members)| members);
            members.into_iter().flatten().filter_map(name_of).collect()
        }
        Heading::Owner { fallback } => name_of(fallback).into_iter().collect(),
    }
}

/// Who of them depends on the visitor (S43–S45).
fn speakers(heading: &Heading, source: &Source) -> Speakers {
    let names = names(heading, source);
    match heading {
        Heading::Owner { .. } => Speakers::Owner(source.people.clone()),
        _ if names.len() > SHOWN => Speakers::Drawn(names),
        _ => Speakers::Fixed,
    }
}

/// The consent step, unless the account's switch is off (S79).
fn consent(chatflow: &Chatflow, source: &Source) -> Result<Option<ConsentStep>, Error> {
    let Some(step) = chatflow.consent.as_ref().filter(|_| source.gdpr) else { return Ok(None) };
    let version = source.texts.get(&chatflow.targeting.id).copied();
    let version = version.ok_or_else(|| broken("a text of consent without a version"))?;
    Ok(Some(ConsentStep { explicit: step.mode == Mode::Explicit, version, text: step.text.clone() }))
}

/// Whether its form asks for an e-mail address while the team is away, or while it is not: then nobody is asked again (H60).
pub(super) fn form_asks(chatflow: &Chatflow, is_away: bool) -> bool {
    chatflow.form.as_ref().is_some_and(|form| form.when.holds(is_away) && form.asks_email())
}

fn capture(capture: &EmailCapture) -> CaptureStep {
    let after_minutes = match capture.when() {
        When::RightAway => 0,
        When::Unanswered { minutes } => minutes,
    };
    CaptureStep { after_minutes, message: capture.message().to_owned() }
}

#[cfg(test)]
mod tests {
    use conversation::ids::AgentId;
    use protocol::account::Person;
    use serde_json::json;

    use super::super::Asks;
    use super::super::tests::{demo, ready};
    use super::*;

    const HOME: &str = "http://127.0.0.1:8788/";

    /// What visitors of the home page see of a heading, whose contact has that owner, and who drew that number.
    fn seen(heading: &str, owner: Option<&str>, draw: u32) -> (String, Vec<String>, Option<u32>) {
        let mut file = demo();
        let more = ["Ben", "Cleo", "Dora"].map(|name| {
            let id = name.to_lowercase();
            let person = json!({"id": id, "name": name, "email": format!("{id}@kiln.test"), "role": "agent", "seat": true});
            serde_json::from_value::<Person>(person).unwrap()
        });
        file.people.extend(more);
        let members = json!([{"agent": "anna"}, {"agent": "ben"}, {"agent": "cleo"}, {"agent": "dora"}]);
        file.teams =
            serde_json::from_value(json!([{"id": "kiln", "name": "Kiln", "members": members}])).unwrap();
        let welcome = file.chatflows.iter_mut().find(|flow| flow.targeting.id == "welcome").unwrap();
        welcome.heading = serde_json::from_str(heading).unwrap();
        let ready = ready(&file);
        let flow = ready.flow(&ChatflowId::parse("welcome").unwrap()).unwrap();
        let owner = owner.map(|id| AgentId::parse(id).unwrap());
        let show = flow.speakers.put_into(flow.show.clone(), owner.as_ref(), draw);
        (show.heading, show.agents, show.draw)
    }

    #[test]
    fn up_to_three_are_shown_as_they_are() {
        // S44
        for agents in [vec!["anna"], vec!["anna", "jonas"], vec!["jonas", "anna", "ben"]] {
            let heading = json!({"kind": "agents", "agents": agents}).to_string();
            let all: Vec<_> = (0..50).map(|draw| seen(&heading, None, draw)).collect();
            assert!(
                all.iter().all(|one| *one == all[0] && one.1.len() == agents.len() && one.2.is_none()),
                "{all:?}"
            );
        }
        assert_eq!(
            seen(r#"{"kind":"agents","agents":["jonas","anna","ben"]}"#, None, 0).0,
            "Jonas Brandt, Anna Keller, Ben"
        );
    }

    #[test]
    fn of_more_three_are_drawn_by_the_number() {
        // S43, of certain people and of a team
        for heading in [
            r#"{"kind":"agents","agents":["anna","jonas","ben","cleo","dora"]}"#,
            r#"{"kind":"team","team":"kiln"}"#,
        ] {
            let drawn: std::collections::BTreeSet<_> =
                (0..50).map(|draw| seen(heading, None, draw).1).collect();
            assert!(drawn.len() > 3 && drawn.iter().all(|names| names.len() == 3), "{drawn:?}");
            assert_eq!(seen(heading, None, 9), seen(heading, None, 9));
            assert_eq!(seen(heading, None, 9).2, Some(9));
        }
    }

    #[test]
    fn the_owner_of_the_contact_stands_there_and_else_the_fallback() {
        // S42 S45
        let heading = r#"{"kind":"owner","fallback":"anna"}"#;
        for (owner, name) in
            [(Some("jonas"), "Jonas Brandt"), (None, "Anna Keller"), (Some("whoever-left"), "Anna Keller")]
        {
            assert_eq!(seen(heading, owner, 0), (name.to_owned(), vec![name.to_owned()], None), "{owner:?}");
        }
    }

    #[test]
    fn a_name_of_its_own_stands_alone() {
        // S42
        assert_eq!(
            seen(r#"{"kind":"custom","name":"The kiln"}"#, None, 0),
            ("The kiln".into(), vec![], None)
        );
    }

    #[test]
    fn a_stranger_s_page_is_asked_for_at_home() {
        let boot = ready(&demo()).boot(
            demo().account,
            "http://edge".into(),
            Asks { referer: Some(HOME), draw: 5, ..Asks::default() },
            0,
        );
        assert_eq!(boot.show.unwrap().draw, None, "nobody is drawn where two stand there");
    }
}
