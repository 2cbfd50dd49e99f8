ALTER TABLE practice.student_mistakes
  RENAME CONSTRAINT student_mistakes_user_id_quiz_id_key TO student_mistakes_student_id_quiz_id_key;
ALTER TABLE practice.student_mistakes
  RENAME CONSTRAINT student_mistakes_user_id_fkey TO student_mistakes_student_id_fkey;
ALTER TABLE practice.student_mistakes RENAME COLUMN user_id TO student_id;

ALTER TABLE practice.student_weaknesses
  RENAME CONSTRAINT student_weaknesses_user_id_knowledge_point_id_key
  TO student_weaknesses_student_id_knowledge_point_id_key;
ALTER TABLE practice.student_weaknesses
  RENAME CONSTRAINT student_weaknesses_user_id_fkey TO student_weaknesses_student_id_fkey;
ALTER TABLE practice.student_weaknesses RENAME COLUMN user_id TO student_id;

ALTER INDEX practice.practice_answers_user_id_idx RENAME TO practice_answers_student_id_idx;
ALTER TABLE practice.practice_answers
  RENAME CONSTRAINT practice_answers_user_id_fkey TO practice_answers_student_id_fkey;
ALTER TABLE practice.practice_answers RENAME COLUMN user_id TO student_id;

ALTER INDEX practice.practice_sessions_user_id_idx RENAME TO practice_sessions_student_id_idx;
ALTER TABLE practice.practice_sessions
  RENAME CONSTRAINT practice_sessions_user_id_fkey TO practice_sessions_student_id_fkey;
ALTER TABLE practice.practice_sessions RENAME COLUMN user_id TO student_id;

ALTER TABLE practice.users DROP COLUMN role;

ALTER TRIGGER users_set_updated_at ON practice.users RENAME TO students_set_updated_at;
ALTER TABLE practice.users RENAME CONSTRAINT users_email_check TO students_email_check;
ALTER TABLE practice.users RENAME CONSTRAINT users_email_key TO students_email_key;
ALTER TABLE practice.users RENAME CONSTRAINT users_pkey TO students_pkey;
ALTER TABLE practice.users RENAME TO students;
