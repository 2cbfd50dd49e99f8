CREATE SCHEMA a; CREATE SCHEMA b;
CREATE TABLE t (id integer PRIMARY KEY, name text, size integer);
CREATE TABLE u (id integer);
CREATE PUBLICATION p FOR TABLE t (size, id) WHERE (size = 2 AND id BETWEEN 1 AND 5), u WITH (publish = 'insert', publish_via_partition_root = true);
CREATE PUBLICATION s FOR TABLES IN SCHEMA b;
CREATE PUBLICATION o;
ALTER PUBLICATION o OWNER TO pairs_app;
CREATE PUBLICATION everything;
