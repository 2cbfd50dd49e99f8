CREATE TABLE public.city (
  name text NOT NULL,
  population integer DEFAULT 0,
  altitude integer,
  CONSTRAINT positive CHECK (population >= 0),
  CONSTRAINT only_here CHECK (altitude < 9000) NO INHERIT
);
ALTER TABLE public.city ALTER COLUMN name SET STORAGE EXTERNAL;
ALTER TABLE public.city ALTER COLUMN name SET STATISTICS 42;
CREATE TABLE public.tagged (population integer, tag text DEFAULT 'none');

CREATE TABLE public.plain_child () INHERITS (public.city);
CREATE TABLE public.capital (
  state text NOT NULL,
  population integer DEFAULT 5,
  CONSTRAINT positive CHECK (population >= 0),
  CONSTRAINT own CHECK (state <> '')
) INHERITS (public.city);
CREATE TABLE public.double_child (extra integer) INHERITS (public.city, public.tagged);

CREATE TABLE public.changed_child () INHERITS (public.city);
ALTER TABLE public.changed_child ALTER COLUMN population DROP DEFAULT;
ALTER TABLE public.changed_child ALTER COLUMN altitude SET DEFAULT 100;
ALTER TABLE public.changed_child ALTER COLUMN altitude SET NOT NULL;
ALTER TABLE public.changed_child ALTER COLUMN name SET STORAGE MAIN;
ALTER TABLE public.changed_child ALTER COLUMN altitude SET STATISTICS 7;

CREATE TABLE public.grandchild (more integer) INHERITS (public.capital);
ALTER TABLE public.city ADD CONSTRAINT named CHECK (name <> '');
