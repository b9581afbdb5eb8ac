-- Bots: what they run by, where they stand, and what they asked elsewhere and have no answer to yet.

-- Answers to pick from, as a JSON list, where a bot asks. A bot's entries are of author 'system' with its name in
-- `agent_name`, which rules have not.
ALTER TABLE entries ADD COLUMN quick_replies TEXT;

-- What a thread runs by stays what it was when it began; threads of one version share a row.
CREATE TABLE bot_scripts (
  digest TEXT PRIMARY KEY,            -- of the text beside it
  script TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE bots (
  thread TEXT PRIMARY KEY REFERENCES threads (id),
  script TEXT NOT NULL REFERENCES bot_scripts (digest),
  name TEXT NOT NULL,
  in_charge INTEGER NOT NULL CHECK (in_charge IN (0, 1)),
  state TEXT NOT NULL                 -- as JSON
) WITHOUT ROWID;

-- At least once: a row goes in the transaction that takes its answer.
CREATE TABLE bot_errands (
  thread TEXT NOT NULL REFERENCES threads (id),
  number INTEGER NOT NULL,
  what TEXT NOT NULL,                 -- as JSON
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL,            -- when to try again, should nobody be at it then
  PRIMARY KEY (thread, number)
) WITHOUT ROWID;

CREATE INDEX bot_errands_due ON bot_errands (due_at);
