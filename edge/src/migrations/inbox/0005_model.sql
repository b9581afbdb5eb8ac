-- How threads stand with agents, where they lie, what was put beside them, and the words in them.

ALTER TABLE threads ADD COLUMN contact TEXT;
ALTER TABLE threads ADD COLUMN desk TEXT NOT NULL DEFAULT '{}';      -- what agents put beside it, as JSON
ALTER TABLE threads ADD COLUMN shelf TEXT NOT NULL DEFAULT 'inbox' CHECK (shelf IN ('inbox', 'filtered', 'archived'));
ALTER TABLE threads ADD COLUMN standing TEXT NOT NULL DEFAULT 'open' CHECK (standing IN ('open', 'snoozed', 'closed'));
ALTER TABLE threads ADD COLUMN blocked_at INTEGER;
ALTER TABLE threads ADD COLUMN number INTEGER;                       -- names it in `search`; never changes
ALTER TABLE threads ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;   -- its words are in `search` up to this place

UPDATE threads SET shelf = CASE filtered WHEN 1 THEN 'filtered' ELSE 'inbox' END, standing = status;
UPDATE threads SET number = counted.number
  FROM (SELECT thread, row_number() OVER (ORDER BY opened_at, thread) AS number FROM threads) AS counted
  WHERE counted.thread = threads.thread;

DROP INDEX threads_by_status;
DROP INDEX threads_by_assignee;
CREATE UNIQUE INDEX threads_by_number ON threads (number);
CREATE INDEX threads_in_order ON threads (shelf, standing, updated_at DESC, thread);
CREATE INDEX threads_of_assignee ON threads (shelf, standing, assignee, updated_at DESC, thread);
DROP INDEX threads_with_bot;
CREATE INDEX threads_of_bots ON threads (shelf, standing, updated_at DESC, thread) WHERE with_bot = 1;
CREATE INDEX threads_of_shelf ON threads (shelf, updated_at DESC, thread);
CREATE INDEX threads_of_contact ON threads (contact, updated_at DESC) WHERE contact IS NOT NULL;
CREATE INDEX threads_of_blocked ON threads (blocked_at) WHERE blocked_at IS NOT NULL;
CREATE INDEX threads_to_index ON threads (thread) WHERE indexed < last_seq;

CREATE TABLE labelled (
  label TEXT NOT NULL,
  thread TEXT NOT NULL,
  PRIMARY KEY (label, thread)
) WITHOUT ROWID;

CREATE INDEX labelled_by_thread ON labelled (thread);

-- Who has it: an agent's id, '/bot' where a bot has it, '' where nobody does.
ALTER TABLE threads ADD COLUMN holder TEXT NOT NULL
  GENERATED ALWAYS AS (CASE WHEN with_bot = 1 THEN '/bot' ELSE coalesce(assignee, '') END) VIRTUAL;

-- How many threads lie where, so that counting a view never means counting threads.
CREATE TABLE tallies (
  shelf TEXT NOT NULL,
  standing TEXT NOT NULL,
  holder TEXT NOT NULL,
  threads INTEGER NOT NULL,
  PRIMARY KEY (shelf, standing, holder)
) WITHOUT ROWID;

INSERT INTO tallies SELECT shelf, standing, holder, count(*) FROM threads GROUP BY 1, 2, 3;

-- One document a message, and one a thread for who it is with: number * 2^20 + the message's place, or + 0. The texts
-- themselves stay in the shards.
CREATE VIRTUAL TABLE search USING fts5 (
  said, who, about, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER threads_come AFTER INSERT ON threads BEGIN
  INSERT INTO tallies VALUES (NEW.shelf, NEW.standing, NEW.holder, 1)
    ON CONFLICT DO UPDATE SET threads = threads + 1;
  INSERT OR IGNORE INTO labelled SELECT value, NEW.thread FROM json_each(NEW.desk, '$.labels');
END;

CREATE TRIGGER threads_move AFTER UPDATE OF shelf, standing, assignee, with_bot ON threads
WHEN OLD.shelf <> NEW.shelf OR OLD.standing <> NEW.standing OR OLD.holder <> NEW.holder BEGIN
  UPDATE tallies SET threads = threads - 1
    WHERE shelf = OLD.shelf AND standing = OLD.standing AND holder = OLD.holder;
  INSERT INTO tallies VALUES (NEW.shelf, NEW.standing, NEW.holder, 1)
    ON CONFLICT DO UPDATE SET threads = threads + 1;
END;

CREATE TRIGGER threads_get_labels AFTER UPDATE OF desk ON threads WHEN OLD.desk <> NEW.desk BEGIN
  DELETE FROM labelled WHERE thread = OLD.thread;
  INSERT OR IGNORE INTO labelled SELECT value, NEW.thread FROM json_each(NEW.desk, '$.labels');
END;

CREATE TRIGGER threads_go AFTER DELETE ON threads BEGIN
  UPDATE tallies SET threads = threads - 1
    WHERE shelf = OLD.shelf AND standing = OLD.standing AND holder = OLD.holder;
  DELETE FROM labelled WHERE thread = OLD.thread;
  DELETE FROM routing WHERE thread = OLD.thread;
  DELETE FROM assignments WHERE thread = OLD.thread;
  DELETE FROM decisions WHERE thread = OLD.thread;
  DELETE FROM search WHERE rowid BETWEEN OLD.number << 20 AND (OLD.number << 20) + 1048575;
END;

-- Shards that have to hear that the inbox is deleted.
CREATE TABLE erasures (
  shard INTEGER PRIMARY KEY
);
