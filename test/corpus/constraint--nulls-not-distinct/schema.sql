-- requires: 15
CREATE TABLE public.t (a integer, b integer, UNIQUE NULLS NOT DISTINCT (a, b) INCLUDE (b));
CREATE UNIQUE INDEX ON public.t (b) NULLS NOT DISTINCT WHERE a > 0;
