-- The API: webhooks with the log of their deliveries, tokens of programs, and answers that are given once.

ALTER TABLE account ADD COLUMN events INTEGER NOT NULL DEFAULT 0;   -- so many of its own

CREATE TABLE webhooks (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,               -- JSON
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  secret TEXT NOT NULL,
  old_secret TEXT,
  old_secret_until INTEGER,
  created_at INTEGER NOT NULL,
  failing_since INTEGER,
  gave_up_at INTEGER,
  rests_until INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook TEXT NOT NULL,
  event TEXT NOT NULL,                -- its id: told twice, it is one
  kind TEXT NOT NULL,
  about TEXT NOT NULL,                -- the thread or the contact; what is told of one is told in order
  body TEXT NOT NULL,                 -- what is sent; no message is in it
  at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  status INTEGER,
  problem TEXT,
  done_at INTEGER,
  UNIQUE (webhook, event)
);

CREATE INDEX deliveries_of_webhook ON deliveries (webhook, number);
CREATE INDEX deliveries_due ON deliveries (webhook, due_at, number) WHERE state = 'waiting';
CREATE INDEX deliveries_about ON deliveries (webhook, about, number) WHERE state = 'waiting';
CREATE INDEX deliveries_by_age ON deliveries (at);

CREATE TABLE api_tokens (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  person TEXT NOT NULL,
  scopes TEXT NOT NULL,               -- JSON
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_day INTEGER               -- days since 1970
);

CREATE TABLE answered (
  who TEXT NOT NULL,                  -- the session's person or the token
  key TEXT NOT NULL,
  digest TEXT NOT NULL,               -- of method, address and body
  at INTEGER NOT NULL,
  status INTEGER,                     -- none: under way
  body TEXT,
  PRIMARY KEY (who, key)
) WITHOUT ROWID;

CREATE INDEX answered_by_age ON answered (at);
