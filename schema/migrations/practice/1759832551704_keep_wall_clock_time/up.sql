-- now() stands still within a transaction: rows of one import all looked equally old.
CREATE OR REPLACE FUNCTION practice.set_updated_at() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
  NEW.updated_at = clock_timestamp();
  RETURN NEW;
END;
$$;

-- Answers that arrive late from a phone must not turn the session back.
CREATE OR REPLACE FUNCTION practice.touch_session() RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
  UPDATE practice.practice_sessions
  SET last_activity_at = greatest(last_activity_at, NEW.answered_at)
  WHERE id = NEW.session_id;
  RETURN NULL;
END;
$$;

-- To be seen is no change of a user.
ALTER TABLE practice.users ADD COLUMN last_seen_at timestamptz;

DROP TRIGGER users_set_updated_at ON practice.users;
CREATE TRIGGER users_set_updated_at
  BEFORE UPDATE ON practice.users
  FOR EACH ROW
  WHEN (OLD.last_seen_at IS NOT DISTINCT FROM NEW.last_seen_at)
  EXECUTE FUNCTION practice.set_updated_at();

CREATE INDEX users_last_seen_at_idx ON practice.users (last_seen_at DESC NULLS LAST);
