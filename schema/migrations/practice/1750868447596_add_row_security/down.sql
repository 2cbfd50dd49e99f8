DROP POLICY own_answers ON practice.practice_answers;
DROP POLICY own_sessions ON practice.practice_sessions;

ALTER TABLE practice.practice_answers DISABLE ROW LEVEL SECURITY;
ALTER TABLE practice.practice_sessions DISABLE ROW LEVEL SECURITY;
