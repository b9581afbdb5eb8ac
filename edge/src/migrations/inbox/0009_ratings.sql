-- What visitors thought of threads that had ended. One for each end; a later answer takes its place.

CREATE TABLE ratings (
  thread TEXT NOT NULL,
  ended INTEGER NOT NULL,             -- the place of that end in the thread's log
  n INTEGER NOT NULL,                 -- of the note beside the thread; an older one changes nothing
  at INTEGER NOT NULL,
  contact TEXT,
  chatflow TEXT NOT NULL,
  agent TEXT,                         -- who had the thread
  scale TEXT NOT NULL CHECK (scale IN ('stars', 'thumbs', 'nps')),
  score INTEGER NOT NULL,
  comment TEXT,
  PRIMARY KEY (thread, ended)
) WITHOUT ROWID;

CREATE INDEX ratings_by_time ON ratings (at, thread, ended);
