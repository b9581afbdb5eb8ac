-- Who a visitor is by the word of the site's own server: the secrets that it signs with, and where such a contact's threads are.

ALTER TABLE account ADD COLUMN verified_only INTEGER NOT NULL DEFAULT 0 CHECK (verified_only IN (0, 1));

CREATE TABLE identity_secrets (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  sealed TEXT NOT NULL,
  created_at INTEGER NOT NULL
);

-- One visitor on every device: whoever is identified as the contact is this one, and finds their threads in this shard.
CREATE TABLE identified (
  contact TEXT PRIMARY KEY REFERENCES contacts (id),
  visitor TEXT NOT NULL UNIQUE,
  shard INTEGER NOT NULL
) WITHOUT ROWID;
