-- up.sql of schema/migrations (hasura), folded by pgfold on PostgreSQL 18.4
-- 32 migrations in one, 1739180472417_create_practice_schema … 1763458582514_name_not_null_constraints
-- fingerprint f16c043fe52a5af2fa32b9c1ebf19488ad66c02de073ca517af22bca9cc2bc15
--
-- Builds the schema whole or not at all: psql -v ON_ERROR_STOP=1 -f up.sql

BEGIN;

SET LOCAL check_function_bodies = off;

-- Schemas -----------------------------------------------------------------------------------------

-- 1739180472417_create_practice_schema
CREATE SCHEMA practice;
COMMENT ON SCHEMA practice IS 'Self-practice: what students work on, and how it went';
GRANT USAGE ON SCHEMA practice TO PUBLIC;

-- Enums -------------------------------------------------------------------------------------------

-- 1746534470036_store_quiz_answers_as_json
CREATE TYPE practice.quiz_kind AS ENUM ('single_choice', 'multiple_choice', 'free_text', 'matching');

-- 1739873853120_create_practice_sessions, changed by 1744738581894_extend_session_status
CREATE TYPE practice.session_status AS ENUM ('active', 'paused', 'completed', 'abandoned');

-- Domains -----------------------------------------------------------------------------------------

-- 1758013499079_check_email_and_difficulty
CREATE DOMAIN practice.difficulty AS smallint
  DEFAULT 3
  CONSTRAINT difficulty_check CHECK ((VALUE >= 1) AND (VALUE <= 5));

-- 1758013499079_check_email_and_difficulty
CREATE DOMAIN practice.email_address AS text
  CONSTRAINT email_address_check CHECK ((VALUE ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text) AND (length(VALUE) <= 254));

-- Functions ---------------------------------------------------------------------------------------

-- 1739180472417_create_practice_schema, changed by 1759832551704_keep_wall_clock_time
CREATE FUNCTION practice.set_updated_at()
RETURNS trigger
LANGUAGE plpgsql
SET search_path TO ''
AS $$
BEGIN
  NEW.updated_at = clock_timestamp();
  RETURN NEW;
END;
$$;

-- 1744790595207_record_session_activity, changed by 1759832551704_keep_wall_clock_time
CREATE FUNCTION practice.touch_session()
RETURNS trigger
LANGUAGE plpgsql
SET search_path TO ''
AS $$
BEGIN
  UPDATE practice.practice_sessions
  SET last_activity_at = greatest(last_activity_at, NEW.answered_at)
  WHERE id = NEW.session_id;
  RETURN NULL;
END;
$$;

COMMENT ON FUNCTION practice.touch_session() IS 'A session is as fresh as its newest answer';

-- Tables ------------------------------------------------------------------------------------------

-- 1739180472417_create_practice_schema, changed by 1756208907341_order_knowledge_points
CREATE TABLE practice.knowledge_points (
  id          uuid NOT NULL DEFAULT gen_random_uuid(),
  parent_id   uuid,
  slug        text NOT NULL,
  title       text NOT NULL,
  subject     text NOT NULL,
  description text,
  created_at  timestamp with time zone NOT NULL DEFAULT now(),
  updated_at  timestamp with time zone NOT NULL DEFAULT now(),
  sort_order  integer NOT NULL,
  CONSTRAINT knowledge_points_pkey PRIMARY KEY (id),
  CONSTRAINT knowledge_points_parent_id_sort_order_key UNIQUE (parent_id, sort_order) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT knowledge_points_slug_key UNIQUE (slug),
  CONSTRAINT knowledge_points_sort_order_check CHECK (sort_order > 0),
  CONSTRAINT knowledge_points_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES practice.knowledge_points (id) ON DELETE SET NULL
);

CREATE INDEX knowledge_points_subject_idx ON practice.knowledge_points (subject);
CREATE INDEX knowledge_points_title_idx ON practice.knowledge_points (lower(title));

CREATE TRIGGER knowledge_points_set_updated_at
  BEFORE UPDATE ON practice.knowledge_points
  FOR EACH ROW
  EXECUTE FUNCTION practice.set_updated_at();

