DROP TABLE practice.student_mistakes;
