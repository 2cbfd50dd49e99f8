DROP TRIGGER practice_answers_touch_session ON practice.practice_answers;
DROP FUNCTION practice.touch_session();
DROP INDEX practice.practice_sessions_stale_idx;

ALTER TABLE practice.practice_sessions
  DROP CONSTRAINT practice_sessions_completed_check,
  DROP COLUMN last_activity_at;
