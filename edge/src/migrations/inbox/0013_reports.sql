-- What reports count (P82): one row a conversation, which is one opening of a thread. No word that was said, and of people
-- only who of the team did what.

CREATE TABLE conversations (
  thread TEXT NOT NULL,
  first_seq INTEGER NOT NULL,         -- where in the thread's log it began
  opened_at INTEGER NOT NULL,
  asked_at INTEGER,                   -- since when a person was waited for first
  replied_at INTEGER,                 -- a person's first word
  replied_by TEXT,
  replied_teams TEXT,                 -- their teams then: ids, with commas between them
  agent TEXT,                         -- who has it, or had it when it ended
  teams TEXT,                         -- their teams when they got it; the team that has it while nobody does
  from_visitor INTEGER NOT NULL,      -- messages
  from_agents INTEGER NOT NULL,
  closed_at INTEGER,
  closed_seq INTEGER,
  with_bot INTEGER NOT NULL CHECK (with_bot IN (0, 1)),
  latest_at INTEGER GENERATED ALWAYS AS (max(opened_at, coalesce(replied_at, 0), coalesce(closed_at, 0))) VIRTUAL,
  PRIMARY KEY (thread, first_seq)
) WITHOUT ROWID;

CREATE INDEX conversations_by_opening ON conversations (opened_at);
CREATE INDEX conversations_by_end ON conversations (latest_at, opened_at);

-- Up to which place of its log a thread is counted: those of before are read in their shards, a few at a time.
ALTER TABLE threads ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX threads_to_count ON threads (thread) WHERE counted < last_seq;

CREATE TRIGGER threads_go_from_reports AFTER DELETE ON threads BEGIN
  DELETE FROM conversations WHERE thread = OLD.thread;
END;
