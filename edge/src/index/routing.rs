//! Who gets the threads of an inbox: when a shard tells of one, when somebody comes or goes, and when the clock says so.
//!
//! What waits is given out by priority and then oldest first, as `conversation::routing` decides; each decision is kept with its reasons in the
//! transaction that makes it, together with the order for the shard that keeps the thread. What is on its way counts as
//! load. Knows no objects and no wire: whoever calls brings the time, and tells the shards.

use conversation::ids::{AgentId, ThreadId};
use conversation::routing::precedence::Cause;
use conversation::routing::priority::Priority;
use conversation::routing::queue::{Waiting, drain};
use conversation::routing::{self, Because, Colleague, Contact, Otherwise, Routed, Rule, Verdict};
use conversation::thread::Status;
use protocol::frame::{Agent, Row, ServerFrame};
use protocol::rest::routing::{ColleagueState, Colleagues, Considered, Routing, RoutingDecision};

use crate::colleagues::{self as crew, Working};
use crate::elsewhere::{Load, There};
use crate::store::inbox::assignments::{self, Order, RoutedBy};
use crate::store::inbox::{self as rows, Heard, colleagues, elsewhere, limbo, week};
use crate::store::{Sql, StoreError};
use crate::zones::Zones;

/// Who goes away finishes what they began for so long; and for so long it is waited for somebody who takes over, before a
/// thread is taken from whoever went (P36, E45).
pub const GRACE_MS: u64 = 120_000;

/// A visitor whose thread nobody has waits for so long, and then everybody of the inbox is told (E49).
pub const LONG_WAIT_MS: u64 = 300_000;

/// Threads told of at once, at most: where more wait, who looks at the list sees them.
const TOLD_AT_ONCE: u32 = 20;

/// When it is, and what depends on it.
#[derive(Clone, Copy)]
pub struct Moment<'z> {
    /// Now (ms since 1970, UTC).
    pub now: u64,
    /// What clocks show elsewhere.
    pub zones: Zones<'z>,
    /// As [`GRACE_MS`]. Tests shorten it.
    pub grace_ms: u64,
    /// As [`LONG_WAIT_MS`]. Tests shorten it.
    pub long_wait_ms: u64,
}

/// A shard told of a thread: notes what routing goes by, and gives out whatever that makes possible.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn heard(
    sql: &impl Sql,
    before: Option<&Row>,
    row: &Row,
    by: &RoutedBy,
    moment: Moment<'_>,
) -> Result<(), StoreError> {
    let thread = &row.thread;
    assignments::note(sql, thread, by)?;
    let by = &whose(sql, row, by)?;
    let order = assignments::under_way(sql, thread)?;
    let arrives = arrives(sql, before, row, by, order.as_ref().is_some_and(|order| order.to.is_none()))?;
    // Somebody has it, or nobody need, or another team: whom it was on its way to has room again, unless it is them.
    let is_handed_on = is_anothers(before, row);
    let is_over =
        |order: &Order| order.from.as_ref() != id(row.assignee.as_ref()) || !counts(row) || is_handed_on;
    let settled = order.filter(is_over);
    if settled.is_some() {
        assignments::done(sql, thread)?;
    }
    let missed = settled.and_then(|order| order.to).is_some_and(|to| Some(&to.id) != id(holder(row)));
    let (had, has) = (before.and_then(holder), holder(row));
    let is_the_same = id(had) == id(has);
    if missed || !is_the_same {
        elsewhere::look(sql, moment.now)?;
    }
    if let Some(agent) = has.filter(|_| !is_the_same) {
        colleagues::gave(sql, &agent.id, moment.now)?;
        week::taken(sql, thread, moment.now)?;
    }
    if row.status == Status::Closed && before.is_none_or(|before| before.status != Status::Closed) {
        week::done(sql, thread, moment.now)?;
    }
    if arrives {
        week::came(sql, thread, moment.now)?;
        arrived(sql, thread, by, moment)?;
    }
    let writes = row.preview_from_visitor && before.is_none_or(|before| before.last_seq < row.last_seq);
    let goes_on = match has.filter(|_| writes && !arrives) {
        Some(agent) => {
            let known = colleagues::one(sql, &agent.id)?.filter(|known| known.reassign_replies);
            known.is_some_and(|known| known.gone_since(moment.now, moment.zones).is_some())
        }
        None => false,
    };
    let somebody_is_freer = missed || (had.is_some() && !is_the_same);
    if goes_on || (somebody_is_freer && assignments::anything_waits(sql)?) {
        give_out(sql, moment)?;
    }
    Ok(())
}

