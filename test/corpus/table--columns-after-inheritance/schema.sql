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

-- one statement brings the column to the last one by two ways
CREATE TABLE star (k integer);
CREATE TABLE star_left (l integer) INHERITS (star);
CREATE TABLE star_right (r integer) INHERITS (star);
CREATE TABLE star_both (b integer) INHERITS (star_left, star_right);
CREATE TABLE star_last (f integer) INHERITS (star_right);
ALTER TABLE star_last ADD COLUMN own integer;
ALTER TABLE star ADD COLUMN late text;
ALTER TABLE star_right ADD COLUMN later integer;

-- what a column is generated from comes from the parent
CREATE TABLE made (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE made_child (a integer NOT NULL, b integer) INHERITS (made);
CREATE TABLE made_turned (b integer GENERATED ALWAYS AS (a * 2) STORED, a integer);
ALTER TABLE made_turned INHERIT made;
