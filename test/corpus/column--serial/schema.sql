CREATE TABLE public.t (a serial PRIMARY KEY, b bigserial, c smallserial);
ALTER TABLE public.t RENAME TO renamed;
CREATE TABLE public.other (a integer DEFAULT nextval('public.t_a_seq'));
CREATE SEQUENCE public.shared START 10;
CREATE TABLE public.first (id bigint DEFAULT nextval('public.shared'));
CREATE TABLE public.second (id bigint DEFAULT nextval('public.shared'::regclass) NOT NULL);
ALTER SEQUENCE public.shared OWNED BY public.second.id;
CREATE TABLE public.part (id bigserial, k integer) PARTITION BY LIST (k);
CREATE TABLE public.part_1 PARTITION OF public.part FOR VALUES IN (1);
