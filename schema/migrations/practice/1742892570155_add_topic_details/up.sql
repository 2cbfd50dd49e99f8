ALTER TABLE practice.topics
  ADD COLUMN estimated_minutes integer,
  ADD COLUMN keywords text,
  ADD COLUMN source_url text;

UPDATE practice.topics
SET estimated_minutes = 15, keywords = 'fractions, numbers'
WHERE slug LIKE 'sample-%';
