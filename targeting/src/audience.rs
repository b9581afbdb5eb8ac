//! Who is looking at the page, and whether a chatflow is meant for them.
//!
//! Knows list ids and whether a contact is tied to the browser. Does not know how one becomes known, nor what makes a
//! contact a member of a list.

use crate::book::{ChatflowRecord, Part};

/// What is known of the person in front of the page at this moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visitor<'v> {
    /// Whether a contact is tied to this browser (verified, or claimed by typing an e-mail address).
    pub known: bool,
    /// Ids of the lists the contact is in. Ignored for an anonymous visitor.
    pub lists: &'v [&'v str],
    /// The circumstances of this page view, by the names that conditions have; `None` where nobody looked yet, which
    /// is not the same as nothing being known.
    pub facts: Option<&'v [(&'v str, &'v str)]>,
}

impl Visitor<'_> {
    /// Nobody we know, under circumstances that nobody looked at yet.
    pub const ANONYMOUS: Self = Self { known: false, lists: &[], facts: None };
}

/// Whom a chatflow is for. The numbers are stored in books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Who {
    Everyone,
    Anonymous,
    Known,
    Lists,
    Unknown,
}

impl Who {
    pub(crate) fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::Everyone,
            1 => Self::Anonymous,
            2 => Self::Known,
            3 => Self::Lists,
            4 => Self::Unknown,
            _ => return None,
        })
    }
}

/// Why a chatflow is not for this visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum AudienceClause {
    /// For anonymous visitors only, and this one is known.
    NeedsAnonymous,
    /// For known contacts or list members only, and no contact is tied to this browser.
    NeedsKnown,
    /// For members of certain lists only, and this contact is in none of them.
    NeedsList,
    /// For list members only, but no list was chosen: nobody.
    NoListChosen,
    /// The contact is in a list whose members never see the chatflow.
    HideList,
    /// An audience this version does not know: nobody.
    UnknownAudience,
}

/// The clause that keeps the visitor out; `None` lets them in.
pub(crate) fn refusal(chatflow: &ChatflowRecord<'_>, visitor: &Visitor<'_>) -> Option<AudienceClause> {
    let is_member = |part| visitor.known && chatflow.has_any(part, visitor.lists);
    if is_member(Part::HideLists) {
        return Some(AudienceClause::HideList);
    }
    match chatflow.who() {
        Who::Everyone => None,
        Who::Anonymous => visitor.known.then_some(AudienceClause::NeedsAnonymous),
        Who::Known => (!visitor.known).then_some(AudienceClause::NeedsKnown),
        Who::Lists if chatflow.part(Part::Lists).is_empty() => Some(AudienceClause::NoListChosen),
        Who::Lists if !visitor.known => Some(AudienceClause::NeedsKnown),
        Who::Lists => (!is_member(Part::Lists)).then_some(AudienceClause::NeedsList),
        Who::Unknown => Some(AudienceClause::UnknownAudience),
    }
}
