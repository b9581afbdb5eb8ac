-- What a routing rule is tried out with: when threads came, were taken and done with, and who was there when.

ALTER TABLE routing ADD COLUMN came_at INTEGER;     -- when it first waited for a person
ALTER TABLE routing ADD COLUMN taken_at INTEGER;    -- when somebody first had it
ALTER TABLE routing ADD COLUMN done_at INTEGER;     -- when it was first closed after that

UPDATE routing SET came_at = opened_at, done_at = iif(status = 'closed', updated_at, NULL)
  FROM threads WHERE threads.thread = routing.thread AND threads.bot IS NULL;

CREATE INDEX routing_came ON routing (came_at) WHERE came_at IS NOT NULL;

-- Comings and goings, for as long as they may be asked about.
CREATE TABLE presences (
  agent TEXT NOT NULL,
  at INTEGER NOT NULL,
  away INTEGER NOT NULL CHECK (away IN (0, 1)),
  PRIMARY KEY (agent, at)
) WITHOUT ROWID;

-- Of whose waiting everybody was told; it is told once for each time that somebody waits.
ALTER TABLE threads ADD COLUMN told_wait INTEGER;

CREATE INDEX threads_in_limbo ON threads (waiting_since)
  WHERE shelf = 'inbox' AND standing = 'open' AND assignee IS NULL AND with_bot = 0
  AND waiting_since IS NOT NULL AND told_wait IS NOT waiting_since;
