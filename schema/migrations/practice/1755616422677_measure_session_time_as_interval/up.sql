DROP VIEW practice.practice_statistics;

ALTER TABLE practice.practice_sessions RENAME COLUMN duration_seconds TO time_spent;
ALTER TABLE practice.practice_sessions
  ALTER COLUMN time_spent TYPE interval USING make_interval(secs => time_spent);

CREATE VIEW practice.practice_statistics AS
WITH answered AS (
  SELECT
    user_id,
    count(*) AS answers,
    count(*) FILTER (WHERE is_correct) AS correct_answers,
    avg(score) AS average_score
  FROM practice.practice_answers
  GROUP BY user_id
), practised AS (
  SELECT
    user_id,
    count(*) AS sessions,
    count(*) FILTER (WHERE status = 'completed') AS completed_sessions,
    sum(time_spent) AS time_spent,
    max(last_activity_at) AS last_practised_at
  FROM practice.practice_sessions
  GROUP BY user_id
)
SELECT
  account.id AS user_id,
  account.display_name,
  coalesce(practised.sessions, 0) AS sessions,
  coalesce(practised.completed_sessions, 0) AS completed_sessions,
  coalesce(practised.time_spent, interval '0') AS time_spent,
  coalesce(answered.answers, 0) AS answers,
  round(100.0 * answered.correct_answers / nullif(answered.answers, 0), 1) AS percent_correct,
  round(answered.average_score, 2) AS average_score,
  practised.last_practised_at
FROM practice.users AS account
LEFT JOIN practised ON practised.user_id = account.id
LEFT JOIN answered ON answered.user_id = account.id
WHERE NOT account.is_anonymous;

COMMENT ON VIEW practice.practice_statistics IS 'One row a user: how much was practised, and how well';
