-- roles: alice
-- A new schema public is no more open to PUBLIC than any other.
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
GRANT CREATE ON SCHEMA public TO alice;
CREATE TABLE public.t (id integer);
