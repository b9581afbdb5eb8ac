//! What an account's admins set: the sites its widget runs on, whether consent can be asked for (S79), whether only the
//! site's own server can say who a visitor is (E27), what is masked in what visitors write (N20), and whose contacts come first (P40).
//!
//! Knows what may be set and what a change means for what is published. Does not know who may change anything.

use conversation::redaction::Invalid;
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::limits::ORIGINS;
use protocol::rest::{ChangeSettings, NamedInbox, Settings};

use crate::error::Error;
use crate::lists::precedence;
use crate::origin::{Allowed, OriginInvalid};
use crate::store::Sql;
use crate::store::account::{self, chatflows, consents, list_priorities, people};

/// The settings as they are.
///
/// # Errors
/// `not_found` where there is no account yet.
pub fn read(sql: &impl Sql) -> Result<Settings, Error> {
    let itself = account::itself(sql)?.ok_or_else(Error::not_found)?;
    let inboxes = account::inboxes(sql)?.into_iter();
    let people = people::everyone(sql)?.into_iter();
    Ok(Settings {
        account: itself.id,
        name: itself.name,
        origins: account::origins(sql)?,
        any_loopback_origin: itself.any_loopback_origin,
        gdpr: itself.gdpr,
        verified_only: itself.verified_only,
        redaction: itself.redaction,
        list_priorities: list_priorities::all(sql)?,
        lists: account::lists(sql)?,
        people: people.map(|person| Agent { id: person.id, name: person.name }).collect(),
        inboxes: inboxes.map(|inbox| NamedInbox { id: inbox.id, name: inbox.name }).collect(),
    })
}

/// Changes what is given at `now` (ms), publishes it, and answers all of it.
///
/// # Errors
/// `origin_invalid` about `origins[0]`, `too_many`; what is refused of a redaction and by [`precedence::put`].
pub fn change(sql: &impl Sql, change: &ChangeSettings, now: u64) -> Result<Settings, Error> {
    let ChangeSettings { origins, gdpr, verified_only, redaction, list_priorities } = change;
    sql.atomically(|| {
        if let Some(origins) = origins {
            check_origins(origins)?;
            account::put_origins(sql, origins)?;
        }
        if let Some(gdpr) = gdpr {
            account::put_gdpr(sql, *gdpr)?;
        }
        if let Some(on) = verified_only {
            account::put_verified_only(sql, *on)?;
        }
        if let Some(redaction) = redaction {
            redaction.check()?;
            account::put_redaction(sql, redaction)?;
        }
        if let Some(said) = list_priorities {
            precedence::put(sql, said)?;
        }
        if *gdpr == Some(true) {
            // A step from the time before texts had versions gets its first one before anybody reads it.
            for chatflow in chatflows::all(sql)? {
                consents::keep(sql, &chatflow, now)?;
            }
        }
        account::bump(sql)?;
        read(sql)
    })
}

impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        let (code, field) = match invalid {
            Invalid::TooMany { .. } => (Code::TooMany, "redaction.patterns".to_owned()),
            Invalid::Name { at, .. } => (Code::PatternInvalid, format!("redaction.patterns[{at}].name")),
            Invalid::Pattern { at, .. } => {
                (Code::PatternInvalid, format!("redaction.patterns[{at}].pattern"))
            }
        };
        Self::rejected(code, invalid.to_string()).about(field)
    }
}

