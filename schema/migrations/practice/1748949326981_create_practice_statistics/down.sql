DROP VIEW practice.practice_statistics;
