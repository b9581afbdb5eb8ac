//! How long what is typed into a chatflow's form may be.

use protocol::limits;

use super::chatflow_findings::Place;
use super::subscriptions::Part;

/// How many code points may stand there, where that is limited.
#[must_use]
pub fn most_chars(place: Place) -> Option<usize> {
    match place {
        Place::Name | Place::HeadingName => Some(limits::NAME_CHARS),
        Place::Welcome => Some(limits::WELCOME_CHARS),
        Place::Label => Some(limits::LABEL_CHARS),
        Place::CaptureMessage
        | Place::AwayText
        | Place::FullText
        | Place::FullQuestion
        | Place::ClosedText => Some(limits::CAPTURE_CHARS),
        Place::ConsentText | Place::Communication(Part::Text) => Some(limits::CONSENT_CHARS),
        _ => None,
    }
}
