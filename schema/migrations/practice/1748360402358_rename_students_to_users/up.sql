-- Teachers sign in too. The tables that are about learning keep their names.
ALTER TABLE practice.students RENAME TO users;
ALTER TABLE practice.users RENAME CONSTRAINT students_pkey TO users_pkey;
ALTER TABLE practice.users RENAME CONSTRAINT students_email_key TO users_email_key;
ALTER TABLE practice.users RENAME CONSTRAINT students_email_check TO users_email_check;
ALTER TRIGGER students_set_updated_at ON practice.users RENAME TO users_set_updated_at;

ALTER TABLE practice.users
  ADD COLUMN role varchar(20) NOT NULL DEFAULT 'student'
    CONSTRAINT users_role_check CHECK (role IN ('student', 'teacher', 'editor'));

ALTER TABLE practice.practice_sessions RENAME COLUMN student_id TO user_id;
ALTER TABLE practice.practice_sessions
  RENAME CONSTRAINT practice_sessions_student_id_fkey TO practice_sessions_user_id_fkey;
ALTER INDEX practice.practice_sessions_student_id_idx RENAME TO practice_sessions_user_id_idx;

ALTER TABLE practice.practice_answers RENAME COLUMN student_id TO user_id;
ALTER TABLE practice.practice_answers
  RENAME CONSTRAINT practice_answers_student_id_fkey TO practice_answers_user_id_fkey;
ALTER INDEX practice.practice_answers_student_id_idx RENAME TO practice_answers_user_id_idx;

ALTER TABLE practice.student_weaknesses RENAME COLUMN student_id TO user_id;
ALTER TABLE practice.student_weaknesses
  RENAME CONSTRAINT student_weaknesses_student_id_fkey TO student_weaknesses_user_id_fkey;
ALTER TABLE practice.student_weaknesses
  RENAME CONSTRAINT student_weaknesses_student_id_knowledge_point_id_key
  TO student_weaknesses_user_id_knowledge_point_id_key;

ALTER TABLE practice.student_mistakes RENAME COLUMN student_id TO user_id;
ALTER TABLE practice.student_mistakes
  RENAME CONSTRAINT student_mistakes_student_id_fkey TO student_mistakes_user_id_fkey;
ALTER TABLE practice.student_mistakes
  RENAME CONSTRAINT student_mistakes_student_id_quiz_id_key TO student_mistakes_user_id_quiz_id_key;
