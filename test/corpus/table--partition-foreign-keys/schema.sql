CREATE TABLE public.target (id integer, part integer, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
CREATE TABLE public.target_1 PARTITION OF public.target FOR VALUES IN (1);
CREATE TABLE public.target_2 PARTITION OF public.target FOR VALUES IN (2) PARTITION BY RANGE (id);
CREATE TABLE public.target_2_a PARTITION OF public.target_2 FOR VALUES FROM (0) TO (100);
CREATE TABLE public.plain_target (id integer PRIMARY KEY);
CREATE TABLE public.source (
  id integer PRIMARY KEY,
  target_id integer,
  target_part integer,
  plain integer REFERENCES public.plain_target ON DELETE CASCADE,
  FOREIGN KEY (target_id, target_part) REFERENCES public.target (id, part) ON UPDATE CASCADE DEFERRABLE
) PARTITION BY RANGE (id);
CREATE TABLE public.source_1 PARTITION OF public.source FOR VALUES FROM (0) TO (10);
CREATE TABLE public.source_2 (id integer NOT NULL, target_id integer, target_part integer, plain integer,
  own integer);
ALTER TABLE public.source_2 DROP COLUMN own;
ALTER TABLE public.source_2 ADD CONSTRAINT source_2_own FOREIGN KEY (plain) REFERENCES public.plain_target ON DELETE CASCADE;
ALTER TABLE public.source ATTACH PARTITION public.source_2 FOR VALUES FROM (10) TO (20);
ALTER TABLE public.source_1 ADD CONSTRAINT only_one FOREIGN KEY (target_id) REFERENCES public.plain_target (id);
CREATE TABLE public.tree (id integer PRIMARY KEY, parent integer REFERENCES public.tree) PARTITION BY HASH (id);
CREATE TABLE public.tree_0 PARTITION OF public.tree FOR VALUES WITH (modulus 1, remainder 0);
CREATE TABLE public.ordinary (target_id integer, target_part integer,
  CONSTRAINT to_partitioned FOREIGN KEY (target_id, target_part) REFERENCES public.target MATCH FULL);
