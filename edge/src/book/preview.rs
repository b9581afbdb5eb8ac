//! What a visitor would get of a chatflow that nobody saved (S8, S9): made by the functions that publish it.
//!
//! Changes nothing and keeps nothing.

use conversation::bot::Bot;
use conversation::form::{self, AskedForm};
use conversation::ids::ChatflowId;
use conversation::list::Catalogue;
use protocol::account::Chatflow;
use protocol::availability::{Team as ShownTeam, Told};
use protocol::boot::{Show, SmallScreens};
use protocol::code::Code;
use protocol::look::Scheme;
use protocol::rest::preview::Scene;
use protocol::visitor::AskedCommunication;
use serde::{Deserialize, Serialize};
use targeting::display::Open;

use super::publish::{Source, form_asks, show};
use crate::availability::{Seen, Team};
use crate::book::asking;
use crate::error::Error;
use crate::palette::Rgb;
use crate::zones::Zones;

/// A business week, and a day more: within that every opening and closing comes once.
const LOOKED_AHEAD_MS: u64 = 8 * 86_400_000;

/// What a browser gets.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Previewed {
    /// The chatflow.
    pub show: Show,
    /// What is told of its team; none where that does not depend on anything.
    pub team: Option<Told>,
    /// What a stranger is asked before they write, where the scene shows it.
    #[serde(default)]
    pub form: Option<AskedForm>,
    /// The box that a stranger may tick, where the scene shows it.
    #[serde(default)]
    pub communication: Option<AskedCommunication>,
}

/// A scene of a chatflow, at `now` (ms).
///
/// # Errors
/// `colour_invalid`, `id_format`.
pub fn preview(
    mut source: Source,
    mut chatflow: Chatflow,
    (scene, dark): (Scene, bool),
    catalogue: &Catalogue,
    now: u64,
    zones: Zones<'_>,
) -> Result<Previewed, Error> {
    ChatflowId::parse(&chatflow.targeting.id).map_err(|error| Error::from(error).about("id"))?;
    if Rgb::parse(&chatflow.color).is_err() {
        return Err(Error::rejected(Code::ColourInvalid, "expected #rrggbb, such as #16614e").about("color"));
    }
    if chatflow.look.scheme == Scheme::Auto {
        chatflow.look.scheme = if dark { Scheme::Dark } else { Scheme::Light };
    }
    // Whoever looks does not wait for what a visitor has to do, and sees each screen as it is in the end.
    let pops = chatflow.display.take().map(|rules| [rules.large.open, rules.small.open]);
    // A text that was never saved has no number yet.
    source.texts.entry(chatflow.targeting.id.clone()).or_default();
    let mut show = show(&chatflow, &source)?;
    if let Some([large, small]) = pops {
        show.pop_up = large == Open::Welcome;
        show.small = SmallScreens { launcher: small != Open::Hidden, pop_up: small == Open::Welcome };
    }
    if scene != Scene::Consent {
        show.consent = None;
    }
    match (scene, &mut show.capture) {
        (Scene::Capture, Some(step)) => step.after_minutes = 0,
        (_, capture) => *capture = None,
    }
    let form = chatflow.form.as_ref().filter(|form| match scene {
        Scene::Away => form.when.holds(true),
        scene => scene == Scene::Form,
    });
    let is_away = scene == Scene::Away || form.is_some_and(|form| !form.when.holds(false));
    let seen = is_away.then(|| away(&chatflow, now, zones)).flatten();
    // Of whom an address makes nobody known, none is asked for; and none by two.
    let asks = seen.as_ref().filter(|_| !source.verified_only && !form_asks(&chatflow, true));
    let form = form.and_then(|form| form::asked(form, catalogue, &[]));
    show.form = form.is_some();
    // A text that was never saved has no number yet, here either.
    let asked = chatflow.communication.as_ref().filter(|_| show.communication && scene == Scene::Consent);
    let communication = asked.map(|asked| AskedCommunication {
        subscription: asked.subscription.clone(),
        version: 0,
        text: asked.text.clone(),
        again: false,
    });
    show.communication = communication.is_some();
    Ok(Previewed { show: asking(show, asks), team: seen.map(|seen| seen.told), form, communication })
}

/// What is told while the team is not available, where that can be: with nobody there, at the next instant at which it is so.
fn away(chatflow: &Chatflow, now: u64, zones: Zones<'_>) -> Option<Seen> {
    let has_bot = chatflow.bot.as_ref().is_some_and(Bot::is_always_shown);
    let team = Team { mode: &chatflow.availability, rule: &chatflow.routing, has_bot, crew: &[] };
    let is_away = |told: &Told| told.shown != ShownTeam::Available;
    let spans = team.forecast(now, now + LOOKED_AHEAD_MS, zones).spans;
    spans.into_iter().find(|span| is_away(&span.told)).map(|span| team.at(span.from, zones))
}

#[cfg(test)]
mod tests;
