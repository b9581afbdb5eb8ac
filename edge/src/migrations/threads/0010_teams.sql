-- The team that a thread was given to (H73): which, what it was called, and who gave it, as JSON.
ALTER TABLE desks ADD COLUMN team TEXT;
