-- Mail that is to go out: transcripts of closed chats. Nothing sends them yet, since no e-mail is connected.

-- The text is made of the log when it is read, so that nothing said is kept twice.
CREATE TABLE transcripts (
  thread TEXT NOT NULL REFERENCES threads (id),
  n INTEGER NOT NULL,                 -- from 1 within a thread
  up_to INTEGER NOT NULL,             -- the last message that it tells
  at INTEGER NOT NULL,
  by TEXT NOT NULL,                   -- who wished it, as JSON; a rule's where the chat closed
  contact TEXT,                       -- from here on: none until it is known where it goes
  name TEXT,
  email TEXT,
  verified INTEGER NOT NULL DEFAULT 0 CHECK (verified IN (0, 1)),
  subject TEXT,
  account_name TEXT,
  zone TEXT,
  language TEXT,
  due_at INTEGER,                     -- when the account is asked where it goes; none once that is known
  attempts INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (thread, n)
) WITHOUT ROWID;

CREATE INDEX transcripts_due ON transcripts (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX transcripts_of_contact ON transcripts (contact) WHERE contact IS NOT NULL;
