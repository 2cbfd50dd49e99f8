CREATE DOMAIN public.amount AS numeric(12,2);
CREATE TYPE public.state AS ENUM ('open', 'shut');
CREATE TABLE public.kinds (
  a smallint NOT NULL,
  b varchar(20) COLLATE "C" NOT NULL DEFAULT 'x'::varchar,
  c numeric(10,2)[],
  d timestamp(3) with time zone DEFAULT now(),
  e interval(2),
  f bit(4) DEFAULT B'0101',
  g "char",
  h public.amount DEFAULT 0,
  i public.state[] DEFAULT '{}',
  j text COMPRESSION pglz,
  k bytea,
  l jsonb NOT NULL DEFAULT '{"a": "b''c"}',
  m text DEFAULT E'line\nbreak \\ backslash',
  n integer DEFAULT (1 + 2) * 3,
  o boolean DEFAULT (NOT true),
  p text[] DEFAULT ARRAY['a', 'b']::text[],
  q text GENERATED ALWAYS AS (lower(m) || ')') STORED,
  r integer GENERATED ALWAYS AS (n * 2) STORED NOT NULL,
  s time(0) without time zone,
  t name COLLATE "POSIX",
  u text DEFAULT NULL
);
ALTER TABLE public.kinds ALTER COLUMN j SET STORAGE EXTERNAL;
ALTER TABLE public.kinds ALTER COLUMN k SET STORAGE PLAIN;
ALTER TABLE public.kinds ALTER COLUMN c SET STORAGE MAIN;
ALTER TABLE public.kinds ALTER COLUMN a SET STATISTICS 0;
ALTER TABLE public.kinds ALTER COLUMN b SET STATISTICS 500;
ALTER TABLE public.kinds ALTER COLUMN b SET (n_distinct = 7, n_distinct_inherited = -0.25);
