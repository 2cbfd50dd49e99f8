DROP INDEX practice.quizzes_published_idx;

ALTER TABLE practice.quizzes
  DROP COLUMN tags,
  DROP COLUMN is_published,
  DROP COLUMN image_url;
