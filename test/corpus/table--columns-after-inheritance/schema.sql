CREATE TABLE a (x integer);
CREATE TABLE b (y integer) INHERITS (a);
CREATE TABLE c (z integer) INHERITS (b);
ALTER TABLE a ADD COLUMN zlate integer NOT NULL;
ALTER TABLE b ADD COLUMN own integer DEFAULT 1;
ALTER TABLE a ADD COLUMN late2 integer DEFAULT 3 CHECK (late2 > 0);
COMMENT ON COLUMN a.late2 IS 'late';
ALTER TABLE a ADD CONSTRAINT both_late CHECK (zlate < late2);
ALTER TABLE b ALTER COLUMN late2 DROP DEFAULT;
ALTER TABLE c ALTER COLUMN late2 SET DEFAULT 4;
CREATE INDEX ON a (late2);
CREATE INDEX ON c (zlate);
CREATE TABLE d (w integer) INHERITS (a);

-- two parents, one column from both
CREATE TABLE m (p integer);
CREATE TABLE e (q integer) INHERITS (a, m);
ALTER TABLE m ADD COLUMN zlate integer NOT NULL;
ALTER TABLE m ADD COLUMN after integer;

-- a column that was the child's own before
CREATE TABLE g (x2 integer, mg integer) INHERITS (a);
ALTER TABLE a ADD COLUMN mg integer;

-- attached, then extended
CREATE TABLE h (own integer, x integer);
CREATE TABLE parent (x integer);
ALTER TABLE h INHERIT parent;
ALTER TABLE parent ADD COLUMN late text DEFAULT 'a';
ALTER TABLE parent ADD CONSTRAINT late_check CHECK (late <> '');
ALTER TABLE parent ADD CONSTRAINT x_check CHECK (x > 0);
CREATE TABLE i (j integer) INHERITS (h);
ALTER TABLE parent ADD COLUMN twice integer GENERATED ALWAYS AS (x * 2) STORED;
CREATE TABLE mixed (n integer, p integer, zlate integer NOT NULL, after integer) INHERITS (parent);
ALTER TABLE mixed INHERIT m;
ALTER TABLE m ADD COLUMN last integer;
