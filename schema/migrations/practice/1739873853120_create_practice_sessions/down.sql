DROP TABLE practice.practice_answers;
DROP TABLE practice.practice_sessions;
DROP TYPE practice.session_status;
