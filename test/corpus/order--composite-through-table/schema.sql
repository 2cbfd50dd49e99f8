CREATE TYPE point3 AS (x int, y int, z int);
CREATE TABLE place (id int PRIMARY KEY, at point3);
CREATE TYPE trip AS (start place, stops place[]);
CREATE TABLE journey (id int PRIMARY KEY, route trip, places place[]);
CREATE DOMAIN short_trip AS trip CHECK (cardinality((VALUE).stops) < 3);
ALTER TABLE journey ADD COLUMN short short_trip;
