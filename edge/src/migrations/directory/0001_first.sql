-- Which accounts exist, and whose account an e-mail address signs in to: so that a made-up name creates no object.

CREATE TABLE accounts (
  account TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Keyed by a digest: the directory needs no addresses.
CREATE TABLE people (
  email_digest TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (account)
) WITHOUT ROWID;

-- Sign-in attempts of the last minutes, counted before any password is hashed.
CREATE TABLE attempts (
  email_digest TEXT NOT NULL,
  at INTEGER NOT NULL
);

CREATE INDEX attempts_by_email ON attempts (email_digest, at);
CREATE INDEX attempts_by_time ON attempts (at);
