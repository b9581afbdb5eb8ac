-- How far a reader has not only been shown a thread, but seen it.

ALTER TABLE received ADD COLUMN read INTEGER NOT NULL DEFAULT 0;
