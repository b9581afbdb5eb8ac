//! What is found, for programs.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    json::{Rule, VisitorFacts},
    rule::InertReason,
};

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal,)*) => {
        /// What is found. The texts are contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum LintCode {
            $($(#[doc = $doc])* #[serde(rename = $text)] $name,)*
        }

        impl LintCode {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// As written on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// Whatever the page, whoever looks at it: one of higher priority is shown instead.
    ChatflowUnreachable = "chatflow_unreachable",
    /// A chatflow of higher priority, for the same visitors, takes every page that this rule names (E14).
    RuleOverlap = "rule_overlap",
    /// The same rule as another one of the list, perhaps written otherwise.
    RuleDuplicate = "rule_duplicate",
    /// Another rule of the list matches every page that this one does.
    RuleCovered = "rule_covered",
    /// The exclusion matches no page that any include rule matches.
    ExclusionUnmet = "exclusion_unmet",
    /// An exclusion takes back every page that this include rule matches.
    IncludeExcluded = "include_excluded",
    /// Joined by OR, a negative rule and another one match nearly every page (S28, E11).
    RuleNegativeOr = "rule_negative_or",
    /// The rule matches nothing, not even when negated.
    RuleInert = "rule_inert",
    /// A `*` that is only a character.
    RuleWildcardLiteral = "rule_wildcard_literal",
    /// The rule matches no page of the site's sitemap.
    RuleNoPage = "rule_no_page",
    /// A regular expression that says what a plain operator says.
    RegexPlain = "regex_plain",
    /// The audience is nobody.
    AudienceContradictory = "audience_contradictory",
    /// A part of the audience that changes nothing.
    AudienceMoot = "audience_moot",
    /// Conditions of one group that cannot hold together.
    ConditionsContradictory = "conditions_contradictory",
    /// A condition that holds for nobody.
    ConditionNever = "condition_never",
}

impl fmt::Display for LintCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Something about the rules of a chatflow that its owner should know before it is published (N5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LintFinding {
    /// What.
    pub code: LintCode,
    /// The chatflow's id.
    pub chatflow: String,
    /// Where in it, as a path: `include[2]`, `conditions[0][1]`, `audience.lists`; empty: the whole chatflow.
    pub place: String,
    /// What it has to do with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Other>,
    /// A page view that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// What to do, where that is clear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Remedy>,
    /// Why a rule is inert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inert: Option<InertReason>,
    /// Whether nobody can get the chatflow because of it and its likes.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub nobody: bool,
}

/// The other chatflow or rule that a finding has to do with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LintOther"))]
pub struct Other {
    /// The chatflow's id; that of the finding where another rule of the same chatflow is meant.
    pub chatflow: String,
    /// Where in it; empty: the whole chatflow.
    pub place: String,
}

/// A page view on which a decision does what a finding says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LintWitness"))]
pub struct Witness {
    /// The page.
    pub url: String,
    /// Who looks at it.
    pub visitor: VisitorFacts,
    /// The id of what is shown there; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LintRemedy"))]
#[serde(tag = "do", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Remedy {
    /// Make the negative include rules positive exclusions.
    MoveToExclusions,
    /// Take the rule, the condition or the list out: nothing changes.
    Delete,
    /// Give the chatflow a higher priority than the other one.
    PutBefore,
    /// Write this rule instead.
    Replace {
        /// It.
        rule: Rule,
    },
}
