-- Sessions nobody came back to are swept up by this column.
ALTER TABLE practice.practice_sessions ADD COLUMN last_activity_at timestamptz;

UPDATE practice.practice_sessions AS session
SET last_activity_at = coalesce(
  session.completed_at,
  (SELECT max(answer.answered_at) FROM practice.practice_answers AS answer WHERE answer.session_id = session.id),
  session.started_at
);

ALTER TABLE practice.practice_sessions
  ALTER COLUMN last_activity_at SET DEFAULT now(),
  ALTER COLUMN last_activity_at SET NOT NULL,
  ADD CONSTRAINT practice_sessions_completed_check CHECK (status <> 'completed' OR completed_at IS NOT NULL) NOT VALID;

CREATE INDEX practice_sessions_stale_idx ON practice.practice_sessions (last_activity_at)
  WHERE status IN ('active', 'paused');

CREATE FUNCTION practice.touch_session() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE practice.practice_sessions SET last_activity_at = NEW.answered_at WHERE id = NEW.session_id;
  RETURN NULL;
END;
$$;

CREATE TRIGGER practice_answers_touch_session
  AFTER INSERT ON practice.practice_answers
  FOR EACH ROW EXECUTE FUNCTION practice.touch_session();
