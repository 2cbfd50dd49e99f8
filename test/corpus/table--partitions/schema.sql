CREATE TABLE public.measurement (
  id bigint NOT NULL,
  taken date NOT NULL DEFAULT '2020-01-01',
  place text DEFAULT 'here' COLLATE "C",
  value numeric(10,2),
  CONSTRAINT positive CHECK (value > 0),
  PRIMARY KEY (id, taken)
) PARTITION BY RANGE (taken);
CREATE TABLE public.measurement_2020 PARTITION OF public.measurement FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE public.measurement_2021 PARTITION OF public.measurement (
  place DEFAULT 'there',
  CONSTRAINT not_here CHECK (place <> 'here')
) FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
CREATE TABLE public.measurement_2022 PARTITION OF public.measurement FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')
  PARTITION BY RANGE (taken);
CREATE TABLE public.measurement_2022_a PARTITION OF public.measurement_2022 FOR VALUES FROM ('2022-01-01') TO ('2022-07-01')
  PARTITION BY HASH (id);
CREATE TABLE public.measurement_2022_a_0 PARTITION OF public.measurement_2022_a FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE public.measurement_2022_a_1 PARTITION OF public.measurement_2022_a FOR VALUES WITH (modulus 2, remainder 1);
CREATE TABLE public.measurement_2022_rest PARTITION OF public.measurement_2022 DEFAULT;
CREATE TABLE public.measurement_rest PARTITION OF public.measurement DEFAULT WITH (fillfactor = 50);
CREATE TABLE public.other_order (
  value numeric(10,2), taken date NOT NULL, id bigint NOT NULL, place text COLLATE "C",
  CONSTRAINT positive CHECK (value > 0), CONSTRAINT odd_name PRIMARY KEY (id, taken)
);
ALTER TABLE public.measurement ATTACH PARTITION public.other_order FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE public.stricter (
  id bigint NOT NULL, taken date NOT NULL, place text COLLATE "C" NOT NULL, value numeric(10,2),
  CONSTRAINT positive CHECK (value > 0)
);
ALTER TABLE public.measurement ATTACH PARTITION public.stricter FOR VALUES FROM ('2024-01-01') TO (MAXVALUE);
ALTER TABLE public.measurement_2020 ALTER COLUMN value SET STATISTICS 11;
ALTER TABLE public.measurement_2020 ALTER COLUMN place SET (n_distinct = -0.5);
CREATE INDEX measurement_value ON public.measurement (value DESC) WHERE value > 10;
CREATE INDEX own_index ON public.measurement_2021 (place);
ALTER INDEX public.measurement_2020_value_idx RENAME TO "renamed child";
CREATE UNIQUE INDEX ON public.measurement (taken, id) INCLUDE (value);
CREATE TABLE public.by_expression (a integer, b text) PARTITION BY RANGE ((a + 1), lower(b));
CREATE TABLE public.by_expression_1 PARTITION OF public.by_expression FOR VALUES FROM (MINVALUE, MINVALUE) TO (10, 'm');
CREATE TABLE public.by_opclass (a text) PARTITION BY LIST (a COLLATE "C" text_pattern_ops);
CREATE TABLE public.by_opclass_1 PARTITION OF public.by_opclass FOR VALUES IN ('a', NULL, 'it''s');
CREATE TABLE public.empty_parent (a integer PRIMARY KEY) PARTITION BY HASH (a);
