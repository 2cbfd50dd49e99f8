ALTER TABLE practice.quizzes
  ALTER COLUMN difficulty TYPE smallint,
  ALTER COLUMN difficulty SET DEFAULT 3;

DROP INDEX practice.users_staff_idx;
DROP INDEX practice.users_created_at_idx;
DROP INDEX practice.users_email_key;

ALTER TABLE practice.users
  DROP COLUMN preferences,
  ALTER COLUMN email TYPE text,
  ADD CONSTRAINT users_email_key UNIQUE (email);

DROP DOMAIN practice.difficulty;
DROP DOMAIN practice.email_address;
