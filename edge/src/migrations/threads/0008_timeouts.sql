-- Chats that close by themselves when nothing happens for as long as their chatflow lets them stand.

ALTER TABLE threads ADD COLUMN closes_after INTEGER NOT NULL DEFAULT 0;    -- ms; 0: never

-- Only of threads that may close: open, nobody waits in them, and neither asleep nor put away.
CREATE TABLE timeouts (
  thread TEXT PRIMARY KEY REFERENCES threads (id),
  closes_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX timeouts_due ON timeouts (closes_at);
