//! The audit log of an account: lines are written and read, never changed or removed (T47, P70).
//!
//! Whoever changes something writes its line in the transaction of the change. Does not know who may read it.

use conversation::ids::AgentId;
use protocol::frame::Agent;
use protocol::rest::audit::{AuditChange, AuditFilter, AuditLine, AuditPage, What};

use crate::json::tree;
use crate::objects::call::audit::By;
use crate::store::{Row, Sql, StoreError, Value, to_json};
use crate::values;

/// Something that was done, about to be written.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Who did it.
    pub by: &'a By,
    /// What.
    pub what: What,
    /// To which thing: an id, or empty.
    pub on: &'a str,
    /// What it was, and what it is. Never a secret.
    pub changes: &'a [AuditChange],
}

/// Writes a line, at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn record(sql: &impl Sql, line: &Line<'_>, now: u64) -> Result<(), StoreError> {
    let Line { by, what, on, changes } = line;
    sql.run(
        "INSERT INTO audit (at, agent, agent_name, session, token, what, subject, changes) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        values![
            now,
            by.agent.id.as_str(),
            by.agent.name.as_str(),
            by.session.clone(),
            by.token.clone(),
            what.as_str(),
            *on,
            to_json(changes),
        ],
    )?;
    Ok(())
}

/// Reads up to `limit` lines, the newest first, older than `before` where that is given.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn read(
    sql: &impl Sql,
    filter: &AuditFilter,
    before: Option<u64>,
    limit: u32,
) -> Result<AuditPage, StoreError> {
    let AuditFilter { who, what, from, until } = filter;
    let mut conditions = Vec::new();
    let mut given: Vec<Value> = Vec::new();
    let mut only = |condition: &'static str, value: Option<Value>| {
        if let Some(value) = value {
            conditions.push(condition);
            given.push(value);
        }
    };
    only("position < ?", before.map(Value::from));
    only("agent = ?", who.as_ref().map(|who| Value::from(who.as_str())));
    only("what = ?", what.map(|what| Value::from(what.as_str())));
    only("at >= ?", from.map(Value::from));
    only("at < ?", until.map(Value::from));
    given.push(Value::from(limit.saturating_add(1)));
    let conditions = if conditions.is_empty() { "true".to_owned() } else { conditions.join(" AND ") };
    let statement = format!(
        "SELECT position, at, agent, agent_name, session, token, what, subject, changes FROM audit \
         WHERE {conditions} ORDER BY position DESC LIMIT ?"
    );
    let mut lines = sql.run(&statement, &given)?.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    let there_is_more = lines.len() > limit as usize;
    lines.truncate(limit as usize);
    let next = lines.last().map(|line| line.id).filter(|_| there_is_more);
    Ok(AuditPage { lines, next })
}

fn line(row: &Row) -> Result<AuditLine, StoreError> {
    Ok(AuditLine {
        id: row.number(0)?,
        at: row.number(1)?,
        by: Agent { id: row.parsed(2, "an agent id", AgentId::parse)?, name: row.text(3)? },
        session: row.maybe_text(4)?,
        token: row.maybe_text(5)?,
        what: row.parsed(6, "a word of the log", |text| What::parse(text).ok_or(()))?,
        on: row.text(7)?,
        changes: row.parsed(8, "changes", tree::from_str::<Vec<AuditChange>>)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate::ACCOUNT;
    use crate::store::native::Memory;

    fn by(id: &str) -> By {
        let agent = Agent { id: AgentId::parse(id).unwrap(), name: id.to_uppercase() };
        By { agent, session: Some("handle".into()), token: None }
    }

    fn written() -> Memory {
        let sql = Memory::migrated(ACCOUNT);
        for (at, who, what, on) in [
            (1, "ada", What::PersonInvited, "ben@atelier.test"),
            (2, "ben", What::InvitationAccepted, "ben"),
            (3, "ada", What::PersonChanged, "ben"),
            (4, "ada", What::ChatflowSwitched, "vip"),
        ] {
            let changes = [AuditChange { field: "role".into(), from: None, to: Some("agent".into()) }];
            record(&sql, &Line { by: &by(who), what, on, changes: &changes }, at).unwrap();
        }
        sql
    }

    #[track_caller]
    fn check(filter: AuditFilter, expected: &[u64]) {
        let page = read(&written(), &filter, None, 10).unwrap();
        assert_eq!(page.lines.iter().map(|line| line.at).collect::<Vec<_>>(), expected, "{filter:?}");
        assert_eq!(page.next, None);
    }

    #[test]
    fn lines_are_found_by_who_what_and_when() {
        // P70 T47
        let ada = || AgentId::parse("ada").ok();
        check(AuditFilter::default(), &[4, 3, 2, 1]);
        check(AuditFilter { who: ada(), ..AuditFilter::default() }, &[4, 3, 1]);
        check(AuditFilter { what: Some(What::PersonChanged), ..AuditFilter::default() }, &[3]);
        check(AuditFilter { from: Some(2), until: Some(4), ..AuditFilter::default() }, &[3, 2]);
        check(AuditFilter { who: ada(), from: Some(2), ..AuditFilter::default() }, &[4, 3]);
        check(AuditFilter { from: Some(9), ..AuditFilter::default() }, &[]);
    }

    #[test]
    fn the_log_is_read_a_page_at_a_time() {
        let sql = written();
        let (mut before, mut seen) = (None, Vec::new());
        loop {
            let page = read(&sql, &AuditFilter::default(), before, 3).unwrap();
            seen.extend(page.lines.iter().map(|line| line.at));
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(seen, [4, 3, 2, 1]);
    }

    #[test]
    fn a_line_says_who_did_what_to_whom_through_what() {
        // T47
        let page = read(&written(), &AuditFilter::default(), None, 1).unwrap();
        let line = page.lines.first().unwrap();
        assert_eq!(
            (line.by.name.as_str(), line.session.as_deref(), line.on.as_str()),
            ("ADA", Some("handle"), "vip")
        );
        assert_eq!(line.changes.first().map(|change| change.field.as_str()), Some("role"));
    }
}
