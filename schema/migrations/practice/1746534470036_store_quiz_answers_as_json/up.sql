-- A quiz can now have more than one right answer, and choices can carry an image or a formula.
CREATE TYPE practice.quiz_kind AS ENUM ('single_choice', 'multiple_choice', 'free_text', 'matching');

ALTER TABLE practice.quizzes
  DROP CONSTRAINT quizzes_kind_check,
  ALTER COLUMN kind DROP DEFAULT,
  ALTER COLUMN kind TYPE practice.quiz_kind USING kind::practice.quiz_kind,
  ALTER COLUMN kind SET DEFAULT 'single_choice',
  ALTER COLUMN choices DROP DEFAULT,
  ALTER COLUMN choices TYPE jsonb USING to_jsonb(choices),
  ALTER COLUMN choices SET DEFAULT '[]',
  ALTER COLUMN answer TYPE jsonb USING to_jsonb(answer),
  ADD CONSTRAINT quizzes_choices_check CHECK (jsonb_typeof(choices) = 'array');

ALTER TABLE practice.practice_answers
  ALTER COLUMN response TYPE jsonb USING to_jsonb(response);

CREATE INDEX quizzes_kind_idx ON practice.quizzes (kind);
CREATE INDEX quizzes_choices_idx ON practice.quizzes USING gin (choices jsonb_path_ops);
