CREATE TABLE public.city (name text NOT NULL, population integer DEFAULT 0, altitude integer,
  CONSTRAINT positive CHECK (population >= 0));
CREATE TABLE public.late_child (population integer, name text NOT NULL, altitude integer, own integer,
  CONSTRAINT positive CHECK (population >= 0));
ALTER TABLE public.late_child INHERIT public.city;
CREATE TABLE public.tagged (own integer, tag text);
CREATE TABLE public.twice (tag text, own integer, name text NOT NULL, altitude integer, population integer DEFAULT 3,
  CONSTRAINT positive CHECK (population >= 0));
ALTER TABLE public.twice INHERIT public.tagged, INHERIT public.city;
