-- Why a thread is as urgent as it is (P40), as JSON; none: nothing was said of it. What was said before this was kept, by the
-- notes beside the threads: of agents it is their word, of anybody else the rule's.
ALTER TABLE desks ADD COLUMN priority_by TEXT;

UPDATE desks SET priority_by = CASE
    WHEN (SELECT agent FROM annotations
          WHERE annotations.thread = desks.thread AND json_extract(note, '$.kind') = 'prioritised'
          ORDER BY n DESC LIMIT 1) <> '' THEN '{"by":"hand"}'
    ELSE '{"by":"rule"}' END
  WHERE EXISTS (SELECT 1 FROM annotations
                WHERE annotations.thread = desks.thread AND json_extract(note, '$.kind') = 'prioritised');
