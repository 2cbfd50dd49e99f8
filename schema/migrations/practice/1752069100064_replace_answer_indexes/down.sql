ALTER TABLE practice.practice_answers
  DROP CONSTRAINT practice_answers_quiz_id_fkey,
  ADD CONSTRAINT practice_answers_quiz_id_fkey FOREIGN KEY (quiz_id) REFERENCES practice.quizzes (id);

DROP INDEX practice.practice_answers_answered_at_idx;
DROP INDEX practice.practice_answers_wrong_idx;
DROP INDEX practice.practice_answers_user_id_answered_at_idx;
DROP INDEX practice.practice_answers_session_id_answered_at_idx;

CREATE INDEX practice_answers_session_id_idx ON practice.practice_answers (session_id);
CREATE INDEX practice_answers_user_id_idx ON practice.practice_answers (user_id);
