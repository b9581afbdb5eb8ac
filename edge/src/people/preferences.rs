//! How somebody likes to work: what may be chosen, and how it is kept (P56, S182).

use conversation::ids::AgentId;
use protocol::code::Code;
use protocol::rest::preferences::{Preferences, Quiet, UNDO_SEND_S};

use super::change::find;
use crate::error::Error;
use crate::json::tree;
use crate::store::Sql;
use crate::store::account::preferences as kept;

/// Minutes of a day.
const DAY: u16 = 1_440;
/// Inboxes that can be silent at most.
const MOST_MUTED: usize = 200;

/// What somebody chose; as it begins where they never did.
///
/// # Errors
/// A fault, also where what was kept cannot be read.
pub fn read(sql: &impl Sql, who: &AgentId) -> Result<Preferences, Error> {
    let Some(content) = kept::read(sql, who)? else { return Ok(Preferences::default()) };
    tree::from_str(&content).map_err(|error| Error::fault("kept preferences", error))
}

/// Keeps what somebody chose; answers it.
///
/// # Errors
/// `number_range` for a rest that is not offered, `schedule_invalid` for quiet hours that cannot be, `too_many` inboxes;
/// `not_found`; a fault.
pub fn put(sql: &impl Sql, who: &AgentId, wanted: Preferences) -> Result<Preferences, Error> {
    check(&wanted)?;
    let content = serde_json::to_string(&wanted).map_err(|error| Error::fault("preferences", error))?;
    sql.atomically(|| {
        find(sql, who)?;
        Ok::<(), Error>(kept::put(sql, who, &content)?)
    })?;
    Ok(wanted)
}

fn check(wanted: &Preferences) -> Result<(), Error> {
    if !UNDO_SEND_S.contains(&wanted.undo_send_s) {
        let message = format!("0, 5, 10 or 20 seconds, and not {}", wanted.undo_send_s);
        return Err(Error::rejected(Code::NumberRange, message).about("undo_send_s"));
    }
    if let Some(Quiet { from, to }) = wanted.quiet
        && (from >= DAY || to >= DAY || from == to)
    {
        let message = format!("two minutes of a day, 0 to {}, and not {from} to {to}", DAY - 1);
        return Err(Error::rejected(Code::ScheduleInvalid, message).about("quiet"));
    }
    if wanted.muted.len() > MOST_MUTED {
        let message = format!("at most {MOST_MUTED} inboxes, and not {}", wanted.muted.len());
        return Err(Error::rejected(Code::TooMany, message).about("muted"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use conversation::ids::InboxId;

    use super::*;

    #[test]
    fn what_cannot_be_chosen_is_refused_and_said_where() {
        // P56 S182
        let begins = Preferences::default();
        let quiet = |from, to| Preferences { quiet: Some(Quiet { from, to }), ..begins.clone() };
        let rests = |undo_send_s| Preferences { undo_send_s, ..begins.clone() };
        let inbox = InboxId::parse("main").unwrap();
        let muted = |count| Preferences { muted: vec![inbox.clone(); count], ..begins.clone() };
        for (case, wanted, refused) in [
            ("as it begins", begins.clone(), None),
            ("off", rests(0), None),
            ("longest", rests(20), None),
            ("not offered", rests(7), Some((Code::NumberRange, "undo_send_s"))),
            ("past midnight", quiet(1_320, 420), None),
            ("no hours", quiet(60, 60), Some((Code::ScheduleInvalid, "quiet"))),
            ("no minute of a day", quiet(60, 1_440), Some((Code::ScheduleInvalid, "quiet"))),
            ("many inboxes", muted(200), None),
            ("too many inboxes", muted(201), Some((Code::TooMany, "muted"))),
        ] {
            let found = check(&wanted)
                .err()
                .map(|error| (error.code(), error.field().unwrap_or_default().to_owned()));
            assert_eq!(found, refused.map(|(code, field)| (code, field.to_owned())), "{case}");
        }
    }
}
