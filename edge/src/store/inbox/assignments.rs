//! Which threads wait for somebody, what was decided about each, and what is on its way to its shard.

use std::collections::HashMap;
use std::rc::Rc;

use conversation::desk::Owning;
use conversation::ids::{AgentId, ThreadId};
use conversation::routing::precedence::Cause;
use conversation::routing::priority::{Priority, put_in_turn, turn};
use conversation::routing::{self, Colleague, Contact, Routed, Rule, given};
use protocol::frame::Agent;
use protocol::rest::routing::{RoutingDecision, Waiting};

use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// Decisions kept of a thread, the newest.
const KEPT: u64 = 20;

/// What routing goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutedBy {
    /// The chatflow's rule when the thread began. Threads that are read together share it: where many wait, most wait by
    /// the same few rules, and those are told apart by where they lie.
    pub rule: Rc<Rule>,
    /// The contact's owner then.
    pub owner: Option<AgentId>,
    /// Who had spoken with them last.
    pub last_agent: Option<AgentId>,
    /// The team that it was given to (H73); then the rule names that team, and not whom the chatflow did.
    pub given: Option<Owning>,
}

impl RoutedBy {
    /// What the account says of whoever the thread is with.
    #[must_use]
    pub fn contact(&self) -> Contact<'_> {
        Contact { owner: self.owner.as_ref(), last_agent: self.last_agent.as_ref() }
    }

    /// Routes by it.
    #[must_use]
    pub fn route(&self, colleagues: &[Colleague]) -> Routed {
        match &self.given {
            Some(given) => given::route(given, colleagues),
            None => routing::route(&self.rule, self.contact(), colleagues),
        }
    }
}

/// A thread that is to be given to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Which.
    pub thread: ThreadId,
    /// By what.
    pub by: RoutedBy,
    /// Since when (ms since 1970, UTC).
    pub since: u64,
    /// How urgent it is (P40).
    pub priority: Priority,
}

/// A thread of somebody in which a visitor waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub thread: ThreadId,
    /// By what.
    pub by: RoutedBy,
    /// Since when the visitor waits.
    pub waits_since: u64,
    /// When they wrote last.
    pub wrote_at: u64,
    /// How urgent it is (P40).
    pub priority: Priority,
}

/// What a shard is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Of which thread.
    pub thread: ThreadId,
    /// Who has it.
    pub from: Option<AgentId>,
    /// Who gets it; `None` where it is taken from somebody for nobody yet.
    pub to: Option<Agent>,
    /// How often that was tried in vain.
    pub attempts: u32,
}

fn routed_by(row: &Row, index: usize) -> Result<RoutedBy, StoreError> {
    let given: Option<Owning> = row.maybe_parsed(index + 3, "a team", tree::from_str)?;
    let rule = match &given {
        Some(given) => Rc::new(Rule::People(given::people(given))),
        None => row.parsed(index, "a routing rule", |text| tree::from_str(text).map(Rc::new))?,
    };
    Ok(RoutedBy { rule, given, ..by_whom(row, index + 1)? })
}

/// The owner and the last agent, with no rule.
fn by_whom(row: &Row, index: usize) -> Result<RoutedBy, StoreError> {
    Ok(RoutedBy {
        rule: Rc::default(),
        owner: row.maybe_parsed(index, "an agent id", AgentId::parse)?,
        last_agent: row.maybe_parsed(index + 1, "an agent id", AgentId::parse)?,
        given: None,
    })
}

fn thread_id(row: &Row, index: usize) -> Result<ThreadId, StoreError> {
    row.parsed(index, "a thread id", ThreadId::parse)
}

/// Keeps what a thread is routed by, from the first time. Whether this was it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn note(sql: &impl Sql, thread: &ThreadId, by: &RoutedBy) -> Result<bool, StoreError> {
    let statement = "INSERT INTO routing (thread, rule, owner, last_agent) VALUES (?, ?, ?, ?) \
                     ON CONFLICT (thread) DO NOTHING RETURNING 1";
    let agent = |agent: &Option<AgentId>| agent.as_ref().map(|agent| agent.as_str().to_owned());
    let values = values![thread.as_str(), to_json(&*by.rule), agent(&by.owner), agent(&by.last_agent)];
    Ok(!sql.run(statement, values)?.is_empty())
}

/// What a thread is routed by.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn noted(sql: &impl Sql, thread: &ThreadId) -> Result<Option<RoutedBy>, StoreError> {
    let rows = sql.run(
        "SELECT rule, owner, last_agent, team FROM routing WHERE thread = ?",
        values![thread.as_str()],
    )?;
    rows.first().map(|row| routed_by(row, 0)).transpose()
}

/// From now on a team has it, or none does; whoever has it then is none of this.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_given(sql: &impl Sql, thread: &ThreadId, given: Option<&Owning>) -> Result<(), StoreError> {
    let statement = "UPDATE routing SET team = ? WHERE thread = ? AND team IS NOT ?";
    let given = given.map(to_json);
    sql.run(statement, values![given.clone(), thread.as_str(), given]).map(drop)
}

