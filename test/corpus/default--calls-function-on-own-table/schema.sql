CREATE TABLE public.t (id integer, rank integer);
CREATE FUNCTION public.next_rank(t public.t) RETURNS integer LANGUAGE sql STABLE AS $$SELECT coalesce(max(rank), 0) + 1 FROM public.t$$;
CREATE FUNCTION public.count_rows() RETURNS integer LANGUAGE sql STABLE AS $$SELECT count(*)::integer FROM public.t$$;
CREATE FUNCTION public.is_fine(public.t) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT true$$;
ALTER TABLE public.t ALTER COLUMN rank SET DEFAULT public.count_rows();
ALTER TABLE public.t ADD CONSTRAINT fine CHECK (public.is_fine(t));
