//! The tokens of an account's programs (P66): how they are made and revoked.
//!
//! Knows no keys: what a token's text is, [`bearer`](crate::bearer) says; here it is a digest.

use conversation::access::Scopes;
use conversation::ids::{AgentId, TokenId};
use protocol::code::Code;
use protocol::limits::TOKENS;
use protocol::rest::tokens::{NewToken, Token, Tokens};

use crate::chatflow::judge;
use crate::error::Error;
use crate::store::Sql;
use crate::store::account::tokens as kept;

/// The tokens.
///
/// # Errors
/// A fault of the database.
pub fn list(sql: &impl Sql) -> Result<Tokens, Error> {
    Ok(Tokens { tokens: kept::all(sql)? })
}

/// Makes one of that digest for a person, at `now` (ms).
///
/// # Errors
/// What cannot be of it; `too_many`.
pub fn create(
    sql: &impl Sql,
    id: &TokenId,
    digest: &str,
    person: &AgentId,
    content: NewToken,
    now: u64,
) -> Result<Token, Error> {
    sql.atomically(|| {
        if let Some(found) = judge::name("name", &content.name) {
            return Err(judge::refused(&found));
        }
        if content.expires_at.is_some_and(|at| at <= now) {
            return Err(Error::rejected(Code::NumberRange, "a time in the future").about("expires_at"));
        }
        if kept::all(sql)?.len() >= TOKENS {
            return Err(Error::rejected(Code::TooMany, format!("at most {TOKENS} tokens")));
        }
        let mut scopes = content.scopes.0.clone();
        scopes.sort_unstable();
        scopes.dedup();
        kept::add(sql, id, digest, person, &NewToken { scopes: Scopes(scopes), ..content }, now)?;
        kept::all(sql)?.into_iter().find(|token| token.id == *id).ok_or_else(Error::not_found)
    })
}

/// Revokes one: from now on it is none.
///
/// # Errors
/// `not_found`, or a fault.
pub fn revoke(sql: &impl Sql, id: &TokenId) -> Result<Tokens, Error> {
    if kept::remove(sql, id)? { list(sql) } else { Err(Error::not_found()) }
}

#[cfg(test)]
mod tests {
    use conversation::access::Scope;
    use protocol::account::Account;

    use super::*;
    use crate::store::account;
    use crate::store::migrate::ACCOUNT;
    use crate::store::native::Memory;

    const DAY: u64 = 86_400_000;

    fn demo() -> Memory {
        let sql = Memory::migrated(ACCOUNT);
        let file: Account = serde_json::from_str(include_str!("../../www/demo-account.json")).unwrap();
        let passwords: Vec<String> = file.people.iter().map(|_| "phc".to_owned()).collect();
        assert!(account::import(&sql, &file, &passwords, 0).unwrap());
        sql
    }

    fn id(n: char) -> TokenId {
        TokenId::parse(&n.to_string().repeat(26)).unwrap()
    }

    fn new(expires_at: Option<u64>) -> NewToken {
        let scopes = Scopes(vec![Scope::ThreadsWrite, Scope::ThreadsRead, Scope::ThreadsRead]);
        NewToken { name: "CRM".into(), scopes, expires_at }
    }

    fn mira() -> AgentId {
        AgentId::parse("mira").unwrap()
    }

    #[test]
    fn a_token_counts_until_it_expires_or_is_revoked() {
        // P66
        let sql = demo();
        let made = create(&sql, &id('a'), "digest", &mira(), new(Some(9 * DAY)), DAY).unwrap();
        assert_eq!(made.scopes, Scopes(vec![Scope::ThreadsRead, Scope::ThreadsWrite]));
        let holder = |now| kept::holder(&sql, "digest", now).unwrap();
        assert_eq!(holder(2 * DAY + 5).map(|found| found.person.id), Some(mira()));
        assert_eq!(list(&sql).unwrap().tokens[0].last_used, Some(2 * DAY));
        assert!(holder(9 * DAY).is_none() && kept::holder(&sql, "other", DAY).unwrap().is_none());
        assert!(holder(9 * DAY - 1).is_some());
        assert!(revoke(&sql, &id('a')).unwrap().tokens.is_empty());
        assert!(holder(3 * DAY).is_none());
        assert_eq!(revoke(&sql, &id('a')).unwrap_err().code(), Code::NotFound);
    }

    #[test]
    fn what_cannot_be_of_a_token_names_its_field() {
        // P66
        let sql = demo();
        for (content, code) in [
            (NewToken { name: " ".into(), ..new(None) }, Code::TextEmpty),
            (NewToken { name: "x".repeat(101), ..new(None) }, Code::TextTooLong),
            (new(Some(DAY)), Code::NumberRange),
        ] {
            let error = create(&sql, &id('z'), "d", &mira(), content, DAY).unwrap_err();
            assert_eq!(error.code(), code);
            assert!(error.to_http("r").1.error.field.is_some());
        }
    }
}
