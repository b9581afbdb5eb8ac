-- The files of one shard's threads: who brought them, which message carries them, and their bytes.

CREATE TABLE files (
  id TEXT PRIMARY KEY,
  visitor TEXT,                       -- who brought it, or whose thread it is in: they may read it
  agent TEXT,                         -- who brought it, where that was an agent
  thread TEXT,                        -- where it belongs; unknown until a visitor's message carries it
  message TEXT,                       -- the client message id of the message that carries it
  at INTEGER NOT NULL,
  look_at INTEGER,                    -- ms; when to see whether it is still wanted; NULL: it is
  name TEXT NOT NULL,
  kind TEXT NOT NULL,                 -- the content type that its bytes say
  bytes INTEGER NOT NULL,
  width INTEGER,
  height INTEGER
) WITHOUT ROWID;

CREATE INDEX files_due ON files (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX files_of_thread ON files (thread) WHERE thread IS NOT NULL;

-- At most 1 MiB each, from 0.
CREATE TABLE chunks (
  file TEXT NOT NULL REFERENCES files (id),
  number INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (file, number)
);

-- What somebody brought lately, also what is gone again.
CREATE TABLE brought (
  who TEXT NOT NULL,                  -- 'visitor ID' or 'agent ID'
  at INTEGER NOT NULL,
  bytes INTEGER NOT NULL
);

CREATE INDEX brought_by ON brought (who, at);
