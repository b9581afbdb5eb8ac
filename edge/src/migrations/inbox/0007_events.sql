-- What webhooks are to hear of: kept with what happened, until the account has heard it.

CREATE TABLE happened (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  event TEXT NOT NULL                 -- JSON
);

-- Messages that did not come with a telling, to be read in the shard: those after one place, up to another.
CREATE TABLE unread (
  thread TEXT PRIMARY KEY,
  after_seq INTEGER NOT NULL,
  until_seq INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE telling (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  revision INTEGER NOT NULL,          -- of the colleagues that came with `wanted`
  wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL
);
