-- Who is there, how much they take and when they work; teams; and which inboxes have not heard of it yet.

ALTER TABLE people ADD COLUMN is_away INTEGER NOT NULL DEFAULT 0 CHECK (is_away IN (0, 1));
ALTER TABLE people ADD COLUMN reassign_replies INTEGER NOT NULL DEFAULT 0 CHECK (reassign_replies IN (0, 1));
ALTER TABLE people ADD COLUMN away_since INTEGER;                       -- while they are away
ALTER TABLE people ADD COLUMN away_by TEXT;                             -- who set them away, where it was somebody else
ALTER TABLE people ADD COLUMN capacity INTEGER;                         -- open threads of an inbox; none: any number
ALTER TABLE people ADD COLUMN hours TEXT;                               -- a schedule as JSON; none: always

CREATE TABLE teams (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE team_members (
  team TEXT NOT NULL REFERENCES teams (id),
  person TEXT NOT NULL REFERENCES people (id),
  is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
  PRIMARY KEY (team, person)
) WITHOUT ROWID;

CREATE INDEX team_members_by_person ON team_members (person);

ALTER TABLE account ADD COLUMN colleagues INTEGER NOT NULL DEFAULT 1;   -- grows with every change of all this

CREATE TABLE untold_inboxes (
  inbox TEXT PRIMARY KEY REFERENCES inboxes (id),
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL
) WITHOUT ROWID;
