DROP INDEX practice.quizzes_choices_idx;
DROP INDEX practice.quizzes_kind_idx;

ALTER TABLE practice.practice_answers
  ALTER COLUMN response TYPE text USING response #>> '{}';

-- USING takes no subquery, so the array is taken apart in a function of a moment.
CREATE FUNCTION practice.text_array(list jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(item ORDER BY position), '{}')
  FROM jsonb_array_elements_text(list) WITH ORDINALITY AS element (item, position)
$$;

ALTER TABLE practice.quizzes
  DROP CONSTRAINT quizzes_choices_check,
  ALTER COLUMN answer TYPE text USING answer #>> '{}',
  ALTER COLUMN choices DROP DEFAULT,
  ALTER COLUMN choices TYPE text[] USING practice.text_array(choices),
  ALTER COLUMN choices SET DEFAULT '{}',
  ALTER COLUMN kind DROP DEFAULT,
  ALTER COLUMN kind TYPE text USING CASE kind WHEN 'matching' THEN 'free_text' ELSE kind::text END,
  ALTER COLUMN kind SET DEFAULT 'single_choice',
  ADD CONSTRAINT quizzes_kind_check CHECK (kind IN ('single_choice', 'multiple_choice', 'free_text'));

DROP FUNCTION practice.text_array(jsonb);
DROP TYPE practice.quiz_kind;
