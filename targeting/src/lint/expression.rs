//! Regular expressions that say no more than a plain operator does.
//!
//! Knows two of them: a literal text anywhere, and one after the scheme. Proposes only what is exactly the same.

use alloc::string::String;

use regex_syntax::hir::{Hir, HirKind, Look};

use super::pages::parsed;
use crate::{
    book::OwnedBook,
    compile::compile,
    json::{Chatflow, Operator, Rule},
    rule::{Kind, flag},
};

/// The plain rule that matches the same pages as a rule with a regular expression, if there is one.
pub(super) fn plain(rule: &Rule) -> Option<Rule> {
    if rule.op != Operator::MatchesRegex {
        return None;
    }
    let hir = parsed(rule.value.as_deref()?.trim())?;
    let same = |op: Operator, text: String, kind: Kind| {
        let plain = Rule::new(op, &text);
        // What compiling would change (its case, its encoding) is not the same any more.
        let chatflow = Chatflow { include: alloc::vec![plain.clone()], ..Chatflow::new("it") };
        let book = OwnedBook::read(compile(&[chatflow]).bytes).ok()?;
        let compiled = book.book().chatflows().next()?.includes().next()?;
        let same = compiled.kind == kind
            && compiled.text == text.as_bytes()
            && compiled.flags & (flag::UNICODE_HOST | flag::ANY_HOST) == 0;
        same.then_some(plain)
    };
    match hir.kind() {
        HirKind::Literal(literal) => same(Operator::Contains, text(&literal.0)?, Kind::Contains),
        HirKind::Concat(parts) => {
            let [start, rest @ ..] = &**parts else { return None };
            if !matches!(start.kind(), HirKind::Look(Look::Start)) {
                return None;
            }
            same(Operator::StartsWith, after_scheme(rest)?, Kind::StartsWith)
                .filter(|plain| plain.value.as_deref().is_some_and(|value| value.contains('/')))
        }
        _ => None,
    }
}

/// What stands behind `https?://`, where nothing but a literal does.
fn after_scheme(parts: &[Hir]) -> Option<String> {
    let [http, optional, rest] = parts else { return None };
    let literal = |hir: &Hir| match hir.kind() {
        HirKind::Literal(literal) => text(&literal.0),
        _ => None,
    };
    let HirKind::Repetition(repetition) = optional.kind() else { return None };
    let is_one_s = (repetition.min, repetition.max) == (0, Some(1)) && literal(&repetition.sub)? == "s";
    let is_scheme = literal(http)? == "http" && is_one_s;
    let rest = literal(rest)?;
    rest.strip_prefix("://").filter(|_| is_scheme).map(Into::into)
}

fn text(bytes: &[u8]) -> Option<String> {
    core::str::from_utf8(bytes).ok().map(Into::into)
}
