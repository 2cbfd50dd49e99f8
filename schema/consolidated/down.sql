-- down.sql: 32 migrations of schema/migrations (hasura) in one, folded by pgfold on PostgreSQL 18.4
-- 1739180472417_create_practice_schema … 1763458582514_name_not_null_constraints
-- fingerprint 27126c9947f0934fa9bf7138b769b73454231a7f3c33345126f09fe7cf1899fe
--
-- Takes back what up.sql built; stops at anything that up.sql did not make.

BEGIN;

SET LOCAL check_function_bodies = off;

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

SET LOCAL check_function_bodies = on;

COMMIT;
