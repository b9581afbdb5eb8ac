//! Filters, said to the database: `conversation::filter` in SQL, every value bound.
//!
//! What narrows a list down by itself — words, a contact, a rare label — is looked up first and sorted afterwards;
//! everything else walks an index in the order of the list and stops with the page. Words are looked up a window at a time
//! (`find/window.rs`).

mod window;

use conversation::filter::{Channel, Filter, Span, Who, Words};
use conversation::ids::{AgentId, InboxId, LabelId};
use conversation::view::{Shelf, Standing};
use protocol::frame::Row;
use protocol::rest::views::{Block, BuiltIn};

use super::search::{self, MATCHES};
use super::{BOT, COLUMNS, Cursor, page, read};
pub use window::Bounds;
use window::{Asked, Window};

use crate::store::{Sql, StoreError, Value};
use crate::values;

/// A label of fewer threads is looked up; of more, the list is walked, and one of the next rows has it.
const RARE: u32 = 5_000;
/// A saved view is counted up to here.
pub const COUNTED: u64 = 1_000;

/// A place in what was found: in which window, and behind which row of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The window begins below this number of a thread; none: with the newest.
    pub below: Option<u64>,
    /// Everything older in it comes after this; none: all of it does.
    pub row: Option<Cursor>,
}

impl Place {
    /// Reads one as written by [`Place::to_text`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let Some(rest) = text.strip_prefix('b') else {
            return Some(Self { below: None, row: Some(Cursor::parse(text)?) });
        };
        let (below, row) = rest.split_once('~').map_or((rest, None), |(below, row)| (below, Some(row)));
        let row = row.map(|row| Cursor::parse(row).ok_or(())).transpose().ok()?;
        Some(Self { below: Some(below.parse().ok()?), row })
    }

    /// As it travels in an address.
    #[must_use]
    pub fn to_text(&self) -> String {
        let below = self.below.map(|below| format!("b{below}"));
        let row = self.row.as_ref().map(Cursor::to_text);
        below.into_iter().chain(row).collect::<Vec<_>>().join("~")
    }
}

/// A page of what a filter shows.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Last changed first, within each window.
    pub rows: Vec<Row>,
    /// Where the next one begins.
    pub next: Option<Place>,
    /// Whether that is another window: so far only the newest places of the words were looked at.
    pub further: bool,
    /// Whether more words have a beginning than were looked for.
    pub beginning: bool,
}

/// A page of what a filter shows, at most `limit` rows.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn rows(
    sql: &impl Sql,
    inbox: &InboxId,
    me: &AgentId,
    (shelf, filter): (Shelf, &Filter),
    before: Option<&Place>,
    limit: u32,
) -> Result<Page, StoreError> {
    rows_within(sql, inbox, me, (shelf, filter), (before, limit), Bounds::USUAL)
}

/// The same, with bounds of one's own.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn rows_within(
    sql: &impl Sql,
    inbox: &InboxId,
    me: &AgentId,
    (shelf, filter): (Shelf, &Filter),
    (before, limit): (Option<&Place>, u32),
    bounds: Bounds,
) -> Result<Page, StoreError> {
    let below = before.and_then(|place| place.below);
    let window = Window::of(sql, filter, below, bounds)?;
    let (conditions, values) = conditions(sql, me, shelf, filter, window.as_ref())?;
    let statement = format!("SELECT {COLUMNS} FROM threads WHERE {conditions}");
    let rows = page(sql, inbox, statement, values, before.and_then(|place| place.row.as_ref()), limit)?;
    let is_full = rows.len() >= limit as usize;
    let last = rows.last().filter(|_| is_full);
    let behind = window.as_ref().filter(|window| last.is_none() && window.is_cut());
    let next = match (last, behind) {
        (Some(last), _) => {
            let row = Cursor { updated_at: last.updated_at, thread: last.thread.clone() };
            Some(Place { below, row: Some(row) })
        }
        (None, behind) => behind.map(|window| Place { below: Some(window.from), row: None }),
    };
    let beginning = window.as_ref().is_some_and(|window| window.beginning);
    Ok(Page { rows, further: behind.is_some(), next, beginning })
}

/// How many threads of the inbox a filter shows, at most [`COUNTED`].
///
/// # Errors
/// [`StoreError`] from the database.
pub fn count(sql: &impl Sql, me: &AgentId, filter: &Filter) -> Result<u64, StoreError> {
    let window = Window::of(sql, filter, None, Bounds::USUAL)?;
    let (conditions, mut values) = conditions(sql, me, Shelf::Inbox, filter, window.as_ref())?;
    values.push(Value::from(COUNTED));
    let statement = format!("SELECT count(*) FROM (SELECT 1 FROM threads WHERE {conditions} LIMIT ?)");
    sql.run(&statement, &values)?.first().map_or(Ok(0), |row| row.number(0))
}

