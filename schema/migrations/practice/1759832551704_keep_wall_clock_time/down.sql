DROP INDEX practice.users_last_seen_at_idx;

DROP TRIGGER users_set_updated_at ON practice.users;
CREATE TRIGGER users_set_updated_at
  BEFORE UPDATE ON practice.users
  FOR EACH ROW EXECUTE FUNCTION practice.set_updated_at();

ALTER TABLE practice.users DROP COLUMN last_seen_at;

CREATE OR REPLACE FUNCTION practice.touch_session() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE practice.practice_sessions SET last_activity_at = NEW.answered_at WHERE id = NEW.session_id;
  RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION practice.set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$$;
