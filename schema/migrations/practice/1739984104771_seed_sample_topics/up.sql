-- Something to click on until the editors have written the first real topics.
INSERT INTO practice.topics (id, parent_id, slug, title, subject, description) VALUES
  ('6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a01', NULL, 'sample-fractions', 'Fractions', 'mathematics', 'Parts of a whole'),
  ('6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a02', '6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a01', 'sample-adding-fractions',
   'Adding fractions', 'mathematics', NULL);

INSERT INTO practice.questions (id, topic_id, prompt, choices, answer, explanation) VALUES
  ('b7a40c1e-94c5-4b0a-8a63-5f9c2f0e1b01', '6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a01', 'What is half of 3/4?',
   '{3/8,3/2,6/8}', '3/8', 'Halving a fraction doubles its denominator.'),
  ('b7a40c1e-94c5-4b0a-8a63-5f9c2f0e1b02', '6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a02', 'What is 1/2 + 1/3?',
   '{2/5,5/6,1/6}', '5/6', 'Bring both to sixths: it''s 3/6 + 2/6.');
