-- What visitors subscribed to with a message (S85), as it was then. Rows are never changed.

CREATE TABLE subscribed (
  thread TEXT NOT NULL REFERENCES threads (id),
  number INTEGER NOT NULL,            -- of the subscription within the account
  receipt TEXT NOT NULL,              -- JSON
  PRIMARY KEY (thread, number)
) WITHOUT ROWID;
