//! Visitors that the site's own server vouches for: the contact they are, the one visitor that contact is on every device
//! (H46), and the secrets that the site signs with (P1).
//!
//! Does not know how a token is written or read: [`token`](crate::token) and [`identity`](crate::identity) do.

use conversation::email::EmailAddress;
use conversation::ids::{ContactId, SecretId, VisitorId};
use protocol::code::Code;
use protocol::limits::IDENTITY_SECRETS;
use protocol::rest::identification::{IdentitySecret, IdentitySecrets};

use crate::error::Error;
use crate::lists::upkeep;
use crate::store::Sql;
use crate::store::account::contacts::{self, Contact};
use crate::store::account::{self, identities};
use crate::webhooks;

/// What a contact becomes who was never seen before.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The contact.
    pub contact: ContactId,
    /// The visitor.
    pub visitor: VisitorId,
    /// The shard that keeps their threads.
    pub shard: u16,
}

/// The contact with that address, made where there is none, and the visitor that they are on every device, at `now` (ms).
/// A name is only written where none is known (H44). Claims of the same address are neither looked at nor changed (T12).
///
/// # Errors
/// A fault of the database.
pub fn recognise(
    sql: &impl Sql,
    email: &EmailAddress,
    name: Option<&str>,
    proposed: &Proposed,
    now: u64,
) -> Result<(Contact, VisitorId, u16), Error> {
    sql.atomically(|| {
        let known = contacts::by_email(sql, email)?;
        let id = known.as_ref().map_or(&proposed.contact, |contact| &contact.id);
        let news = match &known {
            None => {
                contacts::add_verified(sql, id, name.unwrap_or_default(), email, now)?;
                true
            }
            Some(contact) => {
                let name = name.filter(|_| contact.name.is_none());
                name.map_or(Ok(()), |name| contacts::name_nameless(sql, id, name))?;
                name.is_some()
            }
        };
        if news {
            upkeep::refresh(sql, id, now)?;
            webhooks::contact_changed(sql, id, now)?;
        }
        let (visitor, shard) = identities::visitor_of(sql, id, (&proposed.visitor, proposed.shard))?;
        let contact =
            contacts::contact(sql, id)?.ok_or_else(|| Error::fault("a contact", "it was just there"))?;
        Ok((upkeep::seen_now(sql, contact, now)?, visitor, shard))
    })
}

/// The secrets.
///
/// # Errors
/// A fault of the database.
pub fn secrets(sql: &impl Sql) -> Result<IdentitySecrets, Error> {
    Ok(IdentitySecrets { secrets: identities::secrets(sql)? })
}

/// Makes one, kept sealed as it comes, at `now` (ms), and publishes it.
///
/// # Errors
/// `too_many`: the older one has to be revoked first.
pub fn add(sql: &impl Sql, id: &SecretId, sealed: &str, now: u64) -> Result<IdentitySecret, Error> {
    sql.atomically(|| {
        if identities::secrets(sql)?.len() >= IDENTITY_SECRETS {
            let message = format!("at most {IDENTITY_SECRETS} secrets count at a time; revoke one first");
            return Err(Error::rejected(Code::TooMany, message));
        }
        identities::add(sql, id, sealed, now)?;
        account::bump(sql)?;
        Ok(IdentitySecret { id: id.clone(), created_at: now })
    })
}

/// Revokes one: what was signed with it counts no more.
///
/// # Errors
/// `not_found`, or a fault.
pub fn revoke(sql: &impl Sql, id: &SecretId) -> Result<IdentitySecrets, Error> {
    sql.atomically(|| {
        if !identities::remove(sql, id)? {
            return Err(Error::not_found());
        }
        account::bump(sql)?;
        secrets(sql)
    })
}

#[cfg(test)]
mod tests {
    use protocol::account::Account;

    use super::*;
    use crate::store::migrate::ACCOUNT;
    use crate::store::native::Memory;

