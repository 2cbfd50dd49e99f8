ALTER TABLE practice.practice_sessions DROP COLUMN strategy_id;
DROP TABLE practice.practice_strategies;
