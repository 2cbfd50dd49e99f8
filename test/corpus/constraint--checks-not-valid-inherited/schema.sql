CREATE TABLE public.parent (a integer);
CREATE TABLE public.before () INHERITS (public.parent);
CREATE TABLE public.below () INHERITS (public.before);
ALTER TABLE public.parent ADD CONSTRAINT positive CHECK (a > 0) NOT VALID;
CREATE TABLE public.after () INHERITS (public.parent);
CREATE TABLE public.part (a integer) PARTITION BY LIST (a);
CREATE TABLE public.part_1 PARTITION OF public.part FOR VALUES IN (1);
ALTER TABLE public.part ADD CONSTRAINT positive CHECK (a > 0) NOT VALID;
CREATE TABLE public.part_2 PARTITION OF public.part FOR VALUES IN (2);
