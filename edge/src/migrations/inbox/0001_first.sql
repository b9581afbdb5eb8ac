-- The index of an inbox: one row a thread. The text of messages stays in the shards; a row keeps a short preview.

CREATE TABLE threads (
  thread TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,          -- of the thread's shard; an older or equal one is a repetition
  name TEXT NOT NULL,
  email TEXT,
  chatflow TEXT NOT NULL,
  chatflow_name TEXT NOT NULL,
  page TEXT,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
  assignee TEXT,
  assignee_name TEXT,
  filtered INTEGER NOT NULL CHECK (filtered IN (0, 1)),
  preview TEXT NOT NULL,
  preview_from_visitor INTEGER NOT NULL CHECK (preview_from_visitor IN (0, 1)),
  opened_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  waiting_since INTEGER,
  last_seq INTEGER NOT NULL,
  routed TEXT NOT NULL                -- why it was given to whom it was given first, as JSON
) WITHOUT ROWID;

CREATE INDEX threads_by_status ON threads (filtered, status, updated_at, thread);
CREATE INDEX threads_by_assignee ON threads (filtered, status, assignee, updated_at, thread);
