DROP VIEW practice.practice_statistics;

ALTER TABLE practice.practice_sessions
  ALTER COLUMN time_spent TYPE integer USING extract(epoch FROM time_spent)::integer;
ALTER TABLE practice.practice_sessions RENAME COLUMN time_spent TO duration_seconds;

CREATE VIEW practice.practice_statistics AS
SELECT
  account.id AS user_id,
  account.display_name,
  count(session.id) AS sessions,
  count(session.id) FILTER (WHERE session.status = 'completed') AS completed_sessions,
  coalesce(sum(session.duration_seconds), 0) AS seconds_practised,
  max(session.started_at) AS last_session_at
FROM practice.users AS account
LEFT JOIN practice.practice_sessions AS session ON session.user_id = account.id
GROUP BY account.id;

COMMENT ON VIEW practice.practice_statistics IS 'One row a user: how much was practised';
