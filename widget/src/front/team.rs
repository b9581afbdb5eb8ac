//! What is told of the team behind the chatflow: as the decision said, until it is asked for again.
//!
//! Asked again when the clock alone may have changed it (E40), when the edge says that somebody came or went, and when the
//! visitor comes back after a while. A chatflow
//! that is always available is told nothing of, and asks nobody.

use protocol::availability::{Now, Team, Told};

use super::{Front, Out, Sign};

/// Who comes back to the tab within this time is told what they were told.
pub(crate) const FRESH_MS: u64 = 60_000;
/// Never asked again sooner than this: the reader's clock may be ahead of the edge's.
pub(crate) const LEAST_MS: u64 = 5_000;
/// Everybody is told the same instant: they ask within these.
pub(crate) const SPREAD_MS: f64 = 2_000.0;

impl Front {
    /// The page shows another decision.
    pub(crate) fn team_shown(&mut self, now: u64, random: f64, out: &mut dyn Out) {
        self.team = self.show.as_ref().and_then(|show| show.team.clone());
        self.capture = self.show.as_ref().and_then(|show| show.capture.clone());
        self.team_revision += 1;
        self.look_later(now, random, out);
        // A decision made in the browser brings what was told with the page.
        self.look_again(now, out);
    }

    /// The edge was asked; `None`: it gave no answer, and what was told holds until the visitor comes back.
    pub(crate) fn told(&mut self, now: u64, random: f64, told: Option<Now>, out: &mut dyn Out) {
        // A chatflow of which nothing is told is none that was asked about.
        let (Some(Now { told, capture }), Some(before)) = (told, &self.team) else { return };
        self.capture = capture;
        self.told_at = now;
        if *before != told {
            if before.shown == Team::Nothing {
                out.sign(Sign::Reveal);
            }
            self.team = Some(told);
            self.team_revision += 1;
        }
        self.look_later(now, random, out);
    }

    fn look_later(&self, now: u64, random: f64, out: &mut dyn Out) {
        if let Some(until) = self.team.as_ref().and_then(|team| team.until) {
            out.sign(Sign::LookAt(until.max(now + LEAST_MS) + (SPREAD_MS * random) as u64));
        }
    }

    /// Somebody came or went. Everybody hears it the same instant, so everybody asks a little later.
    pub(crate) fn team_changed(&mut self, now: u64, random: f64, out: &mut dyn Out) {
        if self.team.is_some() {
            out.sign(Sign::LookAt(now + (SPREAD_MS * random) as u64));
        }
    }

    /// The time has come to ask.
    pub(crate) fn look(&mut self, now: u64, out: &mut dyn Out) {
        if let (Some(show), true) = (&self.show, self.team.is_some()) {
            self.told_at = now;
            out.sign(Sign::AskTeam { chatflow: show.chatflow.clone() });
        }
    }

    /// The same, where what is known is not fresh any more.
    pub(crate) fn look_again(&mut self, now: u64, out: &mut dyn Out) {
        if now >= self.told_at + FRESH_MS {
            self.look(now, out);
        }
    }
}

/// What the view reads.
impl Front {
    /// What is told of the team; `None` where it is always available. The number grows whenever it is something else.
    pub fn team(&self) -> (Option<&Told>, u32) {
        (self.team.as_ref(), self.team_revision)
    }

    /// Whether there is no launcher (S61, P39). Whoever is in the middle of a chat keeps it.
    pub fn is_hidden(&self) -> bool {
        let is_nothing = self.team.as_ref().is_some_and(|team| team.shown == Team::Nothing);
        is_nothing && !self.open && self.begins() && !self.facts.has_pending
    }
}
