-- Replies that are kept to be sent again.

CREATE TABLE saved_replies (
  id TEXT PRIMARY KEY,
  owner TEXT REFERENCES people (id),  -- none: everybody's
  name TEXT NOT NULL,
  text TEXT NOT NULL
) WITHOUT ROWID;
