//! How an account's chatflows become what browsers get: rules compiled, colours computed, names looked up.
//!
//! Knows the whole account; what it leaves out, no page of any site ever learns.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conversation::bot::Bot;
use conversation::capture::When;
use conversation::consent::Mode;
use conversation::ids::{AgentId, ChatflowId, InboxId};
use protocol::account::{self, Chatflow, EmailCapture, Heading};
use protocol::boot::{CaptureStep, ConsentStep, Show, Shown, SmallScreens, Why};
use protocol::frame::Agent;
use targeting::display::{self, Display, Open, Screen};

use super::{Flow, Published};
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
    /// Its inboxes and their numbers of shards.
    pub inboxes: Vec<(InboxId, u16)>,
    /// Its chatflows, in the order of the account.
    pub chatflows: Vec<Chatflow>,
    /// The newest version of each chatflow's text of consent.
    pub texts: BTreeMap<String, u32>,
    /// Who works there.
    pub people: Vec<Agent>,
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
                mode: chatflow.availability.clone(),
                rule: chatflow.routing.clone(),
                rating: chatflow.rating.clone(),
                has_bot: chatflow.bot.as_ref().is_some_and(Bot::is_always_shown),
            })
        })
        .collect::<Result<_, Error>>()?;
    let Source { version, origins, any_loopback_origin, inboxes, .. } = source;
    Ok(Published { version, origins, any_loopback_origin, inboxes, flows, rules })
}

fn broken(what: &'static str) -> Error {
    Error::fault("a kept chatflow", what)
}

fn show(chatflow: &Chatflow, source: &Source) -> Result<Show, Error> {
    let brand = Rgb::parse(&chatflow.color).map_err(|_| broken("colour"))?;
    let colours = palette(brand);
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
        position: chatflow.position,
        availability: Shown::On,
        reply_minutes: chatflow.availability.reply_minutes(),
        consent: consent(chatflow, source)?,
        capture: chatflow.email_capture.as_ref().map(capture),
        light: hex(colours.light),
        dark: hex(colours.dark),
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
    let name_of =
        |id: &AgentId| source.people.iter().find(|person| person.id == *id).map(|person| person.name.clone());
    match heading {
        Heading::Account => (source.name.clone(), Vec::new()),
        Heading::Custom { name } => (name.clone(), Vec::new()),
        Heading::Agents { agents } => {
            let names: Vec<String> = agents.iter().filter_map(name_of).take(3).collect();
            (if names.is_empty() { source.name.clone() } else { names.join(", ") }, names)
        }
    }
}

/// The consent step, unless the account's switch is off (S79).
fn consent(chatflow: &Chatflow, source: &Source) -> Result<Option<ConsentStep>, Error> {
    let Some(step) = chatflow.consent.as_ref().filter(|_| source.gdpr) else { return Ok(None) };
    let version = source.texts.get(&chatflow.targeting.id).copied();
    let version = version.ok_or_else(|| broken("a text of consent without a version"))?;
    Ok(Some(ConsentStep { explicit: step.mode == Mode::Explicit, version, text: step.text.clone() }))
}

fn capture(capture: &EmailCapture) -> CaptureStep {
    let after_minutes = match capture.when() {
        When::RightAway => 0,
        When::Unanswered { minutes } => minutes,
    };
    CaptureStep { after_minutes, message: capture.message().to_owned() }
}
