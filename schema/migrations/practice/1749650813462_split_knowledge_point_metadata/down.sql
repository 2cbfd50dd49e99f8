ALTER TABLE practice.knowledge_points
  ADD COLUMN estimated_minutes integer,
  ADD COLUMN keywords text,
  ADD COLUMN source_url text;

UPDATE practice.knowledge_points AS point
SET
  estimated_minutes = metadata.estimated_minutes,
  keywords = nullif(array_to_string(metadata.keywords, ', '), ''),
  source_url = metadata.source_url
FROM practice.knowledge_point_metadata AS metadata
WHERE metadata.knowledge_point_id = point.id;

DROP TABLE practice.knowledge_point_metadata;
