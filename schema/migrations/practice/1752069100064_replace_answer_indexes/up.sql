-- Every page asks for the newest answers first; the old indexes made it sort.
DROP INDEX practice.practice_answers_session_id_idx;
DROP INDEX practice.practice_answers_user_id_idx;

CREATE INDEX practice_answers_session_id_answered_at_idx
  ON practice.practice_answers (session_id, answered_at DESC);
CREATE INDEX practice_answers_user_id_answered_at_idx
  ON practice.practice_answers (user_id, answered_at DESC) INCLUDE (is_correct, score);
CREATE INDEX practice_answers_wrong_idx
  ON practice.practice_answers (user_id, quiz_id) WHERE NOT is_correct;
CREATE INDEX practice_answers_answered_at_idx
  ON practice.practice_answers USING brin (answered_at);

-- A quiz that is taken out takes its answers along.
ALTER TABLE practice.practice_answers
  DROP CONSTRAINT practice_answers_quiz_id_fkey,
  ADD CONSTRAINT practice_answers_quiz_id_fkey
    FOREIGN KEY (quiz_id) REFERENCES practice.quizzes (id) ON DELETE CASCADE;
