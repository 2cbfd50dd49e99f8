CREATE TABLE practice.attachments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  quiz_id uuid REFERENCES practice.quizzes (id) ON DELETE CASCADE,
  knowledge_point_id uuid REFERENCES practice.knowledge_points (id) ON DELETE CASCADE,
  uploaded_by uuid REFERENCES practice.users (id) ON DELETE SET NULL,
  url text NOT NULL,
  media_type text NOT NULL DEFAULT 'application/octet-stream',
  byte_size bigint,
  sha256 bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT attachments_target_check CHECK (num_nonnulls(quiz_id, knowledge_point_id) = 1),
  CONSTRAINT attachments_sha256_check CHECK (octet_length(sha256) = 32)
);

CREATE INDEX attachments_quiz_id_idx ON practice.attachments (quiz_id) WHERE quiz_id IS NOT NULL;
CREATE INDEX attachments_knowledge_point_id_idx ON practice.attachments (knowledge_point_id)
  WHERE knowledge_point_id IS NOT NULL;
CREATE INDEX attachments_uploaded_by_idx ON practice.attachments (uploaded_by);
CREATE UNIQUE INDEX attachments_sha256_key ON practice.attachments (sha256, quiz_id, knowledge_point_id);

CREATE TRIGGER attachments_set_updated_at
  BEFORE UPDATE ON practice.attachments
  FOR EACH ROW EXECUTE FUNCTION practice.set_updated_at();

INSERT INTO practice.attachments (quiz_id, url, media_type)
SELECT id, image_url, 'image/*' FROM practice.quizzes WHERE image_url IS NOT NULL;

ALTER TABLE practice.quizzes DROP COLUMN image_url;
