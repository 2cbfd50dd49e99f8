CREATE TABLE public.t (
  a integer, b integer, c integer, d text, e int4range,
  CONSTRAINT t_pk PRIMARY KEY (b, a) INCLUDE (c) WITH (fillfactor = 80),
  CONSTRAINT t_u1 UNIQUE (c, d) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT t_u2 UNIQUE (d) DEFERRABLE,
  CONSTRAINT t_x1 EXCLUDE USING gist (e WITH &&) WHERE (a > 0),
  CONSTRAINT t_x2 EXCLUDE USING btree (lower(d) COLLATE "C" text_pattern_ops DESC WITH =, c NULLS FIRST WITH =)
    INCLUDE (a) WITH (fillfactor = 55) WHERE (d <> ')' AND a IS NOT NULL) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT t_x3 EXCLUDE USING hash (d WITH =)
);
CREATE TABLE public.using_index (a integer NOT NULL, b integer);
CREATE UNIQUE INDEX later_key ON public.using_index (a) WITH (fillfactor = 40);
ALTER TABLE public.using_index ADD CONSTRAINT renamed_key PRIMARY KEY USING INDEX later_key;