COMMENT ON TABLE practice.knowledge_points IS 'What can be learned, as a tree';
GRANT SELECT ON TABLE practice.knowledge_points TO PUBLIC;

-- 1749650813462_split_knowledge_point_metadata
CREATE TABLE practice.knowledge_point_metadata (
  knowledge_point_id uuid NOT NULL,
  estimated_minutes  integer,
  keywords           text[] NOT NULL DEFAULT '{}'::text[],
  source_url         text,
  extra              jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at         timestamp with time zone NOT NULL DEFAULT now(),
  updated_at         timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT knowledge_point_metadata_pkey PRIMARY KEY (knowledge_point_id),
  CONSTRAINT knowledge_point_metadata_estimated_minutes_check CHECK (estimated_minutes > 0),
  CONSTRAINT knowledge_point_metadata_knowledge_point_id_fkey FOREIGN KEY (knowledge_point_id) REFERENCES practice.knowledge_points (id) ON DELETE CASCADE
);

CREATE INDEX knowledge_point_metadata_extra_idx ON practice.knowledge_point_metadata USING gin (extra);
CREATE INDEX knowledge_point_metadata_keywords_idx ON practice.knowledge_point_metadata USING gin (keywords);

CREATE TRIGGER knowledge_point_metadata_set_updated_at
  BEFORE UPDATE ON practice.knowledge_point_metadata
  FOR EACH ROW
  EXECUTE FUNCTION practice.set_updated_at();

COMMENT ON TABLE practice.knowledge_point_metadata IS 'What only editors need of a knowledge point';

-- 1741087819286_create_practice_strategies, changed by 1757428336858_retune_strategies
CREATE TABLE practice.practice_strategies (
  id          integer NOT NULL GENERATED BY DEFAULT AS IDENTITY,
  public_id   uuid NOT NULL DEFAULT gen_random_uuid(),
  code        text NOT NULL,
  name        text NOT NULL,
  description text,
  weights     jsonb NOT NULL DEFAULT '{"recency": 1, "weakness": 1}'::jsonb,
  is_active   boolean NOT NULL DEFAULT true,
  created_at  timestamp with time zone NOT NULL DEFAULT now(),
  updated_at  timestamp with time zone NOT NULL DEFAULT now(),
  sort_order  smallint NOT NULL DEFAULT 0,
  CONSTRAINT practice_strategies_pkey PRIMARY KEY (id),
  CONSTRAINT practice_strategies_code_key UNIQUE (code),
  CONSTRAINT practice_strategies_public_id_key UNIQUE (public_id)
);

CREATE INDEX practice_strategies_active_idx ON practice.practice_strategies (sort_order) WHERE is_active;

CREATE TRIGGER practice_strategies_set_updated_at
  BEFORE UPDATE ON practice.practice_strategies
  FOR EACH ROW
  EXECUTE FUNCTION practice.set_updated_at();

COMMENT ON COLUMN practice.practice_strategies.weights IS 'Share of each reason in the choice; missing means 0';
COMMENT ON TABLE practice.practice_strategies IS 'How the next quiz is chosen';
GRANT SELECT ON TABLE practice.practice_strategies TO PUBLIC;

-- 1739286168903_create_questions, changed by 1758013499079_check_email_and_difficulty
CREATE TABLE practice.quizzes (
  id                 uuid NOT NULL DEFAULT gen_random_uuid(),
  knowledge_point_id uuid NOT NULL,
  kind               practice.quiz_kind NOT NULL DEFAULT 'single_choice'::practice.quiz_kind,
  prompt             text NOT NULL,
  choices            jsonb NOT NULL DEFAULT '[]'::jsonb,
  answer             jsonb NOT NULL,
  explanation        text,
  difficulty         practice.difficulty NOT NULL,
  created_at         timestamp with time zone NOT NULL DEFAULT now(),
  updated_at         timestamp with time zone NOT NULL DEFAULT now(),
  tags               text[] NOT NULL DEFAULT '{}'::text[],
  is_published       boolean NOT NULL DEFAULT false,
  search             tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('english'::regconfig, ((prompt || ' '::text) || COALESCE(explanation, ''::text)))) STORED,
  CONSTRAINT quizzes_pkey PRIMARY KEY (id),
  CONSTRAINT quizzes_choices_check CHECK (jsonb_typeof(choices) = 'array'::text),
  CONSTRAINT quizzes_knowledge_point_id_fkey FOREIGN KEY (knowledge_point_id) REFERENCES practice.knowledge_points (id) ON DELETE CASCADE
);

