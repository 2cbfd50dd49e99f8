INSERT INTO practice.knowledge_points (id, parent_id, slug, title, subject, description, sort_order) VALUES
  ('6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a01', NULL, 'sample-fractions', 'Fractions', 'mathematics', 'Parts of a whole', 1),
  ('6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a02', '6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a01', 'sample-adding-fractions',
   'Adding fractions', 'mathematics', NULL, 1);

INSERT INTO practice.knowledge_point_metadata (knowledge_point_id, estimated_minutes, keywords) VALUES
  ('6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a01', 15, '{fractions,numbers}'),
  ('6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a02', 15, '{fractions,numbers}');

INSERT INTO practice.quizzes (id, knowledge_point_id, prompt, choices, answer, explanation, tags, is_published) VALUES
  ('b7a40c1e-94c5-4b0a-8a63-5f9c2f0e1b01', '6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a01', 'What is half of 3/4?',
   '["3/8", "3/2", "6/8"]', '"3/8"', 'Halving a fraction doubles its denominator.', '{mathematics}', true),
  ('b7a40c1e-94c5-4b0a-8a63-5f9c2f0e1b02', '6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a02', 'What is 1/2 + 1/3?',
   '["2/5", "5/6", "1/6"]', '"5/6"', 'Bring both to sixths: it''s 3/6 + 2/6.', '{mathematics}', true);

SET CONSTRAINTS ALL IMMEDIATE;
