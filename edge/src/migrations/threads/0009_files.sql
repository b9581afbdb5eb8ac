-- The files that a message carries, as a JSON list of what both sides are told of them. Their bytes are elsewhere.

ALTER TABLE entries ADD COLUMN attachments TEXT;
