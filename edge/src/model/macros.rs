//! Macros (P46), judged in the transaction that writes them, and made ready to run.

use conversation::ids::{AgentId, MacroId, SavedReplyId};
use conversation::macros::{Say, Steps, To, Wrong};
use protocol::code::Code;
use protocol::limits::{MACROS, MACROS_OWN};
use protocol::rest::macros::{Macro, Macros, SaveMacro};

use super::{at_most, named, new_id, saved_replies};
use crate::error::Error;
use crate::store::Sql;
use crate::store::account::{colleagues, labels, macros as rows, people, saved_replies as replies};

/// Everybody's, and those of the one who asks, by name.
///
/// # Errors
/// A fault.
pub fn list(sql: &impl Sql, me: &AgentId) -> Result<Macros, Error> {
    Ok(Macros { macros: rows::of(sql, me)? })
}

/// Saves a macro, new or changed, for everybody or for `me` alone. Which of the two a macro is does not change.
///
/// # Errors
/// `not_found`, `text_empty`, `text_too_long`, `text_encoding`, `macro_taken`, `macro_steps`, `number_range`,
/// `variable_unknown`, `reference_unknown`, `too_many`, or a fault.
pub fn put(
    sql: &impl Sql,
    me: &AgentId,
    shared: bool,
    id: Option<MacroId>,
    content: &SaveMacro,
) -> Result<Macros, Error> {
    let name = named(&content.name)?;
    let steps = judged(&content.steps)?;
    sql.atomically(|| {
        refer(sql, me, shared, &steps)?;
        let there = shelf(sql, me, shared)?;
        if id.as_ref().is_some_and(|id| there.iter().all(|one| one.id != *id)) {
            return Err(Error::not_found());
        }
        let is_same = |one: &Macro| one.name.to_lowercase() == name.to_lowercase();
        if there.iter().any(|one| is_same(one) && Some(&one.id) != id.as_ref()) {
            let message = format!("there is a macro called {name:?}");
            return Err(Error::rejected(Code::MacroTaken, message).about("name"));
        }
        let id = match id {
            Some(id) => id,
            None => {
                at_most(there.len(), if shared { MACROS } else { MACROS_OWN })?;
                new_id(&name, "macro", &rows::ids(sql)?, MacroId::parse)?
            }
        };
        rows::put(sql, &id, (!shared).then_some(me), &name, &steps)?;
        list(sql, me)
    })
}

/// Removes one of everybody's, or of one's own.
///
/// # Errors
/// `not_found`, or a fault.
pub fn remove(sql: &impl Sql, me: &AgentId, shared: bool, id: &MacroId) -> Result<Macros, Error> {
    sql.atomically(|| {
        if !shelf(sql, me, shared)?.iter().any(|one| one.id == *id) {
            return Err(Error::not_found());
        }
        rows::remove(sql, id)?;
        list(sql, me)
    })
}

/// A macro that `me` may run, with the words of the saved reply that it sends.
///
/// # Errors
/// `not_found`; `reference_unknown` about the part that names what is no more; a fault.
pub fn ready(sql: &impl Sql, me: &AgentId, id: &MacroId) -> Result<Macro, Error> {
    let mut found = rows::of(sql, me)?.into_iter().find(|one| one.id == *id).ok_or_else(Error::not_found)?;
    let known = labels::all(sql)?;
    if found.steps.add.iter().any(|id| known.iter().all(|label| label.id != *id)) {
        return Err(gone("labels", "a label that it adds is no more"));
    }
    if let Some(Say::Saved(reply)) = &found.steps.reply {
        let said = replies::of(sql, me)?.into_iter().find(|kept| kept.id == *reply);
        let said = said.ok_or_else(|| gone("reply", "the saved reply that it sends is no more"))?;
        found.steps.reply = Some(Say::Text(said.text));
    }
    Ok(found)
}

fn gone(part: &str, message: &str) -> Error {
    Error::rejected(Code::ReferenceUnknown, message).about(part)
}

/// Those of one kind.
fn shelf(sql: &impl Sql, me: &AgentId, shared: bool) -> Result<Vec<Macro>, Error> {
    let mut all = rows::of(sql, me)?;
    all.retain(|one| one.shared == shared);
    Ok(all)
}

/// What it does as it is kept, as far as it can be judged by itself.
fn judged(steps: &Steps) -> Result<Steps, Error> {
    steps.check().map_err(|wrong| match wrong {
        Wrong::Nothing => Error::rejected(Code::MacroSteps, "a macro does something").about("steps"),
        Wrong::Both(label) => {
            let message = format!("the label {:?} cannot be added and removed", label.as_str());
            Error::rejected(Code::MacroSteps, message).about("steps.add")
        }
        Wrong::TooManyLabels => {
            let message = format!("at most {} labels", conversation::desk::LABELS);
            Error::rejected(Code::TooMany, message).about("steps.add")
        }
        Wrong::Span(minutes) => {
            let message = format!("1 to {} minutes, got {minutes}", conversation::macros::SNOOZE_MINUTES);
            Error::rejected(Code::NumberRange, message).about("steps.then")
        }
    })?;
    let mut steps = steps.clone();
    if let Some(comment) = &mut steps.comment {
        *comment = saved_replies::said(comment).map_err(|error| error.about("steps.comment"))?;
    }
    if let Some(Say::Text(text)) = &mut steps.reply {
        *text = saved_replies::said(text).map_err(|error| error.about("steps.reply"))?;
    }
    Ok(steps)
}

/// Whether all that it names is there. Everybody's sends no reply that is somebody's own.
fn refer(sql: &impl Sql, me: &AgentId, shared: bool, steps: &Steps) -> Result<(), Error> {
    let unknown = |field: &str, what: &str| {
        Err(Error::rejected(Code::ReferenceUnknown, format!("there is no such {what}")).about(field))
    };
    let known = labels::all(sql)?;
    if steps.add.iter().any(|id| known.iter().all(|label| label.id != *id)) {
        return unknown("steps.add", "label");
    }
    if let Some(Say::Saved(id)) = &steps.reply
        && !may_send(sql, me, shared, id)?
    {
        return unknown("steps.reply", "saved reply");
    }
    match &steps.assign {
        Some(To::Agent(agent)) if people::by_id(sql, agent)?.is_none() => unknown("steps.assign", "agent"),
        Some(To::Team(team)) if colleagues::teams(sql)?.iter().all(|there| there.id != *team) => {
            unknown("steps.assign", "team")
        }
        _ => Ok(()),
    }
}

fn may_send(sql: &impl Sql, me: &AgentId, shared: bool, id: &SavedReplyId) -> Result<bool, Error> {
    Ok(replies::of(sql, me)?.iter().any(|reply| reply.id == *id && (reply.shared || !shared)))
}

#[cfg(test)]
mod tests;
