//! Regular expressions: the one operator that a browser cannot answer.
//!
//! Knows which expressions are allowed, and keeps those of a book compiled (feature `regex`). Without the feature there
//! is nothing to keep: a rule with an expression is then a question for somebody who has an engine.

#[cfg(feature = "regex")]
pub(crate) use with_engine::{Engine, Patterns, compile};
#[cfg(not(feature = "regex"))]
pub(crate) use without_engine::Engine;

#[cfg(feature = "regex")]
mod with_engine {
    use alloc::format;
    use alloc::vec::Vec;

    use regex::bytes::{Regex, RegexBuilder};

    use crate::{book::RuleBook, rule::Kind};

    /// Most memory of one compiled expression, in bytes: a thousand of them fit into a worker.
    const MAX_BYTES: usize = 100_000;

    /// The expressions of a book, in the order of their texts. One that a book holds and nobody allows, because the book was
    /// forged or compiled under other limits, matches nothing: no later question would have another answer.
    #[derive(Clone, Debug)]
    pub(crate) struct Patterns(Vec<(Vec<u8>, Option<Regex>)>);

    impl Patterns {
        pub(crate) fn of(book: &RuleBook<'_>) -> Self {
            let mut patterns: Vec<(Vec<u8>, Option<Regex>)> = Vec::new();
            for chatflow in book.chatflows() {
                for rule in chatflow.includes().chain(chatflow.excludes()) {
                    if rule.kind != Kind::Regex {
                        continue;
                    }
                    if let Err(at) = patterns.binary_search_by(|(text, _)| text.as_slice().cmp(rule.text)) {
                        let regex = core::str::from_utf8(rule.text).ok().and_then(compile);
                        patterns.insert(at, (rule.text.to_vec(), regex));
                    }
                }
            }
            Self(patterns)
        }

        /// Whether the expression occurs in the text; `None` where the book had no such expression when it was read.
        fn is_match(&self, pattern: &[u8], text: &[u8]) -> Option<bool> {
            let at = self.0.binary_search_by(|(text, _)| text.as_slice().cmp(pattern)).ok()?;
            self.0.get(at).map(|(_, regex)| regex.as_ref().is_some_and(|regex| regex.is_match(text)))
        }
    }

    /// What regular expressions are asked of, if there is anything.
    #[derive(Clone, Copy, Debug, Default)]
    pub(crate) struct Engine<'a>(pub(crate) Option<&'a Patterns>);

    impl Engine<'_> {
        pub(crate) fn is_there(self) -> bool {
            self.0.is_some()
        }

        /// Whether the expression occurs in the text; `None` where that cannot be told.
        pub(crate) fn is_match(self, pattern: &[u8], text: &[u8]) -> Option<bool> {
            self.0?.is_match(pattern, text)
        }
    }

    /// An expression that the whole of a text has to match, under the same limits: what an owner asks of a form's answer.
    #[derive(Clone, Debug)]
    pub struct Expression(Regex);

    impl Expression {
        /// Compiles one; `None` where it is none, or too large. Its dot is a character; `\d`, `\w` and `\s` know ASCII alone,
        /// and with one of them the dot is a byte: the tables of Unicode weigh more than all the rest.
        #[must_use]
        pub fn parse(pattern: &str) -> Option<Self> {
            // First by itself: what closes a group that it did not open would be none.
            compile_as(pattern, false).or_else(|| compile_as(pattern, true))?;
            let whole = format!("^(?:{pattern})$");
            compile_as(&whole, true).or_else(|| compile_as(&whole, false)).map(Self)
        }

        /// Whether it matches the whole of a text, in time that grows with the text and no faster.
        #[must_use]
        pub fn is_match(&self, text: &str) -> bool {
            self.0.is_match(text.as_bytes())
        }
    }

    fn compile_as(pattern: &str, unicode: bool) -> Option<Regex> {
        RegexBuilder::new(pattern)
            .unicode(unicode)
            .size_limit(MAX_BYTES)
            .dfa_size_limit(MAX_BYTES)
            .build()
            .ok()
    }

    /// An expression, if it is one we allow: ASCII, as addresses in normal form are, and small once compiled.
    pub(crate) fn compile(pattern: &str) -> Option<Regex> {
        if !pattern.is_ascii() {
            return None;
        }
        RegexBuilder::new(pattern).unicode(false).size_limit(MAX_BYTES).dfa_size_limit(MAX_BYTES).build().ok()
    }
}

#[cfg(feature = "regex")]
pub use with_engine::Expression;

#[cfg(not(feature = "regex"))]
mod without_engine {
    use core::marker::PhantomData;

    /// Nothing that regular expressions could be asked of.
    #[derive(Clone, Copy, Debug, Default)]
    pub(crate) struct Engine<'a>(PhantomData<&'a ()>);

    impl Engine<'_> {
        #[cfg(feature = "index")]
        pub(crate) fn is_there(self) -> bool {
            false
        }

        pub(crate) fn is_match(self, _pattern: &[u8], _text: &[u8]) -> Option<bool> {
            None
        }
    }
}
