ALTER TABLE practice.student_weaknesses
  DROP CONSTRAINT student_weaknesses_severity_check,
  ALTER COLUMN severity DROP DEFAULT,
  ALTER COLUMN severity TYPE smallint USING greatest(round(severity * 5), 1)::smallint,
  ALTER COLUMN severity SET DEFAULT 1,
  ADD CONSTRAINT student_weaknesses_severity_check CHECK (severity > 0);

ALTER TABLE practice.practice_sessions
  DROP CONSTRAINT practice_sessions_quiz_count_check,
  DROP CONSTRAINT practice_sessions_completed_check,
  ADD CONSTRAINT practice_sessions_completed_check CHECK (status <> 'completed' OR completed_at IS NOT NULL) NOT VALID;

ALTER TABLE practice.practice_answers
  DROP CONSTRAINT practice_answers_time_spent_ms_check,
  DROP CONSTRAINT practice_answers_score_check,
  ALTER COLUMN score DROP NOT NULL,
  ALTER COLUMN score DROP DEFAULT,
  ALTER COLUMN score TYPE real;
