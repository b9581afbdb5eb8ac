-- Who works here, how they prove who they are, and what was done in the account's administration.

-- The role; the older column only tells two of them apart.
ALTER TABLE people ADD COLUMN standing TEXT NOT NULL DEFAULT 'agent' CHECK (standing IN ('owner', 'admin', 'agent', 'viewer'));
UPDATE people SET standing = role;
UPDATE people SET standing = 'owner'
  WHERE id = (SELECT id FROM people WHERE role = 'admin' ORDER BY id <> 'admin', id LIMIT 1);
ALTER TABLE people ADD COLUMN disabled_at INTEGER;                      -- none: they may sign in

CREATE TABLE avatars (
  person TEXT PRIMARY KEY REFERENCES people (id),
  kind TEXT NOT NULL CHECK (kind IN ('image/png', 'image/jpeg', 'image/webp')),
  bytes BLOB NOT NULL,
  digest TEXT NOT NULL                -- in its address, so that it may be kept for long
) WITHOUT ROWID;

-- Their ids are never given again, and what they had open is handed on.
CREATE TABLE former_people (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  left_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,        -- of the token in the link
  email TEXT NOT NULL UNIQUE,         -- lower-case
  name TEXT NOT NULL,                 -- or empty
  role TEXT NOT NULL,
  inboxes TEXT NOT NULL,              -- ids as JSON
  invited_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;

ALTER TABLE sessions ADD COLUMN seen_at INTEGER;                        -- by the quarter hour
ALTER TABLE sessions ADD COLUMN browser TEXT;
ALTER TABLE sessions ADD COLUMN system TEXT;
CREATE INDEX sessions_by_person ON sessions (person);

-- Sessions that ended, and inboxes that have not heard of it yet: their sockets have to close.
CREATE TABLE ended_sessions (
  digest TEXT NOT NULL,
  inbox TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (digest, inbox)
) WITHOUT ROWID;

CREATE TABLE second_factors (
  person TEXT PRIMARY KEY REFERENCES people (id),
  secret TEXT NOT NULL,               -- sealed
  confirmed_at INTEGER,               -- none: a code of it was not seen yet
  last_step INTEGER NOT NULL          -- no code of this step or an older one counts again
) WITHOUT ROWID;

CREATE TABLE recovery_codes (
  person TEXT NOT NULL REFERENCES people (id),
  digest TEXT NOT NULL,
  PRIMARY KEY (person, digest)
) WITHOUT ROWID;

-- What was asked of somebody and is answered once.
CREATE TABLE challenges (
  digest TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  person TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Lines are added and never changed.
CREATE TABLE audit (
  position INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  agent TEXT NOT NULL,
  agent_name TEXT NOT NULL,           -- as it was then
  session TEXT,
  token TEXT,
  what TEXT NOT NULL,
  subject TEXT NOT NULL,
  changes TEXT NOT NULL               -- JSON
);

CREATE INDEX audit_by_agent ON audit (agent, position);
CREATE INDEX audit_by_what ON audit (what, position);
