DROP INDEX practice.practice_strategies_active_idx;

DELETE FROM practice.practice_strategies WHERE code = 'mistakes_again';

INSERT INTO practice.practice_strategies (id, code, name, description, weights)
VALUES (4, 'cramming', 'Cramming', 'Everything once, hardest first', '{"recency": 0, "weakness": 1}');

UPDATE practice.practice_strategies
SET name = 'Weak spots first', weights = '{"recency": 1, "weakness": 3}'
WHERE code = 'weakness_first';

UPDATE practice.practice_strategies SET weights = weights - 'difficulty';

ALTER TABLE practice.practice_strategies DROP COLUMN sort_order;
SELECT setval('practice.practice_strategies_id_seq', 4);
