-- Which threads a bot began, and which of them are still in its hands.

ALTER TABLE threads ADD COLUMN bot TEXT;      -- its display name
ALTER TABLE threads ADD COLUMN with_bot INTEGER NOT NULL DEFAULT 0 CHECK (with_bot IN (0, 1));

CREATE INDEX threads_with_bot ON threads (filtered, status, updated_at, thread) WHERE with_bot = 1;
