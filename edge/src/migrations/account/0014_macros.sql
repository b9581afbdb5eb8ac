-- Several acts in one click.

CREATE TABLE macros (
  id TEXT PRIMARY KEY,
  owner TEXT REFERENCES people (id),  -- none: everybody's
  name TEXT NOT NULL,
  steps TEXT NOT NULL  -- as they are sent
) WITHOUT ROWID;
