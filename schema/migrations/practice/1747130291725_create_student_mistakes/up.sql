CREATE TABLE practice.student_mistakes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  student_id uuid NOT NULL REFERENCES practice.students (id) ON DELETE CASCADE,
  quiz_id uuid NOT NULL REFERENCES practice.quizzes (id) ON DELETE CASCADE,
  knowledge_point_id uuid REFERENCES practice.knowledge_points (id) ON DELETE SET NULL,
  answer_id bigint REFERENCES practice.practice_answers (id) ON DELETE SET NULL,
  kind varchar(20) NOT NULL DEFAULT 'unknown'
    CONSTRAINT student_mistakes_kind_check CHECK (kind IN ('slip', 'misconception', 'unknown')),
  times integer NOT NULL DEFAULT 1,
  note text,
  resolved_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT student_mistakes_student_id_quiz_id_key UNIQUE (student_id, quiz_id)
);

CREATE INDEX student_mistakes_quiz_id_idx ON practice.student_mistakes (quiz_id);
CREATE INDEX student_mistakes_knowledge_point_id_idx ON practice.student_mistakes (knowledge_point_id);
CREATE INDEX student_mistakes_answer_id_idx ON practice.student_mistakes (answer_id);
CREATE INDEX student_mistakes_open_idx ON practice.student_mistakes (student_id, updated_at) WHERE resolved_at IS NULL;

CREATE TRIGGER student_mistakes_set_updated_at
  BEFORE UPDATE ON practice.student_mistakes
  FOR EACH ROW EXECUTE FUNCTION practice.set_updated_at();

INSERT INTO practice.student_mistakes (student_id, quiz_id, knowledge_point_id, answer_id, times)
SELECT
  answer.student_id,
  answer.quiz_id,
  max(quiz.knowledge_point_id::text)::uuid,
  max(answer.id),
  count(*)
FROM practice.practice_answers AS answer
JOIN practice.quizzes AS quiz ON quiz.id = answer.quiz_id
WHERE NOT answer.is_correct
GROUP BY answer.student_id, answer.quiz_id;
