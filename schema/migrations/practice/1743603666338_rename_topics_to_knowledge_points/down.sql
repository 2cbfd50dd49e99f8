ALTER INDEX practice.questions_knowledge_point_id_idx RENAME TO questions_topic_id_idx;
ALTER TABLE practice.questions RENAME CONSTRAINT questions_knowledge_point_id_fkey TO questions_topic_id_fkey;
ALTER TABLE practice.questions RENAME COLUMN knowledge_point_id TO topic_id;

ALTER TRIGGER knowledge_points_set_updated_at ON practice.knowledge_points RENAME TO topics_set_updated_at;
ALTER INDEX practice.knowledge_points_subject_idx RENAME TO topics_subject_idx;
ALTER INDEX practice.knowledge_points_parent_id_idx RENAME TO topics_parent_id_idx;
ALTER TABLE practice.knowledge_points RENAME CONSTRAINT knowledge_points_parent_id_fkey TO topics_parent_id_fkey;
ALTER TABLE practice.knowledge_points RENAME CONSTRAINT knowledge_points_slug_key TO topics_slug_key;
ALTER TABLE practice.knowledge_points RENAME CONSTRAINT knowledge_points_pkey TO topics_pkey;
ALTER TABLE practice.knowledge_points RENAME TO topics;
