CREATE TABLE practice.student_weaknesses (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  student_id uuid NOT NULL REFERENCES practice.students (id) ON DELETE CASCADE,
  knowledge_point_id uuid NOT NULL REFERENCES practice.knowledge_points (id) ON DELETE CASCADE,
  severity smallint NOT NULL DEFAULT 1,
  evidence_count integer NOT NULL DEFAULT 1,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT student_weaknesses_severity_check CHECK (severity > 0),
  CONSTRAINT student_weaknesses_student_id_knowledge_point_id_key UNIQUE (student_id, knowledge_point_id)
);

CREATE INDEX student_weaknesses_knowledge_point_id_idx ON practice.student_weaknesses (knowledge_point_id);
CREATE INDEX student_weaknesses_worst_idx ON practice.student_weaknesses (student_id, severity DESC);

CREATE TRIGGER student_weaknesses_set_updated_at
  BEFORE UPDATE ON practice.student_weaknesses
  FOR EACH ROW EXECUTE FUNCTION practice.set_updated_at();
