-- The app is to read its own rows without the API in between.
ALTER TABLE practice.practice_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE practice.practice_answers ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_sessions ON practice.practice_sessions
  USING (user_id = nullif(current_setting('practice.user_id', true), '')::uuid);

CREATE POLICY own_answers ON practice.practice_answers FOR SELECT
  USING (user_id = nullif(current_setting('practice.user_id', true), '')::uuid);
