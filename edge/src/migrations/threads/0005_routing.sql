-- What routing has to know of whoever a thread is with, as it was when the thread began.

CREATE TABLE routed_by (
  thread TEXT PRIMARY KEY REFERENCES threads (id),
  owner TEXT,                         -- the contact's
  last_agent TEXT                     -- who had spoken with them last
) WITHOUT ROWID;
