-- How somebody likes to work (P56, S182): theirs alone, and the same in every browser.

CREATE TABLE preferences (
  person TEXT PRIMARY KEY REFERENCES people (id),
  content TEXT NOT NULL               -- JSON
) WITHOUT ROWID;
