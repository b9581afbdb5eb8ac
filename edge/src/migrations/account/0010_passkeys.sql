-- Passkeys: keys that people sign in with. What is kept of one is public.

CREATE TABLE passkeys (
  credential TEXT PRIMARY KEY,        -- its id in base64url
  handle TEXT NOT NULL UNIQUE,        -- the beginning of the id's digest: for addresses and the audit log
  person TEXT NOT NULL REFERENCES people (id),
  rp_id TEXT NOT NULL,                -- the host it was made at: it counts nowhere else
  name TEXT NOT NULL,
  algorithm TEXT NOT NULL CHECK (algorithm IN ('ES256', 'RS256')),
  public_key TEXT NOT NULL,           -- SPKI in base64url
  sign_count INTEGER NOT NULL,        -- where its counter stood last
  created_at INTEGER NOT NULL,
  used_at INTEGER                     -- none: not yet
) WITHOUT ROWID;

CREATE INDEX passkeys_by_person ON passkeys (person, created_at);

-- Challenges that were answered before anybody said who they are: kept until they would have ended, so that none is
-- answered twice.
CREATE TABLE answered_challenges (
  digest TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
