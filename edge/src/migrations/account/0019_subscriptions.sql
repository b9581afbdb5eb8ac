-- Consent to communicate (S85, S86): what visitors can subscribe to, every text that ever asked, and who agreed to which.

CREATE TABLE subscription_types (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT NOT NULL
) WITHOUT ROWID;

-- Rows are never changed or removed, whatever becomes of the chatflow.
CREATE TABLE communication_texts (
  chatflow TEXT NOT NULL,
  version INTEGER NOT NULL,           -- from 1 within the chatflow
  subscription TEXT NOT NULL,
  text TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (chatflow, version)
) WITHOUT ROWID;

-- Of a row its end is written once, and who it is of changes when they leave an address or are forgotten; nothing else.
CREATE TABLE subscriptions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  visitor TEXT NOT NULL,
  contact TEXT,                       -- none: nobody who is known
  subscription TEXT NOT NULL,
  name TEXT NOT NULL,                 -- what it was called
  chatflow TEXT NOT NULL,
  version INTEGER NOT NULL,
  text TEXT NOT NULL,
  hash TEXT NOT NULL,                 -- SHA-256 of the text, hexadecimal
  language TEXT NOT NULL,
  page TEXT,
  inbox TEXT NOT NULL,
  thread TEXT NOT NULL,
  since INTEGER NOT NULL,
  ended_at INTEGER,                   -- none: it stands
  ended_by TEXT CHECK (ended_by IN ('visitor', 'agent', 'renewed', 'forgotten')),
  agent TEXT                          -- who ended it, where that was somebody of the account
);

CREATE INDEX subscriptions_of_visitor ON subscriptions (visitor);
CREATE INDEX subscriptions_of_contact ON subscriptions (contact) WHERE contact IS NOT NULL;