CREATE INDEX quizzes_choices_idx ON practice.quizzes USING gin (choices jsonb_path_ops);
CREATE INDEX quizzes_kind_idx ON practice.quizzes (kind);
CREATE INDEX quizzes_knowledge_point_id_idx ON practice.quizzes (knowledge_point_id);
CREATE INDEX quizzes_published_idx ON practice.quizzes (knowledge_point_id, difficulty) WHERE is_published;
CREATE INDEX quizzes_search_idx ON practice.quizzes USING gin (search);
CREATE INDEX quizzes_tags_idx ON practice.quizzes USING gin (tags);

CREATE TRIGGER quizzes_set_updated_at
  BEFORE UPDATE ON practice.quizzes
  FOR EACH ROW
  EXECUTE FUNCTION practice.set_updated_at();

-- 1739180472417_create_practice_schema, changed by 1759832551704_keep_wall_clock_time
CREATE TABLE practice.users (
  id           uuid NOT NULL DEFAULT gen_random_uuid(),
  email        practice.email_address,
  display_name text NOT NULL,
  locale       character varying(10) NOT NULL DEFAULT 'en'::character varying,
  created_at   timestamp with time zone NOT NULL DEFAULT now(),
  updated_at   timestamp with time zone NOT NULL DEFAULT now(),
  is_anonymous boolean NOT NULL DEFAULT false,
  role         character varying(20) NOT NULL DEFAULT 'student'::character varying,
  preferences  jsonb NOT NULL DEFAULT '{}'::jsonb,
  last_seen_at timestamp with time zone,
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_email_check CHECK (is_anonymous OR (email IS NOT NULL)),
  CONSTRAINT users_role_check CHECK ((role)::text = ANY (ARRAY[('student'::character varying)::text, ('teacher'::character varying)::text, ('editor'::character varying)::text]))
);

CREATE INDEX users_created_at_idx ON practice.users (created_at);
CREATE UNIQUE INDEX users_email_key ON practice.users (lower((email)::text));
CREATE INDEX users_last_seen_at_idx ON practice.users (last_seen_at DESC NULLS LAST);
CREATE INDEX users_staff_idx ON practice.users (role) WHERE ((role)::text <> 'student'::text);

CREATE TRIGGER users_set_updated_at
  BEFORE UPDATE ON practice.users
  FOR EACH ROW
  WHEN ((NOT (old.last_seen_at IS DISTINCT FROM new.last_seen_at)))
  EXECUTE FUNCTION practice.set_updated_at();

COMMENT ON COLUMN practice.users.is_anonymous IS 'The one user that visitors practise as';

-- 1753178958532_create_attachments
CREATE TABLE practice.attachments (
  id                 uuid NOT NULL DEFAULT gen_random_uuid(),
  quiz_id            uuid,
  knowledge_point_id uuid,
  uploaded_by        uuid,
  url                text NOT NULL,
  media_type         text NOT NULL DEFAULT 'application/octet-stream'::text,
  byte_size          bigint,
  sha256             bytea,
  created_at         timestamp with time zone NOT NULL DEFAULT now(),
  updated_at         timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT attachments_pkey PRIMARY KEY (id),
  CONSTRAINT attachments_sha256_check CHECK (octet_length(sha256) = 32),
  CONSTRAINT attachments_target_check CHECK (num_nonnulls(quiz_id, knowledge_point_id) = 1),
  CONSTRAINT attachments_knowledge_point_id_fkey FOREIGN KEY (knowledge_point_id) REFERENCES practice.knowledge_points (id) ON DELETE CASCADE,
  CONSTRAINT attachments_quiz_id_fkey FOREIGN KEY (quiz_id) REFERENCES practice.quizzes (id) ON DELETE CASCADE,
  CONSTRAINT attachments_uploaded_by_fkey FOREIGN KEY (uploaded_by) REFERENCES practice.users (id) ON DELETE SET NULL
);

