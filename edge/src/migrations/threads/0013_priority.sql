-- How urgent a thread is (P40); none: as most are.
ALTER TABLE desks ADD COLUMN priority TEXT;
