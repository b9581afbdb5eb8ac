-- Smart lists: criteria, what is known of contacts, and when time alone could change who is on which list.

ALTER TABLE lists ADD COLUMN criteria TEXT;                             -- as in the account file; none: a static list
ALTER TABLE lists ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;       -- grows with every change of name or criteria

-- What an account knows of its contacts beside what every contact has.
CREATE TABLE properties (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'date', 'boolean', 'enumeration')),
  options TEXT NOT NULL               -- JSON, a list of texts
) WITHOUT ROWID;

CREATE TABLE contact_properties (
  contact TEXT NOT NULL REFERENCES contacts (id),
  property TEXT NOT NULL REFERENCES properties (id),
  value TEXT NOT NULL,                -- JSON: a text, a number (a date: ms), true or false
  PRIMARY KEY (contact, property)
) WITHOUT ROWID;

CREATE INDEX contact_properties_by_property ON contact_properties (property);

ALTER TABLE contacts ADD COLUMN created_at INTEGER;                     -- none: before this was kept
ALTER TABLE contacts ADD COLUMN first_seen INTEGER;                     -- with their identity, to the hour
ALTER TABLE contacts ADD COLUMN last_seen INTEGER;
ALTER TABLE contacts ADD COLUMN lists_due INTEGER;                      -- when time alone could change their lists
ALTER TABLE contacts ADD COLUMN lists_moved INTEGER;                    -- when their lists changed last

CREATE INDEX contacts_by_lists_due ON contacts (lists_due) WHERE lists_due IS NOT NULL;
CREATE INDEX contacts_by_lists_moved ON contacts (lists_moved) WHERE lists_moved IS NOT NULL;

-- `contact_lists` holds both: whom somebody put on a static list, and who met the criteria of a smart one when asked last.
CREATE INDEX contact_lists_by_list ON contact_lists (list);
