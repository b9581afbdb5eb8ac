//! The first place: this very program.

use serde_json::Value;
use targeting::{Missing, OwnedBook, PageUrl, RuleBook, Trace, Visitor, compile, decide, explain, sub_book};

use crate::cases::Case;

/// The decision's record.
pub(crate) fn record(case: &Case) -> String {
    let (book, page) = (book(case), PageUrl::parse(&case.question.url));
    case.question.visitor.with(|visitor| {
        let decision = decide(&book.book(), &page, visitor);
        targeting::record(&book.book(), &page, visitor, &decision)
    })
}

/// The reasons, as JSON.
pub(crate) fn trace(case: &Case) -> Value {
    let (book, page) = (book(case), PageUrl::parse(&case.question.url));
    let trace: Trace = case.question.visitor.with(|visitor| explain(&book.book(), &page, visitor));
    serde_json::to_value(trace).expect("a trace has no maps with odd keys")
}

/// The winner's id, `-` where there is none.
pub(crate) fn winner(case: &Case) -> String {
    let (book, page) = (book(case), PageUrl::parse(&case.question.url));
    case.question.visitor.with(|visitor| shown(decide(&book.book(), &page, visitor)))
}

/// What a decision with the book of this visitor's audience gives where there is no engine for regular expressions.
pub(crate) fn decided_without_engine(case: &Case) -> String {
    let (book, page) = (book(case), PageUrl::parse(&case.question.url));
    case.question.visitor.with(|visitor| {
        let bytes = sub_book(&book.book(), visitor);
        let sub = RuleBook::read(&bytes).expect("a sub-book can be read");
        shown(decide(&sub, &page, &Visitor { facts: visitor.facts, ..Visitor::ANONYMOUS }))
    })
}

fn book(case: &Case) -> OwnedBook {
    OwnedBook::read(compile(&case.question.chatflows).bytes).expect("a compiled book can be read")
}

/// As `page.js` writes it.
fn shown(decision: Result<Option<targeting::Winner<'_>>, Missing>) -> String {
    match decision {
        Ok(winner) => winner.map_or("-", |winner| winner.id()).to_owned(),
        Err(Missing::Facts) => "?missing_facts".to_owned(),
        Err(Missing::Regex) => "?missing_regex".to_owned(),
    }
}
