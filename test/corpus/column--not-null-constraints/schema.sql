-- requires: 18
CREATE TABLE public.t (
  a integer CONSTRAINT a_is_there NOT NULL,
  b integer NOT NULL NO INHERIT,
  c integer CONSTRAINT "C!" NOT NULL NO INHERIT,
  d integer,
  e integer NOT NULL,
  f integer
);
ALTER TABLE public.t ADD CONSTRAINT d_later NOT NULL d NOT VALID;
ALTER TABLE public.t ADD NOT NULL f NOT VALID;
CREATE TABLE public.child (CONSTRAINT own_name NOT NULL a) INHERITS (public.t);
CREATE TABLE public.merged (a integer, e integer NOT NULL, b integer NOT NULL) INHERITS (public.t);
CREATE TABLE public.old_name (id integer PRIMARY KEY, other integer NOT NULL);
ALTER TABLE public.old_name RENAME TO new_name;
ALTER TABLE public.new_name RENAME other TO another;
CREATE TABLE public.p (a integer CONSTRAINT p_name NOT NULL, b integer NOT NULL) PARTITION BY LIST (a);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1);
CREATE TABLE public.p2 (a integer NOT NULL, b integer CONSTRAINT b_too NOT NULL);
ALTER TABLE public.p ATTACH PARTITION public.p2 FOR VALUES IN (2);
CREATE TABLE public.p3 PARTITION OF public.p FOR VALUES IN (3);
ALTER TABLE public.p3 ALTER COLUMN b SET NOT NULL;
CREATE TABLE public.p4 PARTITION OF public.p (b NOT NULL) FOR VALUES IN (4);
