-- What is masked in what visitors write (N20), and which labels a page may ask for (P11).

ALTER TABLE account ADD COLUMN redaction TEXT;  -- JSON; none: card numbers alone

ALTER TABLE labels ADD COLUMN from_pages INTEGER NOT NULL DEFAULT 0 CHECK (from_pages IN (0, 1));
