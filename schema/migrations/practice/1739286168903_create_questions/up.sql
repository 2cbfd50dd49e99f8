CREATE TABLE practice.questions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  topic_id uuid NOT NULL REFERENCES practice.topics (id) ON DELETE CASCADE,
  kind text NOT NULL DEFAULT 'single_choice'
    CONSTRAINT questions_kind_check CHECK (kind IN ('single_choice', 'multiple_choice', 'free_text')),
  prompt text NOT NULL,
  choices text[] NOT NULL DEFAULT '{}',
  answer text NOT NULL,
  explanation text,
  difficulty smallint NOT NULL DEFAULT 3,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX questions_topic_id_idx ON practice.questions (topic_id);
CREATE INDEX questions_prompt_idx ON practice.questions (lower(prompt) text_pattern_ops);

CREATE TRIGGER questions_set_updated_at
  BEFORE UPDATE ON practice.questions
  FOR EACH ROW EXECUTE FUNCTION practice.set_updated_at();
