-- What visitors agreed to or were shown, and whether the contact of a thread is more than somebody's claim.

ALTER TABLE threads ADD COLUMN contact_verified INTEGER NOT NULL DEFAULT 0 CHECK (contact_verified IN (0, 1));

-- So far only signed tokens made contacts.
UPDATE threads SET contact_verified = 1 WHERE contact IS NOT NULL;

-- Rows are never changed: the text stays what the visitor read.
CREATE TABLE consents (
  thread TEXT NOT NULL REFERENCES threads (id),
  version INTEGER NOT NULL,           -- of the text within its chatflow
  mode TEXT NOT NULL CHECK (mode IN ('explicit', 'legitimate_interest')),
  choice TEXT NOT NULL CHECK (choice IN ('agreed', 'implied')),
  text TEXT NOT NULL,
  language TEXT NOT NULL,
  at INTEGER NOT NULL,
  page TEXT,
  PRIMARY KEY (thread, version)
) WITHOUT ROWID;
