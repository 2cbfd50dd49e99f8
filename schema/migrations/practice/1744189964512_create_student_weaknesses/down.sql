DROP TABLE practice.student_weaknesses;
