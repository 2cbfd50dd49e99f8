CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, "Group" text, at timestamptz, parent integer, tags text[]);
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users, amount numeric(10, 2), state varchar(10));
CREATE VIEW simple AS SELECT id, name FROM users;
CREATE VIEW renamed (a, "B c", "select") AS SELECT id, name, "Group" FROM users;
CREATE VIEW with_cte AS
  WITH big AS (SELECT user_id, sum(amount) AS total FROM orders GROUP BY user_id HAVING sum(amount) > 100),
       small AS MATERIALIZED (SELECT * FROM orders WHERE amount < 1)
  SELECT u.*, big.total, (SELECT count(*) FROM small) AS small FROM users u LEFT JOIN big ON big.user_id = u.id;
CREATE RECURSIVE VIEW ancestors (id, depth) AS
  SELECT id, 0 FROM users WHERE parent IS NULL
  UNION ALL SELECT u.id, a.depth + 1 FROM users u JOIN ancestors a ON u.parent = a.id;
CREATE VIEW searched AS
  WITH RECURSIVE tree(id, parent) AS (
    SELECT id, parent FROM users UNION ALL SELECT u.id, u.parent FROM users u, tree t WHERE u.parent = t.id
  ) SEARCH DEPTH FIRST BY id SET ord CYCLE id SET looped USING path
  SELECT id, parent, looped FROM tree;
CREATE VIEW windowed AS
  SELECT id, row_number() OVER w AS n, sum(amount) FILTER (WHERE amount > 0) OVER (PARTITION BY user_id ORDER BY id
    ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) AS s
  FROM orders WINDOW w AS (PARTITION BY user_id ORDER BY amount DESC NULLS LAST);
CREATE VIEW laterals AS
  SELECT u.id, l.amount, t.tag, t.n FROM users u
  CROSS JOIN LATERAL (SELECT amount FROM orders o WHERE o.user_id = u.id ORDER BY amount DESC LIMIT 1 OFFSET 1) l
  LEFT JOIN LATERAL unnest(u.tags) WITH ORDINALITY AS t(tag, n) ON true;
CREATE VIEW sets AS
  (SELECT id FROM users UNION SELECT id FROM orders) EXCEPT ALL SELECT 5 INTERSECT SELECT 6 ORDER BY 1;
CREATE VIEW grouping AS
  SELECT user_id, state, count(DISTINCT id), string_agg(state, ', ' ORDER BY id) FROM orders
  GROUP BY GROUPING SETS ((user_id), (state), ()), ROLLUP (user_id);
CREATE VIEW using_join AS SELECT * FROM users FULL JOIN (SELECT id, user_id AS owner FROM orders) o USING (id);
CREATE VIEW literals AS
  SELECT 'it''s'::text AS a, E'back\\slash' AS b, NULL::integer AS c, ARRAY[1, 2] AS d, ROW(1, 'x') = ROW(2, 'y') AS e,
    interval '1 day' AS f, DATE '2024-01-01' AS g, 1.0 AS h, B'101' AS i, CASE WHEN true THEN 1 ELSE 2 END AS j,
    CURRENT_USER AS k, now() AT TIME ZONE 'UTC' AS l, -5 AS m, 'x' COLLATE "C" AS n, 1 = ANY ('{1,2}') AS o;
CREATE VIEW vals AS VALUES (1, 'a'), (2, 'b');
CREATE VIEW no_columns AS SELECT FROM users;
CREATE VIEW sampled AS SELECT * FROM users TABLESAMPLE bernoulli (10) REPEATABLE (1);
CREATE VIEW grouped_by_key AS SELECT u.*, count(o.id) FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id;
CREATE VIEW aggregates AS
  SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) AS median, mode() WITHIN GROUP (ORDER BY state) FROM orders;
CREATE VIEW row_type AS SELECT u, (u).name, u.tags[1] FROM users u;
CREATE VIEW outer_name AS SELECT "User"."Group" FROM users AS "User" WHERE "User"."Group" LIKE '%"%' ESCAPE '!';
