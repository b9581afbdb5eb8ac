-- One account: its people, inboxes, chatflows, contacts and lists, who is signed in, and what is published.

CREATE TABLE account (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  any_loopback_origin INTEGER NOT NULL CHECK (any_loopback_origin IN (0, 1)),
  version INTEGER NOT NULL            -- of what is published; grows with every change visitors can see
);

CREATE TABLE origins (
  position INTEGER PRIMARY KEY,
  origin TEXT NOT NULL UNIQUE
);

CREATE TABLE people (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,         -- lower-case
  password TEXT NOT NULL,             -- PHC string
  role TEXT NOT NULL CHECK (role IN ('admin', 'agent')),
  seat INTEGER NOT NULL CHECK (seat IN (0, 1))
) WITHOUT ROWID;

CREATE TABLE inboxes (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  shards INTEGER NOT NULL CHECK (shards > 0),
  reopen_within_hours INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE members (
  inbox TEXT NOT NULL REFERENCES inboxes (id),
  person TEXT NOT NULL REFERENCES people (id),
  PRIMARY KEY (inbox, person)
) WITHOUT ROWID;

CREATE TABLE lists (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE contacts (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT UNIQUE,                  -- lower-case
  owner TEXT REFERENCES people (id)
) WITHOUT ROWID;

CREATE TABLE contact_lists (
  contact TEXT NOT NULL REFERENCES contacts (id),
  list TEXT NOT NULL REFERENCES lists (id),
  PRIMARY KEY (contact, list)
) WITHOUT ROWID;

CREATE TABLE chatflows (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,          -- order in the account, which breaks ties of priority
  name TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  inbox TEXT NOT NULL REFERENCES inboxes (id),
  configuration TEXT NOT NULL         -- as in the account file; name and switch above are the truth
) WITHOUT ROWID;

-- A session's token is kept as a digest only.
CREATE TABLE sessions (
  digest TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES people (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Which threads a visitor has, across inboxes and shards.
CREATE TABLE visitor_threads (
  visitor TEXT NOT NULL,
  thread TEXT NOT NULL,
  inbox TEXT NOT NULL,
  contact TEXT,
  opened_at INTEGER NOT NULL,
  PRIMARY KEY (visitor, thread)
) WITHOUT ROWID;

CREATE INDEX visitor_threads_by_contact ON visitor_threads (contact, opened_at) WHERE contact IS NOT NULL;
