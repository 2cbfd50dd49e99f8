ALTER TABLE practice.quizzes
  ADD COLUMN search tsvector NOT NULL
    GENERATED ALWAYS AS (to_tsvector('english', prompt || ' ' || coalesce(explanation, ''))) STORED;

CREATE INDEX quizzes_search_idx ON practice.quizzes USING gin (search);
DROP INDEX practice.quizzes_prompt_idx;

CREATE INDEX knowledge_points_title_idx ON practice.knowledge_points (lower(title));
