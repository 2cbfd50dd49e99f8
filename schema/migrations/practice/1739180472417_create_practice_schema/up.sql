CREATE SCHEMA practice;

CREATE FUNCTION practice.set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$$;

CREATE TABLE practice.students (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL UNIQUE,
  display_name text NOT NULL,
  locale varchar(10) NOT NULL DEFAULT 'en',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER students_set_updated_at
  BEFORE UPDATE ON practice.students
  FOR EACH ROW EXECUTE FUNCTION practice.set_updated_at();

CREATE TABLE practice.topics (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent_id uuid REFERENCES practice.topics (id) ON DELETE SET NULL,
  slug text NOT NULL UNIQUE,
  title text NOT NULL,
  subject text NOT NULL,
  description text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX topics_parent_id_idx ON practice.topics (parent_id);
CREATE INDEX topics_subject_idx ON practice.topics (subject);

CREATE TRIGGER topics_set_updated_at
  BEFORE UPDATE ON practice.topics
  FOR EACH ROW EXECUTE FUNCTION practice.set_updated_at();
