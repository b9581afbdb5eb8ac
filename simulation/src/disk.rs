//! The disk of one object: real SQLite, with a moment at which what was written becomes durable.
//!
//! Everything written since the last commit lies in one open transaction, as it does under a Durable Object: a commit
//! makes all of it durable, a crash takes all of it. It can also be full. Knows no table.

use std::cell::{Cell, RefCell};

use edge::store::migrate::{Migrations, migrate};
use edge::store::native::Memory;
use edge::store::{Row, Sql, StoreError, Value};

/// A disk.
pub(crate) struct Disk {
    memory: Memory,
    /// Something was written that is not durable yet.
    waits: Cell<bool>,
    /// So many more statements may write before the disk is full.
    room: Cell<Option<u32>>,
    /// Empties every table, and leaves the schema.
    emptying: RefCell<String>,
}

impl Disk {
    /// An empty disk with the newest schema.
    pub(crate) fn migrated(migrations: Migrations) -> Self {
        let memory = Memory::empty();
        let disk =
            Self { memory, waits: Cell::default(), room: Cell::default(), emptying: RefCell::default() };
        migrate(&disk, migrations).expect("the migrations are proved elsewhere");
        disk.commit();
        // An index of words is emptied by its own word for it, and before the tables whose rows it follows; what
        // only lists its words keeps nothing.
        let tables = disk.run(
            "SELECT iif(type = 'virtual', 'INSERT INTO ' || name || ' (' || name || ') VALUES (''delete-all'');', \
             'DELETE FROM ' || name || ';') FROM pragma_table_list \
             WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT IN ('schema', 'sqlite_schema') \
             AND name NOT IN (SELECT name FROM sqlite_schema WHERE sql LIKE '%USING fts5vocab%') \
             ORDER BY type DESC, name",
            &[],
        );
        let tables = tables.expect("every database has a schema");
        let emptying = tables.iter().filter_map(|row| row.text(0).ok());
        let emptying: String = emptying.collect();
        // In whatever order the tables refer to each other.
        *disk.emptying.borrow_mut() =
            format!("PRAGMA foreign_keys = OFF; {emptying} PRAGMA foreign_keys = ON;");
        disk.empty();
        disk
    }

    /// For the next life: making a database anew costs more than living one.
    pub(crate) fn empty(&self) {
        self.lose();
        self.room.set(None);
        self.memory.batch(&self.emptying.borrow()).expect("nothing else has the database open");
    }

    /// Whether something would be lost in a crash.
    pub(crate) fn waits(&self) -> bool {
        self.waits.get()
    }

    /// What was written is durable from now on.
    pub(crate) fn commit(&self) {
        if self.waits.replace(false) {
            self.memory.quick("COMMIT").expect("memory does not fail");
        }
    }

    /// What was written since the last commit is gone.
    pub(crate) fn lose(&self) {
        if self.waits.replace(false) {
            self.memory.quick("ROLLBACK").expect("memory does not fail");
        }
    }

    /// Whatever follows has to be durable together with what was written.
    pub(crate) fn touch(&self) {
        if !self.waits.replace(true) {
            self.memory.quick("BEGIN").expect("no transaction is open");
        }
    }

    /// The disk is full after so many more statements that write; `None` makes room.
    pub(crate) fn set_room(&self, statements: Option<u32>) {
        self.room.set(statements);
    }

    /// Takes room for one statement that writes.
    fn take_room(&self) -> Result<(), StoreError> {
        match self.room.get() {
            None => Ok(()),
            Some(0) => Err(StoreError::Database("database or disk is full: SQLITE_FULL".to_owned())),
            Some(left) => {
                self.room.set(Some(left - 1));
                Ok(())
            }
        }
    }
}

impl Sql for Disk {
    fn run(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        if self.memory.writes(statement)? {
            self.take_room()?;
            self.touch();
        }
        self.memory.run(statement, values)
    }

    fn batch(&self, statements: &str) -> Result<(), StoreError> {
        self.touch();
        self.memory.batch(statements)
    }

    fn atomically<T, E: From<StoreError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.touch();
        self.memory.atomically(work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge::store::migrate::INBOX;
    use edge::values;

    fn write(disk: &Disk) -> Result<Vec<Row>, StoreError> {
        let row = "INSERT INTO threads (thread, revision, name, chatflow, chatflow_name, status, filtered, preview, \
                   preview_from_visitor, opened_at, updated_at, last_seq, routed) \
                   SELECT ?, 1, '', 'c', 'C', 'open', 0, '', 1, 1, 1, 1, ''";
        disk.run(row, values!["a"])
    }

    fn count(disk: &Disk) -> u64 {
        disk.run("SELECT count(*) FROM threads", &[]).unwrap().first().unwrap().number(0).unwrap()
    }

    #[test]
    fn what_is_not_committed_is_lost_and_what_is_committed_is_not() {
        // P1
        let disk = Disk::migrated(INBOX);
        write(&disk).unwrap();
        assert!(disk.waits() && count(&disk) == 1);
        disk.lose();
        assert!(!disk.waits() && count(&disk) == 0);
        write(&disk).unwrap();
        disk.commit();
        disk.lose();
        assert_eq!(count(&disk), 1);
        disk.empty();
        assert_eq!(count(&disk), 0);
    }

    #[test]
    fn a_full_disk_keeps_the_half_of_nothing() {
        let disk = Disk::migrated(INBOX);
        disk.set_room(Some(1));
        let work = || {
            write(&disk)?;
            write(&disk)
        };
        let full = disk.atomically(work).unwrap_err();
        assert!(full.to_string().contains("full"), "{full}");
        assert_eq!(count(&disk), 0);
    }
}
