-- The rules that were in force, so that a decision of a live page can be made again. Some of the newest are kept.

CREATE TABLE rule_sets (
  number INTEGER PRIMARY KEY,         -- grows with every publication
  fingerprint TEXT NOT NULL UNIQUE,   -- of the rule book: 16 hexadecimal digits
  published_at INTEGER NOT NULL,      -- the last time they came into force
  book BLOB NOT NULL                  -- the rule book, gzip; empty where it is too large to be kept
);
