CREATE SCHEMA other;
CREATE TABLE public.t (a integer, b integer, "C c" text, d date);
CREATE STATISTICS public.s_all ON d, a, b FROM public.t;
CREATE STATISTICS other.s_some (mcv, ndistinct) ON a, "C c" FROM public.t;
CREATE STATISTICS public.s_expression ON (a + b) FROM public.t;
CREATE STATISTICS public.s_mixed (dependencies) ON b, lower("C c"), (a % 10) FROM public.t;
ALTER STATISTICS public.s_all SET STATISTICS 300;
ALTER STATISTICS public.s_mixed SET STATISTICS 0;
