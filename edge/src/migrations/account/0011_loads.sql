-- How many open threads agents have in each of their inboxes, so that what they take holds for all of them together.

CREATE TABLE loads (
  agent TEXT NOT NULL,
  inbox TEXT NOT NULL REFERENCES inboxes (id),
  open INTEGER NOT NULL,
  PRIMARY KEY (agent, inbox)
) WITHOUT ROWID;

-- Who takes only so many and works in several inboxes: what they have in all of them is looked at together, `since` that
-- change of colleagues.
CREATE TABLE sharing (
  agent TEXT PRIMARY KEY,
  since INTEGER NOT NULL
) WITHOUT ROWID;

-- Up to which of its tellings an inbox was heard: an older one that comes late says nothing.
CREATE TABLE load_tellings (
  inbox TEXT PRIMARY KEY REFERENCES inboxes (id),
  number INTEGER NOT NULL
) WITHOUT ROWID;

-- Inboxes that have not heard what somebody has in others since it changed.
CREATE TABLE untold_loads (
  inbox TEXT NOT NULL REFERENCES inboxes (id),
  agent TEXT NOT NULL,
  revision INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (inbox, agent)
) WITHOUT ROWID;

CREATE INDEX untold_loads_due ON untold_loads (due_at);

ALTER TABLE account ADD COLUMN loads INTEGER NOT NULL DEFAULT 0;    -- grows with every change of them

-- Inboxes have to hear who that is.
UPDATE account SET colleagues = colleagues + 1;
INSERT INTO sharing SELECT id, (SELECT colleagues FROM account) FROM people
  WHERE capacity IS NOT NULL AND (SELECT count(*) FROM members WHERE person = people.id) > 1;
INSERT INTO untold_inboxes (inbox, attempts, due_at) SELECT id, 0, 0 FROM inboxes WHERE erased_at IS NULL
  ON CONFLICT (inbox) DO UPDATE SET attempts = 0, due_at = 0;