CREATE INDEX attachments_knowledge_point_id_idx ON practice.attachments (knowledge_point_id) WHERE (knowledge_point_id IS NOT NULL);
CREATE INDEX attachments_quiz_id_idx ON practice.attachments (quiz_id) WHERE (quiz_id IS NOT NULL);
CREATE UNIQUE INDEX attachments_sha256_key ON practice.attachments (sha256, quiz_id, knowledge_point_id);
CREATE INDEX attachments_uploaded_by_idx ON practice.attachments (uploaded_by);

CREATE TRIGGER attachments_set_updated_at
  BEFORE UPDATE ON practice.attachments
  FOR EACH ROW
  EXECUTE FUNCTION practice.set_updated_at();

COMMENT ON CONSTRAINT attachments_target_check ON practice.attachments IS 'A file belongs to a quiz or to a knowledge point';

-- 1739873853120_create_practice_sessions, changed by 1759250463225_remove_row_security
CREATE TABLE practice.practice_sessions (
  id               uuid NOT NULL DEFAULT gen_random_uuid(),
  user_id          uuid NOT NULL,
  status           practice.session_status NOT NULL DEFAULT 'active'::practice.session_status,
  quiz_count       integer NOT NULL DEFAULT 10,
  time_spent       interval,
  settings         jsonb NOT NULL DEFAULT '{}'::jsonb,
  started_at       timestamp with time zone NOT NULL DEFAULT now(),
  completed_at     timestamp with time zone,
  updated_at       timestamp with time zone NOT NULL DEFAULT now(),
  strategy_id      integer,
  last_activity_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT practice_sessions_pkey PRIMARY KEY (id),
  CONSTRAINT practice_sessions_completed_check CHECK ((status = 'completed'::practice.session_status) = (completed_at IS NOT NULL)),
  CONSTRAINT practice_sessions_quiz_count_check CHECK ((quiz_count >= 1) AND (quiz_count <= 100)),
  CONSTRAINT practice_sessions_times_check CHECK (completed_at >= started_at),
  CONSTRAINT practice_sessions_strategy_id_fkey FOREIGN KEY (strategy_id) REFERENCES practice.practice_strategies (id) ON DELETE SET NULL,
  CONSTRAINT practice_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES practice.users (id) ON DELETE CASCADE
);

CREATE INDEX practice_sessions_active_idx ON practice.practice_sessions (user_id, started_at) WHERE (status = 'active'::practice.session_status);
CREATE INDEX practice_sessions_stale_idx ON practice.practice_sessions (last_activity_at) WHERE (status = ANY (ARRAY['active'::practice.session_status, 'paused'::practice.session_status]));
CREATE INDEX practice_sessions_strategy_id_idx ON practice.practice_sessions (strategy_id);
CREATE INDEX practice_sessions_user_id_started_at_idx ON practice.practice_sessions (user_id, started_at DESC);

CREATE TRIGGER practice_sessions_set_updated_at
  BEFORE UPDATE ON practice.practice_sessions
  FOR EACH ROW
  EXECUTE FUNCTION practice.set_updated_at();

COMMENT ON INDEX practice.practice_sessions_stale_idx IS 'For the nightly sweep of sessions nobody came back to';

-- 1739873853120_create_practice_sessions, changed by 1759250463225_remove_row_security
CREATE TABLE practice.practice_answers (
  id            bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  session_id    uuid NOT NULL,
  user_id       uuid NOT NULL,
  quiz_id       uuid NOT NULL,
  response      jsonb,
  is_correct    boolean NOT NULL,
  score         numeric(5,2) NOT NULL DEFAULT 0,
  time_spent_ms integer,
  answered_at   timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT practice_answers_pkey PRIMARY KEY (id),
  CONSTRAINT practice_answers_score_check CHECK ((score >= (0)::numeric) AND (score <= (1)::numeric)),
  CONSTRAINT practice_answers_time_spent_ms_check CHECK (time_spent_ms >= 0),
  CONSTRAINT practice_answers_quiz_id_fkey FOREIGN KEY (quiz_id) REFERENCES practice.quizzes (id) ON DELETE CASCADE,
  CONSTRAINT practice_answers_session_id_fkey FOREIGN KEY (session_id) REFERENCES practice.practice_sessions (id) ON DELETE CASCADE,
  CONSTRAINT practice_answers_user_id_fkey FOREIGN KEY (user_id) REFERENCES practice.users (id) ON DELETE CASCADE
);

