-- What a thread that is gone for good leaves: the proof of that (N18), and the number that it gets before anybody is told.

ALTER TABLE gone ADD COLUMN traces TEXT;    -- JSON
ALTER TABLE gone ADD COLUMN number TEXT;
