-- These print differently after a dump and restore.
CREATE TABLE t (id integer, state varchar(10), price numeric);
CREATE VIEW states AS SELECT * FROM t WHERE state IN ('a', 'b') AND price BETWEEN 1 AND 5 AND price NOT BETWEEN 2 AND 3;
CREATE VIEW casts AS SELECT state || '!' AS s, id::text::varchar(3) AS v, (price * 2 + id)::integer % 7 AS m FROM t;
