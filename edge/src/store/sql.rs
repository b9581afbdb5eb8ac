//! The narrow door to a SQLite database.
//!
//! Types at the door: ids and texts are `TEXT`, times are integer milliseconds since 1970 (UTC), booleans are 0 and
//! 1, integers stay within what JavaScript counts exactly. Knows no table.

use std::fmt;

/// The largest integer that survives the way through JavaScript.
pub const MAX_SAFE: i64 = (1 << 53) - 1;

/// A database of one object.
pub trait Sql {
    /// Runs one statement with its bound values and returns its rows.
    ///
    /// # Errors
    /// [`StoreError`] where the database refuses.
    fn run(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError>;

    /// Runs several statements without values, as a migration does.
    ///
    /// # Errors
    /// [`StoreError`] where the database refuses one of them.
    fn batch(&self, statements: &str) -> Result<(), StoreError>;

    /// Runs `work` so that all of its writes happen or none.
    ///
    /// # Errors
    /// What `work` returns, after everything it wrote was undone; or that the database could not commit.
    fn atomically<T, E: From<StoreError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E>;
}

/// What the database said, for the log. Never shown outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The database refused a statement, or the commit.
    Database(String),
    /// A row does not hold what the schema promises.
    Column {
        /// Its place in the row.
        index: usize,
        /// What should be there.
        expected: &'static str,
    },
    /// The schema was written by a newer version of this code.
    NewerSchema {
        /// The version found.
        found: i64,
        /// The newest one known.
        known: i64,
    },
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(cause) => write!(f, "database: {cause}"),
            Self::Column { index, expected } => write!(f, "column {index} is not {expected}"),
            Self::NewerSchema { found, known } => {
                write!(f, "the data was written by a newer version: schema {found}, this code knows {known}")
            }
        }
    }
}

impl std::error::Error for StoreError {}

/// One bound or stored value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// An integer within ±2^53-1.
    Integer(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Integer(i64::from(value))
    }
}

impl From<u16> for Value {
    fn from(value: u16) -> Self {
        Self::Integer(i64::from(value))
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Integer(i64::from(value))
    }
}

impl From<u64> for Value {
    /// Times and sequence numbers; anything above the exact range is held at its end, where no real one can be.
    fn from(value: u64) -> Self {
        Self::Integer(i64::try_from(value).unwrap_or(MAX_SAFE).min(MAX_SAFE))
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Blob(bytes)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Binds values: `values![thread, seq]`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::store::Value::from($value)),*] };
}

/// One row of an answer, read by position in the order of the statement's columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Row(pub Vec<Value>);

impl Row {
    fn wrong<T>(index: usize, expected: &'static str) -> Result<T, StoreError> {
        Err(StoreError::Column { index, expected })
    }

    /// The text at `index`.
    ///
    /// # Errors
    /// [`StoreError::Column`] where there is none.
    pub fn text(&self, index: usize) -> Result<String, StoreError> {
        match self.0.get(index) {
            Some(Value::Text(text)) => Ok(text.clone()),
            _ => Self::wrong(index, "a text"),
        }
    }

    /// The text at `index`, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Column`] where something else is.
    pub fn maybe_text(&self, index: usize) -> Result<Option<String>, StoreError> {
        match self.0.get(index) {
            Some(Value::Null) => Ok(None),
            _ => self.text(index).map(Some),
        }
    }

    /// The non-negative integer at `index`: a time, a sequence number, a count.
    ///
    /// # Errors
    /// [`StoreError::Column`] where there is none.
    pub fn number(&self, index: usize) -> Result<u64, StoreError> {
        match self.0.get(index) {
            Some(Value::Integer(value)) => {
                u64::try_from(*value).or_else(|_| Self::wrong(index, "zero or more"))
            }
            _ => Self::wrong(index, "an integer"),
        }
    }

    /// The non-negative integer at `index`, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Column`] where something else is.
    pub fn maybe_number(&self, index: usize) -> Result<Option<u64>, StoreError> {
        match self.0.get(index) {
            Some(Value::Null) => Ok(None),
            _ => self.number(index).map(Some),
        }
    }

    /// The boolean at `index`.
    ///
    /// # Errors
    /// [`StoreError::Column`] where neither 0 nor 1 is.
    pub fn flag(&self, index: usize) -> Result<bool, StoreError> {
        match self.number(index)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Self::wrong(index, "0 or 1"),
        }
    }

    /// The bytes at `index`.
    ///
    /// # Errors
    /// [`StoreError::Column`] where there are none.
    pub fn bytes(&self, index: usize) -> Result<Vec<u8>, StoreError> {
        match self.0.get(index) {
            Some(Value::Blob(bytes)) => Ok(bytes.clone()),
            _ => Self::wrong(index, "bytes"),
        }
    }

    /// The well-formed value at `index`, parsed by `parse`.
    ///
    /// # Errors
    /// [`StoreError::Column`] where the text does not parse.
    pub fn parsed<T, E>(
        &self,
        index: usize,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, StoreError> {
        parse(&self.text(index)?).or_else(|_| Self::wrong(index, expected))
    }

    /// The well-formed value at `index`, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Column`] where the text does not parse.
    pub fn maybe_parsed<T, E>(
        &self,
        index: usize,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, StoreError> {
        match self.maybe_text(index)? {
            None => Ok(None),
            Some(text) => parse(&text).map(Some).or_else(|_| Self::wrong(index, expected)),
        }
    }
}
