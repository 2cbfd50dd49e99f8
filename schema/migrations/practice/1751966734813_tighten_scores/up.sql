UPDATE practice.practice_answers
SET score = CASE WHEN is_correct THEN 1 ELSE 0 END
WHERE score IS NULL;

ALTER TABLE practice.practice_answers
  ALTER COLUMN score TYPE numeric(5, 2) USING round(score::numeric, 2),
  ALTER COLUMN score SET DEFAULT 0,
  ALTER COLUMN score SET NOT NULL,
  ADD CONSTRAINT practice_answers_score_check CHECK (score BETWEEN 0 AND 1),
  ADD CONSTRAINT practice_answers_time_spent_ms_check CHECK (time_spent_ms >= 0);

UPDATE practice.practice_sessions
SET completed_at = last_activity_at
WHERE status = 'completed' AND completed_at IS NULL;

UPDATE practice.practice_sessions
SET completed_at = NULL
WHERE status <> 'completed' AND completed_at IS NOT NULL;

ALTER TABLE practice.practice_sessions
  DROP CONSTRAINT practice_sessions_completed_check,
  ADD CONSTRAINT practice_sessions_completed_check CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
  ADD CONSTRAINT practice_sessions_quiz_count_check CHECK (quiz_count BETWEEN 1 AND 100);

ALTER TABLE practice.student_weaknesses
  ALTER COLUMN severity DROP DEFAULT,
  ALTER COLUMN severity TYPE numeric(3, 2) USING least(severity / 5.0, 1),
  ALTER COLUMN severity SET DEFAULT 0.2,
  DROP CONSTRAINT student_weaknesses_severity_check,
  ADD CONSTRAINT student_weaknesses_severity_check CHECK (severity > 0 AND severity <= 1);
