ALTER TABLE practice.topics RENAME TO knowledge_points;
ALTER TABLE practice.knowledge_points RENAME CONSTRAINT topics_pkey TO knowledge_points_pkey;
ALTER TABLE practice.knowledge_points RENAME CONSTRAINT topics_slug_key TO knowledge_points_slug_key;
ALTER TABLE practice.knowledge_points RENAME CONSTRAINT topics_parent_id_fkey TO knowledge_points_parent_id_fkey;
ALTER INDEX practice.topics_parent_id_idx RENAME TO knowledge_points_parent_id_idx;
ALTER INDEX practice.topics_subject_idx RENAME TO knowledge_points_subject_idx;
ALTER TRIGGER topics_set_updated_at ON practice.knowledge_points RENAME TO knowledge_points_set_updated_at;

ALTER TABLE practice.questions RENAME COLUMN topic_id TO knowledge_point_id;
ALTER TABLE practice.questions RENAME CONSTRAINT questions_topic_id_fkey TO questions_knowledge_point_id_fkey;
ALTER INDEX practice.questions_topic_id_idx RENAME TO questions_knowledge_point_id_idx;
