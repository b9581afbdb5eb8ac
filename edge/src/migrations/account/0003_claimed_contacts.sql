-- Contacts of which only an address is known, because a visitor typed it. `email` stays the verified address, which no
-- two contacts share; any number of visitors may claim the same one.

ALTER TABLE contacts ADD COLUMN claimed_email TEXT;   -- lower-case; such a contact has no name, owner or list
ALTER TABLE contacts ADD COLUMN visitor TEXT;         -- who typed it

CREATE UNIQUE INDEX contacts_by_visitor ON contacts (visitor) WHERE visitor IS NOT NULL;
