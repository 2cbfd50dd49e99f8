ALTER TABLE practice.knowledge_points ADD COLUMN position integer;

UPDATE practice.knowledge_points AS point
SET position = numbered.position
FROM (
  SELECT id, row_number() OVER (PARTITION BY parent_id ORDER BY created_at, slug) AS position
  FROM practice.knowledge_points
) AS numbered
WHERE numbered.id = point.id;

-- Deferrable, so that two neighbours can swap places in one transaction.
ALTER TABLE practice.knowledge_points
  ALTER COLUMN position SET NOT NULL,
  ADD CONSTRAINT knowledge_points_position_check CHECK (position > 0),
  ADD CONSTRAINT knowledge_points_parent_id_position_key UNIQUE (parent_id, position) DEFERRABLE INITIALLY DEFERRED;

DROP INDEX practice.knowledge_points_parent_id_idx;
