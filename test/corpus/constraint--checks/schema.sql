CREATE FUNCTION public.ok(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT $1 > 0$$;
CREATE TABLE public.t (
  a integer CHECK (a > 0),
  b text CHECK (b IN ('x', 'y')),
  c boolean CHECK (c),
  d integer CONSTRAINT "d check" CHECK (d BETWEEN 1 AND 10),
  e integer CHECK (public.ok(e)),
  f text CHECK (f LIKE '(%)' AND f ~ '^["'']\(' OR f IS NULL),
  CHECK ((a > 1) AND (d > 2)),
  CONSTRAINT never CHECK (false) NO INHERIT
);
ALTER TABLE public.t ADD CONSTRAINT later CHECK (a < 100) NOT VALID;
ALTER TABLE public.t ADD CONSTRAINT validated CHECK (a < 200) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT validated;
CREATE DOMAIN public.positive AS integer CHECK (VALUE > 0) CONSTRAINT small CHECK (VALUE < 1000);
ALTER DOMAIN public.positive ADD CONSTRAINT even CHECK (VALUE % 2 = 0) NOT VALID;