    fn demo() -> Memory {
        let sql = Memory::migrated(ACCOUNT);
        let file: Account = serde_json::from_str(include_str!("../../www/demo-account.json")).unwrap();
        let passwords: Vec<String> = file.people.iter().map(|_| "phc".to_owned()).collect();
        assert!(account::import(&sql, &file, &passwords, 0).unwrap());
        sql
    }

    fn proposed(n: u8) -> Proposed {
        let contact = ContactId::parse(&format!("c-{n}")).unwrap();
        Proposed { contact, visitor: VisitorId::from_random([n; 16]), shard: n.into() }
    }

    fn seen(sql: &Memory, email: &str, name: Option<&str>, n: u8) -> (Contact, VisitorId, u16) {
        recognise(sql, &EmailAddress::parse(email).unwrap(), name, &proposed(n), 5).unwrap()
    }

    #[test]
    fn whoever_is_new_becomes_a_contact_and_one_visitor_everywhere() {
        // H44 H46
        let sql = demo();
        let (first, visitor, shard) = seen(&sql, "new@customer.example", Some("Nia Okoro"), 3);
        assert_eq!((first.name.as_deref(), first.verified), (Some("Nia Okoro"), true));
        assert_eq!((&visitor, shard), (&VisitorId::from_random([3; 16]), 3));
        // On the next device something else is proposed, and a name is known by now.
        assert_eq!(seen(&sql, "New@Customer.example", Some("Other"), 4), (first, visitor, shard));
        let (other, visitor, shard) = seen(&sql, "another@customer.example", None, 5);
        assert_eq!((other.name, visitor, shard), (None, VisitorId::from_random([5; 16]), 5));
    }

    #[test]
    fn a_name_is_written_only_where_none_is_known() {
        // H44
        let sql = demo();
        let known = contacts::by_email(&sql, &EmailAddress::parse("sofia@kiln.test").unwrap()).unwrap();
        let known = known.expect("the demo shop knows her");
        assert_eq!(seen(&sql, "sofia@kiln.test", Some("Somebody Else"), 1).0.name, known.name);
        seen(&sql, "new@customer.example", None, 2);
        assert_eq!(seen(&sql, "new@customer.example", Some("Nia"), 2).0.name.as_deref(), Some("Nia"));
        assert_eq!(seen(&sql, "new@customer.example", Some("Mia"), 2).0.name.as_deref(), Some("Nia"));
    }

    #[test]
    fn what_somebody_typed_is_nobody_the_site_vouches_for() {
        // T12 H48
        let sql = demo();
        let typist = VisitorId::from_random([9; 16]);
        let claimed = ContactId::parse("c-typed").unwrap();
        contacts::claim(&sql, &typist, (Some("new@customer.example"), None), &claimed, 1).unwrap();
        let (contact, visitor, _) = seen(&sql, "new@customer.example", Some("Nia"), 3);
        assert!(contact.id != claimed && visitor != typist);
        let theirs = contacts::of_visitor(&sql, None, &typist).unwrap().unwrap();
        assert_eq!((theirs.id, theirs.verified, theirs.name), (claimed, false, None));
    }

    #[test]
    fn two_secrets_count_and_each_can_be_revoked() {
        // P1: rotation without a gap
        let sql = demo();
        let version = || account::itself(&sql).unwrap().unwrap().version;
        let id = |letter: &str| SecretId::parse(&letter.repeat(26)).unwrap();
        let before = version();
        add(&sql, &id("a"), "sealed", 5).unwrap();
        add(&sql, &id("b"), "sealed", 6).unwrap();
        assert_eq!(version(), before + 2, "Workers hear of it");
        assert_eq!(add(&sql, &id("c"), "sealed", 7).unwrap_err().code(), Code::TooMany);
        assert_eq!(revoke(&sql, &id("a")).unwrap().secrets, [IdentitySecret { id: id("b"), created_at: 6 }]);
        assert_eq!(revoke(&sql, &id("a")).unwrap_err().code(), Code::NotFound);
        assert_eq!(version(), before + 3);
        add(&sql, &id("c"), "sealed", 7).unwrap();
    }
}
