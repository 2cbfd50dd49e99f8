ALTER TABLE practice.quizzes
  ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
  ADD COLUMN is_published boolean NOT NULL DEFAULT true,
  ADD COLUMN image_url text;

UPDATE practice.quizzes AS quiz
SET tags = ARRAY[point.subject]
FROM practice.knowledge_points AS point
WHERE point.id = quiz.knowledge_point_id;

ALTER TABLE practice.quizzes ALTER COLUMN is_published SET DEFAULT false;

CREATE INDEX quizzes_tags_idx ON practice.quizzes USING gin (tags);
CREATE INDEX quizzes_published_idx ON practice.quizzes (knowledge_point_id, difficulty) WHERE is_published;
