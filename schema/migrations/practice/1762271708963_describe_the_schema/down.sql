CREATE INDEX practice_sessions_user_id_idx ON practice.practice_sessions (user_id);
DROP INDEX practice.practice_sessions_user_id_started_at_idx;
DROP INDEX practice.student_mistakes_created_at_idx;

REVOKE SELECT ON practice.knowledge_points, practice.practice_strategies FROM PUBLIC;
REVOKE USAGE ON SCHEMA practice FROM PUBLIC;

COMMENT ON INDEX practice.practice_sessions_stale_idx IS NULL;
COMMENT ON CONSTRAINT attachments_target_check ON practice.attachments IS NULL;
COMMENT ON FUNCTION practice.touch_session() IS NULL;
COMMENT ON COLUMN practice.users.is_anonymous IS NULL;
COMMENT ON COLUMN practice.student_weaknesses.severity IS NULL;
COMMENT ON COLUMN practice.practice_strategies.weights IS NULL;
COMMENT ON TABLE practice.practice_strategies IS NULL;
COMMENT ON TABLE practice.knowledge_point_metadata IS NULL;
COMMENT ON TABLE practice.knowledge_points IS NULL;
COMMENT ON SCHEMA practice IS NULL;
