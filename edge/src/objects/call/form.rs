//! What is asked because of forms.

use conversation::form::{Answer, Given};
use conversation::ids::{ChatflowId, ContactId, VisitorId};
use conversation::routing::precedence::Lift;
use protocol::visitor::FormNow;
use serde::{Deserialize, Serialize};

use super::Call;
use crate::store::threads::KnownAs;

calls! {
    /// What of a chatflow's form is asked of a visitor, and what of what they filled in would not do.
    LookAtForm "look-at-form" {
        /// The chatflow.
        chatflow: ChatflowId,
        /// Who, where they are somebody.
        visitor: Option<VisitorId>,
        /// Whom their token names.
        named: Option<ContactId>,
        /// What they filled in.
        given: Option<Vec<Given>>,
    } -> FormNow;
    /// Keeps what a visitor filled in with the contact they are, or become by it; `form_invalid` where it is not good.
    FillForm "fill-form" {
        /// The chatflow.
        chatflow: ChatflowId,
        /// Who.
        visitor: VisitorId,
        /// Whom their token names.
        named: Option<ContactId>,
        /// What they filled in.
        given: Vec<Given>,
    } -> FormFilled;
}

/// What became of a form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FormFilled {
    /// What agents read.
    pub answers: Vec<Answer>,
    /// Who the visitor is from now on, where that is kept.
    pub contact: Option<KnownAs>,
    /// The address that they typed.
    pub email: Option<String>,
    /// What the lists of who they are make of their threads.
    #[serde(default)]
    pub lift: Option<Lift>,
}
