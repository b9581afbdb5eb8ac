//! The same SQL on rusqlite: for the tests here, the simulation, and the bench of large inboxes.
//!
//! Only with the feature `native`, and never in the Worker, which has the platform's SQLite. Knows no table.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::migrate::{Migrations, migrate};
use super::{Row, Sql, StoreError, Value};

/// Statements that are kept prepared.
const PREPARED: usize = 200;

/// A database that lives as long as this does, or as its file.
pub struct Memory(Connection);

impl Memory {
    /// One without any table, in memory.
    ///
    /// # Panics
    /// Where SQLite has no memory left.
    #[must_use]
    pub fn empty() -> Self {
        Self::of(Connection::open_in_memory()).expect("a database in memory can be opened")
    }

    /// One with the newest schema, in memory.
    ///
    /// # Panics
    /// Where a migration is no SQL.
    #[must_use]
    pub fn migrated(migrations: Migrations) -> Self {
        let memory = Self::empty();
        migrate(&memory, migrations).expect("the migrations hold together");
        memory
    }

    /// One in a file, without any table where there is none yet.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be opened.
    pub fn in_file(path: &Path) -> Result<Self, StoreError> {
        Self::of(Connection::open(path))
    }

    fn of(connection: rusqlite::Result<Connection>) -> Result<Self, StoreError> {
        let connection = connection.map_err(database)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(database)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        Ok(Self(connection))
    }

    /// Whether a statement would write something.
    ///
    /// # Errors
    /// [`StoreError`] where it is no statement.
    pub fn writes(&self, statement: &str) -> Result<bool, StoreError> {
        Ok(!self.0.prepare_cached(statement).map_err(database)?.readonly())
    }

    /// Runs a statement that has no values and answers nothing.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub fn quick(&self, statement: &str) -> Result<(), StoreError> {
        self.0.prepare_cached(statement).and_then(|mut statement| statement.execute([])).map_err(database)?;
        Ok(())
    }
}

/// A value as rusqlite binds it.
struct Bound<'v>(&'v Value);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Integer(value) => ValueRef::Integer(*value),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn database(error: rusqlite::Error) -> StoreError {
    StoreError::Database(error.to_string())
}

impl Sql for Memory {
    fn run(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut statement = self.0.prepare_cached(statement).map_err(database)?;
        let columns = statement.column_count();
        let values = rusqlite::params_from_iter(values.iter().map(Bound));
        let mut rows = statement.query(values).map_err(database)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next().map_err(database)? {
            let cell = |index| {
                Ok(match row.get_ref(index).map_err(database)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(value) => Value::Integer(value),
                    ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
                    ValueRef::Real(_) => {
                        return Err(StoreError::Column { index, expected: "no real number" });
                    }
                })
            };
            out.push(Row((0..columns).map(cell).collect::<Result<_, StoreError>>()?));
        }
        Ok(out)
    }

    fn batch(&self, statements: &str) -> Result<(), StoreError> {
        self.0.execute_batch(statements).map_err(database)
    }

    fn atomically<T, E: From<StoreError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.quick("SAVEPOINT work")?;
        let result = work();
        if result.is_err() {
            self.quick("ROLLBACK TO work")?;
        }
        self.quick("RELEASE work")?;
        result
    }
}
