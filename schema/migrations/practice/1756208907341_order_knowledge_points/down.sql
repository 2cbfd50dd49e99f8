CREATE INDEX knowledge_points_parent_id_idx ON practice.knowledge_points (parent_id);

ALTER TABLE practice.knowledge_points DROP COLUMN sort_order;
