-- down.sql of schema/migrations (hasura), folded by pgfold on PostgreSQL 18.4
-- 32 migrations in one, 1739180472417_create_practice_schema … 1763458582514_name_not_null_constraints
-- fingerprint f16c043fe52a5af2fa32b9c1ebf19488ad66c02de073ca517af22bca9cc2bc15
--
-- Takes back what up.sql built; stops at anything that up.sql did not make.

BEGIN;

-- Views -------------------------------------------------------------------------------------------

DROP VIEW practice.practice_statistics;

-- Tables ------------------------------------------------------------------------------------------

DROP TABLE practice.student_weaknesses;
DROP TABLE practice.student_mistakes;
DROP TABLE practice.practice_answers;
DROP TABLE practice.practice_sessions;
DROP TABLE practice.attachments;
DROP TABLE practice.users;
DROP TABLE practice.quizzes;
DROP TABLE practice.practice_strategies;
DROP TABLE practice.knowledge_point_metadata;
DROP TABLE practice.knowledge_points;

-- Functions ---------------------------------------------------------------------------------------

DROP FUNCTION practice.touch_session();
DROP FUNCTION practice.set_updated_at();

-- Domains -----------------------------------------------------------------------------------------

DROP DOMAIN practice.email_address;
DROP DOMAIN practice.difficulty;

-- Enums -------------------------------------------------------------------------------------------

DROP TYPE practice.session_status;
DROP TYPE practice.quiz_kind;

-- Schemas -----------------------------------------------------------------------------------------

DROP SCHEMA practice;

COMMIT;
