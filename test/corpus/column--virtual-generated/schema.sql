-- requires: 18
CREATE TABLE public.t (
  a integer,
  b integer GENERATED ALWAYS AS (a * 2) VIRTUAL,
  c integer GENERATED ALWAYS AS (a * 3) STORED,
  d text GENERATED ALWAYS AS (upper(a::text))
);
CREATE TABLE public.child (e integer) INHERITS (public.t);
