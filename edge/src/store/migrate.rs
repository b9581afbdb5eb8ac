//! Brings an object's schema to the newest version.
//!
//! Migrations are numbered files, applied in order and never edited once released: objects wake lazily, so old
//! schemas live for months. The version lives in a table of one row (`PRAGMA user_version` is refused inside an
//! object). A schema newer than this code is refused rather than guessed at.

use super::{Sql, StoreError};
use crate::values;

/// Migrations of one object, oldest first; the version is the count applied.
pub type Migrations = &'static [&'static str];

/// The `Directory` object's.
pub const DIRECTORY: Migrations = &[include_str!("../migrations/directory/0001_first.sql")];
/// The `Account` object's.
pub const ACCOUNT: Migrations = &[
    include_str!("../migrations/account/0001_first.sql"),
    include_str!("../migrations/account/0002_chatflow_settings.sql"),
    include_str!("../migrations/account/0003_claimed_contacts.sql"),
    include_str!("../migrations/account/0004_lists.sql"),
    include_str!("../migrations/account/0005_rule_sets.sql"),
    include_str!("../migrations/account/0006_colleagues.sql"),
    include_str!("../migrations/account/0007_views.sql"),
    include_str!("../migrations/account/0008_people.sql"),
    include_str!("../migrations/account/0009_api.sql"),
    include_str!("../migrations/account/0010_passkeys.sql"),
    include_str!("../migrations/account/0011_loads.sql"),
    include_str!("../migrations/account/0012_identities.sql"),
    include_str!("../migrations/account/0013_saved_replies.sql"),
    include_str!("../migrations/account/0014_macros.sql"),
    include_str!("../migrations/account/0015_typed_names.sql"),
    include_str!("../migrations/account/0016_chatflow_versions.sql"),
    include_str!("../migrations/account/0017_skills.sql"),
    include_str!("../migrations/account/0018_precedence.sql"),
    include_str!("../migrations/account/0019_subscriptions.sql"),
    include_str!("../migrations/account/0020_erasures.sql"),
    include_str!("../migrations/account/0021_preferences.sql"),
    include_str!("../migrations/account/0022_pages.sql"),
    include_str!("../migrations/account/0023_apps.sql"),
];
/// The `Inbox` object's.
pub const INBOX: Migrations = &[
    include_str!("../migrations/inbox/0001_first.sql"),
    include_str!("../migrations/inbox/0002_names.sql"),
    include_str!("../migrations/inbox/0003_routing.sql"),
    include_str!("../migrations/inbox/0004_bots.sql"),
    include_str!("../migrations/inbox/0005_model.sql"),
    include_str!("../migrations/inbox/0006_policy.sql"),
    include_str!("../migrations/inbox/0007_events.sql"),
    include_str!("../migrations/inbox/0008_elsewhere.sql"),
    include_str!("../migrations/inbox/0009_ratings.sql"),
    include_str!("../migrations/inbox/0010_teams.sql"),
    include_str!("../migrations/inbox/0011_priority.sql"),
    include_str!("../migrations/inbox/0012_vocabulary.sql"),
    include_str!("../migrations/inbox/0013_reports.sql"),
];
/// The `Threads` object's.
pub const THREADS: Migrations = &[
    include_str!("../migrations/threads/0001_first.sql"),
    include_str!("../migrations/threads/0002_consent.sql"),
    include_str!("../migrations/threads/0003_marks.sql"),
    include_str!("../migrations/threads/0004_refused.sql"),
    include_str!("../migrations/threads/0005_routing.sql"),
    include_str!("../migrations/threads/0006_model.sql"),
    include_str!("../migrations/threads/0007_bots.sql"),
    include_str!("../migrations/threads/0008_timeouts.sql"),
    include_str!("../migrations/threads/0009_files.sql"),
    include_str!("../migrations/threads/0010_teams.sql"),
    include_str!("../migrations/threads/0011_transcripts.sql"),
    include_str!("../migrations/threads/0012_forms.sql"),
    include_str!("../migrations/threads/0013_priority.sql"),
    include_str!("../migrations/threads/0014_precedence.sql"),
    include_str!("../migrations/threads/0015_subscriptions.sql"),
    include_str!("../migrations/threads/0016_erasures.sql"),
    include_str!("../migrations/threads/0017_revisions.sql"),
];
/// The `Files` object's.
pub const FILES: Migrations = &[include_str!("../migrations/files/0001_first.sql")];

