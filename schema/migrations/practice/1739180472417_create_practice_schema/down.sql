DROP TABLE practice.topics;
DROP TABLE practice.students;
DROP FUNCTION practice.set_updated_at();
DROP SCHEMA practice;
