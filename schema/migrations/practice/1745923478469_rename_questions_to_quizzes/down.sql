ALTER TABLE practice.practice_sessions RENAME COLUMN quiz_count TO question_count;

ALTER INDEX practice.practice_answers_quiz_id_idx RENAME TO practice_answers_question_id_idx;
ALTER TABLE practice.practice_answers RENAME CONSTRAINT practice_answers_quiz_id_fkey TO practice_answers_question_id_fkey;
ALTER TABLE practice.practice_answers RENAME COLUMN quiz_id TO question_id;

ALTER TRIGGER quizzes_set_updated_at ON practice.quizzes RENAME TO questions_set_updated_at;
ALTER INDEX practice.quizzes_prompt_idx RENAME TO questions_prompt_idx;
ALTER INDEX practice.quizzes_knowledge_point_id_idx RENAME TO questions_knowledge_point_id_idx;
ALTER TABLE practice.quizzes RENAME CONSTRAINT quizzes_knowledge_point_id_fkey TO questions_knowledge_point_id_fkey;
ALTER TABLE practice.quizzes RENAME CONSTRAINT quizzes_kind_check TO questions_kind_check;
ALTER TABLE practice.quizzes RENAME CONSTRAINT quizzes_pkey TO questions_pkey;
ALTER TABLE practice.quizzes RENAME TO questions;
