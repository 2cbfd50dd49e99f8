DO $$
DECLARE
  renamed record;
BEGIN
  FOR renamed IN
    SELECT c.conrelid::regclass AS "table", c.conname AS name, former.name AS former_name
    FROM (
      VALUES
        ('knowledge_points_id_not_null', 'topics_id_not_null'),
        ('knowledge_points_slug_not_null', 'topics_slug_not_null'),
        ('knowledge_points_title_not_null', 'topics_title_not_null'),
        ('knowledge_points_subject_not_null', 'topics_subject_not_null'),
        ('knowledge_points_created_at_not_null', 'topics_created_at_not_null'),
        ('knowledge_points_updated_at_not_null', 'topics_updated_at_not_null'),
        ('practice_answers_user_id_not_null', 'practice_answers_student_id_not_null'),
        ('practice_answers_quiz_id_not_null', 'practice_answers_question_id_not_null'),
        ('practice_sessions_user_id_not_null', 'practice_sessions_student_id_not_null'),
        ('practice_sessions_quiz_count_not_null', 'practice_sessions_question_count_not_null'),
        ('quizzes_id_not_null', 'questions_id_not_null'),
        ('quizzes_knowledge_point_id_not_null', 'questions_topic_id_not_null'),
        ('quizzes_kind_not_null', 'questions_kind_not_null'),
        ('quizzes_prompt_not_null', 'questions_prompt_not_null'),
        ('quizzes_choices_not_null', 'questions_choices_not_null'),
        ('quizzes_answer_not_null', 'questions_answer_not_null'),
        ('quizzes_difficulty_not_null', 'questions_difficulty_not_null'),
        ('quizzes_created_at_not_null', 'questions_created_at_not_null'),
        ('quizzes_updated_at_not_null', 'questions_updated_at_not_null'),
        ('student_mistakes_user_id_not_null', 'student_mistakes_student_id_not_null'),
        ('student_weaknesses_user_id_not_null', 'student_weaknesses_student_id_not_null'),
        ('users_id_not_null', 'students_id_not_null'),
        ('users_display_name_not_null', 'students_display_name_not_null'),
        ('users_locale_not_null', 'students_locale_not_null'),
        ('users_created_at_not_null', 'students_created_at_not_null'),
        ('users_updated_at_not_null', 'students_updated_at_not_null'),
        ('users_is_anonymous_not_null', 'students_is_anonymous_not_null')
    ) AS former (present_name, name)
    JOIN pg_constraint AS c ON c.conname = former.present_name
    WHERE c.connamespace = 'practice'::regnamespace AND c.contype = 'n'
  LOOP
    EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', renamed."table", renamed.name, renamed.former_name);
  END LOOP;
END;
$$;
