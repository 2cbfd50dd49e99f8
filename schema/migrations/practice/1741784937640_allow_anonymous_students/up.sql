ALTER TABLE practice.students
  ALTER COLUMN email DROP NOT NULL,
  ADD COLUMN is_anonymous boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT students_email_check CHECK (is_anonymous OR email IS NOT NULL);

-- Visitors who try a quiz before they sign up all practise as this one.
INSERT INTO practice.students (id, email, display_name, is_anonymous)
VALUES ('00000000-0000-0000-0000-000000000000', NULL, 'Anonymous', true);