/// Applies what is missing.
///
/// # Errors
/// [`StoreError::NewerSchema`], or what the database says.
pub fn migrate(sql: &impl Sql, migrations: Migrations) -> Result<(), StoreError> {
    sql.batch("CREATE TABLE IF NOT EXISTS schema (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL)")?;
    let found = version(sql)?;
    let known = migrations.len();
    if found > known as u64 {
        let found = i64::try_from(found).unwrap_or(i64::MAX);
        return Err(StoreError::NewerSchema { found, known: known as i64 });
    }
    for (index, migration) in migrations.iter().enumerate().skip(usize::try_from(found).unwrap_or(known)) {
        sql.atomically(|| {
            sql.batch(migration)?;
            sql.run("INSERT OR REPLACE INTO schema (one, version) VALUES (1, ?)", values![index as u64 + 1])?;
            Ok::<_, StoreError>(())
        })?;
    }
    Ok(())
}

fn version(sql: &impl Sql) -> Result<u64, StoreError> {
    sql.run("SELECT version FROM schema", &[])?.first().map_or(Ok(0), |row| row.number(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::native::Memory;

    fn schema(memory: &Memory) -> Vec<String> {
        memory
            .run(
                "SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1",
                &[],
            )
            .unwrap()
            .iter()
            .map(|row| row.text(0).unwrap())
            .collect()
    }

    const ALL: [(&str, Migrations); 5] = [
        ("directory", DIRECTORY),
        ("account", ACCOUNT),
        ("inbox", INBOX),
        ("threads", THREADS),
        ("files", FILES),
    ];

    #[test]
    fn an_empty_object_gets_the_newest_schema_and_keeps_it() {
        for (name, migrations) in ALL {
            let memory = Memory::empty();
            migrate(&memory, migrations).unwrap();
            let first = schema(&memory);
            assert!(first.len() > 2, "{name}");
            migrate(&memory, migrations).unwrap();
            assert_eq!(schema(&memory), first, "{name}");
            assert_eq!(version(&memory).unwrap(), migrations.len() as u64);
        }
    }

    #[test]
    fn a_newer_schema_is_refused() {
        for (name, migrations) in ALL {
            let memory = Memory::empty();
            migrate(&memory, migrations).unwrap();
            memory.run("UPDATE schema SET version = 99", &[]).unwrap();
            let known = migrations.len() as i64;
            assert_eq!(
                migrate(&memory, migrations),
                Err(StoreError::NewerSchema { found: 99, known }),
                "{name}"
            );
        }
    }

    #[test]
    fn a_migration_that_fails_leaves_nothing_behind() {
        const BROKEN: Migrations = &["CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER);"];
        let memory = Memory::empty();
        assert!(migrate(&memory, BROKEN).is_err());
        assert_eq!(schema(&memory), ["table schema"]);
        assert_eq!(version(&memory).unwrap(), 0);
    }

    /// A database as an older release left it, brought to the newest schema.
    fn kept_since(migrations: Migrations, releases: usize, statements: &str) -> Memory {
        let memory = Memory::empty();
        migrate(&memory, &migrations[..releases]).unwrap();
        memory.batch(statements).unwrap();
        migrate(&memory, migrations).unwrap();
        memory
    }

    #[test]
    fn threads_of_before_claims_know_their_contacts_as_verified() {
        let visitor = conversation::ids::VisitorId::from_random([1; 16]);
        let id = |n| conversation::ids::ThreadId::from_random(0, [n; 16]);
        let (known, stranger) = (id(1), id(2));
        let thread = |id: &conversation::ids::ThreadId, contact: &str| {
            format!(
                "INSERT INTO threads VALUES ('{id}', '{visitor}', {contact}, 'shop', 'Shop', NULL, 'message-{id}', 0, \
                 '{{\"assign\":\"nobody\"}}', 1, 'open', NULL, NULL, NULL, 1, 1, 1);"
            )
        };
        let old =
            thread(&known, "'sofia', 'Sofia', 'sofia@kiln.test'") + &thread(&stranger, "NULL, NULL, NULL");
        let memory = kept_since(THREADS, 1, &old);
        let contact = |id| crate::store::threads::thread(&memory, id).unwrap().unwrap().contact;
        assert!(contact(&known).is_some_and(|contact| contact.verified));
        assert_eq!(contact(&stranger), None);
    }
}