/// Checks a list of sites; also an account file's.
///
/// # Errors
/// `origin_invalid` about the first that is none, `too_many`.
pub fn check_origins(origins: &[String]) -> Result<(), Error> {
    if origins.len() > ORIGINS {
        let message = format!("at most {ORIGINS} sites, got {}", origins.len());
        return Err(Error::rejected(Code::TooMany, message).about("origins"));
    }
    for (i, origin) in origins.iter().enumerate() {
        let refused = |error: OriginInvalid| {
            Error::rejected(Code::OriginInvalid, error.to_string()).about(format!("origins[{i}]"))
        };
        Allowed::parse(origin).map_err(refused)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use conversation::consent::Mode;
    use conversation::redaction::{Named, Redaction};
    use protocol::account::{Account, Consent};

    use super::*;
    use crate::store::migrate::ACCOUNT;
    use crate::store::native::Memory;

    fn demo() -> Memory {
        let sql = Memory::migrated(ACCOUNT);
        let file: Account = serde_json::from_str(include_str!("../../www/demo-account.json")).unwrap();
        let passwords: Vec<String> = file.people.iter().map(|_| "phc".to_owned()).collect();
        assert!(account::import(&sql, &file, &passwords, 1_000).unwrap());
        sql
    }

    fn version(sql: &Memory) -> u64 {
        account::itself(sql).unwrap().unwrap().version
    }

    fn origins(sites: &[String]) -> ChangeSettings {
        ChangeSettings { origins: Some(sites.to_vec()), ..ChangeSettings::default() }
    }

    fn gdpr(on: bool) -> ChangeSettings {
        ChangeSettings { gdpr: Some(on), ..ChangeSettings::default() }
    }

    #[test]
    fn what_is_absent_stays() {
        let sql = demo();
        let before = read(&sql).unwrap();
        assert!(!before.people.is_empty() && !before.lists.is_empty() && !before.inboxes.is_empty());
        let sites = ["https://kiln.example".to_owned(), "https://*.kiln.example".to_owned()];
        // A site named twice is one.
        let named = [&sites[..], &sites[..1]].concat();
        let after = change(&sql, &origins(&named), 2_000).unwrap();
        assert_eq!((&after.origins[..], after.gdpr), (&sites[..], before.gdpr));
        assert_eq!(version(&sql), 2);
        let after = change(&sql, &gdpr(!before.gdpr), 2_000).unwrap();
        assert_eq!((&after.origins[..], after.gdpr), (&sites[..], !before.gdpr));
        assert_eq!(version(&sql), 3);
    }

    #[test]
    fn row_31_sites_that_are_none_change_nothing() {
        let sql = demo();
        let before = read(&sql).unwrap();
        for wrong in ["example.com", "https://example.com/path", "*", "https://*", "https://*.com", ""] {
            let sites = ["https://kiln.example".to_owned(), wrong.to_owned()];
            let both = ChangeSettings { gdpr: Some(!before.gdpr), ..origins(&sites) };
            let Err(Error::Rejected(problem)) = change(&sql, &both, 2_000) else {
                panic!("{wrong} was taken")
            };
            assert_eq!((problem.code, problem.field.as_deref()), (Code::OriginInvalid, Some("origins[1]")));
        }
        let many = vec!["https://kiln.example".to_owned(); ORIGINS + 1];
        let Err(Error::Rejected(problem)) = change(&sql, &origins(&many), 2_000) else { panic!("taken") };
        assert_eq!(problem.code, Code::TooMany);
        let after = read(&sql).unwrap();
        assert_eq!((after.origins, after.gdpr), (before.origins, before.gdpr));
        assert_eq!(version(&sql), 1);
    }

    #[test]
    fn what_is_masked_is_card_numbers_until_somebody_says_more() {
        // N20
        let sql = demo();
        assert_eq!(read(&sql).unwrap().redaction, Redaction::default());
        let named = |name: &str, pattern: &str| Named { name: name.into(), pattern: pattern.into() };
        let more = Redaction { cards: false, iban: true, patterns: vec![named("Customer", "KD-#####")] };
        let change_to = |redaction: &Redaction| {
            let said = ChangeSettings { redaction: Some(redaction.clone()), ..ChangeSettings::default() };
            change(&sql, &said, 2_000)
        };
        assert_eq!(change_to(&more).unwrap().redaction, more);
        assert_eq!((read(&sql).unwrap().redaction, version(&sql)), (more.clone(), 2));
        for (patterns, code, field) in [
            (vec![named("Own", "####"); 21], Code::TooMany, "redaction.patterns"),
            (
                vec![named("Own", "####"), named(" ", "####")],
                Code::PatternInvalid,
                "redaction.patterns[1].name",
            ),
            (vec![named("Own", "###")], Code::PatternInvalid, "redaction.patterns[0].pattern"),
        ] {
            let wrong = Redaction { patterns, ..Redaction::default() };
            let Err(Error::Rejected(problem)) = change_to(&wrong) else { panic!("{field} was taken") };
            assert_eq!((problem.code, problem.field.as_deref()), (code, Some(field)));
        }
        assert_eq!((read(&sql).unwrap().redaction, version(&sql)), (more, 2));
    }

    #[test]
    fn a_step_from_before_versions_gets_one_with_the_switch() {
        // S79 S89
        let sql = demo();
        let mut chatflow = chatflows::all(&sql).unwrap().remove(0);
        let id = chatflow.targeting.id.clone();
        chatflow.consent = Some(Consent { mode: Mode::Explicit, text: "We keep it.".into() });
        chatflows::put(&sql, &chatflow).unwrap();
        change(&sql, &gdpr(true), 2_000).unwrap();
        let text = consents::newest(&sql, &id).unwrap().unwrap();
        assert_eq!((text.version, text.text.as_str()), (1, "We keep it."));
        change(&sql, &gdpr(true), 3_000).unwrap();
        assert_eq!(consents::newest(&sql, &id).unwrap(), Some(text));
    }
}
