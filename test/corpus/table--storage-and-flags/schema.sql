CREATE UNLOGGED TABLE public.events (
  id bigint PRIMARY KEY WITH (fillfactor = 60),
  payload text NOT NULL
) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false, toast_tuple_target = 256);

CREATE TABLE public.audit (id integer, note text) WITH (autovacuum_vacuum_scale_factor = 0.02, user_catalog_table = true);
ALTER TABLE public.audit SET (autovacuum_analyze_threshold = 100);

CREATE TABLE public.secret (id integer);
ALTER TABLE public.secret ENABLE ROW LEVEL SECURITY;
CREATE TABLE public.forced (id integer);
ALTER TABLE public.forced ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.forced FORCE ROW LEVEL SECURITY;
CREATE TABLE public.forced_but_off (id integer);
ALTER TABLE public.forced_but_off FORCE ROW LEVEL SECURITY;

CREATE TABLE public.no_columns ();
CREATE TABLE public.lost_columns (a integer, b integer, c integer);
ALTER TABLE public.lost_columns DROP COLUMN a, DROP COLUMN c;
ALTER TABLE public.lost_columns ADD COLUMN a text;
