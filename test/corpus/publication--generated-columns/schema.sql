-- requires: 18
CREATE TABLE t (id integer PRIMARY KEY, double integer GENERATED ALWAYS AS (id * 2) STORED);
CREATE PUBLICATION stored FOR TABLE t WITH (publish_generated_columns = stored);
CREATE PUBLICATION listed FOR TABLE t (id, double);