/// What a thread is routed by: while no agent has it, by the team that does. Whoever of a team gets it, it stays the team's
/// for whenever they pass it on.
fn whose(sql: &impl Sql, row: &Row, by: &RoutedBy) -> Result<RoutedBy, StoreError> {
    if row.assignee.is_none() {
        assignments::put_given(sql, &row.thread, row.desk.team.as_ref())?;
    }
    Ok(assignments::noted(sql, &row.thread)?.unwrap_or_else(|| by.clone()))
}

/// Whether another team has it now, or none any more, though no agent has it or had it.
fn is_anothers(before: Option<&Row>, row: &Row) -> bool {
    let was_nobodys = before.is_some_and(|before| before.assignee.is_none());
    was_nobodys && row.assignee.is_none() && before.is_some_and(|before| before.desk.team != row.desk.team)
}

fn id(agent: Option<&Agent>) -> Option<&AgentId> {
    agent.map(|agent| &agent.id)
}

/// Whether somebody has to look at a thread now: it is open, and neither asleep nor put away.
fn counts(row: &Row) -> bool {
    let is_here = !row.filtered && row.desk.archived_at.is_none();
    row.status == Status::Open && is_here && row.desk.snoozed.is_none()
}

/// Who does.
fn holder(row: &Row) -> Option<&Agent> {
    row.assignee.as_ref().filter(|_| counts(row))
}

/// Whether somebody has to, and nobody does. What a bot has is the bot's until it hands over.
fn is_nobodys(row: &Row) -> bool {
    counts(row) && row.assignee.is_none() && !row.is_with_bot()
}

/// Whether the rule can find somebody at all.
fn finds_people(by: &RoutedBy) -> bool {
    match &*by.rule {
        Rule::Nobody { .. } => false,
        Rule::People(_) | Rule::Owner { otherwise: Otherwise::People(_) } => true,
        Rule::Owner { otherwise: Otherwise::Nobody { .. } } => by.owner.is_some(),
    }
}

/// Notes whether a thread waits to be given to somebody. Whether it has only now become nobody's. Who takes a thread off
/// everybody's hands means it: there it stays until somebody takes it.
fn arrives(
    sql: &impl Sql,
    before: Option<&Row>,
    row: &Row,
    by: &RoutedBy,
    a_rule_took_it: bool,
) -> Result<bool, StoreError> {
    if !is_nobodys(row) {
        assignments::put_waits_since(sql, &row.thread, None)?;
        return Ok(false);
    }
    let is_anothers = is_anothers(before, row);
    if before.is_some_and(is_nobodys) && !is_anothers {
        return Ok(false);
    }
    let had_somebody = before.is_some_and(|before| holder(before).is_some());
    let by_hand = row.desk.team.is_none() && (is_anothers || (had_somebody && !a_rule_took_it));
    let since = (!by_hand && finds_people(by)).then(|| row.waiting_since.unwrap_or(row.updated_at));
    assignments::put_waits_since(sql, &row.thread, since)?;
    Ok(!by_hand)
}

/// A thread came that nobody has.
fn arrived(sql: &impl Sql, thread: &ThreadId, by: &RoutedBy, moment: Moment<'_>) -> Result<(), StoreError> {
    let standing = assignments::standing_of(sql, thread)?;
    if !finds_people(by) {
        let routed = by.route(&[]);
        return assignments::keep(
            sql,
            thread,
            &decision((&[], &[]), (by, standing), None, &routed, moment.now),
        );
    }
    if colleagues::revision(sql)?.is_none() {
        // It waits until the account has told who works here.
        return Ok(());
    }
    let crew = colleagues::all(sql)?;
    let facts = crew::facts(&crew, moment.now, moment.zones);
    let routed = by.route(&facts);
    // Where nobody is free for this one, nobody got freer for any other.
    if routed.to.is_some() {
        give_out(sql, moment)?;
        if assignments::under_way(sql, thread)?.is_some() {
            return Ok(());
        }
    }
    // What waited longer may have taken whoever was free.
    let crew = colleagues::all(sql)?;
    let facts = crew::facts(&crew, moment.now, moment.zones);
    let routed = by.route(&facts);
    assignments::keep(sql, thread, &decision((&crew, &facts), (by, standing), None, &routed, moment.now))?;
    look_again(sql, &crew, None, moment)
}

/// Gives out all that waits and all that its agent left, as far as somebody is there for it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn give_out(sql: &impl Sql, moment: Moment<'_>) -> Result<(), StoreError> {
    sql.atomically(|| {
        if colleagues::revision(sql)?.is_none() {
            return Ok(());
        }
        let crew = colleagues::all(sql)?;
        let mut facts = crew::facts(&crew, moment.now, moment.zones);
        let queue = assignments::queue(sql, moment.now)?;
        let waiting = queue.iter().map(|it| Waiting {
            thread: &it.thread,
            rule: &it.by.rule,
            contact: it.by.contact(),
            given: it.by.given.as_ref(),
        });
        // Given in the order of the queue: the second walk finds each where it stands.
        let mut left = queue.iter();
        for (thread, routed) in drain(waiting, &mut facts.clone(), moment.now) {
            let Some(queued) = left.find(|queued| queued.thread == thread) else { break };
            give(sql, (&crew, &mut facts), (&thread, &queued.by, None), &routed, moment.now)?;
        }
        let next = pass_on(sql, &crew, &mut facts, moment)?;
        look_again(sql, &crew, next, moment)
    })
}

