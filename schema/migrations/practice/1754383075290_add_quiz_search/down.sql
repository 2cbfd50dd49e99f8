DROP INDEX practice.knowledge_points_title_idx;

CREATE INDEX quizzes_prompt_idx ON practice.quizzes (lower(prompt) text_pattern_ops);
ALTER TABLE practice.quizzes DROP COLUMN search;
