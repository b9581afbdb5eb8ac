-- The agents' side of threads: what they put beside a log, in places of its own. None of it is the visitor's to see.

-- Only threads beside which something was put.
CREATE TABLE desks (
  thread TEXT PRIMARY KEY REFERENCES threads (id),
  snoozed INTEGER NOT NULL CHECK (snoozed IN (0, 1)),
  snoozed_until INTEGER,              -- none: until the visitor writes
  labels TEXT NOT NULL,               -- JSON, a list of ids
  spam INTEGER NOT NULL CHECK (spam IN (0, 1)),
  archived_at INTEGER,                -- while it can be brought back
  disconnected INTEGER NOT NULL CHECK (disconnected IN (0, 1)),
  last INTEGER NOT NULL               -- the number of the last annotation
) WITHOUT ROWID;

CREATE INDEX desks_by_waking ON desks (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX desks_by_archiving ON desks (archived_at) WHERE archived_at IS NOT NULL;

-- Numbered from 1 within a thread, without gaps. Rows are never changed.
CREATE TABLE annotations (
  thread TEXT NOT NULL REFERENCES threads (id),
  n INTEGER NOT NULL,
  after_seq INTEGER NOT NULL,         -- the log's last place then
  at INTEGER NOT NULL,
  author TEXT NOT NULL,               -- JSON, as it is sent
  agent TEXT NOT NULL DEFAULT '',     -- the author's id where the author is an agent
  client_message_id TEXT,
  note TEXT NOT NULL,                 -- JSON, as it is sent
  PRIMARY KEY (thread, n)
) WITHOUT ROWID;

-- A comment sent again is the comment sent once.
CREATE UNIQUE INDEX annotations_once ON annotations (thread, agent, client_message_id)
  WHERE client_message_id IS NOT NULL;

ALTER TABLE outbox ADD COLUMN after_note INTEGER;   -- the inbox has every annotation up to this one; none: nothing new

ALTER TABLE blocked ADD COLUMN by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE blocked ADD COLUMN why TEXT;

-- Threads that are gone for good, until the inbox has heard of it.
CREATE TABLE gone (
  thread TEXT PRIMARY KEY,
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL
) WITHOUT ROWID;
