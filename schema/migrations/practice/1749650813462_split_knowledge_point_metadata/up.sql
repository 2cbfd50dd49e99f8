-- What only editors need moves out of the table that every quiz joins.
CREATE TABLE practice.knowledge_point_metadata (
  knowledge_point_id uuid PRIMARY KEY REFERENCES practice.knowledge_points (id) ON DELETE CASCADE,
  estimated_minutes integer CONSTRAINT knowledge_point_metadata_estimated_minutes_check CHECK (estimated_minutes > 0),
  keywords text[] NOT NULL DEFAULT '{}',
  source_url text,
  extra jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX knowledge_point_metadata_keywords_idx ON practice.knowledge_point_metadata USING gin (keywords);
CREATE INDEX knowledge_point_metadata_extra_idx ON practice.knowledge_point_metadata USING gin (extra);

CREATE TRIGGER knowledge_point_metadata_set_updated_at
  BEFORE UPDATE ON practice.knowledge_point_metadata
  FOR EACH ROW EXECUTE FUNCTION practice.set_updated_at();

INSERT INTO practice.knowledge_point_metadata (knowledge_point_id, estimated_minutes, keywords, source_url)
SELECT id, estimated_minutes, coalesce(regexp_split_to_array(keywords, '\s*,\s*'), '{}'), source_url
FROM practice.knowledge_points;

ALTER TABLE practice.knowledge_points
  DROP COLUMN estimated_minutes,
  DROP COLUMN keywords,
  DROP COLUMN source_url;
