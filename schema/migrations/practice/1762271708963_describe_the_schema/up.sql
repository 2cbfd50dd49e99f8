COMMENT ON SCHEMA practice IS 'Self-practice: what students work on, and how it went';
COMMENT ON TABLE practice.knowledge_points IS 'What can be learned, as a tree';
COMMENT ON TABLE practice.knowledge_point_metadata IS 'What only editors need of a knowledge point';
COMMENT ON TABLE practice.practice_strategies IS 'How the next quiz is chosen';
COMMENT ON COLUMN practice.practice_strategies.weights IS 'Share of each reason in the choice; missing means 0';
COMMENT ON COLUMN practice.student_weaknesses.severity IS 'From just above 0 to 1, where nothing is understood yet';
COMMENT ON COLUMN practice.users.is_anonymous IS 'The one user that visitors practise as';
COMMENT ON FUNCTION practice.touch_session() IS 'A session is as fresh as its newest answer';
COMMENT ON CONSTRAINT attachments_target_check ON practice.attachments IS 'A file belongs to a quiz or to a knowledge point';
COMMENT ON INDEX practice.practice_sessions_stale_idx IS 'For the nightly sweep of sessions nobody came back to';

-- The catalogue is no secret; everything else stays with its owner.
GRANT USAGE ON SCHEMA practice TO PUBLIC;
GRANT SELECT ON practice.knowledge_points, practice.practice_strategies TO PUBLIC;

CREATE INDEX student_mistakes_created_at_idx ON practice.student_mistakes (created_at);
CREATE INDEX practice_sessions_user_id_started_at_idx ON practice.practice_sessions (user_id, started_at DESC);
DROP INDEX practice.practice_sessions_user_id_idx;
