-- A stranger's name is the console's to say, in the reader's language: `name` is empty where nobody knows it.

ALTER TABLE threads ADD COLUMN visitor TEXT NOT NULL DEFAULT '';   -- what a stranger is told apart by: 4K2Q
ALTER TABLE threads ADD COLUMN verified INTEGER NOT NULL DEFAULT 0 CHECK (verified IN (0, 1));

UPDATE threads SET visitor = substr(name, 9), name = '' WHERE email IS NULL AND name LIKE 'Visitor ____';
UPDATE threads SET verified = 1 WHERE email IS NOT NULL;
