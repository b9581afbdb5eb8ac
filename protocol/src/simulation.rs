//! Trying targeting out before anybody sees it: which chatflow a page view would get, why, and what an edit changes.
//!
//! Bodies of the routes under `/api/chatflows` that change nothing, and the decisions an owner expects. Knows the shapes;
//! the engine is `targeting`'s.

use std::collections::BTreeMap;

use conversation::ids::ChatflowId;
use serde::{Deserialize, Serialize};
use targeting::{Trace, VisitorFacts};

use crate::account::Chatflow;

/// A decision that the owner of a chatflow expects (N7). All of an account's are tried before anything is published; one
/// that comes out otherwise stops it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ExpectedDecision"))]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The page's address, at most 2,048 characters.
    pub url: String,
    /// Who looks at it.
    #[serde(default)]
    pub visitor: VisitorFacts,
    /// Which chatflow they must get; null: none at all.
    pub show: Option<ChatflowId>,
}

/// `POST /api/chatflows/simulate`: one page view, every chatflow (N1, H57). Answers [`Simulation`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Simulate {
    /// The page's address as a person types it, at most 8,192 characters; never stored, never logged.
    pub url: String,
    /// Who looks at it.
    #[serde(default)]
    pub visitor: VisitorFacts,
    /// An edit that is not saved: takes the place of the chatflow with its id, or comes last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Box<Chatflow>>,
    /// The id of a decision on a live page (N3): it is made again with the rules of that moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// Answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Simulation {
    /// Every chatflow, with the reason that settled it.
    pub trace: Trace,
    /// The decision's id, as a live page view would get it.
    pub decision: String,
    /// Whether the page's origin is on the account's list of sites: on any other the snippet does nothing, whatever the
    /// rules say. Whether the snippet stands in the page, nobody here knows.
    pub origin_allowed: bool,
    /// What became of the decision that was to be made again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay: Option<Replay>,
}

/// A live decision, made again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Replay {
    /// The same page and the same rules gave the same decision.
    Same {
        /// When those rules were published, in ms since 1970.
        published_at: u64,
        /// Whether they are the ones in force now.
        in_force: bool,
    },
    /// The same page and the same rules gave another one, so the visitor was somebody else: on other lists, or under
    /// other circumstances.
    OtherVisitor {
        /// When those rules were published, in ms since 1970.
        published_at: u64,
        /// Whether they are the ones in force now.
        in_force: bool,
        /// What was shown then; null: nothing.
        shown: Option<String>,
    },
    /// The address that was typed is not the page of the decision.
    OtherPage,
    /// Those rules are not kept any more, or are another account's.
    RulesGone,
    /// Not the id of a decision.
    Unreadable,
}

/// `POST /api/chatflows/coverage`: which page gets what, and what an edit changes (N6). Answers [`Coverage`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// Where the pages come from.
    pub pages: Pages,
    /// Who looks at them.
    #[serde(default)]
    pub visitor: VisitorFacts,
    /// An edit that is not saved, which takes the place of the chatflow with its id, or comes last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Box<Chatflow>>,
}

/// Where pages come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CoveragePages"))]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum Pages {
    /// Addresses, one each, of which the first 5,000 are looked at.
    List {
        /// Them.
        urls: Vec<String>,
    },
    /// The text of a sitemap: XML as in sitemaps.org, or one address a line.
    Text {
        /// It.
        text: String,
    },
    /// The address of a sitemap on one of the account's own sites.
    Sitemap {
        /// It.
        url: String,
    },
}

/// Answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// Each page once, in the order of the source.
    pub pages: Vec<Covered>,
    /// How many of them the edit changes.
    pub changed: u32,
    /// How many get nothing, with the edit.
    pub bare: u32,
    /// How many addresses of the source were passed over because there were too many.
    pub left_out: u32,
    /// How many were no usable address.
    pub unusable: u32,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CoveredPage"))]
pub struct Covered {
    /// Its address.
    pub url: String,
    /// What it gets as things are saved; null: nothing.
    pub before: Option<String>,
    /// What it gets with the edit; the same where there is none.
    pub after: Option<String>,
}

/// `POST /api/chatflows/explain-link`: a link that shows on the live page why it got this chatflow (N4). Answers
/// [`ExplainLink`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewExplainLink {
    /// A page on one of the account's sites.
    pub url: String,
}

/// Answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainLink {
    /// The page, with the permission in its fragment: no server sees it, and no log.
    pub url: String,
    /// Until when it works, in ms since 1970.
    pub expires: u64,
}

/// The overlay's question, as the text/plain body of `POST /v1/{account}/explain`. Answers [`PageExplained`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExplainPage {
    /// What the link carried.
    pub token: String,
    /// The page's full address, fragment included; never stored, never logged.
    pub url: String,
    /// The visitor's token, where this browser has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<String>,
    /// The circumstances of the page view, as the question about a decision says them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, String>,
}

/// Answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageExplained {
    /// Every chatflow, with the reason that settled it.
    pub trace: Trace,
    /// The names of those chatflows, by id.
    pub names: BTreeMap<String, String>,
    /// The decision's id.
    pub decision: String,
    /// Whether a contact is tied to this browser.
    pub known: bool,
    /// Until when the link works, in ms since 1970.
    pub expires: u64,
}
