CREATE TYPE practice.session_status AS ENUM ('active', 'completed');

CREATE TABLE practice.practice_sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  student_id uuid NOT NULL REFERENCES practice.students (id) ON DELETE CASCADE,
  status practice.session_status NOT NULL DEFAULT 'active',
  question_count integer NOT NULL DEFAULT 10,
  duration_seconds integer,
  settings jsonb NOT NULL DEFAULT '{}',
  started_at timestamptz NOT NULL DEFAULT now(),
  completed_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT practice_sessions_times_check CHECK (completed_at >= started_at)
);

CREATE INDEX practice_sessions_student_id_idx ON practice.practice_sessions (student_id);
CREATE INDEX practice_sessions_active_idx ON practice.practice_sessions (student_id, started_at) WHERE status = 'active';

CREATE TRIGGER practice_sessions_set_updated_at
  BEFORE UPDATE ON practice.practice_sessions
  FOR EACH ROW EXECUTE FUNCTION practice.set_updated_at();

CREATE TABLE practice.practice_answers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES practice.practice_sessions (id) ON DELETE CASCADE,
  student_id uuid NOT NULL REFERENCES practice.students (id) ON DELETE CASCADE,
  question_id uuid NOT NULL REFERENCES practice.questions (id),
  response text,
  is_correct boolean NOT NULL,
  score real,
  time_spent_ms integer,
  answered_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX practice_answers_session_id_idx ON practice.practice_answers (session_id);
CREATE INDEX practice_answers_student_id_idx ON practice.practice_answers (student_id);
CREATE INDEX practice_answers_question_id_idx ON practice.practice_answers (question_id);