/// Keeps a decision and its order, and counts it.
fn give(
    sql: &impl Sql,
    (crew, facts): (&[Working], &mut [Colleague]),
    (thread, by, from): (&ThreadId, &RoutedBy, Option<&AgentId>),
    routed: &Routed,
    now: u64,
) -> Result<(), StoreError> {
    let standing = assignments::standing_of(sql, thread)?;
    let decided = decision((crew, facts), (by, standing), from, routed, now);
    assignments::keep(sql, thread, &decided)?;
    assignments::order(sql, thread, from, decided.to.as_ref(), now)?;
    if let Some(to) = &decided.to {
        colleagues::gave(sql, &to.id, now)?;
        let given = crew.iter().find(|working| working.known.agent.id == to.id);
        if let Some(since) = given.and_then(|working| working.known.shared) {
            elsewhere::gave(sql, &to.id, since)?;
        }
    }
    elsewhere::look(sql, now)?;
    for colleague in facts {
        if Some(&colleague.agent) == routed.to.as_ref() {
            colleague.open = colleague.open.saturating_add(1);
            colleague.idle_since = now;
        } else if Some(&colleague.agent) == from {
            colleague.open = colleague.open.saturating_sub(1);
        }
    }
    Ok(())
}

/// What somebody who is away left to others goes to them; where nobody takes over, after a while to nobody. Answers when
/// to look again.
fn pass_on(
    sql: &impl Sql,
    crew: &[Working],
    facts: &mut [Colleague],
    moment: Moment<'_>,
) -> Result<Option<u64>, StoreError> {
    let mut next = None;
    for working in crew.iter().filter(|working| working.known.reassign_replies) {
        let Some(gone_since) = working.known.gone_since(moment.now, moment.zones) else { continue };
        let from = &working.known.agent.id;
        for held in assignments::held_by(sql, from, moment.now)? {
            let leaves_at = leaves_at(&held, gone_since, moment.grace_ms);
            let until = leaves_at.saturating_add(moment.grace_ms);
            let routed = routing::reroute(&held.by.rule, from, facts);
            if moment.now >= until || (moment.now >= leaves_at && routed.to.is_some()) {
                give(sql, (crew, facts), (&held.thread, &held.by, Some(from)), &routed, moment.now)?;
            } else {
                let look = if moment.now < leaves_at { leaves_at } else { until };
                next = [next, Some(look)].into_iter().flatten().min();
            }
        }
    }
    Ok(next)
}

/// When a thread leaves somebody who went away: as soon as the visitor goes on writing, else after the grace in which what
/// was begun may still be finished (S71).
fn leaves_at(held: &assignments::Held, gone_since: u64, grace_ms: u64) -> u64 {
    if held.wrote_at >= gone_since { held.wrote_at } else { gone_since.saturating_add(grace_ms) }
}

/// Notes when time alone may change who gets what: at `next`, and when somebody's work begins or ends, where something
/// waits or is to be passed on then.
fn look_again(
    sql: &impl Sql,
    crew: &[Working],
    next: Option<u64>,
    moment: Moment<'_>,
) -> Result<(), StoreError> {
    let passes_on =
        crew.iter().any(|working| working.known.reassign_replies && working.known.hours.is_some());
    let matters = passes_on || assignments::anything_waits(sql)?;
    let begins = if matters { crew::changes_after(crew, moment.now, moment.zones) } else { None };
    let before = colleagues::look_at(sql)?.filter(|at| *at > moment.now);
    colleagues::put_look_at(sql, [next, begins, before].into_iter().flatten().min())
}

/// The record of a decision, with the facts it was made by.
fn decision(
    (crew, facts): (&[Working], &[Colleague]),
    (by, (priority, priority_by)): (&RoutedBy, (Priority, Option<Cause>)),
    from: Option<&AgentId>,
    routed: &Routed,
    now: u64,
) -> RoutingDecision {
    let known = |id: &AgentId| {
        let working = crew.iter().find(|working| working.known.agent.id == *id);
        working.map(|working| working.known.agent.clone())
    };
    let considered = routed.considered.iter().filter_map(|(id, verdict)| {
        let colleague = facts.iter().find(|colleague| colleague.agent == *id)?;
        let Colleague { open, capacity, idle_since, .. } = *colleague;
        let Agent { id: agent, name } = known(id)?;
        let lacks = match (verdict, by.rule.people()) {
            (Verdict::LacksSkill, Some(people)) => colleague.lacks(&people.skills).cloned().collect(),
            _ => Vec::new(),
        };
        Some(Considered { agent, name, verdict: *verdict, lacks, open, capacity, idle_since })
    });
    RoutingDecision {
        at: now,
        to: routed.to.as_ref().and_then(known),
        from: from.cloned(),
        because: routed.because,
        team: by.given.as_ref().map(|given| given.team.clone()),
        rule: (*by.rule).clone(),
        priority,
        priority_by,
        owner: by.owner.clone(),
        last_agent: by.last_agent.clone(),
        considered: considered.collect(),
    }
}

