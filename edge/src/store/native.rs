//! The same SQL on rusqlite, in memory, for the tests.

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::migrate::{Migrations, migrate};
use super::{Row, Sql, StoreError, Value};

/// A database that lives as long as the test.
pub(crate) struct Memory(Connection);

impl Memory {
    pub(crate) fn empty() -> Self {
        let connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        Self(connection)
    }

    pub(crate) fn migrated(migrations: Migrations) -> Self {
        let memory = Self::empty();
        migrate(&memory, migrations).unwrap();
        memory
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
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
        let mut rows = statement.query(rusqlite::params_from_iter(values)).map_err(database)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next().map_err(database)? {
            let mut cells = Vec::with_capacity(columns);
            for index in 0..columns {
                cells.push(match row.get_ref(index).map_err(database)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(value) => Value::Integer(value),
                    ValueRef::Text(text) => Value::Text(String::from_utf8(text.to_vec()).unwrap()),
                    ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
                    ValueRef::Real(_) => panic!("the schema has no real numbers"),
                });
            }
            out.push(Row(cells));
        }
        Ok(out)
    }

    fn batch(&self, statements: &str) -> Result<(), StoreError> {
        self.0.execute_batch(statements).map_err(database)
    }

    fn atomically<T, E: From<StoreError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.batch("SAVEPOINT work")?;
        let result = work();
        match &result {
            Ok(_) => self.batch("RELEASE work")?,
            Err(_) => self.batch("ROLLBACK TO work; RELEASE work")?,
        }
        result
    }
}
