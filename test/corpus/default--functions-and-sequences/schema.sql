CREATE SEQUENCE public.numbers;
CREATE FUNCTION public.next_code() RETURNS text LANGUAGE sql AS $$SELECT 'c' || nextval('public.numbers')$$;
CREATE FUNCTION public.twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT $1 * 2$$;
CREATE TABLE public.t (
  code text DEFAULT public.next_code() NOT NULL,
  a integer DEFAULT public.twice(4),
  b integer GENERATED ALWAYS AS (public.twice(a)) STORED,
  CHECK (public.twice(a) > 0)
);
CREATE INDEX ON public.t (public.twice(a));
