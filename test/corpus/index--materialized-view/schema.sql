CREATE TABLE public.t (a integer, b text);
CREATE MATERIALIZED VIEW public.m AS SELECT a, lower(b) AS b FROM public.t;
CREATE UNIQUE INDEX m_key ON public.m (a);
CREATE INDEX m_b ON public.m (b) WHERE a > 0;
CREATE STATISTICS public.m_stats ON a, b FROM public.m;