/// Everybody of the inbox as they are now, and what waits (P44, H63).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn overview(sql: &impl Sql, moment: Moment<'_>) -> Result<Colleagues, StoreError> {
    let mut colleagues: Vec<ColleagueState> = colleagues::all(sql)?
        .iter()
        .filter(|working| working.known.is_member)
        .map(|working| working.state(moment.now, moment.zones))
        .collect();
    colleagues.sort_by(|a, b| (&a.name, &a.agent).cmp(&(&b.name, &b.agent)));
    Ok(Colleagues { colleagues, waiting: assignments::waiting(sql)? })
}

/// What the account has to hear of who has how many here (see [`crate::elsewhere`]); nothing where nothing is to be told.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn loads_to_tell(sql: &impl Sql) -> Result<Vec<Load>, StoreError> {
    sql.atomically(|| {
        let untold = elsewhere::untold(sql, &colleagues::all(sql)?)?;
        if untold.is_empty() {
            elsewhere::done(sql)?;
        }
        Ok(untold)
    })
}

/// The account says what some have elsewhere: in answer to what it heard, or because that changed. Gives out what that
/// makes possible.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn elsewhere_are(
    sql: &impl Sql,
    told: &[Load],
    there: &[There],
    moment: Moment<'_>,
) -> Result<(), StoreError> {
    sql.atomically(|| {
        elsewhere::told(sql, told)?;
        elsewhere::hear(sql, there)?;
        if assignments::anything_waits(sql)? { give_out(sql, moment) } else { Ok(()) }
    })
}

/// Why a thread went where it went, and what it waits for at `now` (ms) (N30).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn explain(sql: &impl Sql, thread: &ThreadId, now: u64) -> Result<Routing, StoreError> {
    let on_its_way = assignments::under_way(sql, thread)?.is_some_and(|order| order.to.is_some());
    let waits_since = assignments::waits_since(sql, thread)?.filter(|_| !on_its_way);
    let ahead = waits_since.map(|_| assignments::ahead_of(sql, thread, now)).transpose()?;
    Ok(Routing { decisions: assignments::decisions(sql, thread)?, waits_since, ahead })
}

/// When this has to be looked at again: something is to be told, or time alone may change something.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql, moment: Moment<'_>) -> Result<Option<u64>, StoreError> {
    let is_unknown = colleagues::revision(sql)?.is_none() && assignments::anything_waits(sql)?;
    let limbo = limbo::oldest(sql)?.map(|since| since.saturating_add(moment.long_wait_ms));
    let due = [
        assignments::next_due(sql)?,
        colleagues::look_at(sql)?,
        elsewhere::next_due(sql, moment.now)?,
        is_unknown.then_some(moment.now),
        limbo,
    ];
    Ok(due.into_iter().flatten().min())
}

/// What everybody of the inbox is told of threads that nobody has had for too long (E49): once of each, for each time that
/// its visitor waits, whether a rule finds nobody for it or none looks for anybody.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn long_waits(sql: &impl Sql, moment: Moment<'_>) -> Result<Vec<ServerFrame>, StoreError> {
    let taken = limbo::take(sql, moment.now.saturating_sub(moment.long_wait_ms), TOLD_AT_ONCE)?;
    Ok(taken.into_iter().map(|(thread, since)| ServerFrame::LongWait { thread, since }).collect())
}

/// Lists a thread as its shard has it, after a restore; what waits is given out once all of them are listed.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn list_anew(sql: &impl Sql, row: &Row, by: &RoutedBy) -> Result<(), StoreError> {
    if rows::hear(sql, row, at_first(&by.rule))? != Heard::Known {
        assignments::note(sql, &row.thread, by)?;
        assignments::done(sql, &row.thread)?;
        if arrives(sql, None, row, &whose(sql, row, by)?, false)? {
            week::came(sql, &row.thread, row.opened_at)?;
        }
    }
    Ok(())
}

/// What a thread's row says of why nobody had it at first.
#[must_use]
pub fn at_first(rule: &Rule) -> Because {
    routing::route(rule, Contact::default(), &[]).because
}

#[cfg(test)]
mod tests;
