-- One shard of an inbox: its threads, their logs, and what the inbox has not heard yet.

CREATE TABLE threads (
  id TEXT PRIMARY KEY,
  visitor TEXT NOT NULL,
  contact TEXT,                       -- known by a signed token, never by what somebody typed
  contact_name TEXT,
  contact_email TEXT,
  chatflow TEXT NOT NULL,
  chatflow_name TEXT NOT NULL,
  page TEXT,                          -- where the visitor was when they began, as the widget sent it
  started_by TEXT NOT NULL,           -- the client message id that began it: beginning twice is beginning once
  reopen_within INTEGER NOT NULL,     -- ms after closing in which the visitor's message reopens it
  routing TEXT NOT NULL,              -- the chatflow's rule when the thread began, as JSON
  opened_at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
  assignee TEXT,
  assignee_name TEXT,
  closed_at INTEGER,
  waiting_since INTEGER,
  last_seq INTEGER NOT NULL,
  revision INTEGER NOT NULL,          -- grows with every change; the inbox ignores what it has seen
  UNIQUE (visitor, started_by)
) WITHOUT ROWID;

CREATE INDEX threads_of_visitor ON threads (visitor, opened_at);

-- The log. A thread's seq is gapless from 1.
CREATE TABLE entries (
  thread TEXT NOT NULL REFERENCES threads (id),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  author TEXT NOT NULL CHECK (author IN ('visitor', 'agent', 'system')),
  agent TEXT NOT NULL DEFAULT '',     -- the author's id where the author is an agent
  agent_name TEXT NOT NULL DEFAULT '',
  client_message_id TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'assigned', 'closed', 'reopened')),
  text TEXT,
  assignee TEXT,
  assignee_name TEXT,
  PRIMARY KEY (thread, seq)
) WITHOUT ROWID;

-- A message sent again is the message sent once, for as long as the message is kept.
CREATE UNIQUE INDEX entries_once ON entries (thread, author, agent, client_message_id)
  WHERE client_message_id IS NOT NULL;

-- How far each reader has seen a thread. reader: '' is the visitor, else an agent's id.
CREATE TABLE received (
  thread TEXT NOT NULL REFERENCES threads (id),
  reader TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (thread, reader)
) WITHOUT ROWID;

-- Visitors whose messages are kept but reach nobody's list.
CREATE TABLE blocked (
  visitor TEXT PRIMARY KEY,
  by TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;

-- Threads the inbox has to be told about; what is told is read from the tables above at that moment.
CREATE TABLE outbox (
  thread TEXT PRIMARY KEY REFERENCES threads (id),
  after_seq INTEGER NOT NULL,         -- the inbox has every entry up to this one
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX outbox_due ON outbox (due_at);
