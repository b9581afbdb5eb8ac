-- Consent can be asked for, chatflows are edited, and texts of consent are kept for good.

ALTER TABLE account ADD COLUMN gdpr INTEGER NOT NULL DEFAULT 0 CHECK (gdpr IN (0, 1));

ALTER TABLE chatflows ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;   -- grows with every change of the chatflow

-- The reply time was a text in one language; it is a number of minutes now.
UPDATE chatflows SET configuration = json_remove(configuration, '$.availability.reply_time');

-- Every text of consent that was ever in force. Rows are never changed or removed, whatever becomes of the chatflow.
CREATE TABLE consent_texts (
  chatflow TEXT NOT NULL,
  version INTEGER NOT NULL,           -- from 1 within the chatflow
  mode TEXT NOT NULL CHECK (mode IN ('explicit', 'legitimate_interest')),
  text TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (chatflow, version)
) WITHOUT ROWID;
