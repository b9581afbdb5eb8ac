-- The team that has a thread while no agent does (H73).
ALTER TABLE threads ADD COLUMN team TEXT GENERATED ALWAYS AS (json_extract(desk, '$.team.team.id')) VIRTUAL;

CREATE INDEX threads_of_team ON threads (team, shelf, standing, updated_at DESC, thread) WHERE team IS NOT NULL;

-- The team whose people are asked instead of those whom the rule names: which, its name, and who gave it, as JSON.
ALTER TABLE routing ADD COLUMN team TEXT;
