-- Who gets which thread: the colleagues as the account tells of them, what waits, what was decided, and what is on its way.

CREATE TABLE colleagues (
  agent TEXT PRIMARY KEY,
  known TEXT NOT NULL,                -- as the account tells it, JSON
  idle_since INTEGER NOT NULL         -- since when nothing new was given to them
) WITHOUT ROWID;

CREATE TABLE colleagues_heard (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  revision INTEGER NOT NULL,          -- the account's; an older or equal one is a repetition
  look_at INTEGER                     -- when time alone may change who gets what
);

-- What routing goes by, for every thread that was ever told of.
CREATE TABLE routing (
  thread TEXT PRIMARY KEY,
  rule TEXT NOT NULL,                 -- the chatflow's when the thread began, JSON
  owner TEXT,                         -- the contact's then
  last_agent TEXT,                    -- who had spoken with them last
  waits_since INTEGER                 -- since when it is to be given to somebody; none: it is not
) WITHOUT ROWID;

CREATE INDEX routing_waits ON routing (waits_since, thread) WHERE waits_since IS NOT NULL;

-- Decided, and not known to be done: told to the thread's shard until it answers.
CREATE TABLE assignments (
  thread TEXT PRIMARY KEY,
  from_agent TEXT,
  agent TEXT,                         -- none: taken from somebody for nobody yet
  agent_name TEXT,
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX assignments_due ON assignments (due_at);

-- Why a thread went where it went. The newest few of each thread are kept.
CREATE TABLE decisions (
  thread TEXT NOT NULL,
  number INTEGER NOT NULL,            -- from 1 within the thread
  decision TEXT NOT NULL,             -- JSON
  PRIMARY KEY (thread, number)
) WITHOUT ROWID;
