//! The tokens of an account's programs.

use conversation::access::{Role, Scopes};
use conversation::ids::{AgentId, TokenId};
use protocol::frame::Agent;
use protocol::rest::tokens::{NewToken, Token};

use super::people::Person;
use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

const DAY_MS: u64 = 86_400_000;

/// Whom a token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who made it.
    pub person: Person,
    /// Its name.
    pub name: String,
    /// What it may do at most.
    pub scopes: Scopes,
    /// Until when, in ms.
    pub expires_at: Option<u64>,
}

/// All of them, the oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql) -> Result<Vec<Token>, StoreError> {
    let statement = "SELECT api_tokens.id, api_tokens.name, people.id, people.name, scopes, created_at, expires_at, \
         last_used_day FROM api_tokens JOIN people ON people.id = api_tokens.person ORDER BY number";
    let read = |row: &Row| {
        Ok(Token {
            id: row.parsed(0, "a token id", TokenId::parse)?,
            name: row.text(1)?,
            owner: Agent { id: row.parsed(2, "an agent id", AgentId::parse)?, name: row.text(3)? },
            scopes: scopes(row, 4)?,
            created_at: row.number(5)?,
            expires_at: row.maybe_number(6)?,
            last_used: row.maybe_number(7)?.map(|day| day * DAY_MS),
        })
    };
    sql.run(statement, &[])?.iter().map(read).collect()
}

fn scopes(row: &Row, index: usize) -> Result<Scopes, StoreError> {
    row.parsed(index, "scopes", tree::from_str)
}

/// Adds one of that digest, made by a person at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn add(
    sql: &impl Sql,
    id: &TokenId,
    digest: &str,
    person: &AgentId,
    content: &NewToken,
    now: u64,
) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO api_tokens (id, digest, name, person, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        values![
            id.as_str(),
            digest,
            content.name.as_str(),
            person.as_str(),
            to_json(&content.scopes),
            now,
            content.expires_at
        ],
    )
    .map(drop)
}

/// Revokes one. Whether it was there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &TokenId) -> Result<bool, StoreError> {
    Ok(!sql.run("DELETE FROM api_tokens WHERE id = ? RETURNING 1", values![id.as_str()])?.is_empty())
}

/// Whom the token of that digest stands for at `now` (ms), and notes the day. Nobody, where it has expired or whoever made
/// it may not sign in any more.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn holder(sql: &impl Sql, digest: &str, now: u64) -> Result<Option<Holder>, StoreError> {
    let statement = "SELECT people.id, people.name, people.email, people.standing, people.seat, api_tokens.name, scopes, \
         expires_at, last_used_day FROM api_tokens JOIN people ON people.id = api_tokens.person \
         WHERE digest = ?1 AND coalesce(expires_at > ?2, true) AND people.disabled_at IS NULL";
    let rows = sql.run(statement, values![digest, now])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let today = now / DAY_MS;
    if row.maybe_number(8)? != Some(today) {
        let statement = "UPDATE api_tokens SET last_used_day = ? WHERE digest = ?";
        sql.run(statement, values![today, digest])?;
    }
    Ok(Some(Holder {
        person: Person {
            id: row.parsed(0, "an agent id", AgentId::parse)?,
            name: row.text(1)?,
            email: row.text(2)?,
            role: row.parsed(3, "a role", |text| Role::parse(text).ok_or(()))?,
            seat: row.flag(4)?,
            disabled_at: None,
        },
        name: row.text(5)?,
        scopes: scopes(row, 6)?,
        expires_at: row.maybe_number(7)?,
    }))
}

#[cfg(test)]
mod tests {
    use conversation::access::Scope;

    use super::*;
    use crate::store::migrate::ACCOUNT;
    use crate::store::native::Memory;

    #[test]
    fn a_token_of_whoever_may_not_sign_in_is_none() {
        // P66 T23
        let sql = Memory::migrated(ACCOUNT);
        sql.batch(
            "INSERT INTO people (id, name, email, password, role, standing, seat) \
             VALUES ('mira', 'Mira', 'mira@kiln.test', 'phc', 'admin', 'admin', 1)",
        )
        .unwrap();
        let (id, mira) = (TokenId::parse(&"a".repeat(26)).unwrap(), AgentId::parse("mira").unwrap());
        let scopes = Scopes(vec![Scope::ThreadsRead]);
        let content = NewToken { name: "CRM".into(), scopes: scopes.clone(), expires_at: None };
        add(&sql, &id, "digest", &mira, &content, 5).unwrap();
        assert_eq!(holder(&sql, "digest", 5).unwrap().map(|holder| holder.scopes), Some(scopes));
        sql.run("UPDATE people SET disabled_at = 5", &[]).unwrap();
        assert_eq!(holder(&sql, "digest", 5).unwrap(), None);
    }
}
