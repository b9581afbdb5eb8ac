-- How urgent a thread is (P40); of most nothing is said.
ALTER TABLE threads ADD COLUMN priority TEXT GENERATED ALWAYS AS (coalesce(json_extract(desk, '$.priority'), 'normal')) VIRTUAL;

CREATE INDEX threads_by_priority ON threads (priority, shelf, standing, updated_at DESC, thread) WHERE priority <> 'normal';