/// How many threads lie where, without counting any.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn built_in(sql: &impl Sql, me: &AgentId) -> Result<BuiltIn, StoreError> {
    let mut counts = BuiltIn::default();
    for row in sql.run("SELECT shelf, standing, holder, threads FROM tallies", &[])? {
        let (shelf, standing, holder, threads) = (row.text(0)?, row.text(1)?, row.text(2)?, row.number(3)?);
        let is = |standing_of: Standing| standing == standing_of.as_str();
        match shelf.as_str() {
            "inbox" if is(Standing::Open) => {
                counts.all += threads;
                // Every thread comes from the website so far.
                counts.chat += threads;
                match holder.as_str() {
                    "" => counts.unassigned += threads,
                    BOT => counts.bots += threads,
                    holder if holder == me.as_str() => counts.mine += threads,
                    _ => {}
                }
            }
            "inbox" if is(Standing::Snoozed) => counts.snoozed += threads,
            "filtered" if is(Standing::Open) => counts.filtered += threads,
            "archived" => counts.archived += threads,
            _ => {}
        }
    }
    Ok(counts)
}

/// Whom agents blocked, the latest first: one entry a block, by the thread that changed last.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn blocks(sql: &impl Sql, inbox: &InboxId, limit: u32) -> Result<Vec<Block>, StoreError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM threads WHERE blocked_at IS NOT NULL ORDER BY blocked_at DESC, updated_at DESC LIMIT ?"
    );
    let mut blocks: Vec<Block> = Vec::new();
    for row in &sql.run(&statement, values![limit])? {
        let row = read(row, inbox)?;
        let Some(blocked) = row.desk.blocked.clone() else { continue };
        let same = |block: &&mut Block| {
            block.blocked == blocked && block.visitor == row.visitor && block.email == row.email
        };
        match blocks.iter_mut().find(same) {
            Some(block) => block.threads += 1,
            None => blocks.push(Block {
                thread: row.thread,
                visitor: row.visitor,
                name: row.name,
                email: row.email,
                blocked,
                threads: 1,
            }),
        }
    }
    Ok(blocks)
}

/// The conditions of a statement over `threads`.
fn conditions(
    sql: &impl Sql,
    me: &AgentId,
    shelf: Shelf,
    filter: &Filter,
    window: Option<&Window>,
) -> Result<(String, Vec<Value>), StoreError> {
    let is_looked_up = is_looked_up(sql, filter)?;
    let asked = window.map_or(&[][..], |window| &window.asked);
    let mut said =
        Said { me, is_looked_up, window, asked: asked.iter(), text: String::new(), values: Vec::new() };
    // A plus keeps the database from walking the shelf.
    said.text.push_str(if said.is_looked_up { "+shelf = ?" } else { "shelf = ?" });
    said.values.push(Value::from(shelf.as_str()));
    said.text.push_str(" AND ");
    said.filter(filter, Side::Positive, true);
    Ok((said.text, said.values))
}

/// Whether something in a filter narrows the list down by itself.
fn is_looked_up(sql: &impl Sql, filter: &Filter) -> Result<bool, StoreError> {
    Ok(match filter {
        Filter::All(all) => {
            for filter in all {
                if is_looked_up(sql, filter)? {
                    return Ok(true);
                }
            }
            false
        }
        Filter::Text(_) | Filter::From(_) | Filter::Contact(_) => true,
        Filter::Label(label) => is_rare(sql, label)?,
        _ => false,
    })
}

fn is_rare(sql: &impl Sql, label: &LabelId) -> Result<bool, StoreError> {
    let statement = "SELECT count(*) FROM (SELECT 1 FROM labelled WHERE label = ? LIMIT ?)";
    let rows = sql.run(statement, values![label.as_str(), RARE])?;
    Ok(rows.first().map_or(Ok(0), |row| row.number(0))? < u64::from(RARE))
}

/// Whether what is found is shown, or hidden.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Positive,
    Negative,
}

/// A statement as it grows.
struct Said<'a> {
    me: &'a AgentId,
    is_looked_up: bool,
    /// Where words are looked for that have to be there, and what is asked for those that come next.
    window: Option<&'a Window>,
    asked: std::slice::Iter<'a, Asked>,
    text: String,
    values: Vec<Value>,
}

