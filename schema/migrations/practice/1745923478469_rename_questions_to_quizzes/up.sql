ALTER TABLE practice.questions RENAME TO quizzes;
ALTER TABLE practice.quizzes RENAME CONSTRAINT questions_pkey TO quizzes_pkey;
ALTER TABLE practice.quizzes RENAME CONSTRAINT questions_kind_check TO quizzes_kind_check;
ALTER TABLE practice.quizzes RENAME CONSTRAINT questions_knowledge_point_id_fkey TO quizzes_knowledge_point_id_fkey;
ALTER INDEX practice.questions_knowledge_point_id_idx RENAME TO quizzes_knowledge_point_id_idx;
ALTER INDEX practice.questions_prompt_idx RENAME TO quizzes_prompt_idx;
ALTER TRIGGER questions_set_updated_at ON practice.quizzes RENAME TO quizzes_set_updated_at;

ALTER TABLE practice.practice_answers RENAME COLUMN question_id TO quiz_id;
ALTER TABLE practice.practice_answers RENAME CONSTRAINT practice_answers_question_id_fkey TO practice_answers_quiz_id_fkey;
ALTER INDEX practice.practice_answers_question_id_idx RENAME TO practice_answers_quiz_id_idx;

ALTER TABLE practice.practice_sessions RENAME COLUMN question_count TO quiz_count;
