//! From an account's chatflows to a rule book, and what to tell their author about the rules.
//!
//! Knows priorities and warnings. How one rule's text becomes its compiled form is in `compile/rule.rs`, how an address
//! that no browser has parsed is read in `compile/address.rs`. Compiling is total and has no caps: what cannot be
//! understood becomes an inert rule. Refusing at saving is `check_rule_value`.

mod address;
mod check;
mod condition;
mod rule;

use alloc::{string::String, vec::Vec};

pub use check::{RuleRefusal, RuleWarning, check_rule_value};
pub use condition::{ConditionRefusal, check_condition};

use crate::{
    audience,
    book::{Part, Row, RuleBook},
    index::build::{WORTH_IT, build},
    json,
    page_url::PageUrl,
    rule::InertReason,
    writer::{self, BookWriter, Head},
};
use rule::Draft;

/// A rule book and what its author should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// For [`RuleBook::read`](crate::RuleBook::read).
    pub bytes: Vec<u8>,
    /// In the account's order.
    pub notes: Vec<RuleNote>,
}

/// Something about one rule that its author should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleNote {
    /// The chatflow's id.
    pub chatflow: String,
    /// Which of its two lists of rules.
    pub list: RuleList,
    /// Which rule of it, from 0.
    pub rule: usize,
    /// What about it.
    pub note: Note,
}

/// One of the two lists of rules that a chatflow has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleList {
    /// Where it is shown.
    Include,
    /// Where it is never shown.
    Exclude,
}

/// What the author of a rule should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The rule matches nothing, not even when negated.
    Inert(InertReason),
    /// A `*` that is no wildcard, because it does not stand in a final `/*`.
    WildcardLiteral,
}

/// Compiles the chatflows of an account, in the account's order.
pub fn compile(chatflows: &[json::Chatflow]) -> Compiled {
    let positions = (1..).zip(chatflows).map(|(position, chatflow)| chatflow.priority.unwrap_or(position));
    let mut order: Vec<(i64, usize)> = positions.zip(0..).collect();
    // Ties keep the account's order.
    order.sort_unstable();

    let (mut notes, mut writer) = (Vec::new(), BookWriter::default());
    // One chatflow at a time, so that what is drafted of a large account need not be held at once.
    for (priority, at) in order {
        let Some(chatflow) = chatflows.get(at) else { continue };
        let mut draft = |list, rules: &[json::Rule]| -> Vec<Draft> {
            let drafts: Vec<_> = rules.iter().map(Draft::of).collect();
            for (rule, draft) in drafts.iter().enumerate() {
                let mut note =
                    |note| notes.push((at, RuleNote { chatflow: chatflow.id.clone(), list, rule, note }));
                draft.inert.map(Note::Inert).into_iter().for_each(&mut note);
                draft.has_literal_star.then_some(Note::WildcardLiteral).into_iter().for_each(note);
            }
            drafts
        };
        let include = draft(RuleList::Include, &chatflow.include);
        let exclude = draft(RuleList::Exclude, &chatflow.exclude);
        let who = match chatflow.audience.who {
            json::Who::Everyone => audience::Who::Everyone,
            json::Who::Anonymous => audience::Who::Anonymous,
            json::Who::Known => audience::Who::Known,
            json::Who::Lists => audience::Who::Lists,
            json::Who::Unknown(_) => audience::Who::Unknown,
        };
        let head = Head { id: &chatflow.id, priority, is_enabled: chatflow.enabled, who };
        let [include, exclude] = [&include, &exclude].map(|drafts| rows(drafts));
        let [lists, hide] = [&chatflow.audience.lists, &chatflow.audience.hide_for_lists].map(|it| ids(it));
        let texts = condition::texts(&chatflow.conditions);
        let conditions: Vec<Row<'_>> = texts.iter().map(condition::Text::row).collect();
        writer.add(head, [&include, &exclude, &lists, &hide, &conditions]);
    }
    // In the account's order, whatever the priorities.
    notes.sort_by_key(|(at, _)| *at);
    Compiled { bytes: with_index(&writer), notes: notes.into_iter().map(|(_, note)| note).collect() }
}

/// The book, with an index where that pays.
fn with_index(writer: &BookWriter) -> Vec<u8> {
    let mut bytes = writer.lay_out();
    let book = RuleBook::unchecked(&bytes);
    if book.chatflows().map(|chatflow| chatflow.part(Part::Includes).len()).sum::<usize>() >= WORTH_IT {
        let index = build(&book);
        writer::append(&mut bytes, &index);
    }
    writer::seal(&mut bytes);
    bytes
}

fn rows(drafts: &[Draft]) -> Vec<Row<'_>> {
    drafts.iter().map(Draft::row).collect()
}

fn ids(lists: &[String]) -> Vec<Row<'_>> {
    lists.iter().map(|id| Row { text: id.as_bytes(), head: 0, kind: 0, op: 0, flags: 0 }).collect()
}

impl<'a> PageUrl<'a> {
    /// Reads an address that no browser has parsed: typed, from a file, or from a stranger.
    ///
    /// What a browser has serialised gives the same as [`PageUrl::from_browser`]. That is nearly everything, and is mostly
    /// seen without a parser.
    pub fn parse(text: &'a str) -> Self {
        PageUrl::of_serialised(text).unwrap_or_else(|| {
            let parsed = url::Url::parse(text);
            PageUrl::from_browser(parsed.as_ref().map_or("", url::Url::as_str)).into_owned()
        })
    }
}
