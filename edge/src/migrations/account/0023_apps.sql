-- Pages of the owner's own beside conversations (P58).

CREATE TABLE apps (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  url TEXT NOT NULL
) WITHOUT ROWID;

-- The inboxes that an app is for; none: all of them.
CREATE TABLE app_inboxes (
  app TEXT NOT NULL REFERENCES apps (id),
  inbox TEXT NOT NULL,
  PRIMARY KEY (app, inbox)
) WITHOUT ROWID;
