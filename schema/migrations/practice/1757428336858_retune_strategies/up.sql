ALTER TABLE practice.practice_strategies
  ADD COLUMN sort_order smallint NOT NULL DEFAULT 0;

UPDATE practice.practice_strategies
SET weights = weights || '{"difficulty": 1}', sort_order = id;

UPDATE practice.practice_strategies
SET name = 'Weak points first', weights = '{"recency": 1, "weakness": 4, "difficulty": 1}'
WHERE code = 'weakness_first';

DELETE FROM practice.practice_strategies WHERE code = 'cramming';

INSERT INTO practice.practice_strategies (code, name, description, weights, sort_order)
VALUES ('mistakes_again', 'Mistakes again', 'Only what is still unresolved', '{"recency": 1, "weakness": 0, "difficulty": 0}', 4);

CREATE INDEX practice_strategies_active_idx ON practice.practice_strategies (sort_order) WHERE is_active;
