-- What a visitor typed that they are called, in a form. `name` stays what the site or an agent says somebody is called, and
-- lists know that one alone.

ALTER TABLE contacts ADD COLUMN claimed_name TEXT;
