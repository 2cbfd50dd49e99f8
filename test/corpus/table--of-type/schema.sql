CREATE TYPE public.person AS (name text, age integer, born date);
CREATE TABLE public.people OF public.person;
CREATE TABLE public.employees OF public.person (
  name WITH OPTIONS NOT NULL,
  age WITH OPTIONS DEFAULT 18 CHECK (age > 0),
  PRIMARY KEY (name)
);
ALTER TABLE public.employees ALTER COLUMN born SET STATISTICS 5;
ALTER TYPE public.person ADD ATTRIBUTE note text CASCADE;