/// Since when a thread waits to be given to somebody, if it does.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn waits_since(sql: &impl Sql, thread: &ThreadId) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT waits_since FROM routing WHERE thread = ?", values![thread.as_str()])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// From now on it does, or does not.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_waits_since(sql: &impl Sql, thread: &ThreadId, since: Option<u64>) -> Result<(), StoreError> {
    let statement = "UPDATE routing SET waits_since = ? WHERE thread = ? AND waits_since IS NOT ?";
    sql.run(statement, values![since, thread.as_str(), since]).map(drop)
}

fn priority(row: &Row, index: usize) -> Result<Priority, StoreError> {
    row.parsed(index, "a priority", |text| Priority::parse(text).ok_or(()))
}

/// How urgent a thread is, and why (P40).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn standing_of(sql: &impl Sql, thread: &ThreadId) -> Result<(Priority, Option<Cause>), StoreError> {
    let statement = "SELECT priority, json_extract(desk, '$.priority_by') FROM threads WHERE thread = ?";
    let rows = sql.run(statement, values![thread.as_str()])?;
    let Some(row) = rows.first() else { return Ok((Priority::Normal, None)) };
    Ok((priority(row, 0)?, row.maybe_parsed(1, "why it is as urgent", |text| serde_json::from_str(text))?))
}

const WAITS: &str = "routing.waits_since IS NOT NULL AND NOT EXISTS \
     (SELECT 1 FROM assignments WHERE assignments.thread = routing.thread AND assignments.agent IS NOT NULL)";

/// Everything that waits, and is on its way to nobody, in the order in which it is given out at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn queue(sql: &impl Sql, now: u64) -> Result<Vec<Queued>, StoreError> {
    let statement = format!(
        "SELECT routing.thread, routing.rule, routing.owner, routing.last_agent, routing.team, routing.waits_since, \
         coalesce(threads.priority, 'normal') \
         FROM routing LEFT JOIN threads ON threads.thread = routing.thread \
         WHERE {WAITS} ORDER BY routing.waits_since, routing.thread"
    );
    let mut rules: HashMap<String, Rc<Rule>> = HashMap::new();
    let mut queue = Vec::new();
    for row in sql.run(&statement, &[])? {
        let text = row.text(1)?;
        let by = match rules.get(&text).filter(|_| row.maybe_text(4).is_ok_and(|team| team.is_none())) {
            Some(rule) => RoutedBy { rule: Rc::clone(rule), ..by_whom(&row, 2)? },
            None => routed_by(&row, 1)?,
        };
        if by.given.is_none() {
            rules.entry(text).or_insert_with(|| Rc::clone(&by.rule));
        }
        let (since, priority) = (row.number(5)?, priority(&row, 6)?);
        queue.push(Queued { thread: thread_id(&row, 0)?, by, since, priority });
    }
    put_in_turn(&mut queue, now, |queued| (queued.priority, queued.since));
    Ok(queue)
}

/// Whether anything does.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn anything_waits(sql: &impl Sql) -> Result<bool, StoreError> {
    let statement = format!("SELECT 1 FROM routing WHERE {WAITS} LIMIT 1");
    Ok(!sql.run(&statement, &[])?.is_empty())
}

/// How many wait, and since when the oldest does.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn waiting(sql: &impl Sql) -> Result<Waiting, StoreError> {
    let statement = format!("SELECT count(*), min(waits_since) FROM routing WHERE {WAITS}");
    let rows = sql.run(&statement, &[])?;
    let Some(row) = rows.first() else { return Ok(Waiting::default()) };
    Ok(Waiting { threads: row.number(0)?, oldest_since: row.maybe_number(1)? })
}

/// How many come before a thread at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn ahead_of(sql: &impl Sql, thread: &ThreadId, now: u64) -> Result<u64, StoreError> {
    let statement = format!(
        "SELECT routing.thread, routing.waits_since, coalesce(threads.priority, 'normal') \
         FROM routing LEFT JOIN threads ON threads.thread = routing.thread WHERE {WAITS}"
    );
    let turn = |row: &Row| Ok((turn(priority(row, 2)?, row.number(1)?, now), row.text(0)?));
    let turns = sql.run(&statement, &[])?.iter().map(turn).collect::<Result<Vec<_>, StoreError>>()?;
    let own = turns.iter().find(|(_, other)| other == thread.as_str());
    Ok(own.map_or(0, |own| turns.iter().filter(|other| *other < own).count() as u64))
}

