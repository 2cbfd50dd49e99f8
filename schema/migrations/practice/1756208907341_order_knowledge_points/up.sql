ALTER TABLE practice.knowledge_points ADD COLUMN sort_order integer;

UPDATE practice.knowledge_points AS point
SET sort_order = numbered.sort_order
FROM (
  SELECT id, row_number() OVER (PARTITION BY parent_id ORDER BY created_at, slug) AS sort_order
  FROM practice.knowledge_points
) AS numbered
WHERE numbered.id = point.id;

-- Deferrable, so that two neighbours can swap places in one transaction.
ALTER TABLE practice.knowledge_points
  ALTER COLUMN sort_order SET NOT NULL,
  ADD CONSTRAINT knowledge_points_sort_order_check CHECK (sort_order > 0),
  ADD CONSTRAINT knowledge_points_parent_id_sort_order_key UNIQUE (parent_id, sort_order) DEFERRABLE INITIALLY DEFERRED;

DROP INDEX practice.knowledge_points_parent_id_idx;