CREATE INDEX practice_answers_answered_at_idx ON practice.practice_answers USING brin (answered_at);
CREATE INDEX practice_answers_quiz_id_idx ON practice.practice_answers (quiz_id);
CREATE INDEX practice_answers_session_id_answered_at_idx ON practice.practice_answers (session_id, answered_at DESC);
CREATE INDEX practice_answers_user_id_answered_at_idx ON practice.practice_answers (user_id, answered_at DESC) INCLUDE (is_correct, score);
CREATE INDEX practice_answers_wrong_idx ON practice.practice_answers (user_id, quiz_id) WHERE (NOT is_correct);

CREATE TRIGGER practice_answers_touch_session
  AFTER INSERT ON practice.practice_answers
  FOR EACH ROW
  EXECUTE FUNCTION practice.touch_session();

-- 1747130291725_create_student_mistakes
CREATE TABLE practice.student_mistakes (
  id                 bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  user_id            uuid NOT NULL,
  quiz_id            uuid NOT NULL,
  knowledge_point_id uuid,
  answer_id          bigint,
  kind               character varying(20) NOT NULL DEFAULT 'unknown'::character varying,
  times              integer NOT NULL DEFAULT 1,
  note               text,
  resolved_at        timestamp with time zone,
  created_at         timestamp with time zone NOT NULL DEFAULT now(),
  updated_at         timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT student_mistakes_pkey PRIMARY KEY (id),
  CONSTRAINT student_mistakes_user_id_quiz_id_key UNIQUE (user_id, quiz_id),
  CONSTRAINT student_mistakes_kind_check CHECK ((kind)::text = ANY (ARRAY[('slip'::character varying)::text, ('misconception'::character varying)::text, ('unknown'::character varying)::text])),
  CONSTRAINT student_mistakes_answer_id_fkey FOREIGN KEY (answer_id) REFERENCES practice.practice_answers (id) ON DELETE SET NULL,
  CONSTRAINT student_mistakes_knowledge_point_id_fkey FOREIGN KEY (knowledge_point_id) REFERENCES practice.knowledge_points (id) ON DELETE SET NULL,
  CONSTRAINT student_mistakes_quiz_id_fkey FOREIGN KEY (quiz_id) REFERENCES practice.quizzes (id) ON DELETE CASCADE,
  CONSTRAINT student_mistakes_user_id_fkey FOREIGN KEY (user_id) REFERENCES practice.users (id) ON DELETE CASCADE
);

CREATE INDEX student_mistakes_answer_id_idx ON practice.student_mistakes (answer_id);
CREATE INDEX student_mistakes_created_at_idx ON practice.student_mistakes (created_at);
CREATE INDEX student_mistakes_knowledge_point_id_idx ON practice.student_mistakes (knowledge_point_id);
CREATE INDEX student_mistakes_open_idx ON practice.student_mistakes (user_id, updated_at) WHERE (resolved_at IS NULL);
CREATE INDEX student_mistakes_quiz_id_idx ON practice.student_mistakes (quiz_id);

CREATE TRIGGER student_mistakes_set_updated_at
  BEFORE UPDATE ON practice.student_mistakes
  FOR EACH ROW
  EXECUTE FUNCTION practice.set_updated_at();

-- 1744189964512_create_student_weaknesses, changed by 1751966734813_tighten_scores
CREATE TABLE practice.student_weaknesses (
  id                 bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  user_id            uuid NOT NULL,
  knowledge_point_id uuid NOT NULL,
  severity           numeric(3,2) NOT NULL DEFAULT 0.2,
  evidence_count     integer NOT NULL DEFAULT 1,
  first_seen_at      timestamp with time zone NOT NULL DEFAULT now(),
  updated_at         timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT student_weaknesses_pkey PRIMARY KEY (id),
  CONSTRAINT student_weaknesses_user_id_knowledge_point_id_key UNIQUE (user_id, knowledge_point_id),
  CONSTRAINT student_weaknesses_severity_check CHECK ((severity > (0)::numeric) AND (severity <= (1)::numeric)),
  CONSTRAINT student_weaknesses_knowledge_point_id_fkey FOREIGN KEY (knowledge_point_id) REFERENCES practice.knowledge_points (id) ON DELETE CASCADE,
  CONSTRAINT student_weaknesses_user_id_fkey FOREIGN KEY (user_id) REFERENCES practice.users (id) ON DELETE CASCADE
);

