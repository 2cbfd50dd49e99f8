ALTER TABLE practice.topics
  DROP COLUMN estimated_minutes,
  DROP COLUMN keywords,
  DROP COLUMN source_url;
