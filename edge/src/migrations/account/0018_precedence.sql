-- Contacts on these lists are at least so urgent (P40), in the order in which the account says so.
CREATE TABLE list_priorities (
  position INTEGER PRIMARY KEY,
  list TEXT NOT NULL UNIQUE REFERENCES lists (id),
  priority TEXT NOT NULL CHECK (priority IN ('normal', 'high', 'urgent'))
);
