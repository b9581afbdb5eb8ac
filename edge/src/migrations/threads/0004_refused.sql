-- Messages that were refused for good: one that comes once more, by a line that was dead for a while, is refused again.

CREATE TABLE refused (
  thread TEXT NOT NULL REFERENCES threads (id),
  client_message_id TEXT NOT NULL,
  PRIMARY KEY (thread, client_message_id)
) WITHOUT ROWID;
