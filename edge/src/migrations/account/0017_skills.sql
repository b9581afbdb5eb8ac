-- What people can do, and conversations may need (P40).

CREATE TABLE skills (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE person_skills (
  person TEXT NOT NULL REFERENCES people (id),
  skill TEXT NOT NULL REFERENCES skills (id),
  PRIMARY KEY (person, skill)
) WITHOUT ROWID;