/// The open threads of somebody in which a visitor waits, and which are on their way to nobody else, in the order in which
/// what waits is given out at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn held_by(sql: &impl Sql, agent: &AgentId, now: u64) -> Result<Vec<Held>, StoreError> {
    let statement = "SELECT threads.thread, threads.waiting_since, \
         CASE threads.preview_from_visitor WHEN 1 THEN threads.updated_at ELSE 0 END, \
         routing.rule, routing.owner, routing.last_agent, routing.team, threads.priority \
         FROM threads JOIN routing ON routing.thread = threads.thread \
         WHERE threads.shelf = 'inbox' AND threads.standing = 'open' AND threads.assignee = ? \
         AND threads.waiting_since IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM assignments WHERE assignments.thread = threads.thread) \
         ORDER BY threads.waiting_since, threads.thread";
    let held = |row: &Row| {
        Ok(Held {
            thread: thread_id(row, 0)?,
            waits_since: row.number(1)?,
            wrote_at: row.number(2)?,
            by: routed_by(row, 3)?,
            priority: priority(row, 7)?,
        })
    };
    let mut all =
        sql.run(statement, values![agent.as_str()])?.iter().map(held).collect::<Result<Vec<_>, _>>()?;
    put_in_turn(&mut all, now, |held| (held.priority, held.waits_since));
    Ok(all)
}

/// A thread is to go from one to another, or to nobody; its shard has to hear of it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn order(
    sql: &impl Sql,
    thread: &ThreadId,
    from: Option<&AgentId>,
    to: Option<&Agent>,
    now: u64,
) -> Result<(), StoreError> {
    sql.run(
        "INSERT OR REPLACE INTO assignments (thread, from_agent, agent, agent_name, attempts, due_at) \
         VALUES (?, ?, ?, ?, 0, ?)",
        values![
            thread.as_str(),
            from.map(AgentId::as_str),
            to.map(|to| to.id.as_str()),
            to.map(|to| to.name.as_str()),
            now,
        ],
    )?;
    Ok(())
}

fn read_order(row: &Row) -> Result<Order, StoreError> {
    let to = match row.maybe_parsed(2, "an agent id", AgentId::parse)? {
        Some(id) => Some(Agent { id, name: row.text(3)? }),
        None => None,
    };
    Ok(Order {
        thread: thread_id(row, 0)?,
        from: row.maybe_parsed(1, "an agent id", AgentId::parse)?,
        to,
        attempts: u32::try_from(row.number(4)?).unwrap_or(u32::MAX),
    })
}

const ORDER: &str = "SELECT thread, from_agent, agent, agent_name, attempts FROM assignments";

/// What shards have to be told by `now`. So is what lies further ahead than anybody would wait: the clock was put back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due(sql: &impl Sql, now: u64, limit: u32) -> Result<Vec<Order>, StoreError> {
    let statement = format!("{ORDER} WHERE due_at <= ? OR due_at > ? ORDER BY due_at, thread LIMIT ?");
    let values = values![now, now.saturating_add(BEYOND_ANY_PAUSE_MS), limit];
    sql.run(&statement, values)?.iter().map(read_order).collect()
}

/// No pause between two attempts is as long (ms).
const BEYOND_ANY_PAUSE_MS: u64 = 120_000;

/// What is on its way about one thread.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn under_way(sql: &impl Sql, thread: &ThreadId) -> Result<Option<Order>, StoreError> {
    let statement = format!("{ORDER} WHERE thread = ?");
    sql.run(&statement, values![thread.as_str()])?.first().map(read_order).transpose()
}

/// When the next one is due.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT min(due_at) FROM assignments", &[])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// The shard has heard of it, or need not any more.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn done(sql: &impl Sql, thread: &ThreadId) -> Result<(), StoreError> {
    sql.run("DELETE FROM assignments WHERE thread = ?", values![thread.as_str()]).map(drop)
}

/// The shard could not be reached; try again at `due_at`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone(sql: &impl Sql, thread: &ThreadId, due_at: u64) -> Result<(), StoreError> {
    let statement = "UPDATE assignments SET attempts = attempts + 1, due_at = ? WHERE thread = ?";
    sql.run(statement, values![due_at, thread.as_str()]).map(drop)
}

/// Keeps why a thread went where it went (N30).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, thread: &ThreadId, decision: &RoutingDecision) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO decisions (thread, number, decision) \
         VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM decisions WHERE thread = ?), ?)",
        values![thread.as_str(), thread.as_str(), to_json(decision)],
    )?;
    sql.run(
        "DELETE FROM decisions WHERE thread = ? AND number <= (SELECT max(number) FROM decisions WHERE thread = ?) - ?",
        values![thread.as_str(), thread.as_str(), KEPT],
    )?;
    Ok(())
}

/// What was decided about a thread, the newest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn decisions(sql: &impl Sql, thread: &ThreadId) -> Result<Vec<RoutingDecision>, StoreError> {
    let statement = "SELECT decision FROM decisions WHERE thread = ? ORDER BY number DESC";
    let read = |row: &Row| row.parsed(0, "a routing decision", tree::from_str);
    sql.run(statement, values![thread.as_str()])?.iter().map(read).collect()
}

/// Forgets what belongs to threads that are gone.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn forget_the_gone(sql: &impl Sql) -> Result<(), StoreError> {
    for table in ["routing", "assignments", "decisions"] {
        sql.run(&format!("DELETE FROM {table} WHERE thread NOT IN (SELECT thread FROM threads)"), &[])?;
    }
    Ok(())
}