impl Said<'_> {
    /// `is_joined`: whether this is one of the conditions that all have to hold.
    fn filter(&mut self, filter: &Filter, side: Side, is_joined: bool) {
        match filter {
            Filter::All(filters) => self.join(filters, " AND ", "1", side, is_joined),
            Filter::Any(filters) => self.join(filters, " OR ", "0", side, false),
            Filter::Not(filter) => {
                self.text.push_str("NOT ");
                let other = if side == Side::Positive { Side::Negative } else { Side::Positive };
                self.within(|said| said.filter(filter, other, false));
            }
            Filter::Status(standing) => {
                self.text.push_str(if self.is_looked_up { "+standing = ?" } else { "standing = ?" });
                self.values.push(Value::from(standing.as_str()));
            }
            // Every thread comes from the website so far.
            Filter::Channel(Channel::Chat) => self.text.push('1'),
            Filter::Channel(Channel::Email) => self.text.push('0'),
            // Unknown is not the value behind a `NOT`; elsewhere the index of teams' threads can be used.
            Filter::Assignee(Who::Team(team)) => {
                self.text.push_str(if side == Side::Positive { "team = ?" } else { "team IS ?" });
                self.values.push(Value::from(team.as_str()));
            }
            Filter::Assignee(who) => {
                self.text.push_str("assignee IS ?");
                self.values.push(match who {
                    Who::Me => Value::from(self.me.as_str()),
                    Who::Nobody | Who::Team(_) => Value::Null,
                    Who::Agent(agent) => Value::from(agent.as_str()),
                });
            }
            Filter::Priority(priority) => {
                self.text.push_str("priority = ?");
                self.values.push(Value::from(priority.as_str()));
            }
            Filter::Opened(span) => self.span("opened_at", *span),
            Filter::Updated(span) => self.span("updated_at", *span),
            Filter::Contact(contact) => {
                // Unknown is not the value behind a `NOT`; elsewhere the index of known ones can be used.
                self.text.push_str(if side == Side::Positive { "contact = ?" } else { "contact IS ?" });
                self.values.push(Value::from(contact.as_str()));
            }
            Filter::Chatflow(chatflow) => {
                self.text.push_str("chatflow = ?");
                self.values.push(Value::from(chatflow.as_str()));
            }
            Filter::Label(label) => {
                let looked_up = "thread IN (SELECT thread FROM labelled WHERE label = ?)";
                let walked =
                    "EXISTS (SELECT 1 FROM labelled WHERE label = ? AND labelled.thread = threads.thread)";
                self.text.push_str(if is_joined && self.is_looked_up { looked_up } else { walked });
                self.values.push(Value::from(label.as_str()));
            }
            Filter::Text(words) => self.words(words, false, (side, is_joined)),
            Filter::From(words) => self.words(words, true, (side, is_joined)),
        }
    }

    fn join(&mut self, filters: &[Filter], by: &str, empty: &str, side: Side, is_joined: bool) {
        self.within(|said| {
            if filters.is_empty() {
                said.text.push_str(empty);
            }
            for (index, filter) in filters.iter().enumerate() {
                if index > 0 {
                    said.text.push_str(by);
                }
                said.filter(filter, side, is_joined);
            }
        });
    }

    fn within(&mut self, say: impl FnOnce(&mut Self)) {
        self.text.push('(');
        say(self);
        self.text.push(')');
    }

    fn span(&mut self, column: &str, span: Span) {
        // Found by words, a list is sorted by time afterwards.
        let plus = if self.is_looked_up { "+" } else { "" };
        self.within(|said| {
            said.text.push('1');
            for (sign, bound) in [(">=", span.after), ("<", span.before)] {
                if let Some(bound) = bound {
                    said.text.push_str(&format!(" AND {plus}{column} {sign} ?"));
                    said.values.push(Value::from(bound));
                }
            }
        });
    }

    fn words(&mut self, words: &Words, in_who_only: bool, (side, is_joined): (Side, bool)) {
        if let Some(window) = self.window {
            if side == Side::Positive && is_joined {
                if let Some(asked) = self.asked.next() {
                    return self.asked(asked, window.documents());
                }
            } else if side == Side::Negative && !in_who_only && window::is_one(words) {
                // Of a few threads each is looked at; a list of all that have the word may be long.
                self.text.push_str(
                    "EXISTS (SELECT 1 FROM search WHERE search MATCH ? \
                     AND rowid >= threads.number << 20 AND rowid <= (threads.number << 20) + 1048575)",
                );
                return self.values.push(search::expression(words, in_who_only));
            }
        }
        self.text.push_str("number IN (SELECT rowid >> 20 FROM search WHERE search MATCH ?");
        self.values.push(search::expression(words, in_who_only));
        // What is hidden is hidden however much of it there is.
        if side == Side::Positive {
            self.text.push_str(" ORDER BY rowid DESC LIMIT ?");
            self.values.push(Value::from(MATCHES));
        } else if let Some(window) = self.window {
            self.within_documents(window.documents());
        }
        self.text.push(')');
    }

    /// Words that have to be there, in the window.
    fn asked(&mut self, asked: &Asked, documents: [u64; 2]) {
        let (first, others) = match asked {
            Asked::Together(expression) => (Some(expression), &[][..]),
            Asked::Apart(each) => (each.first(), each.get(1..).unwrap_or_default()),
        };
        self.text.push_str("number IN (SELECT rowid >> 20 FROM search WHERE search MATCH ?");
        self.values.push(Value::from(first.map_or("", String::as_str)));
        self.within_documents(documents);
        for other in others {
            // A plus keeps the index from being asked for each document by itself.
            self.text.push_str(" AND +rowid IN (SELECT rowid FROM search WHERE search MATCH ?");
            self.values.push(Value::from(other.as_str()));
            self.within_documents(documents);
            self.text.push(')');
        }
        self.text.push(')');
    }

    fn within_documents(&mut self, [from, below]: [u64; 2]) {
        self.text.push_str(" AND rowid >= CAST(? AS INTEGER) AND rowid < CAST(? AS INTEGER)");
        self.values.extend([Value::from(from), Value::from(below)]);
    }
}

#[cfg(test)]
pub(crate) mod tests;
