-- What colleagues have in the account's other inboxes, and what the account knows of what they have in this one.

CREATE TABLE elsewhere (
  agent TEXT NOT NULL,
  since INTEGER NOT NULL,             -- since which of the account's revisions what they have is looked at together
  open INTEGER,                       -- in other inboxes; none: not all of them have said so yet
  revision INTEGER NOT NULL,          -- the account's, of `open`; an older one is a repetition
  told INTEGER,                       -- in this one, as the account heard last
  given INTEGER NOT NULL,             -- how often a rule gave them something here
  heard INTEGER NOT NULL,             -- up to which of those the account has heard
  PRIMARY KEY (agent, since)
) WITHOUT ROWID;

CREATE TABLE elsewhere_telling (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  shared INTEGER NOT NULL CHECK (shared IN (0, 1)),   -- whether anybody works in another inbox too
  number INTEGER NOT NULL,                            -- of the last telling
  attempts INTEGER NOT NULL,
  due_at INTEGER                                      -- when the account is to be told
);

-- Inboxes that are being deleted forget their threads step by step.
ALTER TABLE erasures ADD COLUMN emptied INTEGER NOT NULL DEFAULT 0 CHECK (emptied IN (0, 1));
