DELETE FROM practice.students WHERE is_anonymous;

ALTER TABLE practice.students
  DROP CONSTRAINT students_email_check,
  DROP COLUMN is_anonymous,
  ALTER COLUMN email SET NOT NULL;