CREATE INDEX student_weaknesses_knowledge_point_id_idx ON practice.student_weaknesses (knowledge_point_id);
CREATE INDEX student_weaknesses_worst_idx ON practice.student_weaknesses (user_id, severity DESC);

CREATE TRIGGER student_weaknesses_set_updated_at
  BEFORE UPDATE ON practice.student_weaknesses
  FOR EACH ROW
  EXECUTE FUNCTION practice.set_updated_at();

COMMENT ON COLUMN practice.student_weaknesses.severity IS 'From just above 0 to 1, where nothing is understood yet';

-- Views -------------------------------------------------------------------------------------------

-- 1755616422677_measure_session_time_as_interval
CREATE VIEW practice.practice_statistics AS
WITH answered AS (
         SELECT practice_answers.user_id,
            count(*) AS answers,
            count(*) FILTER (WHERE practice_answers.is_correct) AS correct_answers,
            avg(practice_answers.score) AS average_score
           FROM practice.practice_answers
          GROUP BY practice_answers.user_id
        ), practised AS (
         SELECT practice_sessions.user_id,
            count(*) AS sessions,
            count(*) FILTER (WHERE (practice_sessions.status = 'completed'::practice.session_status)) AS completed_sessions,
            sum(practice_sessions.time_spent) AS time_spent,
            max(practice_sessions.last_activity_at) AS last_practised_at
           FROM practice.practice_sessions
          GROUP BY practice_sessions.user_id
        )
 SELECT account.id AS user_id,
    account.display_name,
    COALESCE(practised.sessions, (0)::bigint) AS sessions,
    COALESCE(practised.completed_sessions, (0)::bigint) AS completed_sessions,
    COALESCE(practised.time_spent, '00:00:00'::interval) AS time_spent,
    COALESCE(answered.answers, (0)::bigint) AS answers,
    round(((100.0 * (answered.correct_answers)::numeric) / (NULLIF(answered.answers, 0))::numeric), 1) AS percent_correct,
    round(answered.average_score, 2) AS average_score,
    practised.last_practised_at
   FROM ((practice.users account
     LEFT JOIN practised ON ((practised.user_id = account.id)))
     LEFT JOIN answered ON ((answered.user_id = account.id)))
  WHERE (NOT account.is_anonymous);

COMMENT ON VIEW practice.practice_statistics IS 'One row a user: how much was practised, and how well';

-- Rows --------------------------------------------------------------------------------------------

INSERT INTO practice.practice_strategies (id, code, name, description, weights, is_active, sort_order) VALUES
  (1, 'mixed', 'Mixed practice', 'A bit of everything', '{"recency": 1, "weakness": 1, "difficulty": 1}', true, 1),
  (2, 'weakness_first', 'Weak points first', 'What went wrong most often comes first', '{"recency": 1, "weakness": 4, "difficulty": 1}', true, 2),
  (3, 'spaced', 'Spaced repetition', 'What was not seen for longest comes first', '{"recency": 3, "weakness": 1, "difficulty": 1}', true, 3),
  (5, 'mistakes_again', 'Mistakes again', 'Only what is still unresolved', '{"recency": 1, "weakness": 0, "difficulty": 0}', true, 4);

INSERT INTO practice.users (id, email, display_name, locale, is_anonymous, role, preferences, last_seen_at) VALUES
  ('00000000-0000-0000-0000-000000000000', NULL, 'Anonymous', 'en', true, 'student', '{}', NULL);

SELECT pg_catalog.setval('practice.practice_strategies_id_seq', 5);

SET LOCAL check_function_bodies = on;

COMMIT;
