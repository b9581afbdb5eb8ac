//! What a visitor thinks of a conversation that has ended (H68): on which scale, and what is a score on it.
//!
//! Knows numbers and lengths. Which scale is asked for is the chatflow's to say, and when, the thread's log.

use alloc::string::String;
use core::ops::RangeInclusive;

/// Longest comment, in code points.
pub const COMMENT_CHARS: usize = 1_000;

/// What visitors are asked to rate on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RatingScale"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Scale {
    /// One to five.
    Stars,
    /// Down is 0, up is 1.
    Thumbs,
    /// How likely they are to recommend it: 0 to 10.
    Nps,
}

impl Scale {
    /// The scores there are.
    #[must_use]
    pub const fn scores(self) -> RangeInclusive<u8> {
        match self {
            Self::Stars => 1..=5,
            Self::Thumbs => 0..=1,
            Self::Nps => 0..=10,
        }
    }
}

/// An answer to the question, or that there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// On which scale.
    pub scale: Scale,
    /// Which score; none where the visitor did not want to say.
    pub score: Option<u8>,
    /// What they said about it.
    pub comment: Option<String>,
    /// The place of the end that it is about.
    pub ended: u64,
}

/// Why something is no rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejected {
    /// No score of this scale.
    Score,
    /// A comment on nothing.
    NoScore,
    /// More than [`COMMENT_CHARS`] code points.
    CommentTooLong {
        /// So many.
        got: usize,
    },
}

impl Rating {
    /// What was given, if it is one. A comment of nothing but space is none.
    ///
    /// # Errors
    /// [`Rejected`].
    pub fn parse(
        scale: Scale,
        score: Option<u8>,
        comment: Option<&str>,
        ended: u64,
    ) -> Result<Self, Rejected> {
        let comment = comment.map(str::trim).filter(|comment| !comment.is_empty());
        if score.is_some_and(|score| !scale.scores().contains(&score)) {
            return Err(Rejected::Score);
        }
        if let Some(got) = comment.map(|comment| comment.chars().count()).filter(|got| *got > COMMENT_CHARS) {
            return Err(Rejected::CommentTooLong { got });
        }
        if comment.is_some() && score.is_none() {
            return Err(Rejected::NoScore);
        }
        Ok(Self { scale, score, comment: comment.map(String::from), ended })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        scale: Scale,
        score: Option<u8>,
        comment: Option<&str>,
        expected: Result<Option<&str>, Rejected>,
    ) {
        let got = Rating::parse(scale, score, comment, 4);
        assert_eq!(got.as_ref().map(|rating| rating.comment.as_deref()), expected.as_ref().copied());
    }

    #[test]
    fn a_score_is_one_of_its_scale() {
        // H68: scale, the least and the most
        for (scale, least, most) in [(Scale::Stars, 1, 5), (Scale::Thumbs, 0, 1), (Scale::Nps, 0, 10)] {
            for score in least..=most {
                check(scale, Some(score), None, Ok(None));
            }
            check(scale, Some(most + 1), None, Err(Rejected::Score));
            check(scale, None, None, Ok(None));
        }
        check(Scale::Stars, Some(0), None, Err(Rejected::Score));
    }

    #[test]
    fn a_comment_goes_with_a_score_and_ends_somewhere() {
        // H68
        check(Scale::Stars, Some(4), Some("  Quick  "), Ok(Some("Quick")));
        check(Scale::Stars, Some(4), Some(" \n "), Ok(None));
        check(Scale::Stars, None, Some("Quick"), Err(Rejected::NoScore));
        check(Scale::Stars, Some(4), Some(&"ü".repeat(1_000)), Ok(Some(&"ü".repeat(1_000))));
        let long = Err(Rejected::CommentTooLong { got: 1_001 });
        check(Scale::Stars, Some(4), Some(&"ü".repeat(1_001)), long);
    }
}
