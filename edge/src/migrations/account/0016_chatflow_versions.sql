-- What a chatflow was, version by version, and when its switch is to be turned by itself.

CREATE TABLE chatflow_versions (
  chatflow TEXT NOT NULL,
  number INTEGER NOT NULL,            -- from 1 within the chatflow
  at INTEGER NOT NULL,
  agent TEXT,                         -- none: nobody who is known
  agent_name TEXT,
  how TEXT NOT NULL,
  restored INTEGER,                   -- the version that was rolled back to
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  configuration TEXT NOT NULL,        -- JSON
  PRIMARY KEY (chatflow, number)
) WITHOUT ROWID;

CREATE INDEX chatflow_versions_unsigned ON chatflow_versions (how) WHERE agent IS NULL;

CREATE TABLE chatflow_schedules (
  chatflow TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  local TEXT NOT NULL,                -- as it was said, YYYY-MM-DDTHH:MM
  zone TEXT NOT NULL,
  at INTEGER NOT NULL,                -- the instant, ms
  agent TEXT NOT NULL,
  agent_name TEXT NOT NULL,
  refused_at INTEGER,                 -- none: still to come
  refused_code TEXT,
  refused_why TEXT,
  PRIMARY KEY (chatflow, enabled)
) WITHOUT ROWID;

CREATE INDEX chatflow_schedules_due ON chatflow_schedules (at) WHERE refused_at IS NULL;
