//! The sections of a chatflow's editor: which there are, in which order, and what belongs to which (S7, S14, S16).
//!
//! The same sections are the screens of the wizard that makes a chatflow and the sidebar of the editor that changes
//! one. Knows names and places. What a section shows is `view::chatflow_parts`, its address `crate::route`.

use protocol::rest::Stops;

use super::chatflow_editor::Editor;
use super::chatflow_findings::Place;
use crate::texts::Text;

/// A section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// For whom it is.
    #[default]
    Audience,
    /// On which pages.
    Targeting,
    /// What it says.
    Message,
    /// Who answers.
    Routing,
    /// All of it in words, its name, and the way to visitors (S8).
    Review,
    /// How it looks (S14).
    Customize,
    /// When the team is there, and what visitors agree to (S80).
    Options,
    /// The bot that answers first.
    Bot,
    /// What it was (N9).
    History,
}

impl Section {
    /// The screens of the wizard, in their order (S7).
    pub const STEPS: [Self; 5] =
        [Self::Audience, Self::Targeting, Self::Message, Self::Routing, Self::Review];

    /// What nobody has to look at before a chatflow is published.
    pub const MORE: [Self; 4] = [Self::Customize, Self::Options, Self::Bot, Self::History];

    /// Its name in the address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::Targeting => "targeting",
            Self::Message => "message",
            Self::Routing => "routing",
            Self::Review => "review",
            Self::Customize => "customize",
            Self::Options => "options",
            Self::Bot => "bot",
            Self::History => "history",
        }
    }

    /// The section of a slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::STEPS.into_iter().chain(Self::MORE).find(|section| section.slug() == slug)
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::Audience => Text::SectionAudience,
            Self::Targeting => Text::SectionTargeting,
            Self::Message => Text::SectionMessage,
            Self::Routing => Text::SectionRouting,
            Self::Review => Text::SectionReview,
            Self::Customize => Text::SectionCustomize,
            Self::Options => Text::SectionOptions,
            Self::Bot => Text::SectionBot,
            Self::History => Text::SectionHistory,
        }
    }

    /// What it asks.
    #[must_use]
    pub const fn question(self) -> Text {
        match self {
            Self::Audience => Text::AskAudience,
            Self::Targeting => Text::AskTargeting,
            Self::Message => Text::AskMessage,
            Self::Routing => Text::AskRouting,
            Self::Review => Text::AskReview,
            Self::Customize => Text::AskCustomize,
            Self::Options => Text::AskOptions,
            Self::Bot => Text::AskBot,
            Self::History => Text::AskHistory,
        }
    }

    /// Its number among the steps, from 1.
    #[must_use]
    pub fn step(self) -> Option<usize> {
        Self::STEPS.iter().position(|step| *step == self).map(|at| at + 1)
    }

    /// Where "Next" leads: the next step, and from beside the steps to the last of them.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        match self.step() {
            Some(step) => Self::STEPS.get(step).copied(),
            None => Some(Self::Review),
        }
    }

    /// Where "Back" leads: nowhere from the first step, nor from beside the steps.
    #[must_use]
    pub fn back(self) -> Option<Self> {
        Self::STEPS.get(self.step()?.checked_sub(2)?).copied()
    }

    /// The section in which a place is.
    #[must_use]
    pub const fn of(place: Place) -> Self {
        match place {
            Place::Whole | Place::Name | Place::Inbox => Self::Review,
            Place::Lists | Place::HideLists => Self::Audience,
            Place::Rules(_) | Place::Rule(..) | Place::Conditions | Place::Test(_) | Place::Expected(_) => {
                Self::Targeting
            }
            Place::Welcome
            | Place::HeadingName
            | Place::HeadingTeam
            | Place::HeadingFallback
            | Place::Agents
            | Place::Display
            | Place::Opens(_)
            | Place::Seconds(_)
            | Place::Scroll(_)
            | Place::CaptureMinutes
            | Place::CaptureMessage
            | Place::Form
            | Place::FormIntro
            | Place::FormField(_) => Self::Message,
            Place::Routed | Place::RoutedTeams => Self::Routing,
            Place::Colour
            | Place::Language
            | Place::Scheme
            | Place::Font
            | Place::Icon
            | Place::Label
            | Place::OffsetSide
            | Place::OffsetBottom => Self::Customize,
            Place::ReplyTime
            | Place::AwayText
            | Place::FullText
            | Place::FullQuestion
            | Place::ClosedText
            | Place::ClosesAfter
            | Place::RatingScale
            | Place::RatingQuestion
            | Place::Zone
            | Place::Hours(_)
            | Place::Consent
            | Place::ConsentText
            | Place::Communication(_) => Self::Options,
            Place::Bot | Place::BotStep(_) => Self::Bot,
        }
    }
}

/// What there is to say in a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// So much keeps it from being saved or published.
    pub wrong: usize,
    /// So much is only worth knowing.
    pub notes: usize,
}

/// How much there is to say in a section. What is being typed is not spoken of.
#[must_use]
pub fn count(editor: &Editor, section: Section) -> Count {
    let mut count = Count::default();
    let here = editor.findings.iter().filter(|finding| Section::of(finding.place) == section);
    for finding in here.filter(|finding| editor.typing != Some(finding.place)) {
        match finding.stops {
            Stops::Nothing => count.notes += 1,
            Stops::Saving | Stops::Publishing => count.wrong += 1,
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wizard_has_the_screens_in_their_order() {
        // S7
        let slugs = Section::STEPS.map(Section::slug);
        assert_eq!(slugs, ["audience", "targeting", "message", "routing", "review"]);
        let (mut walked, mut at) = (vec![Section::default()], Section::default());
        while let Some(next) = at.next() {
            assert_eq!(next.back(), Some(at));
            walked.push(next);
            at = next;
        }
        assert_eq!(walked, Section::STEPS);
        assert_eq!((Section::Audience.back(), Section::Review.next()), (None, None));
    }

    #[test]
    fn what_nobody_has_to_look_at_leads_back_to_the_steps() {
        // S14
        for section in Section::MORE {
            assert_eq!((section.step(), section.next()), (None, Some(Section::Review)), "{section:?}");
            assert_eq!(section.back(), None);
        }
    }

    #[test]
    fn every_section_has_an_address() {
        for section in Section::STEPS.into_iter().chain(Section::MORE) {
            assert_eq!(Section::from_slug(section.slug()), Some(section));
        }
        assert_eq!(Section::from_slug("nonsense"), None);
    }
}
