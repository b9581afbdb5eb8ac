//! One database of a running instance, copied as it is at one instant.
//!
//! A read transaction is open from the first page to the last. In WAL mode, in which workerd keeps its files, that keeps
//! no writer waiting, and what is written meanwhile does not make the copy begin anew, as it would without. The price is
//! that the write-ahead log is not shortened before the copy is done. Knows no table.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::clock::now_ms;
use crate::folder;
use crate::problem::{Problem, Trying as _};

/// Pages of a step: 1 MiB of the pages that workerd writes. The step keeps nobody waiting, whatever its size: between two of
/// them only progress is told.
const PAGES: i32 = 256;

/// How long a lock is waited for. Only who recovers a file after a crash, or removes its journal, holds one.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a file may have no content, or not yet be in WAL mode: an object that just comes to be.
const NEWBORN: Duration = Duration::from_secs(2);

/// How many rows each table has.
pub(crate) type Rows = BTreeMap<String, u64>;

/// What became of a database.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Copied {
    /// It was copied.
    Whole {
        /// The instant it is of (ms).
        at_ms: u64,
        /// The version of its schema, where it tells one.
        schema: Option<u32>,
        /// How many rows each table has.
        rows: Rows,
    },
    /// It is gone.
    Gone,
    /// Nothing was ever stored in it.
    Empty,
}

/// Copies a database that others may be writing to. `told` hears how many bytes are copied.
pub(crate) fn copy(source: &Path, target: &Path, told: &mut dyn FnMut(u64)) -> Result<Copied, Problem> {
    let since = Instant::now();
    loop {
        match state(source).trying("read", source)? {
            State::Gone => return Ok(Copied::Gone),
            State::Wal => break,
            // Whoever makes a database switches it to WAL first, for which nobody else may hold it open.
            State::Empty | State::Other if since.elapsed() < NEWBORN => {
                std::thread::sleep(Duration::from_millis(20));
            }
            State::Empty => return Ok(Copied::Empty),
            State::Other => {
                return Err(Problem::Malformed {
                    file: source.to_owned(),
                    why: "it is no SQLite database in WAL mode, which every object's file is; move it out of the data \
                          directory if it is something else"
                        .into(),
                });
            }
        }
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(source, flags);
    let opened = match opened {
        Err(_) if !source.exists() => return Ok(Copied::Gone),
        opened => opened.map_err(of(source))?,
    };
    opened.busy_timeout(PATIENCE).map_err(of(source))?;
    // From its first read on, the transaction sees one state of the database.
    opened
        .execute_batch("BEGIN")
        .and_then(|()| opened.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)))
        .map_err(of(source))?;
    let at_ms = now_ms();
    drop(folder::create(target)?);
    pages(&opened, source, target, told)?;
    drop(opened);
    let (schema, rows) = inspect(source, target)?;
    Ok(Copied::Whole { at_ms, schema, rows })
}

/// Copies all pages.
fn pages(
    opened: &Connection,
    source: &Path,
    target: &Path,
    told: &mut dyn FnMut(u64),
) -> Result<(), Problem> {
    let mut copy = Connection::open(target).map_err(of(target))?;
    // A copy that is interrupted is thrown away, and the disk is told to keep all of them at once.
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF").map_err(of(target))?;
    let page: u64 = opened.query_row("PRAGMA page_size", [], |row| row.get(0)).map_err(of(source))?;
    let backup = Backup::new(opened, &mut copy).map_err(of(source))?;
    let (mut done, mut waited) = (0, None);
    loop {
        let step = backup.step(PAGES).map_err(of(source))?;
        let progress = backup.progress();
        let now = u64::try_from(progress.pagecount - progress.remaining).unwrap_or(0) * page;
        told(now.saturating_sub(done));
        done = now;
        match step {
            StepResult::Done => break,
            StepResult::More => waited = None,
            // Not in WAL mode any more, or a file system without proper locks.
            _ => {
                let since = *waited.get_or_insert_with(Instant::now);
                if since.elapsed() > PATIENCE {
                    return Err(Problem::System {
                        what: format!("read {}", source.display()),
                        cause: "somebody keeps it locked".into(),
                    });
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
    Ok(())
}

/// Checks a copy and counts what is in it, without a trace beside it.
fn inspect(source: &Path, target: &Path) -> Result<(Option<u32>, Rows), Problem> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let copy = Connection::open_with_flags(untouched(target), flags).map_err(of(target))?;
    let said: String =
        copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(of(source))?;
    if said != "ok" {
        return Err(damaged(source, &said));
    }
    let mut statement = copy
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        )
        .map_err(of(source))?;
    let tables = statement.query_map([], |row| row.get::<_, String>(0)).map_err(of(source))?;
    let mut rows = Rows::new();
    for table in tables {
        let table = table.map_err(of(source))?;
        let count = format!("SELECT count(*) FROM \"{}\"", table.replace('"', "\"\""));
        rows.insert(table, copy.query_row(&count, [], |row| row.get(0)).map_err(of(source))?);
    }
    let schema = match rows.get("schema") {
        Some(1) => {
            Some(copy.query_row("SELECT version FROM schema", [], |row| row.get(0)).map_err(of(source))?)
        }
        _ => None,
    };
    Ok((schema, rows))
}

/// The address of a file that nobody changes: SQLite then makes no files beside it.
fn untouched(path: &Path) -> String {
    let mut address = "file:".to_owned();
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(byte) {
            address.push(char::from(*byte));
        } else {
            address.push_str(&format!("%{byte:02x}"));
        }
    }
    address.push_str("?immutable=1");
    address
}

enum State {
    Gone,
    Empty,
    Wal,
    Other,
}

/// What a file is, by its head: <https://www.sqlite.org/fileformat.html#the_database_header>.
fn state(path: &Path) -> std::io::Result<State> {
    let mut head = [0; 20];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    match read {
        Ok(()) if head.starts_with(b"SQLite format 3\0") && head.ends_with(&[2, 2]) => Ok(State::Wal),
        Ok(()) => Ok(State::Other),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(State::Gone),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            let length = fs::metadata(path).map_or(0, |found| found.len());
            Ok(if length == 0 { State::Empty } else { State::Other })
        }
        Err(error) => Err(error),
    }
}

fn damaged(file: &Path, how: &str) -> Problem {
    Problem::Damaged {
        file: file.to_owned(),
        why: format!("SQLite says `{how}`; no backup was made: earlier ones hold this file as it was"),
    }
}

/// What SQLite says of a file.
fn of(file: &Path) -> impl Fn(rusqlite::Error) -> Problem {
    let file = file.to_owned();
    move |error| {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => damaged(&file, &error.to_string()),
            _ => Problem::System { what: format!("read {}", file.display()), cause: error.to_string() },
        }
    }
}

#[cfg(test)]
mod tests;
