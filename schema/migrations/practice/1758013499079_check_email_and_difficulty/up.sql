CREATE DOMAIN practice.email_address AS text
  CONSTRAINT email_address_check CHECK (VALUE ~ '^[^@[:space:]]+@[^@[:space:]]+$' AND length(VALUE) <= 254);

CREATE DOMAIN practice.difficulty AS smallint
  DEFAULT 3
  CONSTRAINT difficulty_check CHECK (VALUE BETWEEN 1 AND 5);

-- Ana@example.com and ana@example.com are one person.
ALTER TABLE practice.users
  DROP CONSTRAINT users_email_key,
  ALTER COLUMN email TYPE practice.email_address USING nullif(btrim(email), ''),
  ADD COLUMN preferences jsonb NOT NULL DEFAULT '{}';

CREATE UNIQUE INDEX users_email_key ON practice.users (lower(email));
CREATE INDEX users_created_at_idx ON practice.users (created_at);
CREATE INDEX users_staff_idx ON practice.users (role) WHERE role <> 'student';

ALTER TABLE practice.quizzes
  ALTER COLUMN difficulty DROP DEFAULT,
  ALTER COLUMN difficulty TYPE practice.difficulty USING least(greatest(difficulty, 1), 5);
