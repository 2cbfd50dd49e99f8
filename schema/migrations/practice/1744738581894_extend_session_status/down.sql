-- A value cannot be taken out of an enum: build the type anew.
DROP INDEX practice.practice_sessions_active_idx;

ALTER TYPE practice.session_status RENAME TO old_session_status;
CREATE TYPE practice.session_status AS ENUM ('active', 'completed');

ALTER TABLE practice.practice_sessions
  ALTER COLUMN status DROP DEFAULT,
  ALTER COLUMN status TYPE practice.session_status USING
    CASE status::text
      WHEN 'paused' THEN 'active'
      WHEN 'abandoned' THEN 'completed'
      ELSE status::text
    END::practice.session_status,
  ALTER COLUMN status SET DEFAULT 'active';

DROP TYPE practice.old_session_status;

CREATE INDEX practice_sessions_active_idx ON practice.practice_sessions (student_id, started_at) WHERE status = 'active';
