-- Proofs of erasure (N18): nothing of what was erased. Rows are never changed or removed.

CREATE TABLE erasures (
  number TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  proof TEXT NOT NULL                 -- JSON, as it is sent
) WITHOUT ROWID;

CREATE INDEX erasures_by_time ON erasures (at);
