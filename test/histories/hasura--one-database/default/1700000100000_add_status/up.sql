-- The search path of one migration does not reach the next.
CREATE TYPE status AS ENUM ('active', 'blocked');
ALTER TABLE users ADD COLUMN status status NOT NULL DEFAULT 'active';
CREATE SCHEMA audit;
SET search_path TO audit;
CREATE TABLE entries (id int);
