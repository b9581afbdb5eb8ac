-- What agents sort threads by, and what belongs to contacts beside conversations.

CREATE TABLE labels (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  colour TEXT NOT NULL,               -- a word of the palette
  position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE views (
  id TEXT PRIMARY KEY,
  inbox TEXT NOT NULL REFERENCES inboxes (id),
  owner TEXT REFERENCES people (id),  -- none: everybody's who works in the inbox
  name TEXT NOT NULL,
  filter TEXT NOT NULL                -- JSON
) WITHOUT ROWID;

CREATE INDEX views_by_inbox ON views (inbox);

-- Tickets, deals and whatever else was done with a contact.
CREATE TABLE records (
  id TEXT PRIMARY KEY,
  contact TEXT NOT NULL REFERENCES contacts (id),
  content TEXT NOT NULL,              -- JSON, as it is sent
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  thread TEXT                         -- where it began, if in one
) WITHOUT ROWID;

CREATE INDEX records_by_contact ON records (contact, created_at);

-- Deleted inboxes keep their id, which is never given again.
ALTER TABLE inboxes ADD COLUMN erased_at INTEGER;
